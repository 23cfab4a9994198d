package function_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// call calls a function of a provider that has not been configured, as Terraform does.
func call(t *testing.T, name string, arguments ...tftypes.Value) (tftypes.Value, *tfprotov6.FunctionError) {
	t.Helper()
	ctx := context.Background()
	server := provider.Server("test", nil, new(creation.Journal))
	schema, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	f := schema.Functions[name]
	var encoded []*tfprotov6.DynamicValue
	for i, argument := range arguments {
		parameter := f.VariadicParameter
		if i < len(f.Parameters) {
			parameter = f.Parameters[i]
		}
		v, err := tfprotov6.NewDynamicValue(parameter.Type, argument)
		if err != nil {
			t.Fatal(err)
		}
		encoded = append(encoded, &v)
	}
	resp, err := server.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: name, Arguments: encoded})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		return tftypes.Value{}, resp.Error
	}
	result, err := resp.Result.Unmarshal(f.Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	return result, nil
}

// at walks to a member by names.
func at(t *testing.T, v tftypes.Value, names ...string) tftypes.Value {
	t.Helper()
	for _, name := range names {
		var members map[string]tftypes.Value
		if err := v.As(&members); err != nil {
			t.Fatal(name, err)
		}
		v = members[name]
	}
	return v
}

func text(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }

var unknown = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)

func object(members map[string]tftypes.Value) tftypes.Value {
	kinds := map[string]tftypes.Type{}
	for name, member := range members {
		kinds[name] = member.Type()
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: kinds}, members)
}

func tuple(elements ...tftypes.Value) tftypes.Value {
	var kinds []tftypes.Type
	for _, element := range elements {
		kinds = append(kinds, element.Type())
	}
	return tftypes.NewValue(tftypes.Tuple{ElementTypes: kinds}, elements)
}

// pod is a decoded manifest of a Pod with the given specification.
func pod(name tftypes.Value, spec map[string]tftypes.Value) tftypes.Value {
	return object(map[string]tftypes.Value{"apiVersion": text("v1"), "kind": text("Pod"),
		"metadata": object(map[string]tftypes.Value{"name": name}), "spec": object(spec)})
}

// TestPodUnknown converts manifests that are not quite known yet: what does not depend on the rest is known.
func TestPodUnknown(t *testing.T) {
	container := func(image tftypes.Value, more map[string]tftypes.Value) map[string]tftypes.Value {
		members := map[string]tftypes.Value{"name": text("web"), "image": image}
		maps.Copy(members, more)
		return map[string]tftypes.Value{"containers": tuple(object(members))}
	}
	for name, test := range map[string]struct {
		manifest       tftypes.Value
		known, unknown []string // paths
	}{
		"all": {unknown, nil, []string{""}},
		"image": {pod(text("web"), container(unknown, nil)), []string{"name", "volumes", "restart_policy"},
			[]string{"containers/web/image", "containers/web/image_pull_policy"}},
		"env": {pod(text("web"), container(text("nginx:1"), map[string]tftypes.Value{
			"env": tuple(object(map[string]tftypes.Value{"name": text("A"), "value": unknown}),
				object(map[string]tftypes.Value{"name": text("B"), "value": text("x$(A)")})),
		})), []string{"containers/web/image_pull_policy"}, []string{"containers/web/env/A", "containers/web/env/B"}},
		"name": {pod(unknown, container(text("nginx:1"), nil)), []string{"containers"}, []string{"name"}},
		"container name": {pod(text("web"), container(text("nginx:1"), map[string]tftypes.Value{"name": unknown})),
			[]string{"name"}, []string{"containers"}},
		"size": {pod(text("web"), container(text("nginx:1"), map[string]tftypes.Value{
			"resources": object(map[string]tftypes.Value{"limits": object(map[string]tftypes.Value{"cpu": unknown})}),
		})), nil, []string{""}},
	} {
		result, err := call(t, "pod", test.manifest)
		if err != nil {
			t.Errorf("%s: %s", name, err.Text)
			continue
		}
		for _, path := range test.known {
			if !at(t, result, strings.Split(path, "/")...).IsFullyKnown() {
				t.Errorf("%s: %s is not known", name, path)
			}
		}
		for _, path := range test.unknown {
			v := result
			if path != "" {
				v = at(t, result, strings.Split(path, "/")...)
			}
			if v.IsKnown() {
				t.Errorf("%s: %q is known: %s", name, path, v)
			}
		}
	}
}

// TestPodDecoded converts decoded manifests, in which a file mode can be misread.
func TestPodDecoded(t *testing.T) {
	mode := func(number int) tftypes.Value {
		return pod(text("web"), map[string]tftypes.Value{
			"containers": tuple(object(map[string]tftypes.Value{"name": text("web"), "image": text("nginx:1")})),
			"volumes": tuple(object(map[string]tftypes.Value{"name": text("conf"), "configMap": object(map[string]tftypes.Value{
				"name": text("conf"), "defaultMode": tftypes.NewValue(tftypes.Number, number)})})),
		})
	}
	configMap := object(map[string]tftypes.Value{"conf": object(map[string]tftypes.Value{"apiVersion": text("v1"), "kind": text("ConfigMap"),
		"metadata": object(map[string]tftypes.Value{"name": text("conf")}), "data": object(map[string]tftypes.Value{"a": text("b")})})})
	for number, want := range map[int]string{292: "0444", 384: "0600", 493: "0755", 0: "0000"} {
		result, err := call(t, "pod", mode(number), configMap)
		if err != nil {
			t.Fatal(err.Text)
		}
		if got := at(t, result, "volumes", "conf", "config_file", "default_mode"); !got.Equal(text(want)) {
			t.Errorf("mode %d is %s, want %s", number, got, want)
		}
	}
	for number, want := range map[int]string{420: "unclear whether this is 0420", 444: "or 0674", 644: "give the manifest as text"} {
		if _, err := call(t, "pod", mode(number), configMap); err == nil || !strings.Contains(err.Text, want) {
			t.Errorf("mode %d: %v, want %q", number, err, want)
		}
	}
}

// TestPodArguments names the argument that is wrong.
func TestPodArguments(t *testing.T) {
	good := pod(text("web"),
		map[string]tftypes.Value{"containers": tuple(object(map[string]tftypes.Value{"name": text("web"), "image": text("nginx:1")}))})
	for name, test := range map[string]struct {
		arguments []tftypes.Value
		at        int64
		want      string
	}{
		"no manifest":     {[]tftypes.Value{tftypes.NewValue(tftypes.Bool, true)}, 0, "has to be a Kubernetes object"},
		"no map":          {[]tftypes.Value{good, text("x")}, 1, "has to be one map"},
		"two maps":        {[]tftypes.Value{good, object(nil), object(nil)}, 2, "has to be one map"},
		"not a ConfigMap": {[]tftypes.Value{good, object(map[string]tftypes.Value{"a": good})}, 0, `objects[a].kind: Unsupported value: "Pod"`},
	} {
		_, err := call(t, "pod", test.arguments...)
		if err == nil || !strings.Contains(err.Text, test.want) || *err.FunctionArgument != test.at {
			t.Errorf("%s: %+v, want argument %d, %q", name, err, test.at, test.want)
		}
	}
}
