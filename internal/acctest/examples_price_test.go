package acctest

import (
	"encoding/json"
	"strings"
	"testing"
)

// The published prices of a second: a vCPU CNY 0.000049, in the economy category 0.000027, and a GiB of memory 0.00000613. A month has
// 730 hours:
//
//	2 vCPU,  4 GiB: 0.000098 + 0.00002452 = 0.00012252; × 3600 = 0.441072; × 730 = 321.98256
//	2 vCPU,  4 GiB, economy: 0.000054 + 0.00002452 = 0.00007852; × 3600 = 0.282672; × 730 = 206.35056
//	4 vCPU, 32 GiB: 0.000196 + 0.00019616 = 0.00039216; × 3600 = 1.411776; × 730 = 1030.59648
//	virtual node, like 2 vCPU and 8 GiB: 0.000098 + 0.00004904 = 0.00014704; × 3600 = 0.529344; × 730 = 386.42112

// words undoes how Terraform breaks lines.
func words(output string) string {
	return strings.Join(strings.FieldsFunc(output, func(r rune) bool { return r == '│' || r <= ' ' }), " ")
}

// TestExampleBudget is within its budget, says so at plan when it is not, refuses what is beyond its limit, and does not take what nobody
// knows for nothing.
func TestExampleBudget(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t)
	cli := cloud.example(t, "budget")
	if output := words(cli.Run("apply", "-no-color", "-auto-approve")); strings.Contains(output, "Warning") {
		t.Errorf("a warning:\n%s", output)
	}
	// Two groups of 2 vCPU and 4 GiB, and one of 4 and 32: 643.96512 + 1030.59648 = 1674.5616. The snapshot of 36 GiB costs 36 × 0.12 ÷
	// 720 = 0.006 an hour, × 730 = 4.38.
	if got := strings.TrimSpace(cli.Run("output", "-json", "monthly_cost")); got != "1678.9416" {
		t.Errorf("all of it costs %s", got)
	}
	for argument, want := range map[string]string{
		"monthly_budget=1500": "All of it costs 1678.94 a month, and the budget is 1500.00.",
		"monthly_limit=1000":  "This costs more than the limit",
	} {
		output, _ := cli.Try("plan", "-no-color", "-var", argument)
		if !strings.Contains(words(output), want) {
			t.Errorf("with %s: got %s, want it to say %q", argument, output, want)
		}
	}
	const euros = `{"currency": "EUR", "lists": {"EUR": {"cpu": "1", "economyCpu": "1", "memory": "1", "storage": "1"}}}`
	if err := cloud.PatchPrices([]byte(euros)); err != nil {
		t.Fatal(err)
	}
	const warning = "Nobody knows whether the budget is kept. image cache: the price of a GiB of an ESSD PL1 or AutoPL disk in an hour " +
		"in EUR " +
		"is not known"
	if output := words(cli.Run("plan", "-no-color")); !strings.Contains(output, warning) {
		t.Errorf("got %s, want it to say %q", output, warning)
	}
	cli.Run("destroy", "-auto-approve")
}

// TestExampleCheapestZone finds the published spot price in cn-hangzhou-i. By the emulator's rule the others are ecs.c5.large in g 16 %
// and in h 17 % of 0.622, and ecs.c6.large 16 to 18 % of 0.441: at least 0.071.
func TestExampleCheapestZone(t *testing.T) {
	t.Parallel()
	cloud := NewCloud(t)
	cli := cloud.example(t, "cheapest-zone")
	const choice = `{"instance_type":"ecs.c5.large","per_hour":0.056,"vswitch_id":"vsw-example-i","zone_id":"cn-hangzhou-i"}`
	cli.Run("apply", "-auto-approve")
	if got := cli.Run("output", "-json", "choice"); strings.TrimSpace(got) != choice {
		t.Errorf("chose %s", got)
	}
	var state struct {
		ContainerGroups []struct{ ZoneId, InstanceType string }
	}
	cloud.StateInto(&state)
	if got := state.ContainerGroups; len(got) != 1 || got[0].ZoneId != "cn-hangzhou-i" || got[0].InstanceType != "ecs.c5.large" {
		t.Errorf("the cloud has %+v", got)
	}

	if err := cloud.PatchStock([]byte(`{"cn-hangzhou-i": "WithoutStock"}`)); err != nil {
		t.Fatal(err)
	}
	cli.Run("plan", "-detailed-exitcode") // what runs stays where it is
	cli.Run("destroy", "-auto-approve")
}

// TestExampleCostTable sums up to the last digit.
func TestExampleCostTable(t *testing.T) {
	t.Parallel()
	cli := NewCloud(t).example(t, "cost-table")
	plan := func() map[string]json.RawMessage {
		var document struct {
			PlannedValues struct {
				Outputs map[string]struct{ Value json.RawMessage }
			} `json:"planned_values"`
		}
		cli.Run("plan", "-out=tfplan")
		if err := json.Unmarshal([]byte(cli.Run("show", "-json", "tfplan")), &document); err != nil {
			t.Fatal(err)
		}
		outputs := map[string]json.RawMessage{}
		for name, output := range document.PlannedValues.Outputs {
			outputs[name] = output.Value
		}
		return outputs
	}()
	// 0.282672 + 1.411776 + 0.529344 + 0.441072 = 2.664864; × 730 = 1945.35072
	const total = `{"currency":"CNY","per_hour":2.664864,"per_month":1945.35072}`
	if got := string(plan["total"]); got != total {
		t.Errorf("planned total: %s", got)
	}
	cli.Run("apply", "tfplan")
	if got := cli.Run("output", "-json", "total"); strings.TrimSpace(got) != total {
		t.Errorf("total: %s", got)
	}
	const table = "" +
		"              per hour per month\n" +
		"batch           0.2827    206.35 CNY\n" +
		"cache           1.4118   1030.60 CNY\n" +
		"virtual node    0.5293    386.42 CNY\n" +
		"web             0.4411    321.98 CNY\n" +
		"total           2.6649   1945.35 CNY"
	if got := cli.Run("output", "-raw", "table"); got != table {
		t.Errorf("got\n%s\nwant\n%s", got, table)
	}
	cli.Run("destroy", "-auto-approve")
}
