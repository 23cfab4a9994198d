package containergroup_test

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
)

const address = "eci_container_group.test"

// cloudGroup holds what the tests look at of a group in the cloud.
type cloudGroup struct {
	ContainerGroupId string
	Status           string
	Tags             []struct{ Key, Value string }
	Containers       []map[string]any
	Events           []struct {
		Reason, Message string
		Count           int
	}
}

func groupsIn(cloud *acctest.Cloud) []cloudGroup {
	var state struct{ ContainerGroups []cloudGroup }
	cloud.StateInto(&state)
	return state.ContainerGroups
}

// stopped names the containers that have been stopped, as often as they have been.
func stopped(cloud *acctest.Cloud) []string {
	var names []string
	for _, group := range groupsIn(cloud) {
		for _, event := range group.Events {
			if name, ok := strings.CutPrefix(event.Message, "Stopping container "); ok && event.Reason == "Killing" {
				for range event.Count {
					names = append(names, name)
				}
			}
		}
	}
	slices.Sort(names)
	return names
}

// reads are the actions that change nothing.
var reads = []string{"DescribeContainerGroups", "DescribeContainerGroupStatus", "DescribeContainerLog"}

// protocol are the parameters that every call has, or that only say which group is meant.
var protocol = []string{"Action", "Version", "Format", "RegionId", "Timestamp", "AccessKeyId", "Signature", "SignatureMethod",
	"SignatureNonce",
	"SignatureType", "SignatureVersion", "ClientToken", "ContainerGroupId", "ResourceId", "ResourceType"}

// writes lists the calls since the journal was cleared that change something, each with the first parts of its parameters.
func writes(cloud *acctest.Cloud) []string {
	calls := []string{}
	for _, entry := range cloud.Calls("") {
		if slices.Contains(reads, entry.Action) || entry.Parameters["TagKey.1"] == creation.TagKey { // which comes off some time later
			continue
		}
		sent := map[string]bool{}
		for name := range entry.Parameters {
			if first, _, _ := strings.Cut(name, "."); !slices.Contains(protocol, first) {
				sent[first] = true
			}
		}
		call := append([]string{entry.Action}, slices.Sorted(maps.Keys(sent))...)
		if entry.Code != "" {
			call = append(call, "refused:", entry.Code)
		}
		calls = append(calls, strings.Join(call, " "))
	}
	return calls
}

// step is an update in place: what it sends, and which containers it stops.
type step struct {
	name, arguments string
	sends, stops    []string
	checks          []plancheck.PlanCheck
}

// updates applies the first step and then each of the others on top of it.
func updates(t *testing.T, before string, steps ...step) {
	t.Helper()
	cloud := acctest.NewCloud(t)
	tests := []resource.TestStep{{Config: group(before)}}
	var stops []string
	for _, s := range steps {
		var earlier []string
		tests = append(tests, resource.TestStep{
			PreConfig: func() {
				t.Log(s.name)
				cloud.ClearJournal()
				earlier = stopped(cloud)
			},
			Config: group(s.arguments),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: append([]plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)}, s.checks...)},
			Check: func(*terraform.State) error {
				stops = stopped(cloud)
				for _, name := range earlier {
					at := slices.Index(stops, name)
					stops = slices.Delete(stops, at, at+1)
				}
				if sent := writes(cloud); !slices.Equal(sent, s.sends) || !slices.Equal(stops, s.stops) {
					return fmt.Errorf("%s: sent %q and stopped %q, want %q and %q", s.name, sent, stops, s.sends, s.stops)
				}
				return nil
			},
		})
	}
	cloud.Test(t, tests...)
}

// onlyDiffers checks that a plan changes nothing but the elements of a map that are named.
type onlyDiffers struct {
	attribute string
	keys      []string
}

