package containergroup_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// The published prices of a second: a vCPU CNY 0.000049, in the economy category 0.000027, and a GiB of memory 0.00000613.

const withPrice = `plan_checks = { price = true }`

var estimatedPrice = tfjsonpath.New("estimated_price")

func estimate(perHour, perMonth string) knownvalue.Check {
	number := func(text string) knownvalue.Check {
		return knownvalue.NumberExact(cty.MustParseNumberVal(text).AsBigFloat())
	}
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"per_hour": number(perHour), "per_month": number(perMonth), "currency": knownvalue.StringExact("CNY")})
}

// plannedAndKept is a step whose plan shows an estimate, which is in state after it.
func plannedAndKept(config string, want knownvalue.Check) resource.TestStep {
	return resource.TestStep{
		Config: config,
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{plancheck.ExpectKnownValue(address, estimatedPrice, want)},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, estimatedPrice, want)},
	}
}

func testPrices(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	acctest.Run(t, steps...)
}

func TestEstimatedPrice(t *testing.T) {
	cloud := acctest.NewCloud(t)
	priced := cloud.Provider(withPrice)
	unpriced := cloud.Provider()
	calls := func() int { return len(cloud.Calls("DescribeContainerGroupPrice")) }
	var before int
	// 2 × 0.000049 + 4 × 0.00000613 = 0.00012252 a second; × 3600 = 0.441072; × 730 = 321.98256.
	small := estimate("0.441072", "321.98256")
	// Twice as much of both.
	large := estimate("0.882144", "643.96512")
	// 10 vCPU and 20 GiB are rounded up to 12 and 24, which is six times the small size.
	rounded := estimate("2.646432", "1931.89536")

	create := plannedAndKept(priced+group(mainContainer+"\ncpu = 2\nmemory = 4"), small)

	unrelated := plannedAndKept(priced+group(mainContainer+"\ncpu = 2\nmemory = 4\ntags = { a = \"b\" }"), small)
	unrelated.PreConfig = func() {
		// Had it been looked up again, it would be half as much.
		if err := cloud.PatchPrices([]byte(`{"discountPercent": "50"}`)); err != nil {
			t.Error(err)
		}
		before = calls()
	}
	resized := plannedAndKept(priced+group(mainContainer+"\ncpu = 4\nmemory = 8"), large)
	resized.PreConfig = func() {
		if got := calls(); got != before {
			t.Errorf("%d look-ups for a tag", got-before)
		}
		if err := cloud.PatchPrices([]byte(`{"discountPercent": "0"}`)); err != nil {
			t.Error(err)
		}
	}
	switchedOff := plannedAndKept(unpriced+group(mainContainer+"\ncpu = 4\nmemory = 8"), large)
	stale := plannedAndKept(unpriced+group(mainContainer+"\ncpu = 8\nmemory = 16"), knownvalue.Null())
	// The refresh looks up what was left out: four times the small size.
	switchedOn := plannedAndKept(priced+group(mainContainer+"\ncpu = 8\nmemory = 16"), estimate("1.764288", "1287.93024"))
	grown := plannedAndKept(priced+group(mainContainer+"\ncpu = 10\nmemory = 20"), rounded)
	replaced := plannedAndKept(priced+strings.Replace(group(mainContainer+"\ncpu = 2\nmemory = 4"), `name = "test"`, `name = "other"`, 1),
		small)

	testPrices(t, create, unrelated, resized, switchedOff, stale, switchedOn, grown, replaced)
}

