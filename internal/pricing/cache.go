package pricing

import (
	"errors"
	"math/big"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Sizes in GiB: of the temporary storage that every group has, and of a cache for which none is given.
const (
	FreeStorage      = 30
	DefaultCacheSize = 20
)

// BuildSeconds is how long the building of a cache is assumed to take, as in the example of ECI's billing page.
const BuildSeconds = 300

// Builder asks for the price of the temporary group that builds a cache, with temporary storage in GiB beyond what is free.
func Builder(storage int64) *eci.DescribeContainerGroupPriceRequest {
	req := Sized(Size{CPU: 2, Memory: 4})
	if storage > 0 {
		req.EphemeralStorage = &storage
	}
	return req
}

// Sized asks for the price of a size.
func Sized(size Size) *eci.DescribeContainerGroupPriceRequest {
	return &eci.DescribeContainerGroupPriceRequest{Cpu: &size.CPU, Memory: &size.Memory}
}

// AutoPL is the performance level of a disk whose performance has a price of its own.
const AutoPL = "AutoPL"

// Disk is a disk that ECI makes from a cache.
type Disk struct {
	Size     int64  // GiB
	Level    string // PL0 to PL3 or AutoPL; empty is PL1
	IOPS     int64  // provisioned, of an AutoPL disk
	Bursting bool   // of an AutoPL disk
	Burst    *Burst // what is expected of bursting; nil is not known
}

// DataCacheDisk is the disk that ECI makes from a data cache, without its size: an AutoPL disk if iops or bursting are given.
func DataCacheDisk(level string, iops *int64, bursting *bool) Disk {
	d := Disk{Level: level}
	if iops != nil || bursting != nil {
		d.Level = AutoPL
	}
	if iops != nil {
		d.IOPS = *iops
	}
	d.Bursting = bursting != nil && *bursting
	return d
}

// Burst is what a disk does in an hour beyond its provisioned performance.
type Burst struct {
	Operations int64 // of 16 KB
	PeakIOPS   int64
}

// ErrBursts says why the price of a disk that may burst is not known.
var ErrBursts = errors.New("what bursts cost is known only afterwards")

// Disk returns what a disk costs in an hour, by the formulae of "ESSD AutoPL disks". An error says why that is not known.
func (p UnitPrices) Disk(d Disk, currency string) (perHour *big.Rat, err error) {
	level, ok := map[string]Unit{"PL0": DiskPL0, "PL1": DiskPL1, "": DiskPL1, "PL2": DiskPL2, "PL3": DiskPL3, AutoPL: DiskPL1}[d.Level]
	if !ok {
		return nil, errors.New("no price is known of the performance level " + d.Level)
	}
	unit, err := p.Of(level, currency)
	if err != nil {
		return nil, err
	}
	capacity := Product(unit, big.NewRat(d.Size, 1))
	sum := new(big.Rat).Set(capacity)
	if d.IOPS > 0 {
		unit, err = p.Of(DiskIOPS, currency)
		if err != nil {
			return nil, err
		}
		sum.Add(sum, Product(unit, big.NewRat(d.IOPS, 1)))
	}
	if d.Bursting {
		if d.Burst == nil {
			return nil, ErrBursts
		}
		unit, err = p.Of(DiskBurst, currency)
		if err != nil {
			return nil, err
		}
		sum.Add(sum, d.Burst.cost(unit, capacity, d.Size))
	}
	return sum, nil
}

// cost returns what bursts of an hour cost: full 10,000 operations, of which the first 100,000 are free. A disk that bursts to more
// than 200 IOPS per GiB pays at most eight times its capacity.
func (b Burst) cost(unit, capacity *big.Rat, size int64) *big.Rat {
	const (
		step, free    = 10_000, 100_000
		density, most = 200, 8
	)
	steps := (b.Operations + step - 1) / step
	cost := Product(unit, big.NewRat(max(0, steps-free/step), 1))
	if limit := Product(capacity, big.NewRat(most, 1)); b.PeakIOPS > density*size && limit.Cmp(cost) < 0 {
		return limit
	}
	return cost
}

// Snapshot returns what a snapshot with so many GB costs in an hour. Its size is that of the data in it.
func (p UnitPrices) Snapshot(stored *big.Rat, currency string) (perHour *big.Rat, err error) {
	unit, err := p.Of(Snapshot, currency)
	if err != nil {
		return nil, err
	}
	return Product(unit, stored, big.NewRat(1, hoursPerSnapshotMonth)), nil
}
