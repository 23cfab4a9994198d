package containergroup

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// Actions are those on container groups.
func Actions() []func() action.Action {
	return []func() action.Action{
		restartAction.New, execAction.New, commitAction.New, coreDumpAction.New, captureAction.New, resizeAction.New, jobAction.New,
	}
}

// onGroup holds what all actions on a group are given.
type onGroup struct {
	service.Invoked
	ContainerGroupID types.String `tfsdk:"container_group_id"`
}

func groupAttribute() schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: "ID of the container group.",
		Validators: []validator.String{groupID()}}
}

func groupID() validator.String { return attribute.ID("a container group", "eci-") }

func containerAttribute() schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: "Name of the container, which has to be running.",
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
}

func optionalString(description string, validators ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: validators}
}

// cannot says that doing something to a group failed. The wait that err may have ended was for target; last is the group as it was seen
// last, nil if it never was.
func cannot(
	ctx context.Context, client *eci.Client, verb, id string, err error, target string, last *eci.ContainerGroup,
) diag.Diagnostics {
	_, failed := errors.AsType[wait.FailedError](err)
	if !failed && !errors.Is(err, context.DeadlineExceeded) {
		return diag.Diagnostics{diagnose.Error(verb, kind+" "+id, err, nil)}
	}
	var secrets []string
	if last != nil {
		secrets = variablesOf(*last)
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot "+verb+" "+kind+" "+id, explain(ctx, client, id, err, target, last, secrets))}
}

// variablesOf are the values of the variables of a group's containers, any of which may be a secret.
func variablesOf(group eci.ContainerGroup) []string {
	var values []string
	for _, container := range containersOf(group) {
		for _, variable := range container.EnvironmentVars {
			values = append(values, variable.Value)
		}
	}
	return values
}