func TestEstimatedPriceOf(t *testing.T) {
	for name, test := range map[string]struct {
		arguments string
		want      knownvalue.Check
	}{
		// Nobody says how large it is, so it gets 2 vCPU and 4 GiB.
		"nothing": {mainContainer, estimate("0.441072", "321.98256")},
		"containers": {`containers = { main = { image = "nginx:1.27", cpu = 1, memory = 2 },
			other = { image = "redis:7", cpu = 1, memory = 1.5 } }`,
			estimate("0.441072", "321.98256")},
		// 2 × 0.000027 + 4 × 0.00000613 = 0.00007852; × 3600 = 0.282672; × 730 = 206.35056
		"economy": {mainContainer + "\ncpu = 2\nmemory = 4\ncompute_categories = [\"economy\", \"general\"]", estimate("0.282672", "206.35056")},
		// The published price of a GiB of storage is CNY 0.00000059: 0.00012252 + 20 × 0.00000059 = 0.00013432; × 3600 = 0.483552; × 730 =
		// 352.99296
		"storage": {mainContainer + "\ncpu = 2\nmemory = 4\nephemeral_storage = 20", estimate("0.483552", "352.99296")},
		// 0.622 / 3600 is told as 0.00017278; × 3600 = 0.622008; × 730 = 454.06584
		"instance types": {mainContainer + "\ninstance_types = [\"ecs.c5.large\", \"ecs.c6.large\"]", estimate("0.622008", "454.06584")},
		"spot":           {mainContainer + "\ncpu = 2\nmemory = 4\nspot_strategy = \"SpotAsPriceGo\"", estimate("0.441072", "321.98256")},
		"spot with a limit": {mainContainer + "\ncpu = 2\nmemory = 4\nspot_strategy = \"SpotWithPriceLimit\"\nspot_price_limit = 0.1",
			estimate("0.1", "73")},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.CloudOnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud) {
				session := cloud.Session(t, withPrice)
				if diagnostics := session.Apply(group(test.arguments)); len(diagnostics) > 0 {
					t.Fatal(diagnostics)
				}
				if unknown := session.Planned(address).Unknown; slices.Contains(unknown, "estimated_price") { // otherwise it is what is planned
					t.Error("the plan does not know the price")
				}
				acctest.Checks{"estimated_price": test.want}.In(t, session.Value(address))
				if action := session.Plan(group(test.arguments))[address].Action; action != "no-op" {
					t.Errorf("another plan is to %s", action)
				}
			})
		})
	}
}

func TestEstimatedPriceOfUnknownSize(t *testing.T) {
	cloud := acctest.NewCloud(t)
	known := estimate("0.441072", "321.98256")
	step := func(size string) resource.TestStep {
		return resource.TestStep{
			Config: cloud.Provider(withPrice) + "resource \"terraform_data\" \"cpu\" { input = " + size + " }\n" +
				group(mainContainer+"\ncpu = terraform_data.cpu.output\nmemory = terraform_data.cpu.output * 2"),
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply:             []plancheck.PlanCheck{plancheck.ExpectUnknownValue(address, estimatedPrice)},
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, estimatedPrice, known)},
		}
	}
	create := step("2")
	update := step("4")
	update.ConfigStateChecks = []statecheck.StateCheck{statecheck.ExpectKnownValue(address, estimatedPrice, estimate("0.882144", "643.96512"))}
	testPrices(t, create, update)
}

// An unknown image does not hide the price.
func TestEstimatedPriceWithUnknownRest(t *testing.T) {
	config := acctest.NewCloud(t).Provider(withPrice) + `resource "terraform_data" "image" { input = "nginx:1.27" }` + "\n" +
		group(`containers = { main = { image = terraform_data.image.output, cpu = 2, memory = 4 } }`)
	testPrices(t, plannedAndKept(config, estimate("0.441072", "321.98256")))
}

func TestEstimatedPriceCannotBeHad(t *testing.T) {
	cloud := acctest.NewCloud(t)
	if err := cloud.SetFaults([]rpc.Fault{{Action: "DescribeContainerGroupPrice", Kind: rpc.FaultError, Code: "Forbidden.RAM",
		HTTPStatus: http.StatusForbidden, Message: "User not authorized to operate on the specified resource."}}); err != nil {
		t.Fatal(err)
	}
	step := plannedAndKept(cloud.Provider(withPrice)+group(mainContainer), knownvalue.Null())
	step.ConfigPlanChecks.PreApply = []plancheck.PlanCheck{plancheck.ExpectUnknownValue(address, estimatedPrice)}
	testPrices(t, step)

	cli := pricedCLI(t, cloud, group(mainContainer))
	defer cli.Run("destroy", "-auto-approve")
	diagnostics := cli.Apply() // Terraform plans twice and shows all that the provider says
	for _, d := range diagnostics {
		if d.Severity != "warning" || d.Summary != "Cannot look up the price of container group test" ||
			!strings.Contains(d.Detail, "Allow the RAM action eci:DescribeContainerGroupPrice") {
			t.Errorf("got %+v", d)
		}
	}
	if len(diagnostics) == 0 {
		t.Error("got no warning")
	}
}

