package pricing

import (
	"fmt"
	"math/big"
	"strings"
)

// Unit names something that ECI's price action does not tell the price of. It is the name of an attribute, too.
type Unit string

// The units that are priced, with what one of each is.
const (
	Snapshot    Unit = "snapshot"             // a GB in a month of 720 hours
	Replication Unit = "snapshot_replication" // a GB that is copied to another region
	DiskPL0     Unit = "essd_pl0"             // a GiB of disk in an hour, as are the next three
	DiskPL1     Unit = "essd_pl1"
	DiskPL2     Unit = "essd_pl2"
	DiskPL3     Unit = "essd_pl3"
	DiskIOPS    Unit = "essd_autopl_iops"  // a provisioned IOPS in an hour
	DiskBurst   Unit = "essd_autopl_burst" // 10,000 I/O operations beyond the baseline
)

// unit describes a Unit, with its published prices in China (Hangzhou).
type unit struct {
	Unit
	what     string
	cny, usd published
	why      string // there is no published price
}

// published is a list price and the date of the page that has it.
type published struct{ price, date string }

// units are the prices of the documentation of ECS: "Snapshot billing", "Block storage billing" and "ESSD AutoPL disks". The billing
// pages of ECI's caches reckon with the first prices of snapshots and PL1 disks in CNY.
var units = []unit{
	{Snapshot, "a GB of snapshot in a month of 720 hours", published{"0.12", "2024-12-20"}, published{"0.0173", "undated"}, ""},
	{Replication, "a GB that is copied to another region", published{}, published{}, "it differs by the pair of regions"},
	{DiskPL0, "a GiB of an ESSD PL0 disk in an hour", published{"0.00105", "2024"}, published{"0.00016", "2021-01-13"}, ""},
	{DiskPL1, "a GiB of an ESSD PL1 or AutoPL disk in an hour", published{"0.0021", "2024-10-22"},
		published{"0.00032", "2021-01-13"}, ""},
	{DiskPL2, "a GiB of an ESSD PL2 disk in an hour", published{}, published{}, "it stands on Alibaba Cloud's price page only"},
	{DiskPL3, "a GiB of an ESSD PL3 disk in an hour", published{}, published{}, "it stands on Alibaba Cloud's price page only"},
	{DiskIOPS, "a provisioned IOPS of an ESSD AutoPL disk in an hour", published{"0.0000625", "2024"}, published{},
		"the documentation has it in CNY only"},
	{DiskBurst, "10,000 I/O operations of bursts of an ESSD AutoPL disk", published{"0.02", "2024"}, published{},
		"the documentation has it in CNY only"},
}

// Units lists all, in the order of the documentation.
func Units() []Unit {
	var names []Unit
	for _, u := range units {
		names = append(names, u.Unit)
	}
	return names
}

// Describe says what the price of a unit is for, and which price is assumed.
func (u Unit) Describe() string {
	d := u.look()
	var defaults []string
	for _, p := range []struct {
		currency string
		published
	}{{"CNY", d.cny}, {"USD", d.usd}} {
		if p.price != "" {
			defaults = append(defaults, fmt.Sprintf("%s %s (%s)", p.currency, p.price, p.date))
		}
	}
	text := "Price of " + d.what + "."
	switch {
	case len(defaults) == 0:
		text += " Unknown by default: " + d.why + "."
	case d.why == "":
		text += " Defaults to " + strings.Join(defaults, " or ") + "."
	default:
		text += " Defaults to " + strings.Join(defaults, " or ") + ", and is unknown otherwise: " + d.why + "."
	}
	return text
}

func (u Unit) look() unit {
	for _, d := range units {
		if d.Unit == u {
			return d
		}
	}
	panic("no unit is called " + u)
}

// UnitPrices are prices that replace the published ones.
type UnitPrices map[Unit]*big.Rat

// UnknownPriceError says that nobody knows a price.
type UnknownPriceError struct {
	Unit     Unit
	Currency string
}

// Error says what to do, as a sentence without its period.
func (e *UnknownPriceError) Error() string {
	d := e.Unit.look()
	why := d.why
	if why == "" {
		why = "the documentation has none in that currency"
	}
	return fmt.Sprintf("the price of %s in %s is not known, since %s; give it as unit_prices.%s of the provider",
		d.what, e.Currency, why, e.Unit)
}

// Of returns the price of a unit in the currency of the account, or an [UnknownPriceError].
func (p UnitPrices) Of(u Unit, currency string) (*big.Rat, error) {
	if price := p[u]; price != nil {
		return price, nil
	}
	known := map[string]published{"CNY": u.look().cny, "USD": u.look().usd}[currency]
	price, ok := new(big.Rat).SetString(known.price)
	if !ok {
		return nil, &UnknownPriceError{Unit: u, Currency: currency}
	}
	return price, nil
}
