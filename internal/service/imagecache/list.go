package imagecache

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewListResource returns the list resource eci_image_cache.
func NewListResource() list.ListResource {
	r, p := plain()
	return service.NewPlainList(r, p, service.Listing[eci.ImageCache]{
		DataSource: dataSourcesSchema,
		Find:       service.Filtered(find),
		Name:       func(o eci.ImageCache) string { return o.ImageCacheName + " (" + o.Status + ")" },
	}, func(m model) model { return m })
}
