package containergroup

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestSizeOfDisks(t *testing.T) {
	disk := func(size, id string) model {
		return model{Volumes: map[string]volumeModel{"data": {FlexVolume: &flexVolumeModel{Driver: types.StringValue("alicloud/disk"),
			FSType:  types.StringValue("ext4"),
			Options: map[string]types.String{"volumeSize": types.StringValue(size), "volumeId": types.StringValue(id)}}}}}
	}
	for _, test := range []struct {
		name     string
		from, to model
		resized  int64
		refused  bool
	}{
		{"same", disk("20", "d-1"), disk("20", "d-1"), 0, false},
		{"larger", disk("20", "d-1"), disk("40", "d-1"), 40, false},
		{"smaller", disk("40", "d-1"), disk("20", "d-1"), 0, true},
		{"another that is larger", disk("20", "d-1"), disk("40", "d-2"), 0, false},
		{"another that is smaller", disk("40", "d-1"), disk("20", "d-2"), 0, false},
		{"new", model{}, disk("20", "d-1"), 0, false},
		{"no number", disk("20", "d-1"), disk("much", "d-1"), 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := resizes(test.from, test.to)["data"]; got != test.resized {
				t.Errorf("resized to %d, want %d", got, test.resized)
			}
			var diags diag.Diagnostics
			checkShrinking(test.from, test.to, &diags)
			if diags.HasError() != test.refused {
				t.Errorf("%v", diags)
			}
			for _, d := range diags {
				if at, ok := d.(diag.DiagnosticWithPath); !ok || at.Path().String() != `volumes["data"].flex_volume.options["volumeSize"]` {
					t.Errorf("%v is not at the option", d)
				}
			}
		})
	}
}

func TestContainersSize(t *testing.T) {
	sized := func(cpu, memory float64, env ...string) containerModel {
		c := containerModel{commonContainerModel: commonContainerModel{CPU: types.Float64Value(cpu), Memory: types.Float64Value(memory),
			Env: map[string]types.String{}}}
		for _, name := range env {
			c.Env[name] = types.StringValue("TRUE")
		}
		return c
	}
	// The documented examples of containers that do not count.
	for _, test := range []struct {
		containers map[string]containerModel
		cpu        float64
		memory     float64
	}{
		{map[string]containerModel{"a": sized(2, 4), "b": sized(2, 4), "c": sized(0.25, 0.5)}, 4.25, 8.5},
		{map[string]containerModel{"a": sized(2, 4), "b": sized(2, 4), "c": sized(0.25, 0.5, ignoreResources)}, 4, 8},
		{map[string]containerModel{"a": sized(2, 4), "b": sized(1, 2, ignoreResources)}, 2, 4},
		{map[string]containerModel{"a": sized(2, 4, "OTHER")}, 2, 4},
	} {
		if got := containersSize(model{Containers: test.containers}); got.CPU != test.cpu || got.Memory != test.memory {
			t.Errorf("%v, want %v and %v", got, test.cpu, test.memory)
		}
	}
}
