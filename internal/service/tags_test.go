package service

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

func TestFlattenTags(t *testing.T) {
	type tags = map[string]string
	defaults := tags{"team": "web"}
	for name, test := range map[string]struct {
		described, prior, priorAll, own, all tags
	}{
		"configured":             {tags{"a": "1"}, tags{"a": "1"}, tags{"a": "1"}, tags{"a": "1"}, tags{"a": "1"}},
		"changed outside":        {tags{"a": "2"}, tags{"a": "1"}, tags{"a": "1"}, tags{"a": "2"}, tags{"a": "2"}},
		"configured and default": {tags{"team": "web"}, tags{"team": "web"}, tags{"team": "web"}, tags{"team": "web"}, tags{"team": "web"}},
		"default":                {tags{"team": "web"}, nil, tags{"team": "web"}, nil, tags{"team": "web"}},
		"default of an import":   {tags{"team": "web"}, nil, nil, nil, tags{"team": "web"}},
		"default changed":        {tags{"team": "db"}, nil, tags{"team": "web"}, tags{"team": "db"}, tags{"team": "db"}},
		"default of before":      {tags{"old": "1"}, nil, tags{"old": "1"}, nil, tags{"old": "1"}},
		"added outside":          {tags{"b": "1"}, tags{"a": "1"}, tags{"a": "1"}, tags{"b": "1"}, tags{"b": "1"}},
		"all gone":               {nil, tags{"a": "1"}, tags{"a": "1"}, tags{}, tags{}},
		"never any":              {nil, nil, nil, nil, tags{}},
		"the system's":           {tags{"acs:a": "1", "aliyun.b": "2", creation.TagKey: "3"}, nil, nil, nil, tags{}},
	} {
		var described []eci.DescribedTag
		for key, text := range test.described {
			described = append(described, eci.DescribedTag{Key: key, Value: text})
		}
		own, all := FlattenTags(described, texts(test.prior), mapOf(test.priorAll), defaults)
		if want := texts(test.own); !maps.Equal(own, want) || (own == nil) != (want == nil) {
			t.Errorf("%s: own %v, want %v", name, own, want)
		}
		if want := mapOf(test.all); !all.Equal(want) {
			t.Errorf("%s: all %v, want %v", name, all, want)
		}
	}
}

func texts(from map[string]string) map[string]types.String {
	if from == nil {
		return nil
	}
	result := map[string]types.String{}
	for key, text := range from {
		result[key] = types.StringValue(text)
	}
	return result
}

func mapOf(from map[string]string) types.Map {
	elements := map[string]attr.Value{}
	for key, text := range from {
		elements[key] = types.StringValue(text)
	}
	return types.MapValueMust(types.StringType, elements)
}

func TestTagsMayDiffer(t *testing.T) {
	text := tftypes.Map{ElementType: tftypes.String}
	state := func(own, all map[string]string) tftypes.Value {
		raw := func(from map[string]string) tftypes.Value {
			if from == nil {
				return tftypes.NewValue(text, nil)
			}
			elements := map[string]tftypes.Value{}
			for key, value := range from {
				elements[key] = tftypes.NewValue(tftypes.String, value)
			}
			return tftypes.NewValue(text, elements)
		}
		return tftypes.NewValue(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"tags": text, "tags_all": text}},
			map[string]tftypes.Value{"tags": raw(own), "tags_all": raw(all)})
	}
	web := &Config{DefaultTags: map[string]string{"team": "web"}}
	for name, test := range map[string]struct {
		config *Config
		state  tftypes.Value
		want   bool
	}{
		"own and default":   {web, state(map[string]string{"a": "1"}, map[string]string{"a": "1", "team": "web"}), false},
		"none":              {&Config{}, state(nil, map[string]string{}), false},
		"own wins":          {web, state(map[string]string{"team": "db"}, map[string]string{"team": "db"}), false},
		"new default":       {web, state(nil, map[string]string{}), true},
		"default of before": {&Config{}, state(nil, map[string]string{"team": "web"}), true},
		"unknown defaults":  {&Config{DefaultTagsUnknown: true}, state(nil, map[string]string{}), true},
		"no configuration":  {nil, state(nil, map[string]string{}), true},
	} {
		if got := TagsMayDiffer(test.config, test.state); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