func (c onlyDiffers) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	change := changeOf(req.Plan)
	before, _ := change.Before.(map[string]any)[c.attribute].(map[string]any)
	after, _ := change.After.(map[string]any)[c.attribute].(map[string]any)
	all := maps.Clone(before)
	maps.Copy(all, after)
	var differ []string
	for key := range all {
		if !reflect.DeepEqual(before[key], after[key]) {
			differ = append(differ, key)
		}
	}
	slices.Sort(differ)
	if !slices.Equal(differ, c.keys) {
		resp.Error = fmt.Errorf("of %s %q differ, want %q", c.attribute, differ, c.keys)
	}
}

func changeOf(plan *tfjson.Plan) *tfjson.Change {
	at := slices.IndexFunc(plan.ResourceChanges, func(c *tfjson.ResourceChange) bool { return c.Address == address })
	return plan.ResourceChanges[at].Change
}

func TestUpdateContainers(t *testing.T) {
	container := func(arguments string) string {
		return `containers = {
			main = { image = "nginx:1.28"
			` + arguments + ` }
			side = { image = "redis:7" }
		}`
	}
	onlyMain := []plancheck.PlanCheck{onlyDiffers{"containers", []string{"main"}}}
	change := func(name, arguments string) step {
		return step{name, container(arguments), []string{"UpdateContainerGroup Container"}, []string{"main"}, onlyMain}
	}
	updates(t, `containers = {
			main = { image = "nginx:1.27" }
			side = { image = "redis:7" }
		}`,
		change("image", ""),
		change("command", `command = ["sleep"], args = ["1000"]`),
		change("probe instead of the command", `readiness_probe = { http_get = { port = 80 } }`),
		change("another probe, and variables", `readiness_probe = { tcp_socket = { port = 80 }, period_seconds = 5 }
			env = { A = "1", B = "2" }`),
		change("hook instead of the probe, and a variable less", `pre_stop = { exec = { command = ["true"] } }
			env = { A = "2" }`),
		change("nothing", ""),
	)
}

func TestUpdateAddsAndRemovesContainers(t *testing.T) {
	updates(t, `containers = { b = { image = "nginx:1.27" }, d = { image = "redis:7" } }`,
		step{"added before the others",
			`containers = { a = { image = "busybox:1.36", command = ["sleep", "1000"] }, b = { image = "nginx:1.27" }, d = { image = "redis:7" } }`,
			[]string{"UpdateContainerGroup Container"}, nil, []plancheck.PlanCheck{onlyDiffers{"containers", []string{"a"}}}},
		step{"reordered with one more",
			`containers = { d = { image = "redis:7" }, b = { image = "nginx:1.27" }, c = { image = "redis:6" },
				a = { image = "busybox:1.36", command = ["sleep", "1000"] } }`,
			[]string{"UpdateContainerGroup Container"}, nil, []plancheck.PlanCheck{onlyDiffers{"containers", []string{"c"}}}},
		step{"removed", `containers = { b = { image = "nginx:1.27" }, d = { image = "redis:7" } }`,
			[]string{"UpdateContainerGroup Container"}, []string{"a", "c"}, []plancheck.PlanCheck{onlyDiffers{"containers", []string{"a", "c"}}}},
	)
}

func TestUpdateGroup(t *testing.T) {
	const containers = `
		containers = {
			main = { image = "nginx:1.27", volume_mounts = [{ name = "etc", mount_path = "/etc/app" }] }
		}
	`
	const volume = `volumes = { etc = { config_file = { files = { "app.conf" = { content = "a=1" } } } } }
	`
	const all = containers + volume
	main := []string{"main"}
	updates(t, all,
		step{"content of a file", containers + strings.Replace(volume, "a=1", "a=2", 1), []string{"UpdateContainerGroup Volume"}, main, nil},
		step{"volume added",
			containers + `volumes = { etc = { config_file = { files = { "app.conf" = { content = "a=1" } } } }, tmp = { empty_dir = {} } }`,
			[]string{"UpdateContainerGroup Volume"}, main, nil},
		step{"restart policy instead of the volume", all + `restart_policy = "OnFailure"`, []string{"UpdateContainerGroup RestartPolicy Volume"},
			main, nil},
		step{"restart policy removed", all, []string{"UpdateContainerGroup RestartPolicy"}, nil, nil},
		step{"DNS", all + `dns_config = { nameservers = ["10.0.0.1"], searches = ["a.example"], options = { ndots = "2" } }`,
			[]string{"UpdateContainerGroup DnsConfig"}, main, nil},
		step{"parts of DNS removed, and a size", all + `
			dns_config = { nameservers = ["10.0.0.1"] }
			cpu = 4
			memory = 8`, []string{"UpdateContainerGroup Cpu DnsConfig Memory"}, main, nil},
		step{"memory", all + `
			dns_config = { nameservers = ["10.0.0.1"] }
			cpu = 4
			memory = 16`, []string{"UpdateContainerGroup Cpu Memory"}, nil, nil},
		step{"several at once", strings.Replace(all, "nginx:1.27", "nginx:1.28", 1) + `
			dns_config = { nameservers = ["10.0.0.2"] }
			tags = { a = "1" }
			resource_group_id = "rg-other"`, []string{"TagResources Tag", "UpdateContainerGroup Container DnsConfig ResourceGroupId"}, main, nil},
	)
}

