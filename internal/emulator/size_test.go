package emulator

import "testing"

func TestRoundUp(t *testing.T) {
	tests := []struct {
		region              string
		cpu, memory         float64
		wantCpu, wantMemory float64
		ok                  bool
	}{
		{"cn-hangzhou", 0, 0, 0.25, 0.5, true},
		{"cn-hangzhou", 0.3, 0.1, 0.5, 1, true},
		{"cn-hangzhou", 2, 4, 2, 4, true},
		{"cn-hangzhou", 2, 5, 2, 6, true},
		{"eu-west-1", 2, 5, 2, 8, true},
		{"cn-hangzhou", 2, 17, 4, 18, true},
		{"eu-west-1", 2, 17, 4, 32, true},
		{"cn-hangzhou", 5, 5, 6, 6, true},
		{"eu-west-1", 5, 5, 8, 8, true},
		{"cn-hangzhou", 64, 512, 64, 512, true},
		{"cn-hangzhou", 64, 513, 0, 0, false},
		{"cn-hangzhou", 65, 1, 0, 0, false},
	}
	for _, test := range tests {
		cpu, memory, ok := roundUp(test.region, test.cpu, test.memory)
		if cpu != test.wantCpu || memory != test.wantMemory || ok != test.ok {
			t.Errorf("%s %v/%v: got %v/%v %v", test.region, test.cpu, test.memory, cpu, memory, ok)
		}
	}
}

func TestLookUpInstanceType(t *testing.T) {
	tests := map[string]instanceType{
		"ecs.c5.large":            {cpu: 2, memory: 4},
		"ecs.g7.xlarge":           {cpu: 4, memory: 16},
		"ecs.r8i.16xlarge":        {cpu: 64, memory: 512},
		"ecs.u1-c1m2.2xlarge":     {cpu: 8, memory: 16},
		"ecs.sn1ne.large":         {cpu: 2, memory: 4},
		"ecs.c8y.large":           {cpu: 2, memory: 4, arm: true},
		"ecs.gn6i-c4g1.xlarge":    {cpu: 4, memory: 16, gpu: 1},
		"ecs.gn7i-c32g1.32xlarge": {cpu: 32, memory: 128, gpu: 1},
		"ecs.gn6v-c8g4.8xlarge":   {cpu: 8, memory: 32, gpu: 4},
	}
	for name, want := range tests {
		if got, ok := lookUpInstanceType(name); !ok || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "c5.large", "ecs.c5", "ecs.c5.huge", "ecs.x9.large", "ecs.c5.1xlarge", "ecs.c5.0xlarge"} {
		if _, ok := lookUpInstanceType(name); ok {
			t.Errorf("%q is an instance type", name)
		}
	}
}

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

func TestSplitImage(t *testing.T) {
	for image, want := range map[string][3]string{
		"nginx":                         {"", "nginx", "latest"},
		"library/nginx:1.27":            {"", "library/nginx", "1.27"},
		"r.example.com:5000/a/b:v1":     {"r.example.com:5000", "a/b", "v1"},
		"r.example.com:5000/a":          {"r.example.com:5000", "a", "latest"},
		"registry.invalid/x@sha256:abc": {"registry.invalid", "x", "latest"},
		"localhost/x:missing":           {"localhost", "x", "missing"},
	} {
		registry, repository, tag := splitImage(image)
		if got := [3]string{registry, repository, tag}; got != want {
			t.Errorf("%s: got %q, want %q", image, got, want)
		}
	}
}
