package imagecache

import (
	"cmp"
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewDataSource returns the data source eci_image_cache.
var NewDataSource = service.NewDataSource("image_cache", dataSourceSchema, readDataSource)

func dataSourceSchema(context.Context) schema.Schema {
	attributes := observedAttributes()
	maps.Copy(attributes, service.IDOrName(kind))
	return schema.Schema{MarkdownDescription: "An image cache as ECI describes it.", Attributes: attributes}
}

// observedAttributes are the attributes of a cache in data sources.
func observedAttributes() map[string]schema.Attribute {
	of, table := describe()
	return service.ObservedAttributes(of, table, pricing.Name)
}

// readDataSource looks for an ID or else for a name.
func readDataSource(ctx context.Context, client *eci.Client, m *dataModel) diag.Diagnostics {
	id, name := m.ID.ValueString(), m.Name.ValueString()
	search := &eci.DescribeImageCachesRequest{ImageCacheId: id, ImageCacheName: name}
	cache, err := service.Only(client.ImageCaches(ctx, search), func(cache eci.ImageCache) string { return cache.ImageCacheId },
		client.Region(), kind, cmp.Or(id, "named "+name))
	if err != nil {
		return diag.Diagnostics{diagnose.Error("read", kind+" "+id+name, err, nil)}
	}
	*m = flattenData(cache)
	return nil
}