func TestUpdateCredentials(t *testing.T) {
	const before = `
		containers = { main = { image = "registry.example/app:1" } }
		image_registry_credentials = { "registry.example" = { user_name = "me", password = "first-password" } }
	`
	updates(t, before,
		step{"password", strings.Replace(before, "first", "second", 1), []string{"UpdateContainerGroup ImageRegistryCredential"}, nil, nil},
		step{"write-only password",
			strings.Replace(before, `password = "first-password"`, `password_wo = "third-password", password_wo_version = 1`, 1),
			[]string{"UpdateContainerGroup ImageRegistryCredential"}, nil, nil},
		step{"version of a write-only password",
			strings.Replace(before, `password = "first-password"`, `password_wo = "fourth-password", password_wo_version = 2`, 1),
			[]string{"UpdateContainerGroup ImageRegistryCredential"}, nil, nil},
		step{"further registry", before[:strings.LastIndex(before, "}")] + `, "other.example" = { user_name = "me", password = "p4ssword" } }`,
			[]string{"UpdateContainerGroup ImageRegistryCredential"}, []string{"main"}, nil},
	)
}

func TestUpdateRegistriesAndInitContainers(t *testing.T) {
	const main = `
		containers = { main = { image = "nginx:1.27" } }
	`
	const first = `init_containers = [{ name = "first", image = "busybox:1.36", command = ["true"] }]
	`
	updates(t, main+first+`acr_registries = [{ instance_id = "cri-one" }]`,
		step{"registry", main + first + `acr_registries = [{ instance_id = "cri-one" }, { instance_id = "cri-two", domains = ["two.example"] }]`,
			[]string{"UpdateContainerGroup AcrRegistryInfo"}, nil, nil},
		step{"init container", main + `init_containers = [{ name = "first", image = "busybox:1.37", command = ["true"] }]
			acr_registries = [{ instance_id = "cri-one" }, { instance_id = "cri-two", domains = ["two.example"] }]`,
			[]string{"UpdateContainerGroup InitContainer"}, []string{"main"}, nil},
	)
}

func TestUpdateTags(t *testing.T) {
	const main = `
		containers = { main = { image = "nginx:1.27" } }
	`
	updates(t, main,
		step{"added", main + `tags = { a = "1", b = "2" }`, []string{"TagResources Tag"}, nil, nil},
		step{"changed and removed", main + `tags = { a = "2" }`, []string{"UntagResources TagKey", "TagResources Tag"}, nil, nil},
		step{"all removed", main, []string{"UntagResources TagKey"}, nil, nil},
	)
}

// What only Terraform knows is no reason for a call.
func TestUpdateOfTerraformsOwn(t *testing.T) {
	const main = `
		containers = { main = { image = "nginx:1.27" } }
		init_containers = [{ name = "first", image = "busybox:1.36", command = ["true"] }]
	`
	updates(t, main, step{"own attributes", main + `
		wait_for     = "ready"
		fail_fast    = false
		force_delete = true
		timeouts     = { create = "1m" }`, []string{}, nil, nil},
		step{"restarted", main + `
		wait_for         = "ready"
		restart_triggers = { settings = "2" }`, []string{"RestartContainerGroup"}, []string{"main"},
			[]plancheck.PlanCheck{plancheck.ExpectUnknownValue(address, tfjsonpath.New("exit_codes"))}})
}