// A plan whose look-up failed can be applied when it works again.
func TestEstimatedPriceHadLater(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	if err := cloud.SetFaults([]rpc.Fault{{Action: "DescribeContainerGroupPrice", Kind: rpc.FaultError, Code: "Forbidden.RAM",
		HTTPStatus: http.StatusForbidden}}); err != nil {
		t.Fatal(err)
	}
	cli := pricedCLI(t, cloud, group(mainContainer)+"output \"price\" { value = eci_container_group.test.estimated_price.per_hour }\n")
	defer cli.Run("destroy", "-auto-approve")
	cli.Run("plan", "-out=tfplan")
	cloud.ClearFaults()
	cli.Run("apply", "tfplan")
	if got := strings.TrimSpace(cli.Run("output", "-json", "price")); got != "0.441072" {
		t.Errorf("got %s", got)
	}
}

func TestNoPriceUnlessAsked(t *testing.T) {
	cloud := acctest.NewCloud(t)
	testPrices(t, plannedAndKept(cloud.Provider()+group(mainContainer+"\ncpu = 2\nmemory = 4"), knownvalue.Null()))
	if calls := cloud.Calls("DescribeContainerGroupPrice"); len(calls) != 0 {
		t.Errorf("%d calls", len(calls))
	}
}

// Groups of the same size cost one call for a plan.
func TestEqualSizesAreAskedOnce(t *testing.T) {
	t.Parallel()
	cloud := acctest.NewCloud(t)
	cli := pricedCLI(t, cloud, `
resource "eci_container_group" "first" {
  name       = "first"
  containers = { main = { image = "nginx:1.27" } }
}
resource "eci_container_group" "second" {
  name       = "second"
  containers = { main = { image = "nginx:1.27" } }
}`)
	cli.Run("plan")
	if calls := cloud.Calls("DescribeContainerGroupPrice"); len(calls) != 1 {
		t.Errorf("%d calls", len(calls))
	}
}

// pricedCLI is the Terraform CLI with estimates switched on.
func pricedCLI(t *testing.T, cloud *acctest.Cloud, config string) *acctest.CLI {
	t.Helper()
	cli := cloud.CLI(t, config)
	if err := os.WriteFile(filepath.Join(cli.Dir, "override.tf"), []byte("provider \"eci\" {\n  "+withPrice+"\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return cli
}

// What was there before anybody asked for prices, or was imported, has its price after the next refresh.
func TestEstimatedPriceOfWhatWasThere(t *testing.T) {
	cloud := acctest.NewCloud(t)
	config := group(mainContainer + "\ncpu = 2\nmemory = 4")
	cloud.Session(t).Apply(config)
	imported := cloud.Session(t, withPrice)
	price := func() string {
		estimate := imported.Value(address).GetAttr("estimated_price")
		if estimate.IsNull() {
			return "null"
		}
		return estimate.GetAttr("per_hour").AsBigFloat().Text('f', -1)
	}
	fault := []rpc.Fault{{Action: "DescribeContainerGroupPrice", Kind: rpc.FaultError, Code: "Forbidden.RAM",
		HTTPStatus: http.StatusForbidden}}
	if err := cloud.SetFaults(fault); err != nil {
		t.Fatal(err)
	}
	for range 2 { // told until it is known
		diagnostics := imported.Import(address, groupsIn(cloud)[0].ContainerGroupId)
		expectWarning(t, diagnostics, "So there is no estimated_price of it.")
		if got := price(); got != "null" {
			t.Errorf("the price is %s", got)
		}
	}
	cloud.ClearFaults()
	if diagnostics := imported.Refresh(); len(diagnostics) > 0 {
		t.Errorf("%+v", diagnostics)
	}
	if got := price(); got != "0.441072" {
		t.Errorf("the price is %s", got)
	}
	cloud.ClearJournal()
	imported.Refresh()
	if calls := cloud.Calls("DescribeContainerGroupPrice"); len(calls) > 0 {
		t.Errorf("%d look-ups of what is known", len(calls))
	}
}
