package datacache

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/convert"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/observe"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSources returns the data source eci_data_caches.
func NewDataSources() datasource.DataSource { return &dataCachesDataSource{} }

type dataCachesDataSource struct {
	config *service.Config
}

var _ datasource.DataSourceWithConfigure = (*dataCachesDataSource)(nil)

// filterModel is eci_data_caches as HCL sees it.
type filterModel struct {
	IDs             []types.String          `tfsdk:"ids"`
	Bucket          types.String            `tfsdk:"bucket"`
	Path            types.String            `tfsdk:"path"`
	ResourceGroupID types.String            `tfsdk:"resource_group_id"`
	Tags            map[string]types.String `tfsdk:"tags"`
	DataCaches      []dataModel             `tfsdk:"data_caches"`
}

func (d *dataCachesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_data_caches"
}

func (d *dataCachesDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The data caches of the region, all or those that every given filter fits.",
		Attributes: map[string]schema.Attribute{
			"ids": schema.ListAttribute{Optional: true, Computed: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of caches, 1 to 20, to look for. Those of the caches found when left out.",
				Validators:          []validator.List{listvalidator.SizeBetween(1, 20), listvalidator.UniqueValues()}},
			"bucket":            schema.StringAttribute{Optional: true, MarkdownDescription: "Bucket of the caches. With `path`, `default` when left out."},
			"path":              schema.StringAttribute{Optional: true, MarkdownDescription: "Path of the cache."},
			"resource_group_id": schema.StringAttribute{Optional: true, MarkdownDescription: "Resource group of the caches."},
			"tags":              observe.TagFilter(),
			"data_caches": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The caches.",
				NestedObject: schema.NestedAttributeObject{Attributes: observedAttributes(ctx)}},
		},
	}
}

func (d *dataCachesDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.config = service.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (d *dataCachesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.config.RequireClient(&resp.Diagnostics)
	var m filterModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var found []types.String
	m.DataCaches = []dataModel{}
	for cache, err := range client.DataCaches(ctx, expandFilter(m)) {
		if err != nil {
			resp.Diagnostics.Append(diagnose.Error("list", "data caches", err, nil))
			return
		}
		found = append(found, types.StringValue(cache.DataCacheId))
		m.DataCaches = append(m.DataCaches, flattenData(cache))
	}
	if m.IDs == nil {
		m.IDs = append([]types.String{}, found...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

func expandFilter(m filterModel) *eci.DescribeDataCachesRequest {
	return &eci.DescribeDataCachesRequest{
		DataCacheId:     convert.Texts(m.IDs),
		Bucket:          m.Bucket.ValueString(),
		Path:            m.Path.ValueString(),
		ResourceGroupId: m.ResourceGroupID.ValueString(),
		Tag:             observe.ExpandTagFilter(m.Tags),
	}
}
