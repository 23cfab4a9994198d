package containergroup_test

import (
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
