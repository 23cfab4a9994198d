package service

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Resource holds what all resources have. Each embeds it. Its methods are those of resource.Resource and its extensions that
// no resource does otherwise.
type Resource struct {
	Type     string // such as eci_virtual_node
	Kind     string // what people call the objects, such as virtual node
	IDPrefix string // what the objects' IDs begin with
	// Describe returns the schema and the table of its attributes.
	Describe func() (schema.Schema, attribute.Table)
	// Config is nil until the provider is configured.
	Config *Config
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.Type
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema, _ = r.Describe()
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identitySchema(r.Kind, r.IDPrefix)
}

// Configure implements resource.ResourceWithConfigure.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Config = FromProviderData(req.ProviderData, &resp.Diagnostics)
}

// Table returns the table of the resource's attributes.
func (r *Resource) Table() attribute.Table {
	_, table := r.Describe()
	return table
}

// Created writes into state what is known of an object that ECI has just created: from then on, whatever happens, it has to
// be there. It returns what the attributes id and region are from now on.
func (r *Resource) Created(ctx context.Context, id string, req resource.CreateRequest, resp *resource.CreateResponse) Identity {
	var err error
	if resp.State.Raw, err = value.NullUnknown(req.Plan.Raw); err != nil {
		resp.Diagnostics.AddError("State Cannot Be Written", err.Error())
	}
	created := Identity{Region: types.StringValue(r.Config.Client.Region()), ID: types.StringValue(id)}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), created.ID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("region"), created.Region)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, created)...)
	return created
}

// CannotCreate says why no object with a name was created.
func (r *Resource) CannotCreate(name string, err error) diag.Diagnostic {
	if claim, ok := errors.AsType[*creation.ClaimError](err); ok {
		return diag.NewErrorDiagnostic("Cannot create "+r.Kind+" "+name, claim.Error())
	}
	return diagnose.Error("create", r.Kind+" "+name, err, r.Table().At)
}

// PlanUnknown marks computed attributes as unknown in a plan.
func PlanUnknown(ctx context.Context, names []string, resp *resource.ModifyPlanResponse) {
	for _, name := range names {
		at := path.Root(name)
		attributeType, diags := resp.Plan.Schema.TypeAtPath(ctx, at)
		resp.Diagnostics.Append(diags...)
		if diags.HasError() {
			continue
		}
		unknown, err := attributeType.ValueFromTerraform(ctx, tftypes.NewValue(attributeType.TerraformType(ctx), tftypes.UnknownValue))
		if err != nil {
			resp.Diagnostics.AddAttributeError(at, "Plan Cannot Be Written", err.Error())
			continue
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, unknown)...)
	}
}

// KeepPlan makes the state after an update keep what its plan has promised: what has moved by itself since is for the next
// refresh. See [value.Fill].
func (r *Resource) KeepPlan(req resource.UpdateRequest, resp *resource.UpdateResponse) {
	kept, err := value.Fill(req.Plan.Raw, resp.State.Raw)
	if err != nil {
		resp.Diagnostics.AddError("State Cannot Be Written", err.Error())
		return
	}
	resp.State.Raw = kept
}

// CheckUpdate adds an error for what ECI was to update and has not, although it accepted the update. State holds what was seen.
func (r *Resource) CheckUpdate(req resource.UpdateRequest, resp *resource.UpdateResponse) {
	wanted, err := r.Table().Changes(req.Plan.Raw, req.State.Raw)
	left, errLeft := r.Table().Changes(req.Plan.Raw, resp.State.Raw)
	if err := errors.Join(err, errLeft); err != nil {
		resp.Diagnostics.AddError("Plan Cannot Be Compared", err.Error())
		return
	}
	updated := map[string]bool{}
	for _, c := range wanted {
		updated[c.Root()] = true
	}
	for _, c := range left {
		if !c.Unknown && updated[c.Root()] && r.Table().Updates([]attribute.Change{c}) {
			resp.Diagnostics.AddAttributeError(c.Path, "Update Has No Effect", fmt.Sprintf("ECI accepted the update, but %s of the %s is not as "+
				"planned. Plan again to see what it is now; if the next update changes nothing either, replace the object: "+
				"terraform apply -replace=ADDRESS.", c.Path, r.Kind))
		}
	}
}
