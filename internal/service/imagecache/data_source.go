package imagecache

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

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

// NewDataSource returns the data source eci_image_cache.
func NewDataSource() datasource.DataSource { return &imageCacheDataSource{} }

type imageCacheDataSource struct {
	config *service.Config
}

var _ datasource.DataSourceWithConfigure = (*imageCacheDataSource)(nil)

func (d *imageCacheDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_image_cache"
}

func (d *imageCacheDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := observedAttributes(ctx)
	attributes["id"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "ID of the image cache. Either this or `name` is required.",
		Validators: []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("name"))}}
	attributes["name"] = schema.StringAttribute{Optional: true, Computed: true,
		MarkdownDescription: "Name of the image cache, which must be the only one of that name in the region. Either this or `id` is required."}
	resp.Schema = schema.Schema{MarkdownDescription: "An image cache as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a cache in data sources.
func observedAttributes(ctx context.Context) map[string]schema.Attribute {
	omitted := change.Patterns{"timeouts": true, "tags_all": true}
	maps.Copy(omitted, rules.Unreturned)
	attributes := observe.Attributes(resourceSchema(ctx).Attributes, omitted, nil)
	attributes["tags"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags but those of the system."}
	attributes["events"] = observe.Events()
	return attributes
}

func (d *imageCacheDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.config = service.FromProviderData(req.ProviderData, &resp.Diagnostics)
}

func (d *imageCacheDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := d.config.RequireClient(&resp.Diagnostics)
	var id, name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if resp.Diagnostics.HasError() {
		return
	}
	cache, err := find(ctx, client, id.ValueString(), name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("read", "image cache "+id.ValueString()+name.ValueString(), err, nil))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, flattenData(cache))...)
}

// find returns the cache of an ID or else the only one of a name.
func find(ctx context.Context, client *eci.Client, id, name string) (eci.ImageCache, error) {
	var ids []string
	var found eci.ImageCache
	for cache, err := range client.ImageCaches(ctx, &eci.DescribeImageCachesRequest{ImageCacheId: id, ImageCacheName: name}) {
		if err != nil {
			return eci.ImageCache{}, err
		}
		found = cache
		ids = append(ids, cache.ImageCacheId)
	}
	switch len(ids) {
	case 0:
		return found, fmt.Errorf("region %s has no image cache %s, or the credentials may not see it", client.Region(), id+name)
	case 1:
		return found, nil
	}
	slices.Sort(ids)
	return found, fmt.Errorf("%d image caches are named %s: %s. Give the id of one of them", len(ids), name, strings.Join(ids, ", "))
}
