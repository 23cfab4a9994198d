package kubernetes

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// samples are a value of each argument, and the annotation that it becomes.
var samples = map[string][2]string{
	"specs":                          {`["2-4Gi", "ecs.c7.large"]`, "2-4Gi,ecs.c7.large"},
	"instance_families":              {`["ecs.c7", "ecs.g7"]`, "ecs.c7,ecs.g7"},
	"instance_generations":           {`["-5", "-4"]`, "-5,-4"},
	"compute_categories":             {`["economy", "general"]`, "economy,general"},
	"gpu_driver_version":             {`"tesla=535"`, "tesla=535"},
	"cpu_options_cores":              {`2`, "2"},
	"cpu_options_threads_per_core":   {`1`, "1"},
	"vswitch_ids":                    {`["vsw-a", "vsw-b"]`, "vsw-a,vsw-b"},
	"schedule_strategy":              {`"VSwitchOrdered"`, "VSwitchOrdered"},
	"spot_strategy":                  {`"SpotWithPriceLimit"`, "SpotWithPriceLimit"},
	"spot_price_limit":               {`0.125`, "0.125"},
	"spot_duration_hours":            {`0`, "0"},
	"spot_fallback":                  {`true`, "true"},
	"spot_release_strategy":          {`"api-evict"`, "api-evict"},
	"private_pool_match_criteria":    {`"Target"`, "Target"},
	"private_pool_id":                {`"eap-a"`, "eap-a"},
	"max_pending_minutes":            {`30`, "30"},
	"fail_strategy":                  {`"fail-fast"`, "fail-fast"},
	"security_group_ids":             {`["sg-a"]`, "sg-a"},
	"resource_group_id":              {`"rg-a"`, "rg-a"},
	"eip_instance_id":                {`"eip-a"`, "eip-a"},
	"auto_create_eip":                {`true`, "true"},
	"eip_bandwidth":                  {`10`, "10"},
	"eip_common_bandwidth_package":   {`"cbwp-a"`, "cbwp-a"},
	"eip_isp":                        {`"BGP_PRO"`, "BGP_PRO"},
	"eip_internet_charge_type":       {`"PayByTraffic"`, "PayByTraffic"},
	"eip_public_ip_address_pool_id":  {`"pippool-a"`, "pippool-a"},
	"ipv6_address_count":             {`1`, "true"},
	"ipv6_gateway_bandwidth_enabled": {`true`, "true"},
	"ipv6_gateway_bandwidth":         {`100`, "100M"},
	"private_ip_address":             {`"10.0.0.7"`, "10.0.0.7"},
	"fixed_ip":                       {`true`, "true"},
	"fixed_ip_retain_hours":          {`24`, "24"},
	"ingress_bandwidth":              {`40000000`, "40000000"},
	"egress_bandwidth":               {`0`, "0"},
	"dns_config": {`{"nameservers": ["10.0.0.1", "10.0.0.2"], "searches": ["a.b"], "options": {"edns0": "", "ndots": "2"}}`,
		`{"nameservers":"10.0.0.1,10.0.0.2","searches":"a.b","options":"edns0,ndots:2"}`},
	"host_aliases":                 {`[{"ip": "10.0.0.1", "hostnames": ["db"]}]`, `[{"host":"db","ip":"10.0.0.1"}]`},
	"wait_cluster_ip_ready":        {`"*"`, "*"},
	"auto_match_image_cache":       {`false`, "false"},
	"image_cache_id":               {`"imc-a"`, "imc-a"},
	"image_cache_perfect_match":    {`true`, "true"},
	"image_cache_match_count":      {`2`, "2"},
	"acr_instance_ids":             {`["cri-a", "cn-beijing:cri-b"]`, "cri-a,cn-beijing:cri-b"},
	"acr_service_arns":             {`["acs:ram::1:role/a"]`, "acs:ram::1:role/a"},
	"acr_user_arns":                {`["acs:ram::2:role/a"]`, "acs:ram::2:role/a"},
	"plain_http_registries":        {`["10.0.0.1:5000"]`, "10.0.0.1:5000"},
	"insecure_registries":          {`["example.com"]`, "example.com"},
	"data_cache_bucket":            {`"default"`, "default"},
	"data_cache_performance_level": {`"PL2"`, "PL2"},
	"data_cache_provisioned_iops":  {`40000`, "40000"},
	"data_cache_bursting_enabled":  {`true`, "true"},
	"ephemeral_storage":            {`20`, "20Gi"},
	"ephemeral_storage_options":    {`{"encrypted": "true"}`, `{"encrypted":"true"}`},
	"eviction_enabled":             {`true`, "true"},
	"ram_role_name":                {`"reader"`, "reader"},
	"tags":                         {`{"b": "2:3", "a": "1"}`, "a:1,b:2:3"},
	"ntp_servers":                  {`["10.0.0.1"]`, "10.0.0.1"},
	"core_pattern":                 {`"/cores/core"`, "/cores/core"},
	"host_sysctls":                 {`{"kernel.panic": "1"}`, `[{"name":"kernel.panic","value":"1"}]`},
	"sls_enabled":                  {`false`, "false"},
}

