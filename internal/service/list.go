package service

import (
	"context"
	"fmt"
	"iter"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

// Listing says how terraform query lists the objects of a resource: as the data source does that has all of them.
type Listing[O any] struct {
	// DataSource is the schema of that data source; what is optional there is a filter.
	DataSource func(context.Context) datasource.Schema
	// Find lists what passes the filters, which are configured as those of the data source.
	Find func(ctx context.Context, client *eci.Client, filters tfsdk.Config) (iter.Seq2[O, error], diag.Diagnostics)
	// ID and Name are those of an object. Name is what a person recognises it by, with its status.
	ID, Name func(O) string
}

// Filtered makes a Find for filters of type F, that of the data source.
func Filtered[F, O any](find func(ctx context.Context, client *eci.Client, filters F) iter.Seq2[O, error],
) func(ctx context.Context, client *eci.Client, filters tfsdk.Config) (iter.Seq2[O, error], diag.Diagnostics) {
	return func(ctx context.Context, client *eci.Client, filters tfsdk.Config) (iter.Seq2[O, error], diag.Diagnostics) {
		var f F
		if diags := filters.Get(ctx, &f); diags.HasError() {
			return nil, diags
		}
		return find(ctx, client, f), nil
	}
}

// NewList returns the list resource of a resource. write makes of an object what an import of it makes.
func NewList[O any](
	of Resource, listing Listing[O], write func(ctx context.Context, config *Config, object O, into *tfsdk.State) diag.Diagnostics,
) list.ListResource {
	return &lister[O]{of: of, listing: listing, write: write}
}

type lister[O any] struct {
	of      Resource
	listing Listing[O]
	write   func(ctx context.Context, config *Config, object O, into *tfsdk.State) diag.Diagnostics
}

var (
	_ list.ListResourceWithConfigure      = (*lister[any])(nil)
	_ list.ListResourceWithValidateConfig = (*lister[any])(nil)
)

func (l *lister[O]) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	l.of.Metadata(ctx, req, resp)
}

func (l *lister[O]) Configure(ctx context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.of.Configure(ctx, req, resp)
}

func (l *lister[O]) ListResourceConfigSchema(
	ctx context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		Description: fmt.Sprintf("Lists %ss for terraform query, which finds what to import and can write its configuration: all of the "+
			"region or those that every given filter fits. Terraform shows the first 100 unless limit says otherwise.", l.of.Kind),
		Attributes: filters(l.dataSource(ctx)),
	}
}

// dataSource is the schema of the data source for all objects.
func (l *lister[O]) dataSource(ctx context.Context) datasource.Schema {
	of := l.listing.DataSource(ctx)
	of.Attributes["region"] = RegionArgument()
	return of
}

// filters are the optional attributes of a data source.
func filters(of datasource.Schema) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, a := range of.Attributes {
		if !a.IsOptional() {
			continue
		}
		description := firstSentence(a.GetMarkdownDescription())
		switch a := a.(type) {
		case datasource.StringAttribute:
			attributes[name] = schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: a.Validators}
		case datasource.BoolAttribute:
			attributes[name] = schema.BoolAttribute{Optional: true, MarkdownDescription: description, Validators: a.Validators}
		case datasource.Int64Attribute:
			attributes[name] = schema.Int64Attribute{Optional: true, MarkdownDescription: description, Validators: a.Validators}
		case datasource.ListAttribute:
			attributes[name] = schema.ListAttribute{Optional: true, MarkdownDescription: description, Validators: a.Validators,
				ElementType: a.ElementType}
		case datasource.MapAttribute:
			attributes[name] = schema.MapAttribute{Optional: true, MarkdownDescription: description, Validators: a.Validators,
				ElementType: a.ElementType}
		default:
			panic(fmt.Sprintf("%s: no list resource has a filter like %T yet", name, a))
		}
	}
	return attributes
}

func (l *lister[O]) ValidateListResourceConfig(
	_ context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse,
) {
	RefuseEmpty(req.Config.Raw, &resp.Diagnostics)
}

// List pages as long as Terraform takes results. An error ends the list; Terraform then shows none of its results.
func (l *lister[O]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var region types.String
	diags := req.Config.GetAttribute(ctx, path.Root("region"), &region)
	client := l.of.In(region, &diags)
	if client == nil {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	of := l.dataSource(ctx)
	raw, err := value.Reshape(req.Config.Raw, of.Type().TerraformType(ctx))
	if err != nil {
		diags.AddError("Configuration Cannot Be Read", err.Error())
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		ctx, cancel := context.WithTimeout(ctx, wait.ReadWithin)
		defer cancel()
		objects, diags := l.listing.Find(ctx, client, tfsdk.Config{Schema: of, Raw: raw})
		if diags.HasError() {
			push(list.ListResult{Diagnostics: diags})
			return
		}
		count := int64(0)
		for object, err := range objects {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{diagnose.Error("list", l.of.Kind+"s", err, nil)}})
				return
			}
			if count++; !push(l.result(ctx, req, object)) || count == req.Limit {
				return
			}
		}
	}
}

func (l *lister[O]) result(ctx context.Context, req list.ListRequest, object O) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = l.listing.Name(object)
	identity := Identity{Region: types.StringValue(l.of.Config.Client.Region()), ID: types.StringValue(l.listing.ID(object))}
	result.Diagnostics.Append(result.Identity.Set(ctx, identity)...)
	if req.IncludeResource {
		of, _ := l.of.Describe()
		state := tfsdk.State{Schema: of, Raw: nothing(of.Type().TerraformType(ctx))}
		result.Diagnostics.Append(l.write(ctx, l.of.Config, object, &state)...)
		result.Resource.Raw = state.Raw
	}
	return result
}

// nothing is an object all of whose attributes are null.
func nothing(typ tftypes.Type) tftypes.Value {
	attributes := typ.(tftypes.Object).AttributeTypes
	values := make(map[string]tftypes.Value, len(attributes))
	for name, attribute := range attributes {
		values[name] = tftypes.NewValue(attribute, nil)
	}
	return tftypes.NewValue(typ, values)
}

// NewPlainList returns the list resource of a kind of plain object. ask adds what a configuration has to ask for and an import does not
// know, if it can be told from what ECI chose.
func NewPlainList[M, O any, P modelOf[M]](r Resource, plain Plain[M, O], listing Listing[O], ask func(M) M) list.ListResource {
	listing.ID = func(object O) string { return plain.See(object).ID }
	return NewList(r, listing, func(ctx context.Context, config *Config, object O, into *tfsdk.State) diag.Diagnostics {
		of := lifecycle[M, O, P]{Resource: r, of: plain}
		of.Config = config
		var imported M
		diags := into.Get(ctx, &imported)
		if !diags.HasError() {
			diags.Append(into.Set(ctx, ask(of.flatten(object, imported)))...)
		}
		return diags
	})
}
