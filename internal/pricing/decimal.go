// Package pricing calculates with prices and estimates what is planned. Prices are decimals and stay so: whatever is
// shown to a user is exact, because a float64 would turn 0.00012252 × 3600 into 0.44107199999999996.
package pricing

import (
	"encoding/json"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Lengths of an hour in seconds and of a month in hours, as cloud prices are usually stated.
const (
	SecondsPerHour = 3600
	HoursPerMonth  = 730
)

// precision is that of Terraform's numbers, in bits. Any other would make equal decimals differ.
const precision = 512

// Times multiplies a number of the API by a whole one. It is null when the API left the number out.
func Times(n json.Number, factor int64) types.Number {
	return Number(times(n, factor))
}

// Number is an amount as Terraform sees it; nil is null.
func Number(amount *big.Rat) types.Number {
	if amount == nil {
		return types.NumberNull()
	}
	digits, _ := amount.FloatPrec() // products of decimals are decimals, so this many digits are all
	text := amount.FloatString(digits)
	value, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil {
		panic(err) // FloatString writes what ParseFloat reads
	}
	return types.NumberValue(value)
}

// Amount is the exact value of a number of the API, or nil when the API left it out.
func Amount(n json.Number) *big.Rat {
	amount, ok := new(big.Rat).SetString(n.String())
	if !ok {
		return nil
	}
	return amount
}

func times(n json.Number, factor int64) *big.Rat {
	amount := Amount(n)
	if amount == nil {
		return nil
	}
	return amount.Mul(amount, new(big.Rat).SetInt64(factor))
}
