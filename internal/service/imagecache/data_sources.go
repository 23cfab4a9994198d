package imagecache

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// NewDataSources returns the data source eci_image_caches.
var NewDataSources = service.NewDataSource("image_caches", dataSourcesSchema, readDataSources)

// filterModel is eci_image_caches as HCL sees it.
type filterModel struct {
	service.Regional
	Name            types.String            `tfsdk:"name"`
	NameRegex       types.String            `tfsdk:"name_regex"`
	Status          types.String            `tfsdk:"status"`
	Image           types.String            `tfsdk:"image"`
	SnapshotID      types.String            `tfsdk:"snapshot_id"`
	ResourceGroupID types.String            `tfsdk:"resource_group_id"`
	Tags            map[string]types.String `tfsdk:"tags"`
	MatchImages     []types.String          `tfsdk:"match_images"`
	FullMatch       types.Bool              `tfsdk:"full_match"`
	FullMatchCount  types.Int64             `tfsdk:"full_match_count"`
	IDs             []types.String          `tfsdk:"ids"`
	ImageCaches     []dataModel             `tfsdk:"image_caches"`
}

func dataSourcesSchema(context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The image caches of the region, all or those that every given filter fits.",
		Attributes: map[string]schema.Attribute{
			"name":       schema.StringAttribute{Optional: true, MarkdownDescription: "Name of the caches."},
			"name_regex": service.NameRegex(),
			"status": schema.StringAttribute{Optional: true, MarkdownDescription: "Status of the caches, such as `Ready` or `Failed`. ECI has no " +
				"such filter: the provider filters what ECI lists."},
			"image":             schema.StringAttribute{Optional: true, MarkdownDescription: "Image that the caches hold."},
			"snapshot_id":       schema.StringAttribute{Optional: true, MarkdownDescription: "Snapshot of the cache."},
			"resource_group_id": schema.StringAttribute{Optional: true, MarkdownDescription: "Resource group of the caches."},
			"tags":              service.TagFilter(),
			"match_images": schema.ListAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Images that a container group is to start from; the caches that help are found.",
				Validators:          []validator.List{listvalidator.SizeBetween(1, 100)}},
			"full_match": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether a cache must hold all layers of `match_images`."},
			"full_match_count": schema.Int64Attribute{Optional: true, MarkdownDescription: "How many of `match_images` a cache must hold in full.",
				Validators: []validator.Int64{int64validator.AtLeast(0), int64validator.AlsoRequires(path.MatchRoot("match_images"))}},
			"ids": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "IDs of the caches."},
			"image_caches": schema.ListNestedAttribute{Computed: true, MarkdownDescription: "The caches.",
				NestedObject: schema.NestedAttributeObject{Attributes: observedAttributes()}},
		},
	}
}

func readDataSources(ctx context.Context, client *eci.Client, m *filterModel) diag.Diagnostics {
	m.IDs, m.ImageCaches = []types.String{}, []dataModel{}
	for cache, err := range find(ctx, client, *m) {
		if err != nil {
			return diag.Diagnostics{diagnose.Error("list", "image caches", err, nil)}
		}
		m.IDs = append(m.IDs, types.StringValue(cache.ImageCacheId))
		m.ImageCaches = append(m.ImageCaches, flattenData(cache))
	}
	return nil
}

// find lists the caches that pass the filters.
func find(ctx context.Context, client *eci.Client, m filterModel) iter.Seq2[eci.ImageCache, error] {
	return service.Where(client.ImageCaches(ctx, expandFilter(m)), func(cache eci.ImageCache) bool {
		return service.NameMatches(m.NameRegex, cache.ImageCacheName) && (m.Status.IsNull() || m.Status.ValueString() == cache.Status)
	})
}

func expandFilter(m filterModel) *eci.DescribeImageCachesRequest {
	return &eci.DescribeImageCachesRequest{
		ImageCacheName:         m.Name.ValueString(),
		Image:                  m.Image.ValueString(),
		SnapshotId:             m.SnapshotID.ValueString(),
		ResourceGroupId:        m.ResourceGroupID.ValueString(),
		Tag:                    service.ExpandTagFilter(m.Tags),
		MatchImage:             value.Texts(m.MatchImages),
		ImageFullMatch:         m.FullMatch.ValueBoolPointer(),
		ImageMatchCountRequest: m.FullMatchCount.ValueInt64Pointer(),
	}
}
