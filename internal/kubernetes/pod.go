package kubernetes

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// PodGroup is a Pod as a group.
type PodGroup struct {
	Group
	// Warnings are what the group does without, each with its path in the manifest.
	Warnings []string `json:"warnings"`
}

// converter makes a group of a Pod and collects what is wrong with it.
type converter struct {
	workload
	objects
	group    PodGroup
	errs     field.ErrorList
	warnings []string
	// dataCaches tells that host paths are those of data caches.
	dataCaches bool
}

// Pod makes a group of a manifest: a Pod, or what has the template of one, with the ConfigMaps and Secrets that it refers to.
// These are in the same text, or in more, by any keys. Manifests are texts in YAML or JSON, or values as encoding/json decodes
// them. The errors are all that Kubernetes or ECI would refuse, and never quote values of Secrets.
func Pod(manifest any, more map[string]any) (PodGroup, error) {
	c := converter{objects: newObjects()}
	found := false
	all, errs := documents(manifest, field.NewPath("manifest"))
	c.errs = errs
	for i, d := range all {
		var at *field.Path
		if len(all) > 1 {
			at = field.NewPath("document").Index(i)
		}
		taken, errs := c.add(d, at)
		c.errs = append(c.errs, errs...)
		if taken || c.other(d, at) {
			continue
		}
		w, ok, errs := d.workload()
		c.errs = append(c.errs, errs...)
		switch {
		case !ok:
			c.warnings = append(c.warnings, fmt.Sprintf("%s %s: is not part of the group", d.Kind, d.name()))
		case found:
			c.errs = append(c.errs, field.Forbidden(below(at, "kind"), "a group is made of one Pod, and the manifest has more"))
		default:
			c.workload, found = w, true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(more)) {
		at := field.NewPath("objects").Key(key)
		all, errs := documents(more[key], at)
		c.errs = append(c.errs, errs...)
		for _, d := range all {
			taken, errs := c.add(d, at)
			c.errs = append(c.errs, errs...)
			if !taken {
				c.errs = append(c.errs, field.NotSupported(at.Child("kind"), d.Kind, []string{"ConfigMap", "Secret"}))
			}
		}
	}
	if !found && len(c.errs) == 0 {
		c.errs = append(c.errs, field.Required(field.NewPath("manifest"), "has to be a Pod, Deployment, StatefulSet, ReplicaSet, Job or CronJob"))
	}
	if len(c.errs) == 0 {
		c.convert()
	}
	slices.Sort(c.warnings)
	c.group.Warnings = append([]string{}, c.warnings...)
	return c.group, joined(c.errs)
}

// joined has each error once, on a line of its own, in the order of their paths.
func joined(errs field.ErrorList) error {
	if len(errs) == 0 {
		return nil
	}
	slices.SortStableFunc(errs, func(a, b *field.Error) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Detail, b.Detail))
	})
	return errors.Join(errs.ToAggregate().Errors()...)
}

func (d document) name() string {
	metadata, _ := d.raw["metadata"].(map[string]any)
	name, _ := metadata["name"].(string)
	return name
}

// other deals with documents that are neither Pods nor what comes along with them.
func (c *converter) other(d document, at *field.Path) bool {
	if text, refused := refusedKinds[d.Kind]; refused {
		c.errs = append(c.errs, field.Forbidden(below(at, "kind"), d.Kind+": "+text))
		return true
	}
	if version, known := apiVersions[d.Kind]; known && version != d.APIVersion {
		c.errs = append(c.errs, field.NotSupported(below(at, "apiVersion"), d.APIVersion, []string{version}))
		return true
	}
	if d.Kind == "Service" {
		spec, _ := d.raw["spec"].(map[string]any)
		if spec["type"] == "NodePort" {
			c.errs = append(c.errs, field.Forbidden(below(at, "spec").Child("type"), "ECI has no nodes with ports: use the type LoadBalancer, or "+
				"a load balancer of Terraform's"))
			return true
		}
	}
	return false
}

func (c *converter) refuse(at *field.Path, format string, args ...any) {
	c.errs = append(c.errs, field.Forbidden(at, fmt.Sprintf(format, args...)))
}

func (c *converter) warn(at *field.Path, format string, args ...any) {
	c.warnings = append(c.warnings, at.String()+": "+fmt.Sprintf(format, args...))
}

// oneOf checks a text that Kubernetes allows some values of, and none.
func oneOf[T ~string](c *converter, at *field.Path, value T, allowed ...T) {
	if value != "" && !slices.Contains(allowed, value) {
		c.errs = append(c.errs, field.NotSupported(at, value, allowed))
	}
}

// mustBeOneOf is oneOf for a text that is given.
func mustBeOneOf[T ~string](c *converter, at *field.Path, value T, allowed ...T) {
	if value == "" {
		c.errs = append(c.errs, field.NotSupported(at, value, allowed))
	}
	oneOf(c, at, value, allowed...)
}

