package kubernetes

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// prefix begins the names of ECI's annotations, but for two of Kubernetes'.
const prefix = "k8s.aliyun.com/"

// Annotation is an annotation of Pods by which a virtual node of ECI does what a field of Kubernetes does not say.
type Annotation struct {
	// Name is the annotation's, without prefix unless it is one of Kubernetes' own.
	Name string
	// Older are former names of it.
	Older []string
	// Argument is the name that users of Terraform know it by.
	Argument string
	// Attribute is the path in eci_container_group of what means the same, empty if only a virtual node knows it.
	Attribute string
	Format    Format
	// Check returns what is wrong with a value, as Format returns it.
	Check       func(any) error
	Description string
}

// Key is the annotation's full name.
func (a Annotation) Key() string { return fullName(a.Name) }

func fullName(name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return prefix + name
}

// Annotations are all that users set, in the order of Alibaba Cloud's documentation.
var Annotations = []Annotation{
	{Name: "eci-use-specs", Argument: "specs", Format: List, Check: each(5, spec),
		Description: "Sizes to try in order, at most 5: `2-4Gi` for vCPUs and memory, or an ECS instance type. They override limits and " +
			"requests."},
	{Name: "eci-instance-family", Argument: "instance_families", Format: List, Check: consistent(`ecs\.[a-z0-9-]+`),
		Description: "ECS instance families to use in order, such as `ecs.c7`, or to exclude, such as `-ecs.c6`."},
	{Name: "eci-instance-generation", Argument: "instance_generations", Format: List, Check: consistent(`[0-9]+`),
		Description: "ECS instance generations to use in order, such as `7`, or to exclude, such as `-5`."},
	{Name: "eci-compute-category", Argument: "compute_categories", Attribute: "compute_categories", Format: List,
		Check:       each(2, among("economy", "general")),
		Description: "Compute categories to try in order: `economy` and `general`."},
	{Name: "eci-gpu-driver-version", Argument: "gpu_driver_version", Attribute: "gpu_driver_version", Format: Text,
		Check:       matching(`[a-z]+=[0-9.]+`, "such as tesla=535"),
		Description: "GPU driver, such as `tesla=535`."},
	{Name: "eci-cpu-option-core", Argument: "cpu_options_cores", Attribute: "cpu_options.cores", Format: Integer, Check: between(1, 1000),
		Description: "Number of physical cores of an ECS instance type."},
	{Name: "eci-cpu-option-ht", Argument: "cpu_options_threads_per_core", Attribute: "cpu_options.threads_per_core", Format: Integer,
		Check:       between(1, 2),
		Description: "Threads per core of an ECS instance type; 1 switches hyper-threading off."},
	{Name: "eci-vswitch", Argument: "vswitch_ids", Attribute: "vswitch_ids", Format: List, Check: each(10, id("vsw")),
		Description: "IDs of up to 10 vSwitches of one VPC."},
	{Name: "eci-schedule-strategy", Argument: "schedule_strategy", Attribute: "schedule_strategy", Format: Text,
		Check:       among("VSwitchOrdered", "VSwitchRandom"),
		Description: "Order in which the vSwitches are tried: `VSwitchOrdered` or `VSwitchRandom`. Defaults to `VSwitchRandom`."},
	{Name: "eci-spot-strategy", Argument: "spot_strategy", Attribute: "spot_strategy", Format: Text,
		Check:       among("SpotAsPriceGo", "SpotWithPriceLimit", "NoSpot"),
		Description: "How to bid for spot capacity: `SpotAsPriceGo` or `SpotWithPriceLimit`. Without it, pay-as-you-go."},
	{Name: "eci-spot-price-limit", Argument: "spot_price_limit", Attribute: "spot_price_limit", Format: Decimal, Check: price,
		Description: "Highest price per hour for `SpotWithPriceLimit`, with up to three decimals."},
	{Name: "eci-spot-duration", Argument: "spot_duration_hours", Attribute: "spot_duration_hours", Format: Integer, Check: between(0, 1),
		Description: "Hours for which a spot instance is protected from reclaim: 1 or 0. Defaults to 1."},
	{Name: "eci-spot-fallback", Argument: "spot_fallback", Format: Boolean,
		Description: "Whether pay-as-you-go capacity is used when there is no spot capacity."},
	{Name: "eci-spot-release-strategy", Argument: "spot_release_strategy", Format: Text, Check: among("api-evict"),
		Description: "How a reclaimed Pod goes: `api-evict` evicts it through the Kubernetes API."},
	{Name: "eci-privatepool-matchcriteria", Argument: "private_pool_match_criteria", Format: Text, Check: among("Open", "Target"),
		Description: "Private pool to take capacity from: `Open` or `Target`. Both need one ECS instance type in `specs`."},
	{Name: "eci-privatepool-id", Argument: "private_pool_id", Format: Text, Check: id("eap"),
		Description: "ID of the elasticity assurance whose private pool is the `Target`."},
	{Name: "eci-max-pending-minute", Argument: "max_pending_minutes", Attribute: "max_pending_minutes", Format: Integer,
		Check:       between(10, 1440),
		Description: "Minutes that the Pod may be pending, 10 to 1440. Defaults to 240."},
	{Name: "eci-fail-strategy", Argument: "fail_strategy", Format: Text, Check: among("fail-back", "fail-over", "fail-fast"),
		Description: "What follows when the Pod cannot be created: `fail-back` tries again; `fail-fast` does not. Defaults to `fail-back`."},

	{Name: "eci-security-group", Argument: "security_group_ids", Format: List, Check: each(5, id("sg")),
		Description: "IDs of up to 5 security groups of one VPC."},
	{Name: "eci-resource-group-id", Argument: "resource_group_id", Attribute: "resource_group_id", Format: Text, Check: id("rg"),
		Description: "ID of the resource group."},
	{Name: "eci-eip-instanceid", Argument: "eip_instance_id", Attribute: "eip_instance_id", Format: Text, Check: id("eip"),
		Description: "ID of an existing elastic IP address to bind."},
	{Name: "eci-with-eip", Argument: "auto_create_eip", Attribute: "auto_create_eip", Format: Boolean,
		Description: "Whether an elastic IP address is bought and released with the Pod."},
	{Name: "eip-bandwidth", Argument: "eip_bandwidth", Attribute: "eip_bandwidth", Format: Integer, Check: between(1, 1000),
		Description: "Bandwidth of the created address in Mbit/s. Defaults to 5."},
	{Name: "eip-common-bandwidth-package-id", Argument: "eip_common_bandwidth_package", Attribute: "eip_common_bandwidth_package",
		Format: Text, Check: id("cbwp"),
		Description: "ID of a shared bandwidth package that the created address joins."},
	{Name: "eip-isp", Argument: "eip_isp", Attribute: "eip_isp", Format: Text, Check: among("BGP", "BGP_PRO"),
		Description: "Line type of the created address: `BGP` or `BGP_PRO`. Defaults to `BGP`."},
	{Name: "eip-internet-charge-type", Argument: "eip_internet_charge_type", Format: Text, Check: among("PayByBandwidth", "PayByTraffic"),
		Description: "How traffic of the created address is billed: `PayByBandwidth` or `PayByTraffic`."},
	{Name: "eip-public-ip-address-pool-id", Argument: "eip_public_ip_address_pool_id", Format: Text, Check: id("pippool"),
		Description: "ID of the address pool from which the created address comes."},
	{Name: "eci-enable-ipv6", Older: []string{"eci-ipv6-count"}, Argument: "ipv6_address_count", Attribute: "ipv6_address_count", Format: Once,
		Check:       between(1, 1),
		Description: "Number of IPv6 addresses; ECI allows 1."},
	{Name: "eci-ipv6-bandwidth-enable", Argument: "ipv6_gateway_bandwidth_enabled", Attribute: "ipv6_gateway_bandwidth_enabled",
		Format:      Boolean,
		Description: "Whether the IPv6 address has public bandwidth through the IPv6 gateway."},
	{Name: "eci-ipv6-bandwidth", Argument: "ipv6_gateway_bandwidth", Attribute: "ipv6_gateway_bandwidth", Format: Megabits,
		Check:       between(1, 2000),
		Description: "Public IPv6 bandwidth in Mbit/s, 1 to 2000. Defaults to the gateway's maximum."},
	{Name: "eci-private-ip-address", Argument: "private_ip_address", Attribute: "private_ip_address", Format: Text, Check: ipv4,
		Description: "Private IPv4 address, for a single Pod."},
	{Name: "eci-fixed-ip", Argument: "fixed_ip", Attribute: "fixed_ip", Format: Boolean,
		Description: "Whether the private address is kept for the next Pod of the same name."},
	{Name: "eci-fixed-ip-retain-hour", Argument: "fixed_ip_retain_hours", Attribute: "fixed_ip_retain_hours", Format: Integer,
		Check:       between(1, 1<<31),
		Description: "Hours for which the fixed address is kept. Defaults to 48."},
	{Name: "kubernetes.io/ingress-bandwidth", Argument: "ingress_bandwidth", Attribute: "ingress_bandwidth", Format: Bytes,
		Check:       between(0, 1<<53),
		Description: "Limit of inbound traffic in bytes per second, as ECI reads it; Kubernetes means bits."},
	{Name: "kubernetes.io/egress-bandwidth", Argument: "egress_bandwidth", Attribute: "egress_bandwidth", Format: Bytes,
		Check:       between(0, 1<<53),
		Description: "Limit of outbound traffic in bytes per second, as ECI reads it; Kubernetes means bits."},
	{Name: "eci-custom-dnsconfig", Argument: "dns_config", Attribute: "dns_config", Format: Resolver, Check: resolver,
		Description: "Resolver of the instance, also for pulling images: at most 2 name servers and 32 search domains."},
	{Name: "eci-custom-hosts", Argument: "host_aliases", Attribute: "host_aliases", Format: Hosts, Check: hosts,
		Description: "Lines of `/etc/hosts`, also for pulling images."},
	{Name: "eci-wait-clusterip-ready", Argument: "wait_cluster_ip_ready", Format: Text, Check: among("*"),
		Description: "`*` lets the containers start only when the addresses of all Services work."},

	{Name: "eci-auto-imc", Older: []string{"eci-image-cache"}, Argument: "auto_match_image_cache", Attribute: "auto_match_image_cache",
		Format:      Boolean,
		Description: "Whether a matching image cache is looked for. Defaults to `true`."},
	{Name: "eci-imc-id", Older: []string{"eci-image-snapshot-id"}, Argument: "image_cache_id", Attribute: "image_cache_id", Format: Text,
		Check:       id("imc"),
		Description: "ID of the image cache to start from, which must be ready."},
	{Name: "imc-perfect-match", Argument: "image_cache_perfect_match", Format: Boolean,
		Description: "Whether only a cache of all images counts."},
	{Name: "imc-match-count-request", Argument: "image_cache_match_count", Format: Integer, Check: between(1, 100),
		Description: "How many images a cache has to have to count."},
	{Name: "acr-instance-ids", Older: []string{"acr-instance-id"}, Argument: "acr_instance_ids", Format: List,
		Check:       each(20, matching(`([a-z0-9-]+:)?cri-[a-z0-9]+`, "such as cri-abc or cn-beijing:cri-abc")),
		Description: "ACR Enterprise instances to pull from without a password, each with a region before a colon if it is another."},
	{Name: "acr-service-arns", Argument: "acr_service_arns", Format: List, Check: each(20, matching(`acs:ram::.+`, "an ARN")),
		Description: "ARNs of roles of this account, for ACR instances of others."},
	{Name: "acr-user-arns", Argument: "acr_user_arns", Format: List, Check: each(20, matching(`acs:ram::.+`, "an ARN")),
		Description: "ARNs of roles of the accounts that own the ACR instances."},
	{Name: "plain-http-registry", Argument: "plain_http_registries", Attribute: "plain_http_registries", Format: List,
		Check:       each(100, registry),
		Description: "Registries, as host or host:port, that are reached by plain HTTP."},
	{Name: "insecure-registry", Argument: "insecure_registries", Attribute: "insecure_registries", Format: List, Check: each(100, registry),
		Description: "Registries, as host or host:port, whose certificates are not verified."},
	{Name: "eci-data-cache-bucket", Argument: "data_cache_bucket", Attribute: "data_cache.bucket", Format: Text,
		Description: "Bucket of the data caches that hostPath volumes name by their paths."},
	{Name: "eci-data-cache-pl", Argument: "data_cache_performance_level", Attribute: "data_cache.performance_level", Format: Text,
		Check:       among("PL0", "PL1", "PL2", "PL3"),
		Description: "ESSD performance level of the disk made from the cache. Defaults to `PL1`."},
	{Name: "eci-data-cache-provisionedIops", Argument: "data_cache_provisioned_iops", Attribute: "data_cache.provisioned_iops",
		Format: Integer, Check: between(0, 50000),
		Description: "Provisioned IOPS of the disk, which makes it AutoPL."},
	{Name: "eci-data-cache-burstingEnabled", Argument: "data_cache_bursting_enabled", Attribute: "data_cache.bursting_enabled",
		Format:      Boolean,
		Description: "Whether the disk may burst, which makes it AutoPL."},
	{Name: "eci-extra-ephemeral-storage", Argument: "ephemeral_storage", Attribute: "ephemeral_storage", Format: Gibibytes,
		Check:       between(0, 5000),
		Description: "Temporary storage in GiB on top of the 30 GiB that every Pod has for free."},
	{Name: "eci-ephemeral-storage-options", Argument: "ephemeral_storage_options", Format: Object,
		Description: "Options of the temporary storage, such as `encrypted`."},
	{Name: "eci-eviction-enable", Argument: "eviction_enabled", Format: Boolean,
		Description: "Whether the Pod is evicted when temporary storage is short."},
	{Name: "eci-ram-role-name", Argument: "ram_role_name", Attribute: "ram_role_name", Format: Text,
		Description: "RAM role whose credentials the containers can obtain."},
	{Name: "eci-custom-tags", Argument: "tags", Attribute: "tags", Format: Pairs, Check: tags,
		Description: "Tags of the instance beside the cluster's, at most 3."},
	{Name: "eci-ntp-server", Argument: "ntp_servers", Attribute: "ntp_servers", Format: List, Check: each(20, nil),
		Description: "NTP servers."},
	{Name: "eci-core-pattern", Argument: "core_pattern", Attribute: "core_pattern", Format: Text, Check: matching(`[^|].*`, "a path"),
		Description: "Path of core dump files."},
	{Name: "eci-host-sysctls", Argument: "host_sysctls", Attribute: "host_security_context.sysctls", Format: Settings,
		Description: "Sysctls of the host by name, those that Alibaba Cloud has allowed on request."},
	{Name: "eci-sls-enable", Argument: "sls_enabled", Format: Boolean,
		Description: "Whether logs are collected by AliyunLogConfig objects. Defaults to `true`."},
}

