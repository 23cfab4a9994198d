package attribute

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

func TestEffect(t *testing.T) {
	table := Table{"containers": {Effect: Update}, "containers.*.hide_env": {Effect: Replace}, "containers.*.env": {Unreturned: true}}
	for pattern, want := range map[string]Effect{
		"containers": Update, "containers.*.image": Update, "containers.*.env": Update, "containers.*.hide_env": Replace,
		"containers.*.hide_env.deeper": Replace, "other": None,
	} {
		if got := table.Effect(pattern); got != want {
			t.Errorf("%s: %d, want %d", pattern, got, want)
		}
	}
}

func TestPatternsCover(t *testing.T) {
	patterns := Patterns{"a.*.b": true}
	for pattern, want := range map[string]bool{"a": false, "a.*": false, "a.*.b": true, "a.*.b.c": true, "a.*.bc": false} {
		if got := patterns.Cover(pattern); got != want {
			t.Errorf("%s: %v", pattern, got)
		}
	}
}

func TestSplit(t *testing.T) {
	plain, table := Split(map[string]schema.Attribute{
		"id": ComputedString("ID."),
		"net": Row{Parameter: "NetA NetB", Effect: Replace, Unreturned: true}.On(schema.SingleNestedAttribute{MarkdownDescription: "Network.",
			Attributes: map[string]schema.Attribute{
				"zone": OptionalString("Zone."),
				"tags": Row{Effect: Update, Kept: true}.On(OptionalString("Tags.")),
			}}),
		"boxes": Row{Effect: Restart}.On(schema.MapNestedAttribute{MarkdownDescription: "Boxes.", NestedObject: schema.NestedAttributeObject{
			Attributes: map[string]schema.Attribute{"seal": Row{Effect: Replace}.On(OptionalBool("Seal."))}}}),
	})
	net, boxes := plain["net"].(schema.SingleNestedAttribute), plain["boxes"].(schema.MapNestedAttribute)
	for got, want := range map[string]string{
		plain["id"].GetMarkdownDescription():                           "ID.",
		net.MarkdownDescription:                                        "Network. *Replaces; not read.*",
		net.Attributes["zone"].GetMarkdownDescription():                "Zone.",
		net.Attributes["tags"].GetMarkdownDescription():                "Tags. *Changes in place; replaces if removed.*",
		boxes.MarkdownDescription:                                      "Boxes. *Restarts.*",
		boxes.NestedObject.Attributes["seal"].GetMarkdownDescription(): "Seal. *Replaces.*",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, pattern := range []string{"net", "net.tags", "boxes", "boxes.*.seal"} {
		if _, ok := table[pattern]; !ok {
			t.Errorf("%s has no row", pattern)
		}
	}
	if at, ok := table.At("NetB.1.Name"); !ok || at.String() != "net" {
		t.Errorf("NetB.1.Name is at %s", at)
	}
	if at, ok := table.At("Net"); ok {
		t.Errorf("an unknown parameter is at %s", at)
	}
}
