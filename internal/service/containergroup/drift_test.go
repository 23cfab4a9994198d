package containergroup_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// drift is a change made outside Terraform: the field of the answer at a path gets a value, and the plan has to show it
// at an attribute and nowhere else. Steps of both paths are divided by slashes; a step into a list is the index or the
// name of an element.
type drift struct {
	field, attribute string
	value            any
}

// sizedDrifts concern testdata/sized, typedDrifts testdata/typed.
var sizedDrifts = []drift{
	{"ContainerGroupName", "name", "renamed"},
	{"ResourceGroupId", "resource_group_id", "rg-other"},
	{"RestartPolicy", "restart_policy", "Never"},
	{"Cpu", "cpu", 4.0},
	{"Memory", "memory", 8.0},
	{"EphemeralStorage", "ephemeral_storage", 30},
	{"SpotStrategy", "spot_strategy", "SpotAsPriceGo"},
	{"ZoneId", "zone_id", "cn-hangzhou-c"},
	{"SecurityGroupId", "security_group_id", "sg-other"},
	{"RamRoleName", "ram_role_name", "other"},
	{"RamRoleName", "ram_role_name", ""},
	{"DnsPolicy", "dns_policy", "Default"},
	{"DnsConfig/NameServers", "dns_config/nameservers/0", []string{"10.0.0.9"}},
	{"DnsConfig/Searches", "dns_config/searches", []string{"svc.test", "more.test"}},
	{"DnsConfig/Options/ndots/Value", "dns_config/options/ndots", "2"},
	{"DnsConfig/Options/rotate/Name", "dns_config/options", "debug"},
	{"HostAliases/0/Ip", "host_aliases/0/ip", "10.0.0.2"},
	{"HostAliases/0/Hostnames", "host_aliases/0/hostnames/0", []string{"other.test", "eins.test"}},
	{"EciSecurityContext/Sysctls/0/Value", "security_context/sysctls/net.ipv4.ping_group_range", "0 1"},
	{"EciSecurityContext/Sysctls/0/Name", "security_context/sysctls", "net.ipv4.ip_unprivileged_port_start"},
	{"Tags/team/Value", "tags/team", "other"},
	{"Tags/team/Key", "tags", "group"},

	{"Containers/exec/Name", "containers", "renamed"},
	{"Containers/http/Image", "containers/http/image", "nginx:other"},
	{"Containers/http/ImagePullPolicy", "containers/http/image_pull_policy", "Never"},
	{"Containers/http/Commands", "containers/http/command/0", []string{"other"}},
	{"Containers/exec/Commands", "containers/exec/command", []string{"added"}},
	{"Containers/http/Args", "containers/http/args", []string{"-v"}},
	{"Containers/http/WorkingDir", "containers/http/working_dir", "/other"},
	{"Containers/http/Cpu", "containers/http/cpu", 0.25},
	{"Containers/http/Memory", "containers/http/memory", 0.5},
	{"Containers/http/EnvironmentVars/PLAIN/Value", "containers/http/env/PLAIN", "other"},
	{"Containers/http/EnvironmentVars/PLAIN/Key", "containers/http/env", "ADDED"},
	{"Containers/http/EnvironmentVars/ADDRESS/ValueFrom/FieldRef/FieldPath", "containers/http/env_from_field/ADDRESS", "status.other"},
	{"Containers/http/Ports/0/Port", "containers/http/ports/0/port", 8080},
	{"Containers/http/Ports/1/Protocol", "containers/http/ports/1/protocol", "TCP"},
	{"Containers/http/VolumeMounts/scratch/Name", "containers/http/volume_mounts/0/name", "nfs"},
	{"Containers/http/VolumeMounts/scratch/MountPath", "containers/http/volume_mounts/0/mount_path", "/other"},
	{"Containers/http/VolumeMounts/scratch/SubPath", "containers/http/volume_mounts/0/sub_path", "other"},
	{"Containers/http/VolumeMounts/scratch/ReadOnly", "containers/http/volume_mounts/0/read_only", false},
	{"Containers/http/VolumeMounts/scratch/MountPropagation", "containers/http/volume_mounts/0/mount_propagation", "Bidirectional"},
	{"Containers/exec/LivenessProbe/Execs", "containers/exec/liveness_probe/exec/command/0", []string{"false"}},
	{"Containers/http/LivenessProbe/HttpGet/Path", "containers/http/liveness_probe/http_get/path", "/other"},
	{"Containers/http/LivenessProbe/HttpGet/Port", "containers/http/liveness_probe/http_get/port", 8080},
	{"Containers/http/LivenessProbe/HttpGet/Scheme", "containers/http/liveness_probe/http_get/scheme", "HTTP"},
	{"Containers/tcp/LivenessProbe/TcpSocket/Port", "containers/tcp/liveness_probe/tcp_socket/port", 8080},
	{"Containers/http/LivenessProbe/InitialDelaySeconds", "containers/http/liveness_probe/initial_delay_seconds", 3},
	{"Containers/http/LivenessProbe/PeriodSeconds", "containers/http/liveness_probe/period_seconds", 30},
	{"Containers/http/LivenessProbe/TimeoutSeconds", "containers/http/liveness_probe/timeout_seconds", 3},
	{"Containers/http/LivenessProbe/SuccessThreshold", "containers/http/liveness_probe/success_threshold", 2},
	{"Containers/http/LivenessProbe/FailureThreshold", "containers/http/liveness_probe/failure_threshold", 4},
	{"Containers/exec/ReadinessProbe/Execs", "containers/exec/readiness_probe/exec/command/0", []string{"false"}},
	{"Containers/http/ReadinessProbe/HttpGet/Path", "containers/http/readiness_probe/http_get/path", "/other"},
	{"Containers/http/ReadinessProbe/HttpGet/Port", "containers/http/readiness_probe/http_get/port", 8080},
	{"Containers/http/ReadinessProbe/HttpGet/Scheme", "containers/http/readiness_probe/http_get/scheme", "HTTP"},
	{"Containers/tcp/ReadinessProbe/TcpSocket/Port", "containers/tcp/readiness_probe/tcp_socket/port", 8080},
	{"Containers/http/ReadinessProbe/InitialDelaySeconds", "containers/http/readiness_probe/initial_delay_seconds", 3},
	{"Containers/http/ReadinessProbe/PeriodSeconds", "containers/http/readiness_probe/period_seconds", 30},
	{"Containers/http/ReadinessProbe/TimeoutSeconds", "containers/http/readiness_probe/timeout_seconds", 3},
	{"Containers/http/ReadinessProbe/SuccessThreshold", "containers/http/readiness_probe/success_threshold", 2},
	{"Containers/http/ReadinessProbe/FailureThreshold", "containers/http/readiness_probe/failure_threshold", 4},
	{"Containers/http/SecurityContext/Capability/Adds", "containers/http/security_context/capabilities/add", []string{"NET_ADMIN", "NET_RAW"}},
	{"Containers/http/SecurityContext/ReadOnlyRootFilesystem", "containers/http/security_context/read_only_root_filesystem", false},
	{"Containers/http/SecurityContext/RunAsUser", "containers/http/security_context/run_as_user", 0},
	{"Containers/http/Stdin", "containers/http/stdin", false},
	{"Containers/http/StdinOnce", "containers/http/stdin_once", false},
	{"Containers/http/Tty", "containers/http/tty", false},

	{"InitContainers/first/Name", "init_containers/0", "renamed"},
	{"InitContainers/first/Image", "init_containers/0/image", "busybox:other"},
	{"InitContainers/first/ImagePullPolicy", "init_containers/0/image_pull_policy", "Never"},
	{"InitContainers/first/Command", "init_containers/0/command/0", []string{"other"}},
	{"InitContainers/first/Args", "init_containers/0/args/0", []string{"other"}},
	{"InitContainers/first/WorkingDir", "init_containers/0/working_dir", ""},
	{"InitContainers/first/Cpu", "init_containers/0/cpu", 0.25},
	{"InitContainers/first/Memory", "init_containers/0/memory", 0},
	{"InitContainers/first/EnvironmentVars/PLAIN/Value", "init_containers/0/env/PLAIN", "other"},
	{"InitContainers/first/EnvironmentVars/PLAIN/Key", "init_containers/0/env", "ADDED"},
	{"InitContainers/first/EnvironmentVars/ADDRESS/ValueFrom/FieldRef/FieldPath", "init_containers/0/env_from_field/ADDRESS", "status.other"},
	{"InitContainers/first/Ports/0/Port", "init_containers/0/ports/0/port", 8080},
	{"InitContainers/first/Ports/0/Protocol", "init_containers/0/ports/0/protocol", "UDP"},
	{"InitContainers/first/VolumeMounts/scratch/Name", "init_containers/0/volume_mounts/0/name", "nfs"},
	{"InitContainers/first/VolumeMounts/scratch/MountPath", "init_containers/0/volume_mounts/0/mount_path", "/other"},
	{"InitContainers/first/VolumeMounts/scratch/ReadOnly", "init_containers/0/volume_mounts/0/read_only", false},
	{"InitContainers/first/VolumeMounts/scratch/MountPropagation", "init_containers/0/volume_mounts/0/mount_propagation", "None"},
	{"InitContainers/first/SecurityContext/Capability/Adds", "init_containers/0/security_context/capabilities/add", []string{"NET_RAW"}},
	{"InitContainers/first/SecurityContext/ReadOnlyRootFilesystem", "init_containers/0/security_context/read_only_root_filesystem", false},
	{"InitContainers/first/SecurityContext/RunAsUser", "init_containers/0/security_context/run_as_user", 0},

	{"Volumes/scratch/Name", "volumes", "renamed"},
	{"Volumes/scratch/Type", "volumes/scratch", "NFSVolume"},
	{"Volumes/scratch/EmptyDirVolumeMedium", "volumes/scratch/empty_dir/medium", ""},
	{"Volumes/scratch/EmptyDirVolumeSizeLimit", "volumes/scratch/empty_dir/size_limit", "2Gi"},
	{"Volumes/files/ConfigFileVolumeConfigFileToPaths/plain.conf/Path", "volumes/files/config_file/files", "other.conf"},
	{"Volumes/files/ConfigFileVolumeConfigFileToPaths/plain.conf/Content", "volumes/files/config_file/files/plain.conf/content", "b3RoZXI="},
	{"Volumes/nfs/NFSVolumeServer", "volumes/nfs/nfs/server", "other.test"},
	{"Volumes/nfs/NFSVolumePath", "volumes/nfs/nfs/path", "/other"},
	{"Volumes/nfs/NFSVolumeReadOnly", "volumes/nfs/nfs/read_only", false},
	{"Volumes/oss/FlexVolumeDriver", "volumes/oss/flex_volume/driver", "alicloud/nas"},
	{"Volumes/oss/FlexVolumeFsType", "volumes/oss/flex_volume/fs_type", "ext3"},
	{"Volumes/oss/FlexVolumeOptions", "volumes/oss/flex_volume/options/bucket", `{"bucket":"other","url":"oss.test","path":"/"}`},
}

