package datacache

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSource returns the data source eci_data_cache.
var NewDataSource = service.NewDataSource("data_cache", dataSourceSchema, readDataSource)

func dataSourceSchema(context.Context) schema.Schema {
	attributes := observedAttributes()
	attributes["id"] = schema.StringAttribute{Optional: true, Computed: true,
		MarkdownDescription: "ID of the data cache. Either this or `path` is required.",
		Validators:          []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("path"))}}
	attributes["bucket"] = schema.StringAttribute{Optional: true, Computed: true,
		MarkdownDescription: "Bucket of `path`. Defaults to `default`.",
		Validators:          []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("path"))}}
	attributes["path"] = schema.StringAttribute{Optional: true, Computed: true,
		MarkdownDescription: "Path of the data cache in its bucket. Either this or `id` is required."}
	return schema.Schema{MarkdownDescription: "A data cache as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a cache in data sources.
func observedAttributes() map[string]schema.Attribute {
	of, table := describe()
	attributes := service.ObservedAttributes(of, table, "data_source", pricing.Name)
	attributes["data_source"] = schema.SingleNestedAttribute{Computed: true,
		MarkdownDescription: "Where the data comes from, as ECI reports it.",
		Attributes: map[string]schema.Attribute{
			"type": service.ComputedString("`URL`, `NAS`, `OSS` or `SNAPSHOT`."),
			"options": schema.MapAttribute{Computed: true, ElementType: types.StringType,
				MarkdownDescription: "Options by the names that ECI gives them, without access tokens."},
		}}
	return attributes
}

// readDataSource looks for an ID or else for a bucket and path, which are unique.
func readDataSource(ctx context.Context, client *eci.Client, m *dataModel) diag.Diagnostics {
	search, which := &eci.DescribeDataCachesRequest{DataCacheId: []string{m.ID.ValueString()}}, m.ID.ValueString()
	if m.ID.IsNull() {
		search = &eci.DescribeDataCachesRequest{Bucket: cmp.Or(m.Bucket.ValueString(), defaultBucket), Path: m.Path.ValueString()}
		which = "at path " + search.Path + " of bucket " + search.Bucket
	}
	cache, err := service.Only(client.DataCaches(ctx, search), func(cache eci.DataCache) string { return cache.DataCacheId }, client.Region(),
		kind, which)
	if err != nil {
		return diag.Diagnostics{diagnose.Error("read", kind+" "+m.ID.ValueString()+m.Path.ValueString(), err, nil)}
	}
	*m = flattenData(cache)
	return nil
}
