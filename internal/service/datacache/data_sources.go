package datacache

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// NewDataSources returns the data source eci_data_caches.
var NewDataSources = service.NewDataSource("data_caches", dataSourcesSchema, readDataSources)

// filterModel is eci_data_caches as HCL sees it.
type filterModel struct {
	service.Regional
	IDs             []types.String          `tfsdk:"ids"`
	Bucket          types.String            `tfsdk:"bucket"`
	Path            types.String            `tfsdk:"path"`
	ResourceGroupID types.String            `tfsdk:"resource_group_id"`
	Tags            map[string]types.String `tfsdk:"tags"`
	DataCaches      []dataModel             `tfsdk:"data_caches"`
}

func dataSourcesSchema(context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The data caches of the region, all or those that every given filter fits.",
		Attributes: map[string]schema.Attribute{
			"ids": schema.ListAttribute{Optional: true, Computed: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of caches, 1 to 20, to look for. Defaults to those of the caches found.",
				Validators:          service.IDs()},
			"bucket": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Bucket of the caches. With `path`, it defaults to `default`."},
			"path":              schema.StringAttribute{Optional: true, MarkdownDescription: "Path of the cache."},
			"resource_group_id": schema.StringAttribute{Optional: true, MarkdownDescription: "Resource group of the caches."},
			"tags":              service.TagFilter(),
			"data_caches": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The caches.",
				NestedObject: schema.NestedAttributeObject{Attributes: observedAttributes()}},
		},
	}
}

func readDataSources(ctx context.Context, client *eci.Client, m *filterModel) diag.Diagnostics {
	var found []types.String
	m.DataCaches = []dataModel{}
	for cache, err := range find(ctx, client, *m) {
		if err != nil {
			return diag.Diagnostics{diagnose.Error("list", "data caches", err, nil)}
		}
		found = append(found, types.StringValue(cache.DataCacheId))
		m.DataCaches = append(m.DataCaches, flattenData(cache))
	}
	if m.IDs == nil {
		m.IDs = append([]types.String{}, found...)
	}
	return nil
}

// find lists the caches that pass the filters.
func find(ctx context.Context, client *eci.Client, m filterModel) iter.Seq2[eci.DataCache, error] {
	return client.DataCaches(ctx, expandFilter(m))
}

func expandFilter(m filterModel) *eci.DescribeDataCachesRequest {
	return &eci.DescribeDataCachesRequest{
		DataCacheId:     value.Texts(m.IDs),
		Bucket:          m.Bucket.ValueString(),
		Path:            m.Path.ValueString(),
		ResourceGroupId: m.ResourceGroupID.ValueString(),
		Tag:             service.ExpandTagFilter(m.Tags),
	}
}
