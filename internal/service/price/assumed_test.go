package price_test

import (
	"math"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// TestPricesUnderEachAnswer reads prices under all answers to what the emulator assumes about them.
func TestPricesUnderEachAnswer(t *testing.T) {
	for _, assumption := range emulator.Assumptions {
		switch assumption.Name {
		case "spot-price-sizes", "price-details", "price-rounding":
		default:
			continue
		}
		for _, answer := range assumption.Answers {
			t.Run(assumption.Name+"/"+answer.Name, func(t *testing.T) {
				t.Parallel()
				acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
					for arguments, want := range map[string]float64{
						"cpu = 0.25\nmemory = 0.5": 0.055134, "cpu = 2\nmemory = 2\nspot_strategy = \"SpotAsPriceGo\"": 0.396936,
					} {
						price, diagnostics := session.Read("data \"eci_container_group_price\" \"test\" {\n" + arguments + "\n}")
						if len(diagnostics) > 0 {
							t.Fatal(diagnostics)
						}
						hourly, _ := price.GetAttr("per_hour").GetAttr("trade").AsBigFloat().Float64()
						if math.Abs(hourly-want) > 0.0001 || price.GetAttr("details").LengthInt() != 2 {
							t.Errorf("%s: %v instead of %v, %#v", arguments, hourly, want, price.GetAttr("details"))
						}
					}
				}, func(config *emulator.Config) { config.Assume = map[string]string{assumption.Name: answer.Name} })
			})
		}
	}
}