var typedDrifts = []drift{
	{"SpotPriceLimit", "spot_price_limit", 2.5},
	{"Containers/main/Gpu", "containers/main/gpu", 2},
	{"InitContainers/prepare/Gpu", "init_containers/0/gpu", 2},
	{"Volumes/disk/DiskVolumeDiskId", "volumes/disk/disk/disk_id", "d-other"},
	{"Volumes/disk/DiskVolumeFsType", "volumes/disk/disk/fs_type", "xfs"},
}

// notArguments are fields of the answer that no argument corresponds to, by name or beginning of the name, with the
// reason. They are computed attributes, if anything.
var notArguments = map[string]string{
	"ContainerGroupId":           "identity",
	"RegionId":                   "identity",
	"Status":                     "observed",
	"CreationTime":               "observed",
	"SucceededTime":              "observed",
	"FailedTime":                 "observed",
	"ExpiredTime":                "observed",
	"InstanceType":               "chosen of instance_types",
	"ComputeCategory":            "chosen of compute_categories",
	"VSwitchId":                  "chosen of vswitch_ids",
	"VpcId":                      "follows from the vSwitch",
	"EniInstanceId":              "assigned",
	"IntranetIp":                 "assigned, or private_ip_address, which ECI does not return",
	"InternetIp":                 "assigned",
	"Ipv6Address":                "assigned",
	"Discount":                   "not documented",
	"Tenant":                     "not public",
	"Events":                     "a data source of its own",
	"Containers.N.Ready":         "observed",
	"Containers.N.RestartCount":  "observed",
	"Containers.N.CurrentState":  "observed",
	"Containers.N.PreviousState": "observed",
	"Containers.N.LivenessProbe.TcpSocket.Host":  "no parameter sets it",
	"Containers.N.ReadinessProbe.TcpSocket.Host": "no parameter sets it",
	"InitContainers.N.Ready":                     "observed",
	"InitContainers.N.RestartCount":              "observed",
	"InitContainers.N.CurrentState":              "observed",
	"InitContainers.N.PreviousState":             "observed",
	"InitContainers.N.VolumeMounts.N.SubPath":    "ECI does not return it",
}