// An update makes exit codes unknown that it may change: a job may end, and what has ended may run again.
func TestUpdatePlansExitCodes(t *testing.T) {
	const init = `init_containers = [{ name = "first", image = "busybox:1.36", command = ["true"] }]
		`
	for _, test := range []struct {
		what, policy, init     string
		codes                  int
		image, tag, restartAll bool // whether the codes are unknown when these change
	}{
		{"service", "Always", "", 0, false, false, false},
		{"service with an init container", "Always", init, 1, false, false, true},
		{"job", "OnFailure", "", 0, true, false, true},
	} {
		t.Run(test.what, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
				config := func(image, more string) string {
					return group(`containers = { main = { image = "` + image + `", command = ["sleep", "100000"] } }
						restart_policy = "` + test.policy + `"
						` + test.init + more)
				}
				idOf(t, session, config("busybox:1.36", ""))
				if got := session.Value(address).GetAttr("exit_codes"); got.LengthInt() != test.codes {
					t.Errorf("the exit codes are %#v", got)
				}
				for config, unknown := range map[string]bool{
					config("busybox:1.37", ""):                                            test.image,
					config("busybox:1.36", `tags = { a = "1" }`):                          test.tag,
					config("busybox:1.36", `dns_config = { nameservers = ["10.0.0.1"] }`): test.restartAll,
				} {
					if plan := session.Plan(config)[address]; plan.Action != "update" || slices.Contains(plan.Unknown, "exit_codes") != unknown {
						t.Errorf("the plan of %s is to %s, unknown are %v", config, plan.Action, plan.Unknown)
					}
				}
			})
		})
	}
}

// What says no more than what is left out is no change for ECI.
func TestEmptyIsLikeNothing(t *testing.T) {
	const main = `
		containers = { main = { image = "nginx:1.27", sensitive_env = { A = "1" } } }
	`
	updates(t, main+`
		host_aliases        = []
		ntp_servers         = []
		insecure_registries = []
		replace_triggers    = {}
		restart_triggers    = {}
		fixed_ip            = false`,
		step{"emptied before", main, []string{}, nil, nil},
		step{"hidden anyway", `containers = { main = { image = "nginx:1.27", sensitive_env = { A = "1" }, hide_env = true } }`, []string{}, nil,
			nil})
}

// A group whose size is left to its containers grows with them.
func TestUpdateOutgrowsGroup(t *testing.T) {
	updates(t, `containers = { main = { image = "nginx:1.27", cpu = 1, memory = 2 } }`,
		step{"larger", `containers = { main = { image = "nginx:1.27", cpu = 2, memory = 4 } }`,
			[]string{"UpdateContainerGroup Container Cpu Memory"}, []string{"main"}, nil},
		step{"smaller", `containers = { main = { image = "nginx:1.27", cpu = 2/3, memory = 4/3 } }`,
			[]string{"UpdateContainerGroup Container"}, []string{"main"}, nil})
}

// A group that was made smaller than its containers outside Terraform grows again, though no configuration has changed.
func TestShrunkGroupGrowsAgain(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		config := group(`containers = { main = { image = "nginx:1.27", cpu = 2, memory = 4 } }`)
		if diagnostics := session.Apply(config); len(diagnostics) > 0 {
			t.Fatalf("%+v", diagnostics)
		}
		if _, err := cloud.PatchContainerGroup(groupsIn(cloud)[0].ContainerGroupId, []byte(`{"Cpu": 1, "Memory": 2}`)); err != nil {
			t.Fatal(err)
		}
		for _, diagnostics := range [][]acctest.Diagnostic{session.Refresh(), session.Apply(config)} {
			if len(diagnostics) > 0 {
				t.Fatalf("%+v", diagnostics)
			}
		}
		var state struct {
			ContainerGroups []struct{ CPU, Memory float64 }
		}
		if cloud.StateInto(&state); state.ContainerGroups[0].CPU != 2 || state.ContainerGroups[0].Memory != 4 {
			t.Errorf("the group has vCPUs and GiB %v", state.ContainerGroups[0])
		}
	})
}

