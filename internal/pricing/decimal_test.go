package pricing

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

func TestTimes(t *testing.T) {
	for _, test := range []struct {
		number json.Number
		factor int64
		want   string
	}{
		{"0.00012252", 1, "0.00012252"},
		{"0.00012252", SecondsPerHour, "0.441072"}, // as float64 0.44107199999999996
		{"0.00012252", SecondsPerHour * HoursPerMonth, "321.98256"},
		{"9.8e-05", 1, "0.000098"},
		{"2.73e-06", SecondsPerHour, "0.009828"},
		{"0.000000093", SecondsPerHour, "0.0003348"},
		{"0.1", 3, "0.3"}, // as float64 0.30000000000000004
		{"0", SecondsPerHour, "0"},
		{"1000", 1, "1000"},
		{"16.5", 1, "16.5"},
		{"-0.5", 2, "-1"},
	} {
		got := Times(test.number, test.factor)
		if text := got.ValueBigFloat().Text('f', -1); got.IsNull() || text != test.want {
			t.Errorf("%s × %d: got %s, want %s", test.number, test.factor, text, test.want)
		}
	}
}

func TestTimesWithoutNumber(t *testing.T) {
	for _, number := range []json.Number{"", "1e999999999"} {
		if got := Times(number, 1); !got.IsNull() {
			t.Errorf("%q: got %s", number, got)
		}
	}
}

func TestNumberWithoutEnd(t *testing.T) {
	if got := Number(big.NewRat(12, 720)).ValueBigFloat().Text('f', -1); got != "0.016666666667" {
		t.Error(got)
	}
}

// Terraform compares the numbers of plan, answer and state by value, so those of a provider have to be just like its own.
func TestNumbersAreTerraforms(t *testing.T) {
	want := cty.MustParseNumberVal("0.441072").AsBigFloat()
	if got := Times("0.00012252", SecondsPerHour).ValueBigFloat(); got.Cmp(want) != 0 {
		t.Errorf("%v differs from %v", got, want)
	}
}
