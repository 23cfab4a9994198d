package containergroup

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

func container(cpu, memory float64) commonContainerModel {
	return commonContainerModel{CPU: types.Float64Value(cpu), Memory: types.Float64Value(memory)}
}

func TestPriceRequest(t *testing.T) {
	sized := func(cpu, memory float64, more func(*model)) model {
		m := model{CPU: types.Float64Value(cpu), Memory: types.Float64Value(memory)}
		if more != nil {
			more(&m)
		}
		return m
	}
	one := func(text string) []types.String {
		return []types.String{types.StringValue(text), types.StringValue("other")}
	}
	for name, test := range map[string]struct {
		m      model
		region string
		want   string // the request as JSON, without what is empty
	}{
		"size":              {sized(2, 4, nil), "cn-hangzhou", `{"Cpu":2,"Memory":4}`},
		"rounded up":        {sized(7, 13, nil), "cn-hangzhou", `{"Cpu":8,"Memory":14}`},
		"rounded up abroad": {sized(7, 13, nil), "eu-central-1", `{"Cpu":8,"Memory":16}`},
		"spot is not sold in extra sizes": {sized(7, 13, func(m *model) { m.SpotStrategy = types.StringValue("SpotAsPriceGo") }), "cn-hangzhou",
			`{"Cpu":8,"Memory":16}`},
		"nothing given": {model{}, "cn-hangzhou", `{"Cpu":2,"Memory":4}`},
		"sum of containers": {model{Containers: map[string]containerModel{"a": {commonContainerModel: container(0.1, 0.5)},
			"b": {commonContainerModel: container(0.4, 0.5)}}}, "cn-hangzhou", `{"Cpu":0.5,"Memory":1}`},
		"sum without noise": {model{Containers: map[string]containerModel{"a": {commonContainerModel: container(0.15, 0)},
			"b": {commonContainerModel: container(0.1, 0)}}}, "cn-hangzhou", `{"Cpu":0.25,"Memory":0.5}`},
		"large init container": {model{Containers: map[string]containerModel{"a": {commonContainerModel: container(1, 2)}},
			InitContainers: []initContainerModel{{commonContainerModel: container(4, 1)}}}, "cn-hangzhou", `{"Cpu":4,"Memory":2}`},
		"instance types": {sized(0, 0, func(m *model) { m.InstanceTypes = one("ecs.c5.large") }), "cn-hangzhou",
			`{"InstanceType":"ecs.c5.large"}`},
		"economy": {sized(2, 4, func(m *model) { m.ComputeCategories = one("economy") }), "cn-hangzhou",
			`{"ComputeCategory":"economy","Cpu":2,"Memory":4}`},
		"general": {sized(0.25, 0.5, func(m *model) { m.ComputeCategories = one("general") }), "cn-hangzhou", `{"Cpu":1,"Memory":2}`},
		"storage and zone": {sized(2, 4, func(m *model) {
			m.EphemeralStorage, m.ZoneID = types.Int64Value(20), types.StringValue("cn-hangzhou-i")
		}), "cn-hangzhou",
			`{"Cpu":2,"EphemeralStorage":20,"Memory":4,"ZoneId":"cn-hangzhou-i"}`},
		"spot with a limit": {sized(2, 4, func(m *model) {
			m.SpotStrategy, m.SpotPriceLimit, m.SpotDurationHours = types.StringValue("SpotWithPriceLimit"), types.Float64Value(0.07),
				types.Int64Value(0)
		}), "cn-hangzhou", `{"Cpu":2,"Memory":4,"SpotPriceLimit":0.07}`},
		"no spot": {sized(2, 4, func(m *model) { m.SpotStrategy, m.EphemeralStorage = types.StringValue("NoSpot"), types.Int64Value(0) }),
			"cn-hangzhou", `{"Cpu":2,"Memory":4}`},
		"not sold": {sized(65, 4, nil), "cn-hangzhou", `null`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := withoutEmpty(t, priceRequest(test.m, test.region)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// withoutEmpty is the JSON of a struct without its empty fields.
func withoutEmpty(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		if value == nil || value == "" || name == "SpotPriceLimit" && value == 0.0 {
			delete(fields, name)
		}
	}
	if text, err = json.Marshal(fields); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestIsPriceKnown(t *testing.T) {
	containers := path.Root("containers")
	for name, test := range map[string]struct {
		unknown path.Path
		value   attr.Value
		sized   bool
		want    bool
	}{
		"storage":                       {path.Root("ephemeral_storage"), types.Int64Unknown(), true, false},
		"type":                          {path.Root("instance_types").AtListIndex(0), types.StringUnknown(), false, false},
		"types":                         {path.Root("instance_types"), types.ListUnknown(types.StringType), false, false},
		"image":                         {containers.AtMapKey("a").AtName("image"), types.StringUnknown(), false, true},
		"size of a container":           {containers.AtMapKey("a").AtName("cpu"), types.Float64Unknown(), false, false},
		"size of a container in a size": {containers.AtMapKey("a").AtName("cpu"), types.Float64Unknown(), true, true},
		"containers":                    {containers, types.MapUnknown(containerObject().Type()), false, false},
		"containers in a size":          {containers, types.MapUnknown(containerObject().Type()), true, true},
		"name":                          {path.Root("name"), types.StringUnknown(), false, true},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := describe()
			config := tfsdk.State{Schema: s, Raw: tftypes.NewValue(s.Type().TerraformType(t.Context()), nil)}
			diags := config.SetAttribute(t.Context(), test.unknown, test.value)
			if test.sized {
				diags.Append(config.SetAttribute(t.Context(), path.Root("cpu"), 2.0)...)
			}
			var m model
			diags.Append(value.Decode(t.Context(), config, &m)...)
			if diags.HasError() {
				t.Fatal(diags)
			}
			if got := isPriceKnown(config.Raw, m); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