// Removing an optional argument leads to what a group has that never had it.
func TestUpdateClears(t *testing.T) {
	const minimum = `
		containers = { main = { image = "nginx:1.27" } }
		volumes    = { data = { empty_dir = {} } }
		dns_config = { nameservers = ["10.0.0.1"] }
	`
	const maximum = `
		restart_policy = "OnFailure"
		tags           = { a = "1" }
		cpu            = 2
		memory         = 4
		containers = { main = {
			image             = "nginx:1.27"
			image_pull_policy = "Always"
			command           = ["sleep"]
			args              = ["1000"]
			working_dir       = "/data"
			cpu               = 1
			memory            = 2
			env               = { A = "1" }
			env_from_field    = { IP = "status.podIP" }
			ports             = [{ port = 80 }]
			volume_mounts     = [{ name = "data", mount_path = "/data", sub_path = "sub", read_only = true, mount_propagation = "HostToContainer" }]
			liveness_probe    = { exec = { command = ["true"] } }
			readiness_probe   = { http_get = { port = 80 }, initial_delay_seconds = 0 }
			post_start        = { exec = { command = ["true"] } }
			pre_stop          = { tcp_socket = { port = 80 } }
			stdin             = true
			stdin_once        = true
			tty               = true
			security_context  = { run_as_user = 1000, read_only_root_filesystem = true, capabilities = { add = ["NET_ADMIN"] } }
		} }
		volumes    = { data = { empty_dir = { medium = "Memory", size_limit = "256Mi" } } }
		dns_config = { nameservers = ["10.0.0.1"], searches = ["a.example"], options = { ndots = "2" } }
	`
	cloud := acctest.NewCloud(t)
	second := strings.ReplaceAll(group(minimum), `"test"`, `"fresh"`)
	cloud.Test(t,
		resource.TestStep{Config: group(maximum)},
		resource.TestStep{
			Config: group(minimum) + second,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
			}},
			Check: func(*terraform.State) error {
				var state struct{ ContainerGroups []map[string]any }
				cloud.StateInto(&state)
				for _, group := range state.ContainerGroups {
					for _, own := range []string{"ContainerGroupId", "ContainerGroupName", "CreationTime", "Events", "IntranetIp", "EniInstanceId",
						"InstanceType"} {
						delete(group, own)
					}
					if tags, _ := group["Tags"].([]any); len(tags) == 1 && tags[0].(map[string]any)["Key"] == creation.TagKey { // it is new
						delete(group, "Tags")
					}
					container := group["Containers"].([]any)[0].(map[string]any)
					delete(container, "CurrentState")
					delete(container, "PreviousState")
				}
				if cleared, fresh := state.ContainerGroups[0], state.ContainerGroups[1]; !reflect.DeepEqual(cleared, fresh) {
					return fmt.Errorf("cleared:\n%v\nfresh:\n%v", cleared, fresh)
				}
				return nil
			},
		})
}

// A disk grows in place; any other change of its options goes the way of all volumes.
func TestUpdateDisk(t *testing.T) {
	disk := func(options string) string {
		return fmt.Sprintf(`
			containers = { main = { image = "nginx:1.27" } }
			volumes    = { disk = { flex_volume = { driver = "alicloud/disk", options = { %s } } } }`, options)
	}
	updates(t, disk(`volumeId = "d-1", volumeSize = "20"`),
		step{"larger", disk(`volumeId = "d-1", volumeSize = "40"`), []string{"ResizeContainerGroupVolume NewSize VolumeName"}, nil, nil},
		step{"another disk", disk(`volumeId = "d-2", volumeSize = "40"`), []string{"UpdateContainerGroup Volume"}, []string{"main"}, nil},
	)
}