// systemAnnotations are those that ECI sets itself; see Status.
var systemAnnotations = []string{"eci-request-id", "eci-instance-id", "eci-instance-spec", "eci-instance-compute-category", "eci-vpc",
	"eni-instance-id", "allocated-eipInstanceId", "allocated-eipAddress", "allocated-ipv6Address", "eci-created-by-template",
	"eci-matched-image-cache", "eci-schedule-result"}

// withdrawn are former annotations that have no other form.
var withdrawn = map[string]string{
	"eci-instance-type": "eci-use-specs takes ECS instance types", "eci-gpu-type": "eci-use-specs takes ECS instance types with GPUs",
	"eci-reschedule-enable":  "eci-fail-strategy says what follows a failure",
	"pod-fail-on-create-err": "eci-fail-strategy says what follows a failure",
}

// RenderAnnotations are the annotations of a Pod for arguments by their names. Errors have the names as paths.
func RenderAnnotations(arguments map[string]any) (map[string]string, field.ErrorList) {
	rendered := map[string]string{}
	var errs field.ErrorList
	for _, a := range Annotations {
		v, given := arguments[a.Argument]
		if !given || v == nil {
			continue
		}
		if err := a.check(v); err != nil {
			errs = append(errs, field.Invalid(field.NewPath(a.Argument), field.OmitValueType{}, err.Error()))
			continue
		}
		rendered[a.Key()] = a.Format.Render(v)
	}
	return rendered, append(errs, conflicts(arguments, func(argument string) string { return argument })...)
}