// TestDrift spreads the changes over several groups, so that one plan shows all of them.
func TestDrift(t *testing.T) {
	t.Run("sized", func(t *testing.T) { testDrift(t, "sized", sizedDrifts) })
	t.Run("typed", func(t *testing.T) { testDrift(t, "typed", typedDrifts) })
}

func testDrift(t *testing.T, name string, drifts []drift) {
	t.Helper()
	groups := spread(drifts)
	config := strings.NewReplacer(
		`resource "eci_container_group" "test" {`, fmt.Sprintf("resource \"eci_container_group\" \"test\" {\n  count = %d", len(groups)),
		"var.copy", "count.index",
	).Replace(testdata(t, name))
	cloud := acctest.NewCloud(t)
	cloud.AddDataCache(acctest.Region, "default", "/model")
	ids := make([]string, len(groups))
	cloud.Test(t,
		resource.TestStep{Config: config, Check: func(s *terraform.State) error {
			for i := range ids {
				ids[i] = s.RootModule().Resources[fmt.Sprintf("eci_container_group.test.%d", i)].Primary.ID
			}
			return nil
		}},
		resource.TestStep{
			PreConfig: func() {
				for i, group := range groups {
					for _, d := range group {
						d.happen(t, cloud, ids[i])
					}
				}
			},
			Config: config, PlanOnly: true, ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{planned(func(plan *tfjson.Plan) error {
				for _, change := range plan.ResourceChanges {
					at, ok := change.Index.(json.Number)
					if !ok {
						return fmt.Errorf("%s has no number", change.Address)
					}
					i, err := at.Int64()
					if err != nil {
						return err
					}
					checkShown(t, groups[i], differences(change.Change))
				}
				return nil
			})}},
		},
	)
}

