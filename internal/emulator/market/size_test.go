package market

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
		cpu, memory, ok := RoundUp(test.region, test.cpu, test.memory)
		if cpu != test.wantCpu || memory != test.wantMemory || ok != test.ok {
			t.Errorf("%s %v/%v: got %v/%v %v", test.region, test.cpu, test.memory, cpu, memory, ok)
		}
	}
}

func TestRoundUpSpot(t *testing.T) {
	tests := []struct {
		cpu, memory         float64
		wantCpu, wantMemory float64
		ok                  bool
	}{
		{0, 0, 2, 2, true}, {0.25, 0.5, 2, 2, true}, {2, 1, 2, 2, true}, {2, 6, 2, 8, true}, {4, 2, 4, 4, true}, {5, 5, 8, 8, true},
		{8, 4, 8, 8, true}, {8, 65, 12, 96, true}, {64, 512, 64, 512, true}, {64, 513, 0, 0, false},
	}
	for _, test := range tests {
		cpu, memory, ok := RoundUpSpot(test.cpu, test.memory)
		if cpu != test.wantCpu || memory != test.wantMemory || ok != test.ok {
			t.Errorf("%v/%v: got %v/%v %v", test.cpu, test.memory, cpu, memory, ok)
		}
	}
}

func TestLookUp(t *testing.T) {
	tests := map[string]InstanceType{
		"ecs.c5.large":            {CPU: 2, Memory: 4},
		"ecs.g7.xlarge":           {CPU: 4, Memory: 16},
		"ecs.r8i.16xlarge":        {CPU: 64, Memory: 512},
		"ecs.u1-c1m2.2xlarge":     {CPU: 8, Memory: 16},
		"ecs.sn1ne.large":         {CPU: 2, Memory: 4},
		"ecs.c8y.large":           {CPU: 2, Memory: 4, ARM: true},
		"ecs.gn6i-c4g1.xlarge":    {CPU: 4, Memory: 16, GPU: 1},
		"ecs.gn7i-c32g1.32xlarge": {CPU: 32, Memory: 128, GPU: 1},
		"ecs.gn6v-c8g4.8xlarge":   {CPU: 8, Memory: 32, GPU: 4},
	}
	for name, want := range tests {
		if got, ok := LookUp(name); !ok || got != want {
			t.Errorf("%s: got %+v, %v, want %+v", name, got, ok, want)
		}
	}
	for _, name := range []string{"", "c5.large", "ecs.c5", "ecs.c5.huge", "ecs.x9.large", "ecs.c5.1xlarge", "ecs.c5.0xlarge"} {
		if _, ok := LookUp(name); ok {
			t.Errorf("%q is an instance type", name)
		}
	}
}