func (a Annotation) check(v any) error {
	if a.Check == nil {
		return nil
	}
	return a.Check(v)
}

// conflicts are what ECI refuses or silently ignores about annotations beside each other.
// It calls the arguments what named does.
func conflicts(arguments map[string]any, named func(string) string) field.ErrorList {
	var errs field.ErrorList
	has := func(name string) bool { return arguments[name] != nil && arguments[name] != false }
	text := func(name string) string {
		s, _ := arguments[name].(string)
		return s
	}
	// fail reports an argument; others are arguments that the text is about.
	fail := func(name, format string, others ...string) {
		names := make([]any, len(others))
		for i, other := range others {
			names[i] = named(other)
		}
		errs = append(errs, field.Forbidden(field.NewPath(name), fmt.Sprintf(format, names...)))
	}
	needs := func(other string, names ...string) {
		for _, name := range names {
			if has(name) && !has(other) {
				fail(name, "has an effect only with %s", other)
			}
		}
	}
	types, sizes := splitSpecs(arguments["specs"])
	onlyTypes := len(types) > 0 && len(sizes) == 0
	spot := has("spot_strategy") && text("spot_strategy") != "NoSpot"

	switch limited := text("spot_strategy") == "SpotWithPriceLimit"; {
	case limited && !has("spot_price_limit"):
		fail("spot_strategy", "SpotWithPriceLimit needs %s", "spot_price_limit")
	case !limited && has("spot_price_limit"):
		fail("spot_price_limit", "has an effect only with SpotWithPriceLimit as %s", "spot_strategy")
	}
	needs("spot_strategy", "spot_duration_hours", "spot_fallback", "spot_release_strategy")
	for _, name := range []string{"instance_families", "instance_generations"} {
		if has(name) && has("compute_categories") {
			fail(name, "ECI refuses it beside %s", "compute_categories")
		}
	}
	for _, name := range []string{"instance_families", "instance_generations", "compute_categories"} {
		if has(name) && onlyTypes {
			fail(name, "ECI ignores it when %s has ECS instance types only", "specs")
		}
	}
	if has("compute_categories") && spot {
		fail("compute_categories", "ECI has no compute categories for spot")
	}
	needs("specs", "cpu_options_cores", "cpu_options_threads_per_core")
	if has("auto_create_eip") && has("eip_instance_id") {
		fail("eip_instance_id", "a Pod has one elastic IP address: leave %s out", "auto_create_eip")
	}
	needs("auto_create_eip", "eip_bandwidth", "eip_common_bandwidth_package", "eip_isp", "eip_internet_charge_type",
		"eip_public_ip_address_pool_id")
	needs("ipv6_address_count", "ipv6_gateway_bandwidth_enabled")
	needs("ipv6_gateway_bandwidth_enabled", "ipv6_gateway_bandwidth")
	needs("fixed_ip", "fixed_ip_retain_hours")
	needs("vswitch_ids", "schedule_strategy")
	needs("data_cache_bucket", "data_cache_performance_level", "data_cache_provisioned_iops", "data_cache_bursting_enabled")
	if has("data_cache_performance_level") && (has("data_cache_provisioned_iops") || has("data_cache_bursting_enabled")) {
		fail("data_cache_performance_level", "%s and %s make the disk AutoPL", "data_cache_provisioned_iops", "data_cache_bursting_enabled")
	}
	switch criteria := text("private_pool_match_criteria"); {
	case criteria != "" && (!onlyTypes || spot):
		fail("private_pool_match_criteria", "needs ECS instance types in %s, and is not for spot", "specs")
	case criteria == "Target" && !has("private_pool_id"):
		fail("private_pool_match_criteria", "Target needs %s", "private_pool_id")
	case criteria != "Target" && has("private_pool_id"):
		fail("private_pool_id", "has an effect only with Target as %s", "private_pool_match_criteria")
	}
	if has("image_cache_id") && has("auto_match_image_cache") {
		fail("auto_match_image_cache", "%s says which cache is used", "image_cache_id")
	}
	return errs
}

