package pricing

import "testing"

func TestRoundUp(t *testing.T) {
	for _, test := range []struct {
		name   string
		wanted Size
		region string
		spot   bool
		want   Size
		ok     bool
	}{
		{"sold as it is", Size{2, 4}, "eu-central-1", false, Size{2, 4}, true},
		{"documented example, extra sizes", Size{7, 13}, "cn-hangzhou", false, Size{8, 14}, true},
		{"documented example, other region", Size{7, 13}, "eu-central-1", false, Size{8, 16}, true},
		{"extra sizes are not for spot", Size{7, 13}, "cn-hangzhou", true, Size{8, 16}, true},
		{"spot begins with 2 vCPU", Size{0.5, 1}, "eu-central-1", true, Size{2, 2}, true},
		{"spot lacks the least memory", Size{4, 2}, "eu-central-1", true, Size{4, 4}, true},
		{"more memory than the vCPUs come with", Size{1, 16}, "eu-central-1", false, Size{2, 16}, true},
		{"6 vCPU only with extra sizes", Size{5, 5}, "cn-beijing", false, Size{6, 6}, true},
		{"too many vCPUs", Size{65, 1}, "cn-beijing", false, Size{}, false},
		{"too much memory", Size{1, 513}, "cn-beijing", false, Size{}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := RoundUp(test.wanted, test.region, test.spot); got != test.want || ok != test.ok {
				t.Errorf("got %v, %v, want %v, %v", got, ok, test.want, test.ok)
			}
		})
	}
}

func TestSoldSizesAreOrdered(t *testing.T) {
	var before Size
	for sold := range SoldSizes("cn-hangzhou", false) {
		if sold.CPU < before.CPU || sold.CPU == before.CPU && sold.Memory <= before.Memory {
			t.Errorf("%v comes after %v", sold, before)
		}
		before = sold
	}
}