// between checks a number that may be left out: Kubernetes keeps it in 32 bits.
func (c *converter) between(at *field.Path, number *int64, least int64) {
	if number != nil && (*number < least || *number > math.MaxInt32) {
		c.errs = append(c.errs, field.Invalid(at, *number, validation.InclusiveRangeError(int(least), math.MaxInt32)))
	}
}

// check adds what a validator of Kubernetes says about a value.
func (c *converter) check(at *field.Path, value string, faults []string) {
	for _, fault := range faults {
		c.errs = append(c.errs, field.Invalid(at, value, fault))
	}
}

func (c *converter) convert() {
	warnings, errs := c.findUnsupported()
	c.warnings = append(c.warnings, warnings...)
	c.errs = append(append(c.errs, c.workload.check()...), errs...)
	annotations, warnings, errs := parseAnnotations(c.template.Annotations, below(c.at, "metadata").Child("annotations"))
	c.errs = append(c.errs, errs...)
	c.warnings = append(c.warnings, warnings...)

	spec, at := c.template.Spec, c.spec()
	g := &c.group.Group
	g.Name = optional(cmp.Or(c.Name, strings.TrimSuffix(c.GenerateName, "-")))
	g.RestartPolicy = new(cmp.Or(string(spec.RestartPolicy), "Always"))
	g.ActiveDeadlineSeconds = least(spec.ActiveDeadlineSeconds, c.deadline)
	g.TerminationGracePeriodSeconds = new(int64(30))
	if spec.TerminationGracePeriodSeconds != nil {
		g.TerminationGracePeriodSeconds = spec.TerminationGracePeriodSeconds
	}
	c.between(at.Child("activeDeadlineSeconds"), spec.ActiveDeadlineSeconds, 1)
	c.between(field.NewPath(strings.TrimSuffix(c.at.String(), "template")+"activeDeadlineSeconds"), c.deadline, 0) // a Job's
	c.between(at.Child("terminationGracePeriodSeconds"), spec.TerminationGracePeriodSeconds, 0)
	c.check(at.Child("serviceAccountName"), spec.ServiceAccountName, validation.IsDNS1123Subdomain(cmp.Or(spec.ServiceAccountName, "default")))
	g.ShareProcessNamespace = isTrue(spec.ShareProcessNamespace)
	c.check(at.Child("hostname"), spec.Hostname, validation.IsDNS1123Label(cmp.Or(spec.Hostname, "none")))
	g.HostName = optional(spec.Hostname)
	c.nodeSelector(spec, at)
	c.dns(spec, at)
	for i, alias := range spec.HostAliases {
		c.checkIP(at.Child("hostAliases").Index(i).Child("ip"), alias.IP)
		g.HostAliases = append(g.HostAliases, HostAlias{IP: alias.IP, Hostnames: alias.Hostnames})
	}
	c.sysctls(spec.SecurityContext, at.Child("securityContext", "sysctls"))
	g.ImageRegistryCredentials, errs = c.registryCredentials(spec.ImagePullSecrets, at.Child("imagePullSecrets"))
	c.errs = append(c.errs, errs...)
	g.AutoMatchImageCache = new(true) // which is the default for Pods

	encoded, err := json.Marshal(annotations)
	if err == nil {
		err = json.Unmarshal(encoded, g)
	}
	if err != nil {
		c.errs = append(c.errs, field.InternalError(at, err))
	}
	if g.ImageCacheID != nil {
		g.AutoMatchImageCache = nil
	}
	c.dataCaches = g.DataCache != nil
	c.volumes(spec, at.Child("volumes"))
	c.containers(spec, at)
	c.size(spec, at)
}

func (c *converter) nodeSelector(spec corev1.PodSpec, at *field.Path) {
	if spec.OS != nil {
		c.os(at.Child("os", "name"), string(spec.OS.Name))
	}
	for _, key := range slices.Sorted(maps.Keys(spec.NodeSelector)) {
		at, value := at.Child("nodeSelector").Key(key), spec.NodeSelector[key]
		c.check(at, key, validation.IsQualifiedName(key))
		c.check(at, value, validation.IsValidLabelValue(value))
		switch key {
		case corev1.LabelArchStable:
			oneOf(c, at, value, "amd64", "arm64")
			c.group.CPUArchitecture = new(strings.ToUpper(value))
		case corev1.LabelOSStable:
			c.os(at, value)
		default:
			c.warn(at, schedulerOnly)
		}
	}
}

func (c *converter) os(at *field.Path, name string) {
	mustBeOneOf(c, at, name, "linux", "windows")
	if name == "windows" {
		c.group.OSType = new("Windows")
	}
}

func (c *converter) checkIP(at *field.Path, address string) {
	for _, err := range validation.IsValidIP(at, address) {
		if !isUnknown(address) {
			c.errs = append(c.errs, err)
		}
	}
}

