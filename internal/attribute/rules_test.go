package attribute

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

func TestEffectsOf(t *testing.T) {
	effects := Effects{"containers": Update, "containers.*.hide_env": Replace}
	for pattern, want := range map[string]Effect{
		"containers": Update, "containers.*.image": Update, "containers.*.hide_env": Replace, "containers.*.hide_env.deeper": Replace, "other": None,
	} {
		if got := effects.Of(pattern); got != want {
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

func TestRequire(t *testing.T) {
	rules := Rules{
		Effects:    Effects{"update": Update, "replace": Replace, "choose": Choose, "secret": Replace, "login": Update},
		Unreturned: Patterns{"secret": true, "login": true},
	}
	at := func(name string) value.Change { return value.Change{Pattern: name, Path: path.Root(name)} }
	added := func(name string) value.Change { return value.Change{Pattern: name, Path: path.Root(name), New: true} }
	tests := []struct {
		name     string
		change   value.Change
		imported bool
		beyond   bool
		replaces bool
		warns    bool
	}{
		{"computed", at("other"), false, true, false, false},
		{"update", at("update"), false, false, false, false},
		{"update that cannot be made", at("update"), false, true, true, false},
		{"choice that still holds", at("choose"), false, false, false, false},
		{"choice that does not", at("choose"), false, true, true, false},
		{"replace", at("replace"), false, false, true, false},
		{"replace what an import knows", added("replace"), true, false, true, false},
		{"replace what an import does not know", added("secret"), true, false, false, true},
		{"replace what is known since", at("secret"), true, false, true, false},
		{"added without import", added("secret"), false, false, true, false},
		{"update of what an import does not know", added("login"), true, false, false, false},
		{"update of it that cannot be made", added("login"), true, true, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var resp resource.ModifyPlanResponse
			rules.Require([]value.Change{test.change}, test.imported, func(value.Change) bool { return test.beyond }, &resp)
			if got := len(resp.RequiresReplace) > 0; got != test.replaces {
				t.Errorf("replaces %v", got)
			}
			if got := resp.Diagnostics.WarningsCount() > 0; got != test.warns {
				t.Errorf("warns %v", got)
			}
		})
	}
}
