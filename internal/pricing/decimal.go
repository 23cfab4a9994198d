// Package pricing calculates with prices and estimates what is planned. Prices are decimals and stay so: whatever is
// shown to a user is exact, because a float64 would turn 0.00012252 × 3600 into 0.44107199999999996.
package pricing

import (
	"encoding/json"
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Lengths of an hour in seconds and of a month in hours, as cloud prices are usually stated. Snapshots have a month of their own.
const (
	SecondsPerHour = 3600
	HoursPerDay    = 24
	HoursPerMonth  = 730

	hoursPerSnapshotMonth = 720
)

// precision is that of Terraform's numbers, in bits. Any other would make equal decimals differ.
const precision = 512

// Times multiplies a number of the API by a whole one. It is null when the API left the number out.
func Times(n json.Number, factor int64) types.Number {
	return Number(Product(Amount(n), big.NewRat(factor, 1)))
}

// decimals are those of an amount that no decimal is exactly, such as a 720th part.
const decimals = 12

// Number is an amount as Terraform sees it, rounded to 12 decimals if it has no end; nil is null.
func Number(amount *big.Rat) types.Number {
	if amount == nil {
		return types.NumberNull()
	}
	digits, isExact := amount.FloatPrec()
	if !isExact {
		digits = decimals
	}
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

// Decimal is the decimal that a number is written as. A null one is nil.
func Decimal(n types.Float64) *big.Rat {
	if n.IsNull() {
		return nil
	}
	return Amount(json.Number(strconv.FormatFloat(n.ValueFloat64(), 'f', -1, 64)))
}

// PerHour is the price of an hour, of the price of a second that the API gives. It is nil when the API left it out.
func PerHour(perSecond json.Number) *big.Rat {
	return Product(Amount(perSecond), big.NewRat(SecondsPerHour, 1))
}

// Product multiplies amounts. It is nil, which is not known, if one of them is.
func Product(amounts ...*big.Rat) *big.Rat {
	result := big.NewRat(1, 1)
	for _, amount := range amounts {
		if amount == nil {
			return nil
		}
		result.Mul(result, amount)
	}
	return result
}

// Sum adds amounts. It is nil, which is not known, if one of them is.
func Sum(amounts ...*big.Rat) *big.Rat {
	result := new(big.Rat)
	for _, amount := range amounts {
		if amount == nil {
			return nil
		}
		result.Add(result, amount)
	}
	return result
}