func fromJSON(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestAnnotations renders and parses a value of every argument.
func TestAnnotations(t *testing.T) {
	for _, a := range Annotations {
		sample, known := samples[a.Argument]
		if !known {
			t.Errorf("%s has no sample", a.Argument)
			continue
		}
		v := fromJSON(t, sample[0])
		if err := a.check(v); err != nil {
			t.Errorf("%s: %v", a.Argument, err)
		}
		if got := a.Format.Render(v); got != sample[1] {
			t.Errorf("%s is %q, want %q", a.Argument, got, sample[1])
		}
		if parsed, err := a.Format.Parse(sample[1]); err != nil || !reflect.DeepEqual(parsed, v) {
			t.Errorf("%s: %q is %#v, %v, want %#v", a.Argument, sample[1], parsed, err, v)
		}
	}
	if len(samples) != len(Annotations) {
		t.Errorf("there are %d annotations and %d samples", len(Annotations), len(samples))
	}
}

func TestAnnotationForms(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"kubernetes.io/ingress-bandwidth", "40M", "40000000"},
		{"kubernetes.io/ingress-bandwidth", "2KB", "2000"},
		{"kubernetes.io/egress-bandwidth", "1T", "1000000000000"},
		{"k8s.aliyun.com/eci-ipv6-bandwidth", "200", "200"},
		{"k8s.aliyun.com/eci-ipv6-count", "1", "1"},
		{"k8s.aliyun.com/eci-image-cache", "true", "true"},
		{"k8s.aliyun.com/acr-instance-id", "cri-a", `["cri-a"]`},
	} {
		a, known := annotationOf(test.name)
		if !known {
			t.Errorf("%s is not known", test.name)
			continue
		}
		if v, err := a.Format.Parse(test.text); err != nil || !reflect.DeepEqual(v, fromJSON(t, test.want)) {
			t.Errorf("%s: %q is %#v, %v, want %s", test.name, test.text, v, err, test.want)
		}
	}
}

