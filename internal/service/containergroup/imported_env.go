package containergroup

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// An import cannot tell the variables of an image from the user's: all are in env. A plan knows the configuration, so it
// keeps them there as long as they are only more than that. An update then notes the rest as the image's, and the next
// refresh moves it out of env.

// keepImportedEnv plans the environment of an imported group unchanged if it holds every configured variable.
func keepImportedEnv(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(resp.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	for name, container := range plan.Containers {
		before, exists := state.Containers[name]
		if exists && container.Image.Equal(before.Image) && contains(before.Env, container.Env) {
			at := path.Root("containers").AtMapKey(name).AtName("env")
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, before.Env)...)
		}
	}
	for i, container := range plan.InitContainers {
		if i < len(state.InitContainers) && container.Image.Equal(state.InitContainers[i].Image) &&
			contains(state.InitContainers[i].Env, container.Env) {
			at := path.Root("init_containers").AtListIndex(i).AtName("env")
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, state.InitContainers[i].Env)...)
		}
	}
}

// contains reports whether all has every variable of some, with the same value.
func contains(all, some map[string]types.String) bool {
	for key, value := range some {
		if found, ok := all[key]; !ok || !found.Equal(value) {
			return false
		}
	}
	return true
}

// withoutImageEnv returns prior state and plan without the variables that keepImportedEnv kept, which are not to be sent.
func withoutImageEnv(state, plan, config model) (from, to model) {
	state.Containers, plan.Containers = maps.Clone(state.Containers), maps.Clone(plan.Containers)
	for name, container := range plan.Containers {
		before, exists := state.Containers[name]
		if exists && maps.Equal(before.Env, container.Env) {
			before.Env, container.Env = config.Containers[name].Env, config.Containers[name].Env
			state.Containers[name], plan.Containers[name] = before, container
		}
	}
	state.InitContainers, plan.InitContainers = append([]initContainerModel(nil), state.InitContainers...),
		append([]initContainerModel(nil), plan.InitContainers...)
	for i := range plan.InitContainers {
		if i < len(state.InitContainers) && maps.Equal(state.InitContainers[i].Env, plan.InitContainers[i].Env) {
			state.InitContainers[i].Env, plan.InitContainers[i].Env = config.InitContainers[i].Env, config.InitContainers[i].Env
		}
	}
	return state, plan
}

// noteImageEnv writes the variables that keepImportedEnv kept into the state of the containers, as those of the image.
func noteImageEnv(ctx context.Context, plan, config model, state *tfsdk.State) diag.Diagnostics {
	var diags diag.Diagnostics
	note := func(states, name string, planned, configured map[string]types.String) {
		rest := maps.Clone(planned)
		maps.DeleteFunc(rest, func(key string, _ types.String) bool { _, ok := configured[key]; return ok })
		if len(rest) > 0 {
			diags.Append(state.SetAttribute(ctx, path.Root(states).AtMapKey(name).AtName("image_env"), rest)...)
		}
	}
	for name, container := range plan.Containers {
		note("container_states", name, container.Env, config.Containers[name].Env)
	}
	for i, container := range plan.InitContainers {
		note("init_container_states", container.Name.ValueString(), container.Env, config.InitContainers[i].Env)
	}
	return diags
}
