package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Move says how the state of a resource of the provider alicloud becomes that of one of ours, by a moved block.
type Move struct {
	// From names the types of the resource there.
	From []string
	// Convert writes into state, all of which is null, what the other one says. source is that as JSON.
	Convert func(ctx context.Context, source []byte, into *tfsdk.State) diag.Diagnostics
}

// Moving makes a Convert: S is what is read of the other state, M the model of our resource. No warning may hold a value of the state:
// alicloud knows no sensitive ones.
func Moving[S, M any](convert func(source S, into *M, diags *diag.Diagnostics),
) func(ctx context.Context, source []byte, into *tfsdk.State) diag.Diagnostics {
	return func(ctx context.Context, source []byte, into *tfsdk.State) diag.Diagnostics {
		var from S
		var m M
		diags := decodeMoved(source, &from)
		diags.Append(into.Get(ctx, &m)...)
		if diags.HasError() {
			return diags
		}
		convert(from, &m, &diags)
		diags.Append(into.Set(ctx, &m)...)
		return diags
	}
}

// decodeMoved reads a state leniently: attributes come and go with the version that wrote it, and null is like nothing. One of another type
// than ever before is left out, with a warning.
func decodeMoved(source []byte, into any) diag.Diagnostics {
	err := json.Unmarshal(source, into)
	if odd, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return diag.Diagnostics{diag.NewWarningDiagnostic("Attribute Is Not Moved", fmt.Sprintf("The attribute %s of the old state is of an "+
			"unknown type, and left out. Look at what the plan says of it.", odd.Field))}
	}
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("State Cannot Be Read", "The old state is no JSON object.")}
	}
	return nil
}

// Movers returns what MoveState of a resource returns. The state's region stays null until the next read, which looks in the provider's:
// nothing is configured when Terraform moves.
func (m Move) Movers() []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if !slices.Contains(m.From, req.SourceTypeName) || !isAlicloud(req.SourceProviderAddress) {
			return
		}
		if req.SourceSchemaVersion != 0 {
			resp.Diagnostics.AddError("Unknown Version of a State", fmt.Sprintf("The state of %s of %s has version %d, and only version 0 is "+
				"known. Use a newer version of this provider, or import the object.",
				req.SourceTypeName, req.SourceProviderAddress, req.SourceSchemaVersion))
			return
		}
		state := tfsdk.State{Schema: resp.TargetState.Schema, Raw: nothing(resp.TargetState.Raw.Type())}
		resp.Diagnostics.Append(m.Convert(ctx, req.SourceRawState.JSON, &state)...)
		var id types.String
		resp.Diagnostics.Append(state.GetAttribute(ctx, path.Root("id"), &id)...)
		if id.ValueString() == "" && !resp.Diagnostics.HasError() {
			resp.Diagnostics.AddError("State Cannot Be Moved", "The old state has no id.")
		}
		resp.Diagnostics.Append(moveTimeouts(ctx, req.SourceRawState.JSON, &state)...)
		resp.Diagnostics.Append(SetImported(ctx, resp.TargetPrivate, true)...)
		resp.TargetState.Raw = state.Raw
	}}}
}

// isAlicloud reports whether an address is that of the provider alicloud, from whatever host and namespace. OpenTofu before 1.11.12 and
// 1.12.4 gives only the last part.
func isAlicloud(address string) bool {
	return address[strings.LastIndexByte(address, '/')+1:] == "alicloud"
}

// moveTimeouts takes over the timeouts, which both providers write alike.
func moveTimeouts(ctx context.Context, source []byte, into *tfsdk.State) diag.Diagnostics {
	var old struct{ Timeouts map[string]*string }
	diags := decodeMoved(source, &old)
	for _, operation := range []string{"create", "update", "delete"} {
		if text := old.Timeouts[operation]; text != nil {
			diags.Append(into.SetAttribute(ctx, path.Root("timeouts").AtName(operation), *text)...)
		}
	}
	return diags
}

// GoneAtFirstLook reports whether an object that is not there was never seen by a read either, since it was just imported or moved, and
// adds an error then: it may be in another region. tags is tags_all, which every read and every creation writes.
func (c *Config) GoneAtFirstLook(kind string, id types.String, tags types.Map, diags *diag.Diagnostics) bool {
	if !tags.IsNull() {
		return false
	}
	diags.AddError("Object Not Found", fmt.Sprintf("Region %s has no %s %s, which was just imported or moved, or the credentials may not see "+
		"it. If it is in another region, import it as %s@REGION, or move it with a provider of that region. If it is gone, remove it from the "+
		"configuration and from state.",
		c.Client.Region(), kind, id.ValueString(), id.ValueString()))
	return true
}

// SplitIDs returns the IDs in a list with commas, nil for none.
func SplitIDs(list string) []string {
	var ids []string
	for id := range strings.SplitSeq(list, ",") {
		if id = strings.TrimSpace(id); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
