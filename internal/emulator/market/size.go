package market

import "slices"

// memoryOf lists the memory sizes in GiB that are sold with each number of vCPUs, by vCPUs. The provider has a reading of its own in
// package pricing, on purpose.
var memoryOf = []struct {
	cpu    float64
	memory []float64
	more   []float64 // in some regions also these
}{
	{cpu: 0.25, memory: []float64{0.5, 1}},
	{cpu: 0.5, memory: []float64{1, 2}},
	{cpu: 1, memory: []float64{2, 4, 8}},
	{cpu: 2, memory: []float64{1, 2, 4, 8, 16}, more: []float64{6, 10, 12, 14}},
	{cpu: 4, memory: []float64{2, 4, 8, 16, 32}, more: []float64{6, 10, 12, 14, 18, 20, 22, 24, 26, 28, 30}},
	{cpu: 6, more: steps(6, 48)},
	{cpu: 8, memory: []float64{4, 8, 16, 32, 64}, more: steps(10, 62)},
	{cpu: 12, memory: []float64{12, 24, 48, 96}},
	{cpu: 16, memory: []float64{16, 32, 64, 128}},
	{cpu: 24, memory: []float64{24, 48, 96, 192}},
	{cpu: 32, memory: []float64{32, 64, 128, 256}},
	{cpu: 52, memory: []float64{96, 192, 384}},
	{cpu: 64, memory: []float64{128, 256, 512}},
}

// steps lists the even numbers from low to high; sizes among them that are sold everywhere do no harm.
func steps(low, high float64) []float64 {
	var list []float64
	for n := low; n <= high; n += 2 {
		list = append(list, n)
	}
	return list
}

// moreSizes are the regions that sell the additional sizes.
var moreSizes = []string{
	"cn-hangzhou", "cn-shanghai", "cn-qingdao", "cn-beijing", "cn-zhangjiakou", "cn-huhehaote", "cn-wulanchabu",
	"cn-shenzhen", "cn-heyuan", "cn-guangzhou", "cn-chengdu", "ap-southeast-1",
}

// RoundUp finds the smallest size that a region sells with at least these vCPUs, and of those vCPUs the smallest with at least
// this memory in GiB. Where no memory is enough, it goes on to more vCPUs. It fails above the largest size.
func RoundUp(region string, cpu, memory float64) (float64, float64, bool) {
	for _, size := range memoryOf {
		if size.cpu < cpu {
			continue
		}
		sold := slices.Clone(size.memory)
		if slices.Contains(moreSizes, region) {
			sold = append(sold, size.more...)
		}
		slices.Sort(sold)
		for _, m := range sold {
			if m >= memory {
				return size.cpu, m, true
			}
		}
	}
	return 0, 0, false
}

// RoundUpEverywhere does the same with the sizes that every region sells.
func RoundUpEverywhere(cpu, memory float64) (float64, float64, bool) { return RoundUp("", cpu, memory) }

// RoundUpSpot finds the smallest size that is sold as spot with at least these vCPUs, and of those vCPUs the smallest with at least
// this memory in GiB. Spot starts at 2 vCPUs, has no regional sizes, and of 2, 4 and 8 vCPUs not the smallest memory.
func RoundUpSpot(cpu, memory float64) (float64, float64, bool) {
	for _, size := range memoryOf {
		if size.cpu < max(cpu, 2) || len(size.memory) == 0 {
			continue
		}
		sold := size.memory
		if size.cpu <= 8 {
			sold = sold[1:]
		}
		for _, m := range sold {
			if m >= memory {
				return size.cpu, m, true
			}
		}
	}
	return 0, 0, false
}

// IsStandardSize reports whether a size is sold in every region. The price of a spot instance is told for these.
func IsStandardSize(cpu, memory float64) bool {
	for _, size := range memoryOf {
		if size.cpu == cpu {
			return slices.Contains(size.memory, memory)
		}
	}
	return false
}

// IsSpotSize reports whether a size is sold as spot.
func IsSpotSize(cpu, memory float64) bool {
	spotCPU, spotMemory, ok := RoundUpSpot(cpu, memory)
	return ok && spotCPU == cpu && spotMemory == memory
}
