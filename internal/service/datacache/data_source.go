package datacache

import (
	"cmp"
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/change"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/observe"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSource returns the data source eci_data_cache.
func NewDataSource() datasource.DataSource { return &dataCacheDataSource{} }

type dataCacheDataSource struct {
	config *service.Config
}

var _ datasource.DataSourceWithConfigure = (*dataCacheDataSource)(nil)

func (d *dataCacheDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_data_cache"
}

func (d *dataCacheDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := observedAttributes(ctx)
	attributes["id"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "ID of the data cache. Either this or `path` is required.",
		Validators: []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("path"))}}
	attributes["bucket"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "Bucket of `path`, `default` when left out.",
		Validators: []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("path"))}}
	attributes["path"] = schema.StringAttribute{Optional: true, Computed: true,
		MarkdownDescription: "Path of the data cache in its bucket. Either this or `id` is required."}
	resp.Schema = schema.Schema{MarkdownDescription: "A data cache as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a cache in data sources.
func observedAttributes(ctx context.Context) map[string]schema.Attribute {
	omitted := change.Patterns{"timeouts": true, "tags_all": true, "data_source": true}
	maps.Copy(omitted, rules.Unreturned)
	attributes := observe.Attributes(resourceSchema(ctx).Attributes, omitted, nil)
	attributes["data_source"] = schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "Where the data comes from, as ECI tells it.",
		Attributes: map[string]schema.Attribute{
			"type":    schema.StringAttribute{Computed: true, MarkdownDescription: "`URL`, `NAS`, `OSS` or `SNAPSHOT`."},
			"options": schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Options by the names that ECI gives them, without access tokens."},
		}}
	attributes["tags"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags but those of the system."}
	attributes["events"] = observe.Events()
	return attributes
}

func (d *dataCacheDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.config = service.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (d *dataCacheDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.config.RequireClient(&resp.Diagnostics)
	var id, bucket, at types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("bucket"), &bucket)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("path"), &at)...)
	if resp.Diagnostics.HasError() {
		return
	}
	cache, err := find(ctx, client, id.ValueString(), cmp.Or(bucket.ValueString(), defaultBucket), at.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("read", "data cache "+id.ValueString()+at.ValueString(), err, nil))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, flattenData(cache))...)
}

// find returns the cache of an ID or else that of a bucket and path.
func find(ctx context.Context, client *eci.Client, id, bucket, at string) (eci.DataCache, error) {
	if id != "" {
		cache, listed, err := client.DataCache(ctx, id)
		if err == nil && !listed {
			err = fmt.Errorf("region %s has no data cache %s, or the credentials may not see it", client.Region(), id)
		}
		return cache, err
	}
	var found eci.DataCache // bucket and path are unique
	for cache, err := range client.DataCaches(ctx, &eci.DescribeDataCachesRequest{Bucket: bucket, Path: at}) {
		if err != nil {
			return found, err
		}
		found = cache
	}
	if found.DataCacheId != "" {
		return found, nil
	}
	return found, fmt.Errorf("region %s has no data cache at path %s of bucket %s, or the credentials may not see it", client.Region(), at, bucket)
}
