package imagecache

import (
	"cmp"
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSource returns the data source eci_image_cache.
var NewDataSource = service.NewDataSource("image_cache", dataSourceSchema, readDataSource)

func dataSourceSchema(ctx context.Context) schema.Schema {
	attributes := observedAttributes(ctx)
	maps.Copy(attributes, service.IDOrName("image cache"))
	return schema.Schema{MarkdownDescription: "An image cache as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a cache in data sources.
func observedAttributes(ctx context.Context) map[string]schema.Attribute {
	omitted := attribute.Patterns{"timeouts": true, "tags_all": true}
	maps.Copy(omitted, rules.Unreturned)
	attributes := service.DataSourceAttributes(resourceSchema(ctx).Attributes, omitted, nil)
	attributes["tags"] = schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags but those of the system."}
	attributes["events"] = service.EventsAttribute()
	return attributes
}

// readDataSource looks for an ID or else for a name.
func readDataSource(ctx context.Context, client *eci.Client, m *dataModel) diag.Diagnostics {
	id, name := m.ID.ValueString(), m.Name.ValueString()
	search := &eci.DescribeImageCachesRequest{ImageCacheId: id, ImageCacheName: name}
	cache, err := service.Only(client.ImageCaches(ctx, search), func(cache eci.ImageCache) string { return cache.ImageCacheId },
		client.Region(), "image cache", cmp.Or(id, "named "+name))
	if err != nil {
		return diag.Diagnostics{diagnose.Error("read", "image cache "+id+name, err, nil)}
	}
	*m = flattenData(cache)
	return nil
}