// splitSpecs are the ECS instance types and the sizes among specs.
func splitSpecs(specs any) (types, sizes []string) {
	for _, text := range texts(specs) {
		if strings.HasPrefix(text, "ecs.") {
			types = append(types, text)
		} else {
			sizes = append(sizes, text)
		}
	}
	return types, sizes
}

// parseAnnotations are the attributes that the annotations of a Pod stand for.
func parseAnnotations(annotations map[string]string, at *field.Path) (attributes map[string]any, warnings []string, errs field.ErrorList) {
	attributes = map[string]any{}
	arguments := map[string]any{}
	paths := map[string]*field.Path{}
	for _, name := range slices.Sorted(maps.Keys(annotations)) {
		at, text := at.Key(name), annotations[name]
		a, known := annotationOf(name)
		short := strings.TrimPrefix(name, prefix)
		switch {
		case !known && withdrawn[short] != "" && short != name:
			errs = append(errs, field.Forbidden(at, "ECI has replaced it: "+withdrawn[short]))
			continue
		case !known && slices.Contains(systemAnnotations, short):
			warnings = append(warnings, at.String()+": is set by ECI")
			continue
		case !known && short != name:
			warnings = append(warnings, at.String()+": is not known")
			continue
		case !known:
			continue
		}
		v, err := a.Format.Parse(text)
		if isUnknown(text) {
			err = fmt.Errorf("is not known yet")
		}
		if err == nil {
			err = a.check(v)
		}
		if err != nil {
			errs = append(errs, field.Invalid(at, text, err.Error()))
			continue
		}
		arguments[a.Argument], paths[a.Argument] = v, at
		switch {
		case a.Attribute != "":
			set(attributes, a.Attribute, v)
		case !isComposed[a.Argument]:
			warnings = append(warnings, at.String()+": only virtual nodes know it")
		}
	}
	for _, err := range conflicts(arguments, annotationFor) {
		err.Field = paths[err.Field].String()
		errs = append(errs, err)
	}
	warnings = append(warnings, compose(attributes, arguments, paths)...)
	return attributes, warnings, errs
}

