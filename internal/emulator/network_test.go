package emulator

import "testing"

func TestVSwitchZone(t *testing.T) {
	for _, test := range []struct{ region, id, want string }{
		{"cn-beijing", "vsw-test-g", "cn-beijing-g"},
		{"eu-central-1", "vsw-test-b", "eu-central-1b"},
	} {
		if got := vSwitchZone(test.region, test.id); got != test.want {
			t.Errorf("%s in %s: %s", test.id, test.region, got)
		}
	}
	if a, b := vSwitchZone("cn-beijing", "vsw-2ze1"), vSwitchZone("cn-beijing", "vsw-2ze1"); a != b {
		t.Errorf("one vSwitch in two zones, %s and %s", a, b)
	}
}