// spread puts changes of attributes that are close to each other into different groups.
func spread(drifts []drift) [][]drift {
	var groups [][]drift
	for _, d := range drifts {
		at := slices.IndexFunc(groups, func(group []drift) bool { return !slices.ContainsFunc(group, d.near) })
		if at < 0 {
			groups, at = append(groups, nil), len(groups)
		}
		groups[at] = append(groups[at], d)
	}
	return groups
}

// near reports whether one attribute contains the other, or both are in the same one of the third level.
func (d drift) near(other drift) bool {
	place := func(attribute string) string {
		steps := strings.SplitN(attribute, "/", 4)
		return strings.Join(steps[:min(3, len(steps))], "/")
	}
	a, b := place(d.attribute), place(other.attribute)
	return within(a, b) || within(b, a)
}

func within(path, of string) bool { return path == of || strings.HasPrefix(path, of+"/") }

// checkShown expects a plan to show each change at its attribute, and nothing else. tags_all follows tags.
func checkShown(t *testing.T, drifts []drift, differences []string) {
	t.Helper()
	shown := map[string]bool{}
	for _, difference := range differences {
		difference = strings.Replace(difference, "tags_all", "tags", 1)
		at := slices.IndexFunc(drifts, func(d drift) bool { return within(difference, d.attribute) })
		if at < 0 {
			t.Errorf("plan shows %s, which has not changed; changed are %v", difference, drifts)
			continue
		}
		shown[drifts[at].attribute] = true
	}
	for _, d := range drifts {
		if !shown[d.attribute] {
			t.Errorf("%s = %v: plan does not show it at %s", d.field, d.value, d.attribute)
		}
	}
}

// testdata is the configuration testdata/sized, which needs a data cache at default:/model, or testdata/typed.
func testdata(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name + "/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// planned is a check of a plan.
type planned func(*tfjson.Plan) error

func (check planned) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = check(req.Plan)
}

// happen makes the change to a group in the cloud.
func (d drift) happen(t *testing.T, cloud *acctest.Cloud, id string) {
	t.Helper()
	var state struct{ ContainerGroups []map[string]any }
	cloud.StateInto(&state)
	at := slices.IndexFunc(state.ContainerGroups, func(group map[string]any) bool { return group["ContainerGroupId"] == id })
	steps := strings.Split(d.field, "/")
	changed := with(state.ContainerGroups[at], steps, d.value)
	patch, err := json.Marshal(map[string]any{steps[0]: changed.(map[string]any)[steps[0]]})
	if err == nil {
		_, err = cloud.PatchContainerGroup(id, patch)
	}
	if err != nil {
		t.Fatalf("%s: %v", d.field, err)
	}
}