func annotationOf(key string) (Annotation, bool) {
	for _, a := range Annotations {
		if key == a.Key() || slices.ContainsFunc(a.Older, func(older string) bool { return key == fullName(older) }) {
			return a, true
		}
	}
	return Annotation{}, false
}

// annotationFor is the annotation of an argument.
func annotationFor(argument string) string {
	i := slices.IndexFunc(Annotations, func(a Annotation) bool { return a.Argument == argument })
	return Annotations[i].Key()
}

// set puts a value at a path like data_cache.bucket.
func set(attributes map[string]any, path string, v any) {
	parent, name, nested := strings.Cut(path, ".")
	if !nested {
		attributes[path] = v
		return
	}
	if attributes[parent] == nil {
		attributes[parent] = map[string]any{}
	}
	attributes[parent].(map[string]any)[name] = v
}

// get is the value at a path like data_cache.bucket.
func get(attributes map[string]any, path string) any {
	parent, name, nested := strings.Cut(path, ".")
	if !nested {
		return attributes[path]
	}
	inner, _ := attributes[parent].(map[string]any)
	return inner[name]
}

// isComposed are the arguments that make attributes together, or in another form.
var isComposed = map[string]bool{"specs": true, "security_group_ids": true, "acr_instance_ids": true, "acr_service_arns": true,
	"acr_user_arns": true}

