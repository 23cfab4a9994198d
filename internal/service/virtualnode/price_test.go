package virtualnode_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

const withPrice = `plan_checks = { price = true }`

var estimatedPrice = tfjsonpath.New("estimated_price")

// By the published formula and prices 2 × CNY 0.000049 + 8 × CNY 0.00000613 = 0.00014704 a second;
// × 3600 = 0.529344; × 730 = 386.42112.
var price = knownvalue.ObjectExact(map[string]knownvalue.Check{
	"per_hour":  knownvalue.NumberExact(cty.MustParseNumberVal("0.529344").AsBigFloat()),
	"per_month": knownvalue.NumberExact(cty.MustParseNumberVal("386.42112").AsBigFloat()),
	"currency":  knownvalue.StringExact("CNY"),
})

func priceStep(config string, planned plancheck.PlanCheck, want knownvalue.Check) resource.TestStep {
	return resource.TestStep{
		Config:            config,
		ConfigPlanChecks:  resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{planned}},
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, estimatedPrice, want)},
	}
}

func TestEstimatedPrice(t *testing.T) {
	cloud := acctest.NewCloud(t)
	known := plancheck.ExpectKnownValue(address, estimatedPrice, price)
	null := plancheck.ExpectKnownValue(address, estimatedPrice, knownvalue.Null())
	acctest.Run(t, []resource.TestStep{
		priceStep(cloud.Provider(withPrice)+node(), known, price),
		priceStep(cloud.Provider(withPrice)+node(`name = "other"`), known, price),
		priceStep(cloud.Provider()+node(`name = "another"`), known, price),
		priceStep(cloud.Provider()+node(`taints = [{ key = "a", effect = "NoExecute" }]`), null, knownvalue.Null()), // a new node
		// looked up by the refresh
		priceStep(cloud.Provider(withPrice)+node(`taints = [{ key = "a", effect = "NoExecute" }]`, `name = "edges"`), known, price),
	}...)
	if calls := len(cloud.Calls("DescribeContainerGroupPrice")); calls == 0 || calls > 3 {
		t.Errorf("%d look-ups for the plans and the apply of one node", calls)
	}
}

// While the provider's configuration is not known, nobody can be asked.
func TestEstimatedPriceAtApply(t *testing.T) {
	cloud := acctest.NewCloud(t)
	config := "resource \"terraform_data\" \"endpoint\" { input = \"" + cloud.URL + "\" }\n" +
		strings.Replace(cloud.Provider(withPrice), fmt.Sprintf("%q", cloud.URL), "terraform_data.endpoint.output", 1) + node()
	acctest.Run(t, []resource.TestStep{
		priceStep(config, plancheck.ExpectUnknownValue(address, estimatedPrice), price),
	}...)
}