func TestRenderAnnotations(t *testing.T) {
	rendered, errs := RenderAnnotations(fromJSON(t,
		`{"vswitch_ids": ["vsw-a"], "egress_bandwidth": 8, "spot_strategy": null}`).(map[string]any))
	want := map[string]string{"k8s.aliyun.com/eci-vswitch": "vsw-a", "kubernetes.io/egress-bandwidth": "8"}
	if len(errs) > 0 || !reflect.DeepEqual(rendered, want) {
		t.Errorf("got %v, %v, want %v", rendered, errs, want)
	}
	for _, test := range [][2]string{
		{`{"specs": ["1-2Gi", "2-4Gi", "4-8Gi", "ecs.c7.large", "ecs.c7.xlarge", "ecs.c7.2xlarge"]}`,
			"specs: Invalid value: must have 1 to 5 elements, and has 6"},
		{`{"specs": ["2x4"]}`, `specs: Invalid value: "2x4" must be vCPUs and memory`},
		{`{"instance_families": ["ecs.c7", "-ecs.g7"]}`, "instance_families: Invalid value: must either list"},
		{`{"instance_generations": ["seven"]}`, "instance_generations: Invalid value"},
		{`{"vswitch_ids": ["vsw-a", "vsw-a"]}`, `vswitch_ids: Invalid value: has "vsw-a" twice`},
		{`{"vswitch_ids": ["a,b"]}`, "vswitch_ids: Invalid value: elements must not"},
		{`{"security_group_ids": ["vsw-a"]}`, "security_group_ids: Invalid value"},
		{`{"spot_strategy": "Cheap"}`, "spot_strategy: Invalid value: must be SpotAsPriceGo"},
		{`{"spot_strategy": "SpotWithPriceLimit"}`, "spot_strategy: Forbidden: SpotWithPriceLimit needs spot_price_limit"},
		{`{"spot_strategy": "SpotAsPriceGo", "spot_price_limit": 1}`, "spot_price_limit: Forbidden"},
		{`{"spot_strategy": "SpotWithPriceLimit", "spot_price_limit": 0.0001}`, "spot_price_limit: Invalid value"},
		{`{"spot_fallback": true}`, "spot_fallback: Forbidden: has an effect only with spot_strategy"},
		{`{"spot_strategy": "SpotAsPriceGo", "compute_categories": ["economy"]}`,
			"compute_categories: Forbidden: ECI has no compute categories for spot"},
		{`{"instance_families": ["ecs.c7"], "compute_categories": ["economy"]}`,
			"instance_families: Forbidden: ECI refuses it beside compute_categories"},
		{`{"instance_families": ["ecs.c7"], "specs": ["ecs.c7.large"]}`, "instance_families: Forbidden: ECI ignores it"},
		{`{"max_pending_minutes": 5}`, "max_pending_minutes: Invalid value: must be a whole number from 10 to 1440"},
		{`{"eip_bandwidth": 5}`, "eip_bandwidth: Forbidden: has an effect only with auto_create_eip"},
		{`{"auto_create_eip": true, "eip_instance_id": "eip-a"}`, "eip_instance_id: Forbidden"},
		{`{"ipv6_address_count": 2}`, "ipv6_address_count: Invalid value"},
		{`{"ipv6_address_count": 1, "ipv6_gateway_bandwidth": 5}`,
			"ipv6_gateway_bandwidth: Forbidden: has an effect only with ipv6_gateway_bandwidth_enabled"},
		{`{"private_ip_address": "::1"}`, "private_ip_address: Invalid value: must be an IPv4 address"},
		{`{"fixed_ip_retain_hours": 5}`, "fixed_ip_retain_hours: Forbidden"},
		{`{"schedule_strategy": "VSwitchRandom"}`, "schedule_strategy: Forbidden: has an effect only with vswitch_ids"},
		{`{"dns_config": {"nameservers": ["10.0.0.1", "10.0.0.2", "10.0.0.3"]}}`, "dns_config: Invalid value: must have at most 2"},
		{`{"dns_config": {"nameservers": ["dns"]}}`, "dns_config: Invalid value"},
		{`{"host_aliases": [{"ip": "db", "hostnames": ["db"]}]}`, "host_aliases: Invalid value"},
		{`{"data_cache_bursting_enabled": true}`, "data_cache_bursting_enabled: Forbidden: has an effect only with data_cache_bucket"},
		{`{"data_cache_bucket": "a", "data_cache_performance_level": "PL1", "data_cache_bursting_enabled": true}`,
			"data_cache_performance_level: Forbidden"},
		{`{"private_pool_match_criteria": "Target", "specs": ["ecs.c7.large"]}`,
			"private_pool_match_criteria: Forbidden: Target needs private_pool_id"},
		{`{"private_pool_match_criteria": "Open"}`, "private_pool_match_criteria: Forbidden: needs ECS instance types in specs"},
		{`{"private_pool_id": "eap-a"}`, "private_pool_id: Forbidden"},
		{`{"image_cache_id": "imc-a", "auto_match_image_cache": true}`, "auto_match_image_cache: Forbidden"},
		{`{"tags": {"a": "1", "b": "2", "c": "3", "d": "4"}}`, "tags: Invalid value: must have 1 to 3 tags, and has 4"},
		{`{"tags": {"a:b": "1"}}`, "tags: Invalid value: keys must not"},
		{`{"insecure_registries": ["https://example.com"]}`, "insecure_registries: Invalid value"},
		{`{"core_pattern": "|program"}`, "core_pattern: Invalid value"},
		{`{"acr_instance_ids": ["example"]}`, "acr_instance_ids: Invalid value"},
	} {
		arguments, want := test[0], test[1]
		_, errs := RenderAnnotations(fromJSON(t, arguments).(map[string]any))
		if len(errs) == 0 || !strings.Contains(errs.ToAggregate().Error(), want) {
			t.Errorf("%s: %v, want %s", arguments, errs, want)
		}
	}
}
