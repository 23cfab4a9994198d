package service

import "testing"

func TestIsZoneOf(t *testing.T) {
	for _, test := range []struct {
		zone, region string
		want         bool
	}{
		{"cn-hangzhou-b", "cn-hangzhou", true},
		{"ap-southeast-1a", "ap-southeast-1", true},
		{"cn-hangzhou-h", "cn-hangzhou-finance", true},
		{"cn-beijing-a", "cn-hangzhou", false},
		{"ap-southeast-2a", "ap-southeast-1", false},
		{"b", "cn-hangzhou", false},
	} {
		if got := isZoneOf(test.zone, test.region); got != test.want {
			t.Errorf("%s of %s: %v", test.zone, test.region, got)
		}
	}
}