// compose sets the attributes that isComposed is about.
func compose(attributes, arguments map[string]any, paths map[string]*field.Path) (warnings []string) {
	warn := func(name, text string) { warnings = append(warnings, paths[name].String()+": "+text) }
	if specs := texts(arguments["specs"]); len(specs) > 0 {
		types, sizes := splitSpecs(arguments["specs"])
		if strings.HasPrefix(specs[0], "ecs.") {
			attributes["instance_types"] = types
			if len(sizes) > 0 {
				warn("specs", "a group has one size or a list of types, of which the types are taken")
			}
		} else {
			attributes["cpu"], attributes["memory"] = sizeOf(specs[0])
			if len(specs) > 1 {
				warn("specs", "a group has one size or a list of types, of which the first size is taken")
			}
		}
	}
	if groups := texts(arguments["security_group_ids"]); len(groups) > 0 {
		attributes["security_group_id"] = groups[0]
		if len(groups) > 1 {
			warn("security_group_ids", "a group has one security group, of which the first is taken")
		}
	}
	services, users := texts(arguments["acr_service_arns"]), texts(arguments["acr_user_arns"])
	var registries []any
	for i, instance := range texts(arguments["acr_instance_ids"]) {
		registry := map[string]any{"instance_id": instance}
		if region, id, found := strings.Cut(instance, ":"); found {
			registry["region_id"], registry["instance_id"] = region, id
		}
		if len(services) > 0 { // one for all, or one for each
			registry["service_role_arn"] = services[min(i, len(services)-1)]
		}
		if len(users) > 0 {
			registry["user_role_arn"] = users[min(i, len(users)-1)]
		}
		registries = append(registries, registry)
	}
	if registries != nil {
		attributes["acr_registries"] = registries
	}
	return warnings
}

// texts are the texts of a list.
func texts(list any) []string {
	all, _ := list.([]any)
	var result []string
	for _, text := range all {
		s, _ := text.(string)
		result = append(result, s)
	}
	return result
}

// plain is v as encoding/json decodes it.
func plain(v any) map[string]any {
	encoded, err := json.Marshal(v)
	if err != nil {
		panic(err) // only of what JSON cannot say: channels, functions, NaN
	}
	var result map[string]any
	decoder := json.NewDecoder(strings.NewReader(string(encoded)))
	decoder.UseNumber()
	if err := decoder.Decode(&result); err != nil {
		panic(err)
	}
	return result
}

func ipv4(v any) error {
	address, err := netip.ParseAddr(v.(string))
	if err != nil || !address.Is4() {
		return fmt.Errorf("must be an IPv4 address")
	}
	return nil
}
