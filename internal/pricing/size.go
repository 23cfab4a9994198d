package pricing

import (
	"iter"
	"slices"
)

// SizesSource and SizesDate say where the table of sizes comes from: the page "Specify the number of vCPUs and memory size to create
// an elastic container instance" of ECI's documentation.
const (
	SizesSource = "https://www.alibabacloud.com/help/en/eci/user-guide/" +
		"specify-the-number-of-vcpus-and-memory-size-to-create-an-elastic-container-instance"
	SizesDate = "2026-06-20"
)

// Size is a number of vCPUs and a memory size in GiB.
type Size struct {
	CPU    float64
	Memory float64
}

// DefaultSize is the size of a group whose size nobody gives.
var DefaultSize = Size{CPU: 2, Memory: 4}

// sizeRow holds the memory sizes that go with a number of vCPUs: everywhere, in extraRegions only, and for spot capacity.
type sizeRow struct {
	cpu    float64
	memory []float64
	extra  []float64
	spot   []float64
}

// sizeTable is one of two readings of the documentation: the emulator has its own in package market, on purpose, so that a misreading
// shows.
var sizeTable = []sizeRow{
	{0.25, []float64{0.5, 1}, nil, nil},
	{0.5, []float64{1, 2}, nil, nil},
	{1, []float64{2, 4, 8}, nil, nil},
	{2, []float64{1, 2, 4, 8, 16}, []float64{6, 10, 12, 14}, []float64{2, 4, 8, 16}},
	{4, []float64{2, 4, 8, 16, 32}, []float64{6, 10, 12, 14, 18, 20, 22, 24, 26, 28, 30}, []float64{4, 8, 16, 32}},
	{6, nil, []float64{6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 42, 44, 46, 48}, nil},
	{8, []float64{4, 8, 16, 32, 64},
		[]float64{10, 12, 14, 18, 20, 22, 24, 26, 28, 30, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62}, []float64{8, 16, 32, 64}},
	{12, []float64{12, 24, 48, 96}, nil, []float64{12, 24, 48, 96}},
	{16, []float64{16, 32, 64, 128}, nil, []float64{16, 32, 64, 128}},
	{24, []float64{24, 48, 96, 192}, nil, []float64{24, 48, 96, 192}},
	{32, []float64{32, 64, 128, 256}, nil, []float64{32, 64, 128, 256}},
	{52, []float64{96, 192, 384}, nil, []float64{96, 192, 384}},
	{64, []float64{128, 256, 512}, nil, []float64{128, 256, 512}},
}

var extraRegions = []string{
	"cn-hangzhou", "cn-shanghai", "cn-qingdao", "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu", "cn-shenzhen",
	"cn-heyuan", "cn-guangzhou", "cn-chengdu", "ap-southeast-1",
}

// SoldSizes iterates over the sizes that are sold in a region, pay-as-you-go or spot, by vCPUs and then memory.
func SoldSizes(region string, spot bool) iter.Seq[Size] {
	extra := slices.Contains(extraRegions, region)
	return func(yield func(Size) bool) {
		for _, row := range sizeTable {
			memory := slices.Clone(row.memory)
			switch {
			case spot:
				memory = row.spot
			case extra:
				memory = append(memory, row.extra...)
				slices.Sort(memory)
			}
			for _, gib := range memory {
				if !yield(Size{row.cpu, gib}) {
					return
				}
			}
		}
	}
}

// RoundUp returns the size that a wanted one is rounded up to and billed as: the one with the fewest vCPUs, and then the
// least memory, that has as much of both. It is false when none is large enough.
func RoundUp(wanted Size, region string, spot bool) (Size, bool) {
	for sold := range SoldSizes(region, spot) {
		if sold.CPU >= wanted.CPU && sold.Memory >= wanted.Memory {
			return sold, true
		}
	}
	return Size{}, false
}
