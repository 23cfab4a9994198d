package containergroup

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// TestSetDescribed looks at what no acceptance test can bring about easily.
func TestSetDescribed(t *testing.T) {
	group := eci.ContainerGroup{
		ContainerGroupId: "eci-1",
		Discount:         9,
		Volumes:          []eci.DescribedVolume{{Name: "cache", Type: volumeHostPath}},
		Containers:       []eci.DescribedContainer{{DescribedContainerSpec: eci.DescribedContainerSpec{Name: "main"}}},
		InitContainers: []eci.DescribedInitContainer{{DescribedContainerSpec: eci.DescribedContainerSpec{
			Name: "prepare", PreviousState: &eci.ContainerState{State: "Terminated", Reason: "Error"}}}},
	}
	described := schema.Schema{Attributes: describedAttributes(notDescribed)}
	state := tfsdk.State{Schema: described}
	if diags := setDescribed(t.Context(), &state, group); diags.HasError() {
		t.Fatal(diags)
	}
	get := func(at path.Path, target any) {
		t.Helper()
		if diags := state.GetAttribute(t.Context(), at, target); diags.HasError() {
			t.Fatal(diags)
		}
	}
	var discount types.Int64
	get(path.Root("discount"), &discount)
	if discount.ValueInt64() != 9 {
		t.Errorf("discount is %s", discount)
	}
	var hostPath, nfs types.Object
	get(path.Root("volumes").AtMapKey("cache").AtName("host_path"), &hostPath)
	get(path.Root("volumes").AtMapKey("cache").AtName("nfs"), &nfs)
	if hostPath.IsNull() || !nfs.IsNull() {
		t.Errorf("the host path is %s, the NFS export %s", hostPath, nfs)
	}
	var previous types.Object
	get(path.Root("container_states").AtMapKey("main").AtName("previous"), &previous)
	if !previous.IsNull() {
		t.Errorf("main ran before as %s", previous)
	}
	for _, name := range []string{"succeeded_time", "failed_time", "expired_time"} {
		var at types.String
		if get(path.Root(name), &at); !at.IsNull() {
			t.Errorf("%s has not come and is %s", name, at)
		}
	}
	var reason types.String
	get(path.Root("init_container_states").AtMapKey("prepare").AtName("previous").AtName("reason"), &reason)
	if reason.ValueString() != "Error" {
		t.Errorf("the run before ended with %s", reason)
	}
}

func TestListedGroupsHoldNoSecrets(t *testing.T) {
	var check func(attributes map[string]schema.Attribute, above string)
	check = func(attributes map[string]schema.Attribute, above string) {
		for name, attribute := range attributes {
			if attribute.IsSensitive() || name == "env" {
				t.Errorf("%s is listed", above+name)
			}
			check(nested(attribute), above+name+".")
			if single, ok := attribute.(schema.SingleNestedAttribute); ok {
				check(single.Attributes, above+name+".")
			}
		}
	}
	check(listedAttributes(), "")
}
