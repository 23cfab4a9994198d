package containergroup

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// checkOverwritten refuses an update that would undo what somebody else has changed since the plan was made. UpdateContainerGroup
// takes complete lists, so changing one container sends all of them, as the plan saw them: see
// .github/adr/0002-uncertain-updates.md.
func (r *containerGroupResource) checkOverwritten(ctx context.Context, client *eci.Client, req resource.UpdateRequest,
	update *eci.UpdateContainerGroupRequest) (diags diag.Diagnostics) {
	whole := sentWhole(update)
	if len(whole) == 0 {
		return nil
	}
	var state model
	diags.Append(value.Decode(ctx, req.State, &state)...)
	state.ImageEnv = imageEnv(ctx, req.Private, &diags)
	id := state.ID.ValueString()
	group, err := look(client, id).Read(ctx)
	if err != nil {
		return append(diags, diagnose.Error("read", r.Kind+" "+id+" before the update", err, nil))
	}
	if group == nil {
		return diags // which the update reports
	}
	now := tfsdk.State{Schema: req.State.Schema, Raw: req.State.Raw}
	diags.Append(now.Set(ctx, flatten(*group, state, r.Config.DefaultTags))...)
	since, err := r.Table().Changes(now.Raw, req.State.Raw)
	if err != nil {
		return append(diags, diag.NewErrorDiagnostic("Plan Cannot Be Compared", err.Error()))
	}
	unplanned, err := r.Table().Changes(now.Raw, req.Plan.Raw)
	if err != nil {
		return append(diags, diag.NewErrorDiagnostic("Plan Cannot Be Compared", err.Error()))
	}
	differs := make(map[string]bool, len(unplanned))
	for _, c := range unplanned {
		differs[c.Path.String()] = true
	}
	for _, c := range since {
		if whole[c.Root()] && differs[c.Path.String()] {
			diags.AddAttributeError(c.Path, "Changed Since the Plan", fmt.Sprintf("%s of the group has been changed outside Terraform since the "+
				"plan was made. The update has to send all of %s, so it would undo that. Plan again to see the change, and apply that plan.", c.Path,
				c.Root()))
		}
	}
	return diags
}

// sentWhole names the attributes of which an update sends everything because something in them changes.
func sentWhole(update *eci.UpdateContainerGroupRequest) map[string]bool {
	whole := map[string]bool{}
	if update == nil {
		return whole
	}
	for name, sent := range map[string]bool{"containers": update.Container != nil, "init_containers": update.InitContainer != nil,
		"volumes": update.Volume != nil, "dns_config": update.DnsConfig != nil,
		"image_registry_credentials": update.ImageRegistryCredential != nil} {
		if sent {
			whole[name] = true
		}
	}
	return whole
}