// with sets what lies at the end of the steps.
func with(where any, steps []string, value any) any {
	if len(steps) == 0 {
		return value
	}
	switch where := where.(type) {
	case map[string]any:
		where[steps[0]] = with(where[steps[0]], steps[1:], value)
	case []any:
		at := elementAt(where, steps[0])
		where[at] = with(where[at], steps[1:], value)
	default:
		panic(fmt.Sprintf("%s: there is %v", steps[0], where))
	}
	return where
}

// elementAt finds an element by its index or its name.
func elementAt(list []any, step string) int {
	if at, err := strconv.Atoi(step); err == nil {
		return at
	}
	return slices.IndexFunc(list, func(element any) bool {
		members := element.(map[string]any)
		return members["Name"] == step || members["Key"] == step || members["Path"] == step
	})
}

// differences are the paths of what a plan changes, apart from what is known after apply only.
func differences(change *tfjson.Change) []string {
	var found []string
	var compare func(path string, before, after, unknown any)
	compare = func(path string, before, after, unknown any) {
		if unknown == true || reflect.DeepEqual(before, after) {
			return
		}
		switch before := before.(type) {
		case map[string]any:
			if after, ok := after.(map[string]any); ok {
				unknown, _ := unknown.(map[string]any)
				keys := maps.Clone(before)
				maps.Copy(keys, after)
				maps.Copy(keys, unknown)
				for key := range keys {
					compare(path+"/"+key, before[key], after[key], unknown[key])
				}
				return
			}
		case []any:
			if after, ok := after.([]any); ok && len(before) == len(after) {
				unknown, _ := unknown.([]any)
				for i := range before {
					var u any
					if i < len(unknown) {
						u = unknown[i]
					}
					compare(path+"/"+strconv.Itoa(i), before[i], after[i], u)
				}
				return
			}
		}
		found = append(found, strings.TrimPrefix(path, "/"))
	}
	compare("", change.Before, change.After, change.AfterUnknown)
	slices.Sort(found)
	return found
}

// TestDriftCoversEveryField holds the drifts against what DescribeContainerGroups answers.
func TestDriftCoversEveryField(t *testing.T) {
	covered := map[string]bool{}
	for _, d := range slices.Concat(sizedDrifts, typedDrifts) {
		covered[fieldOf(d.field)] = true
	}
	fields := map[string]bool{}
	collect(fields, "", reflect.TypeFor[eci.ContainerGroup]())
	needed := map[string]bool{}
	for field := range fields {
		excused := false
		for prefix := range notArguments {
			if strings.HasPrefix(field, prefix) {
				excused, needed[prefix] = true, true
			}
		}
		if covered[field] == excused {
			t.Errorf("%s: has a drift %v, but is listed as no argument %v", field, covered[field], excused)
		}
		delete(covered, field)
	}
	for field := range covered {
		t.Errorf("a drift names %s, which is no field", field)
	}
	for prefix := range notArguments {
		if !needed[prefix] {
			t.Errorf("no field begins with %s", prefix)
		}
	}
}

// collect adds the names of the fields of an answer, with N for each index.
func collect(into map[string]bool, name string, t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		collect(into, name, t.Elem())
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Struct {
			name += ".N"
		}
		collect(into, name, t.Elem())
	case reflect.Struct:
		for field := range t.Fields() {
			inner := name
			if !field.Anonymous {
				inner = strings.TrimPrefix(name+"."+field.Name, ".")
			}
			collect(into, inner, field.Type)
		}
	default:
		into[name] = true
	}
}

// fieldOf is the name of the field at a drift's path: N stands in for names and indexes.
func fieldOf(path string) string {
	steps := strings.Split(path, "/")
	t := reflect.TypeFor[eci.ContainerGroup]()
	for i, step := range steps {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() == reflect.Slice {
			steps[i], t = "N", t.Elem()
			continue
		}
		field, ok := t.FieldByName(step)
		if !ok {
			return path
		}
		t = field.Type
	}
	return strings.Join(steps, ".")
}
