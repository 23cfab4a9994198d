package pricing

import (
	"errors"
	"math/big"
	"testing"
)

// rat reads a decimal.
func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	amount, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatal(text)
	}
	return amount
}

func text(amount *big.Rat) string { return Number(amount).ValueBigFloat().Text('f', -1) }

// The examples are those of Alibaba Cloud's billing pages; what they come to has been worked out anew where a page has slipped.
func TestDisk(t *testing.T) {
	for name, test := range map[string]struct {
		disk     Disk
		currency string
		hours    string
		want     string
	}{
		"image cache of 40 GiB, 3 hours":         {Disk{Size: 40}, "CNY", "3", "0.252"},
		"data cache of 20 GiB, 3 hours":          {Disk{Size: 20}, "CNY", "3", "0.126"},
		"image cache in USD":                     {Disk{Size: 40}, "USD", "3", "0.0384"},
		"data cache in USD":                      {Disk{Size: 20}, "USD", "3", "0.0192"},
		"PL0, a day":                             {Disk{Size: 50, Level: "PL0"}, "CNY", "24", "1.26"},
		"PL1, a day":                             {Disk{Size: 100, Level: "PL1"}, "CNY", "24", "5.04"},
		"PL0 in USD":                             {Disk{Size: 50, Level: "PL0"}, "USD", "24", "0.192"},
		"PL1 in USD":                             {Disk{Size: 100}, "USD", "24", "0.768"},
		"AutoPL without more":                    {Disk{Size: 100, Level: AutoPL}, "CNY", "24", "5.04"},
		"AutoPL with 200 IOPS":                   {Disk{Size: 100, Level: AutoPL, IOPS: 200}, "CNY", "24", "5.34"},
		"a burst of 983,040 operations, capped":  {burst(100, 983_040, 65_536), "CNY", "1", "1.89"},    // 0.21 and 8 × 0.21
		"a burst of 131,072 operations":          {burst(100, 131_072, 10_000), "CNY", "1", "0.29"},    // 0.21 and 0.08
		"a burst of 4,390,000 operations":        {burst(40, 4_390_000, 0), "CNY", "1", "8.664"},       // 0.084 and 8.58
		"a burst of 4,390,000 operations capped": {burst(40, 4_390_000, 230*40), "CNY", "1", "0.756"},  // 0.084 and 0.672
		"a burst within what is free":            {burst(40, 99_999, 230*40), "CNY", "1", "0.084"},     //
		"bursting, with nothing to burst":        {burst(40, 0, 0), "CNY", "1", "0.084"},               //
		"exactly 200 IOPS per GiB is no cap":     {burst(40, 4_390_000, 200*40), "CNY", "1", "8.664"},  //
		"a cap that is not reached":              {burst(100, 1_000_000, 30_000), "CNY", "1", "1.89"},  // 0.21 and min(1.8, 1.68)
		"less than the cap":                      {burst(1000, 1_000_000, 300_000), "CNY", "1", "3.9"}, // 2.1 and min(1.8, 16.8)
	} {
		got, err := UnitPrices{}.Disk(test.disk, test.currency)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := text(Product(got, rat(t, test.hours))); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

func burst(size, operations, peak int64) Disk {
	return Disk{Size: size, Level: AutoPL, Bursting: true, Burst: &Burst{operations, peak}}
}

func TestDiskOfUnknownPrice(t *testing.T) {
	for name, test := range map[string]struct {
		disk     Disk
		currency string
		unit     Unit
	}{
		"PL2":               {Disk{Size: 500, Level: "PL2"}, "CNY", DiskPL2},
		"PL3":               {Disk{Size: 2000, Level: "PL3"}, "CNY", DiskPL3},
		"IOPS in USD":       {Disk{Size: 100, Level: AutoPL, IOPS: 1}, "USD", DiskIOPS},
		"bursts in USD":     {burst(100, 200_000, 0), "USD", DiskBurst},
		"another currency":  {Disk{Size: 20}, "EUR", DiskPL1},
		"no currency known": {Disk{Size: 20}, "", DiskPL1},
	} {
		got, err := UnitPrices{}.Disk(test.disk, test.currency)
		if why, ok := errors.AsType[*UnknownPriceError](err); got != nil || !ok || why.Unit != test.unit {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
		// Whoever gives the price is believed.
		got, err = UnitPrices{test.unit: rat(t, "0.5")}.Disk(test.disk, test.currency)
		if (got == nil || err != nil) && test.currency != "USD" {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	if got, err := (UnitPrices{}).Disk(Disk{Size: 20, Level: AutoPL, Bursting: true}, "CNY"); got != nil || !errors.Is(err, ErrBursts) {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := (UnitPrices{}).Disk(Disk{Size: 20, Level: "PL9"}, "CNY"); got != nil || err == nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestDataCacheDisk(t *testing.T) {
	iops, yes, no := int64(200), true, false
	for name, test := range map[string]struct{ got, want Disk }{
		"plain":       {DataCacheDisk("", nil, nil), Disk{}},
		"level":       {DataCacheDisk("PL2", nil, nil), Disk{Level: "PL2"}},
		"IOPS":        {DataCacheDisk("PL2", &iops, nil), Disk{Level: AutoPL, IOPS: 200}},
		"bursting":    {DataCacheDisk("", nil, &yes), Disk{Level: AutoPL, Bursting: true}},
		"no bursting": {DataCacheDisk("PL0", nil, &no), Disk{Level: AutoPL}},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %+v, want %+v", name, test.got, test.want)
		}
	}
}

func TestSnapshot(t *testing.T) {
	for name, test := range map[string]struct {
		stored, unit, currency, hours, want string
	}{
		"image cache of 2 GiB, 3 days":    {"2", "", "CNY", "72", "0.024"},
		"data cache of 15 GiB, 3 days":    {"15", "", "CNY", "72", "0.18"},
		"image cache in USD":              {"2", "", "USD", "72", "0.00346"},
		"image cache in USD by ECI":       {"2", "0.02", "USD", "72", "0.004"},
		"data cache in USD":               {"15", "", "USD", "72", "0.02595"},
		"data cache in USD by ECI":        {"15", "0.02", "USD", "72", "0.03"},
		"100 GB, an hour":                 {"100", "", "CNY", "1", "0.016666666667"}, // the page rounds to 0.016
		"100 GB, a day":                   {"100", "", "CNY", "24", "0.4"},
		"100 GB, a month":                 {"100", "", "CNY", "720", "12"},
		"100 GB, an hour in USD":          {"100", "", "USD", "1", "0.002402777778"},
		"100 GB, a day in USD":            {"100", "", "USD", "24", "0.057666666667"},
		"310 GiB, 13 hours":               {"310", "", "CNY", "13", "0.671666666667"},
		"305 GiB, 13 hours in USD of ECI": {"305", "0.02", "USD", "13", "0.110138888889"}, // the page forgets the hours
		"half a GB in Beijing":            {"0.5", "0.148", "CNY", "720", "0.074"},
	} {
		units := UnitPrices{}
		if test.unit != "" {
			units[Snapshot] = rat(t, test.unit)
		}
		got, err := units.Snapshot(rat(t, test.stored), test.currency)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(Product(got, rat(t, test.hours))); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

// Each unit is one of the provider's attributes, and each published price is a decimal with a date.
func TestUnits(t *testing.T) {
	for _, u := range units {
		for _, p := range []published{u.cny, u.usd} {
			if (p.price == "") != (p.date == "") {
				t.Errorf("%s: %+v", u.Unit, p)
			}
			if p.price != "" {
				rat(t, p.price)
			}
		}
		if (u.cny.price == "" || u.usd.price == "") != (u.why != "") {
			t.Errorf("%s: a missing price has no reason, or there is a reason for nothing", u.Unit)
		}
	}
	const want = "Price of a provisioned IOPS of an ESSD AutoPL disk in an hour. Defaults to CNY 0.0000625 (2024), and is unknown " +
		"otherwise: the documentation has it in CNY only."
	if got := DiskIOPS.Describe(); got != want {
		t.Error(got)
	}
}