func (c *converter) dns(spec corev1.PodSpec, at *field.Path) {
	oneOf(c, at.Child("dnsPolicy"), spec.DNSPolicy, corev1.DNSDefault, corev1.DNSNone, corev1.DNSClusterFirst,
		corev1.DNSClusterFirstWithHostNet)
	policy := corev1.DNSDefault
	switch spec.DNSPolicy {
	case corev1.DNSNone:
		policy = corev1.DNSNone
	case corev1.DNSClusterFirst, corev1.DNSClusterFirstWithHostNet:
		c.warn(at.Child("dnsPolicy"), "%s; names are resolved as the VPC does", clusterOnly)
	}
	c.group.DNSPolicy = new(string(policy))
	config := spec.DNSConfig
	if config == nil {
		if policy == corev1.DNSNone {
			c.errs = append(c.errs, field.Required(at.Child("dnsConfig"), "dnsPolicy None needs nameservers"))
		}
		return
	}
	at = at.Child("dnsConfig")
	if policy == corev1.DNSNone && len(config.Nameservers) == 0 {
		c.errs = append(c.errs, field.Required(at.Child("nameservers"), "dnsPolicy None needs nameservers"))
	}
	for i, server := range config.Nameservers {
		c.checkIP(at.Child("nameservers").Index(i), server)
	}
	result := DNSConfig{Nameservers: config.Nameservers, Searches: config.Searches}
	for i, option := range config.Options {
		if option.Name == "" {
			c.errs = append(c.errs, field.Required(at.Child("options").Index(i).Child("name"), "an option has a name"))
		}
		if result.Options == nil {
			result.Options = map[string]string{}
		}
		result.Options[option.Name] = value(option.Value)
	}
	c.group.DNSConfig = &result
}

// safeSysctls are those that CreateContainerGroup takes as SecurityContext.Sysctl; all others are the host's.
var safeSysctls = []string{"net.ipv4.ip_unprivileged_port_start", "net.ipv4.ping_group_range"}

func (c *converter) sysctls(pod *corev1.PodSecurityContext, at *field.Path) {
	if pod == nil {
		return
	}
	for i, sysctl := range pod.Sysctls {
		to := &c.group.HostSecurityContext
		if slices.Contains(safeSysctls, sysctl.Name) {
			to = &c.group.SecurityContext
		} else if err := checkHostSysctl(sysctl.Name); err != nil {
			c.refuse(at.Index(i).Child("name"), "%v", err)
		}
		if *to == nil {
			*to = &Sysctls{Sysctls: map[string]string{}}
		}
		(*to).Sysctls[sysctl.Name] = sysctl.Value
	}
}

// checkHostSysctl accepts the names that CreateContainerGroup takes as HostSecurityContext.Sysctl.
func checkHostSysctl(name string) error {
	if slices.Contains([]string{"net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies"}, name) {
		return fmt.Errorf("ECI does not let %s be set", name)
	}
	for _, prefix := range []string{"kernel.shm", "kernel.msg", "fs.mqueue.", "net."} {
		if strings.HasPrefix(name, prefix) {
			return nil
		}
	}
	if name == "kernel.sem" || name == "vm.min_free_kbytes" {
		return nil
	}
	return fmt.Errorf("ECI lets kernel.shm*, kernel.msg*, kernel.sem, fs.mqueue.*, net.* and vm.min_free_kbytes be set; others on request "+
		"by the annotation %seci-host-sysctls", prefix)
}

// size sets what concerns the group as a whole.
func (c *converter) size(spec corev1.PodSpec, at *field.Path) {
	g := &c.group
	if spec.Resources != nil && g.CPU == nil && g.InstanceTypes == nil {
		cpu, memory, gpu := c.resources(*spec.Resources, at.Child("resources"))
		if gpu != nil {
			c.refuse(at.Child("resources"), "GPUs are requested by containers")
		}
		g.CPU, g.Memory = cpu, memory
	}
	var storage float64
	for _, container := range spec.Containers {
		quantity := container.Resources.Requests[corev1.ResourceEphemeralStorage]
		storage += quantity.AsApproximateFloat64()
	}
	const free = 30 // GiB that every group has
	if extra := int64(math.Ceil(storage/gibibyte)) - free; extra > value(g.EphemeralStorage) {
		g.EphemeralStorage = &extra
	}
}

const gibibyte = 1 << 30

func isText(data []byte) bool { return utf8.Valid(data) && !slices.Contains(data, 0) }

// optional is nil for the text that means none.
func optional[T ~string](text T) *string {
	if text == "" {
		return nil
	}
	return new(string(text))
}

// isTrue is nil for false, which means the same in a manifest as nothing.
func isTrue(b *bool) *bool {
	if b == nil || !*b {
		return nil
	}
	return b
}

func value[T any](pointer *T) T {
	if pointer == nil {
		return *new(T)
	}
	return *pointer
}

func least(a, b *int64) *int64 {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}
