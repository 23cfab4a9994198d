package service

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

// Invoked holds what every action can be given. Models of actions embed it.
type Invoked struct {
	Regional
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// Invocation is a run of an action.
type Invocation struct {
	*Config
	// Tell shows the user a line on what has become of it so far. It has to be called from the function that carries out the action.
	Tell func(format string, arguments ...any)
}

// Action is a kind of action, eci_NAME, in a region.
type Action struct {
	Name   string
	Schema func() schema.Schema // without region and timeouts
	// Within limits the time of a run that is configured without a limit.
	Within time.Duration
	// Validate says what is wrong with a configuration of which everything is known; it may be nil.
	Validate func(ctx context.Context, config tfsdk.Config) diag.Diagnostics
	// Invoke carries out the action. Terraform never repeats one that has failed, but its user may, so doing it twice must do no harm.
	Invoke func(ctx context.Context, run Invocation, config tfsdk.Config) diag.Diagnostics
}

// Typed makes an Invoke for configurations of type M, which embeds [Invoked].
func Typed[M any](invoke func(ctx context.Context, run Invocation, m M) diag.Diagnostics,
) func(ctx context.Context, run Invocation, config tfsdk.Config) diag.Diagnostics {
	return func(ctx context.Context, run Invocation, config tfsdk.Config) diag.Diagnostics {
		var m M
		if diags := config.Get(ctx, &m); diags.HasError() {
			return diags
		}
		return invoke(ctx, run, m)
	}
}

// New returns the action.
func (a Action) New() action.Action { return &invoker{Action: a} }

type invoker struct {
	Action
	config *Config
}

var (
	_ action.ActionWithConfigure      = (*invoker)(nil)
	_ action.ActionWithValidateConfig = (*invoker)(nil)
)

func (i *invoker) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + i.Name
}

func (i *invoker) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = i.Action.Schema()
	resp.Schema.Attributes["region"] = schema.StringAttribute{Optional: true, MarkdownDescription: askedRegion,
		Validators: []validator.String{RegionID()}}
	resp.Schema.Attributes["timeouts"] = attribute.InvokeTimeout(i.Within)
}

func (i *invoker) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	i.config = FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (i *invoker) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	if i.Validate != nil && req.Config.Raw.IsFullyKnown() {
		resp.Diagnostics.Append(i.Validate(ctx, req.Config)...)
	}
}

func (i *invoker) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var region types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &region)...)
	config := i.config.In(region, &resp.Diagnostics)
	var limits timeouts.Value
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeouts"), &limits)...)
	within, diags := limits.Invoke(ctx, i.Within)
	resp.Diagnostics.Append(diags...)
	if i.Validate != nil { // what was not known yet when Terraform asked
		resp.Diagnostics.Append(i.Validate(ctx, req.Config)...)
	}
	if resp.Diagnostics.HasError() || config.RequireClient(&resp.Diagnostics) == nil {
		return
	}
	tell := func(format string, arguments ...any) {
		if ctx.Err() == nil { // else nobody may be listening, and the library would wait for ever
			resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, arguments...)})
		}
	}
	limited, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for _, problem := range i.Action.Invoke(limited, Invocation{config, tell}, req.Config) {
		if problem.Severity() == diag.SeverityError {
			problem = again(problem, i.Name)
		}
		resp.Diagnostics.Append(problem)
	}
}

// again adds to an error how its action is invoked again, which Terraform never does by itself.
func again(problem diag.Diagnostic, name string) diag.Diagnostic {
	detail := problem.Detail() + "\n\nTerraform does not invoke the action again by itself. Once the cause is mended, run terraform apply " +
		"-invoke=action.eci_" + name + ".NAME with its name."
	if located, ok := problem.(diag.DiagnosticWithPath); ok {
		return diag.NewAttributeErrorDiagnostic(located.Path(), problem.Summary(), detail)
	}
	return diag.NewErrorDiagnostic(problem.Summary(), detail)
}
