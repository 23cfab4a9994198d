package containergroup

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// ECI returns the variables of an image together with the user's. Private state has the names of the image's, and env the others. An
// import cannot tell them apart: all are in env, and all may be the image's. A plan knows the configuration, so it keeps those in env
// that the configuration does not name, which no update sends.

// imageEnvKey is the key in private state of the names of the images' variables by container.
const imageEnvKey = "image_env"

// imageEnv returns the names of the images' variables by container, none where nobody knows them.
func imageEnv(ctx context.Context, private service.PrivateReader, diags *diag.Diagnostics) map[string][]types.String {
	text, more := private.GetKey(ctx, imageEnvKey)
	diags.Append(more...)
	var known map[string][]string
	if len(text) == 0 || json.Unmarshal(text, &known) != nil {
		return nil
	}
	names := make(map[string][]types.String, len(known))
	for container, variables := range known {
		if variables != nil {
			names[container] = value.Strings(variables)
		}
	}
	return names
}

// setImageEnv sets what imageEnv returns.
func setImageEnv(ctx context.Context, private service.PrivateWriter, names map[string][]types.String) diag.Diagnostics {
	known := make(map[string][]string, len(names))
	for container, variables := range names {
		if variables != nil {
			known[container] = value.Texts(variables)
		}
	}
	text, err := json.Marshal(known)
	if err != nil {
		panic(err) // texts always marshal
	}
	return private.SetKey(ctx, imageEnvKey, text)
}

// keepImageEnv plans unchanged what is in env, may be the image's, and is not configured.
func keepImageEnv(
	ctx context.Context, plan *model, state, config model, names map[string][]types.String, resp *resource.ModifyPlanResponse,
) {
	keep := func(at path.Path, planned *commonContainerModel, before, configured commonContainerModel, names []types.String) {
		env := maps.Clone(before.Env)
		maps.DeleteFunc(env, func(name string, _ types.String) bool {
			_, isConfigured := configured.Env[name]
			return isConfigured || !slices.Contains(names, types.StringValue(name))
		})
		if len(env) == 0 || !planned.Image.Equal(before.Image) {
			return
		}
		var known types.Map
		resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, at.AtName("env"), &known)...)
		if known.IsUnknown() {
			return
		}
		maps.Copy(env, planned.Env)
		planned.Env = env
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at.AtName("env"), env)...)
	}
	for name, container := range plan.Containers {
		keep(path.Root("containers").AtMapKey(name), &container.commonContainerModel, state.Containers[name].commonContainerModel,
			config.Containers[name].commonContainerModel, names[name])
		plan.Containers[name] = container
	}
	for i := range min(len(plan.InitContainers), len(state.InitContainers), len(config.InitContainers)) {
		container := &plan.InitContainers[i]
		keep(path.Root("init_containers").AtListIndex(i), &container.commonContainerModel, state.InitContainers[i].commonContainerModel,
			config.InitContainers[i].commonContainerModel, names[container.Name.ValueString()])
	}
}

// withoutImageEnv returns prior state and plan without the variables that keepImageEnv keeps, which are not to be sent.
func withoutImageEnv(state, plan, config model) (from, to model) {
	drop := func(before, planned *commonContainerModel, configured commonContainerModel) {
		kept := maps.Clone(planned.Env)
		maps.DeleteFunc(kept, func(name string, _ types.String) bool { _, is := configured.Env[name]; return is })
		if len(kept) == 0 {
			return
		}
		isKept := func(name string, _ types.String) bool { _, is := kept[name]; return is }
		before.Env, planned.Env = maps.Clone(before.Env), maps.Clone(planned.Env)
		maps.DeleteFunc(before.Env, isKept)
		maps.DeleteFunc(planned.Env, isKept)
	}
	state.Containers, plan.Containers = maps.Clone(state.Containers), maps.Clone(plan.Containers)
	for name, container := range plan.Containers {
		before, exists := state.Containers[name]
		drop(&before.commonContainerModel, &container.commonContainerModel, config.Containers[name].commonContainerModel)
		plan.Containers[name] = container
		if exists {
			state.Containers[name] = before
		}
	}
	state.InitContainers, plan.InitContainers = slices.Clone(state.InitContainers), slices.Clone(plan.InitContainers)
	for i := range min(len(state.InitContainers), len(plan.InitContainers)) {
		drop(&state.InitContainers[i].commonContainerModel, &plan.InitContainers[i].commonContainerModel,
			config.InitContainers[i].commonContainerModel)
	}
	return state, plan
}

// imageEnvAfter returns the names of the images' variables after an update: what is configured is the user's, and what the update takes
// out of env and ECI still returns is the image's.
func imageEnvAfter(names map[string][]types.String, state, plan, config model) map[string][]types.String {
	after := map[string][]types.String{}
	note := func(name string, before, planned, configured commonContainerModel) {
		if names[name] == nil || !before.Image.Equal(planned.Image) {
			return
		}
		after[name] = slices.DeleteFunc(slices.Clone(names[name]), func(variable types.String) bool {
			_, isConfigured := configured.Env[variable.ValueString()]
			return isConfigured
		})
		for variable := range before.Env {
			if _, stays := planned.Env[variable]; !stays {
				after[name] = append(after[name], types.StringValue(variable))
			}
		}
	}
	for name, container := range plan.Containers {
		note(name, state.Containers[name].commonContainerModel, container.commonContainerModel, config.Containers[name].commonContainerModel)
	}
	for i := range min(len(state.InitContainers), len(plan.InitContainers), len(config.InitContainers)) {
		note(plan.InitContainers[i].Name.ValueString(), state.InitContainers[i].commonContainerModel,
			plan.InitContainers[i].commonContainerModel, config.InitContainers[i].commonContainerModel)
	}
	return after
}

// warnOfImageEnv warns of an environment that holds all that an import found, the search path of programs too, which hardly anybody gives
// a container. Such is the configuration that Terraform generates: another version of the image would run with the variables of this one.
func warnOfImageEnv(state, config model, diags *diag.Diagnostics) {
	var found []string
	for name, container := range value.Sorted(config.Containers) {
		if configured, ok := container.Env["PATH"]; ok && configured.Equal(state.Containers[name].Env["PATH"]) {
			found = append(found, path.Root("containers").AtMapKey(name).AtName("env").String())
		}
	}
	for i, container := range config.InitContainers {
		configured, ok := container.Env["PATH"]
		if ok && i < len(state.InitContainers) && configured.Equal(state.InitContainers[i].Env["PATH"]) {
			found = append(found, path.Root("init_containers").AtListIndex(i).AtName("env").String())
		}
	}
	if len(found) > 0 {
		diags.AddWarning("Variables of the Image Are Configured", "ECI returns the variables of an image together with those of its containers, "+
			"so an import cannot tell them apart. With PATH, "+strings.Join(found, ", ")+" seems to hold those of the image, which would stay as "+
			"they are when the image changes. Take out of the configuration what comes from the image: that changes nothing in the group.")
	}
}
