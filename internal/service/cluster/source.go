// Package cluster holds data sources that render what a Kubernetes cluster needs to use ECI. They ask nobody, so they work without
// credentials, a region and the network.
package cluster

import (
	"context"
	"maps"
	"regexp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// source is a data source whose computed attributes follow from its arguments.
type source struct {
	name   string
	schema func() schema.Schema
	// render gets the arguments as encoding/json decodes them, and returns the computed attributes. The paths of errors are those
	// of arguments.
	render func(arguments map[string]any) (computed map[string]any, errs field.ErrorList)
}

var _ datasource.DataSourceWithValidateConfig = source{}

func (s source) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.name
}

func (s source) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = s.schema()
}

func (s source) ValidateConfig(_ context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	if req.Config.Raw.IsFullyKnown() {
		_, resp.Diagnostics = s.rendered(req.Config.Raw)
	}
}

func (s source) Read(_ context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	state, diags := s.rendered(req.Config.Raw)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	raw, err := value.FromPlain(req.Config.Raw.Type(), state, "")
	if err != nil {
		resp.Diagnostics.AddError("Result Cannot Be Written", err.Error()+". This is a bug in the provider.")
		return
	}
	resp.State.Raw = raw
}

// rendered is the configuration with what was computed.
func (s source) rendered(config tftypes.Value) (map[string]any, diag.Diagnostics) {
	state := value.Plain(config, "").(map[string]any)
	computed, errs := s.render(state)
	var diags diag.Diagnostics
	for _, err := range errs {
		diags.AddAttributeError(attributePath(err.Field), "Invalid Argument", err.Error()+".")
	}
	maps.Copy(state, computed)
	return state, diags
}

var step = regexp.MustCompile(`\[([0-9]+)\]|\[([^\]]*)\]|([^.\[]+)`)

// attributePath is the path that a text such as selectors[0].name says.
func attributePath(text string) path.Path {
	at := path.Empty()
	for _, match := range step.FindAllStringSubmatch(text, -1) {
		switch index, err := strconv.Atoi(match[1]); {
		case err == nil:
			at = at.AtListIndex(index)
		case match[2] != "":
			at = at.AtMapKey(match[2])
		default:
			at = at.AtName(match[3])
		}
	}
	return at
}
