package containergroup_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

const withDryRun = `plan_checks = { dry_run = true }`

func TestDryRunAtPlan(t *testing.T) {
	cloud := acctest.NewCloud(t)
	acctest.Run(t, []resource.TestStep{
		{
			// Only the service knows that the vSwitch has no address left.
			Config:      cloud.Provider(withDryRun) + group(mainContainer+`vswitch_ids = ["vsw-full"]`),
			PlanOnly:    true,
			ExpectError: words("code InvalidVSwitchId.IpNotEnough"),
		},
		{
			Config:             cloud.Provider(withDryRun) + group(mainContainer),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
		},
		{
			Config: cloud.Provider(withDryRun) + `resource "terraform_data" "later" { input = "nginx:1.27" }` + "\n" +
				group(`containers = { main = { image = terraform_data.later.output } }`+"\n"+`vswitch_ids = ["vsw-full"]`),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true, // with an unknown value there is nothing to ask
		},
	}...)
	for _, call := range cloud.Calls("CreateContainerGroup") {
		if call.Parameters["DryRun"] != "true" {
			t.Errorf("not a dry run: %v", call.Parameters)
		}
	}
	if calls := cloud.Calls("CreateContainerGroup"); len(calls) == 0 {
		t.Error("the cloud was not asked")
	}
}

func TestNoDryRunUnlessAsked(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t, resource.TestStep{Config: group(mainContainer), PlanOnly: true, ExpectNonEmptyPlan: true})
	if calls := cloud.Calls("CreateContainerGroup"); len(calls) != 0 {
		t.Errorf("%d calls", len(calls))
	}
}

// What becomes of a refusal is for the provider to say, and for each group.
func TestDryRunOfEachGroup(t *testing.T) {
	for _, test := range []struct{ provider, group, want string }{
		{`true`, ``, "error"},
		{`"error"`, ``, "error"},
		{`"warning"`, ``, "warning"},
		{`"off"`, ``, ""},
		{`false`, ``, ""},
		{``, ``, ""},
		{``, `dry_run = "error"`, "error"},
		{``, `dry_run = "warning"`, "warning"},
		{`"error"`, `dry_run = "off"`, ""},
		{`"error"`, `dry_run = "warning"`, "warning"},
		{`"warning"`, `dry_run = "error"`, "error"},
	} {
		cloud := acctest.NewCloud(t)
		var arguments []string
		if test.provider != "" {
			arguments = []string{"plan_checks = { dry_run = " + test.provider + " }"}
		}
		session := cloud.Session(t, arguments...)
		plan := session.Plan(group(mainContainer + "vswitch_ids = [\"vsw-full\"]\n" + test.group))[address]
		got := ""
		if len(plan.Diagnostics) > 0 {
			got = plan.Diagnostics[0].Severity
		}
		if got != test.want || len(plan.Diagnostics) > 1 || got != "" &&
			!strings.Contains(plan.Diagnostics[0].Detail, "InvalidVSwitchId.IpNotEnough") {
			t.Errorf("%+v: %+v", test, plan.Diagnostics)
		}
		if calls := cloud.Calls("CreateContainerGroup"); test.want == "" && len(calls) > 0 {
			t.Errorf("%+v: the cloud was asked", test)
		}
	}
}

// A data cache that is to be created is not there yet for the dry run of a group that mounts it or a part of it.
func TestNoDryRunBesideNewDataCache(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t, withDryRun)
	mounts := func(path string) string {
		return group(mainContainer + `data_cache = { bucket = "default" }
			volumes = { model = { host_path = { path = "` + path + `" } } }`)
	}
	const cache = `resource "eci_data_cache" "model" {
		bucket = "default"
		name = "model"
		path = "/models/large"
		data_source = { url = { url = "https://data.test/model" } }
	}
	`
	for path, asked := range map[string]bool{"/models/large": false, "/models/large/part": false, "/models": true, "/models/larger": true} {
		cloud.ClearJournal()
		session.Plan(cache + mounts(path))
		if calls := cloud.Calls("CreateContainerGroup"); (len(calls) > 0) != asked {
			t.Errorf("%s: %d dry runs", path, len(calls))
		}
	}
}

// Terraform plans what is not there before it destroys what is. That does not fail because of a quota that is spent.
func TestNoDryRunBeforeDestroy(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux shows the command line of a parent")
	}
	cloud := acctest.NewCloud(t)
	const first = `resource "eci_container_group" "first" {
		name       = "first"
		containers = { main = { image = "nginx:1.27" } }
	}
	`
	cli := cloud.CLIWithProcess(t, first)
	cli.Run("apply", "-auto-approve")
	cli.Write(first + group(mainContainer+`dry_run = "error"`))
	if err := cloud.PatchQuotas([]byte(`{"MaxCpu": 2}`)); err != nil {
		t.Fatal(err)
	}
	if output, err := cli.Try("plan", "-no-color"); err == nil {
		t.Errorf("the quota is not spent:\n%s", output)
	}
	cli.Run("destroy", "-auto-approve")
	if groups := groupsIn(cloud); len(groups) > 0 {
		t.Errorf("%+v", groups)
	}
}
