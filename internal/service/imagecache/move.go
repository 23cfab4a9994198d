package imagecache

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// moves takes over image caches of the provider alicloud. The second type is what the first was called before.
var moves = service.Move{
	From: []string{"alicloud_eci_image_cache", "alicloud_eci_openapi_image_cache"}, Convert: service.Moving(convertMoved),
}

// movedCache is what is read of a state of alicloud. ECI does not return most of it, so what is not carried over builds the cache anew.
type movedCache struct {
	ID                      string                     `json:"id"`
	ImageCacheName          string                     `json:"image_cache_name"`
	Images                  []string                   `json:"images"`
	ImageCacheSize          int64                      `json:"image_cache_size"`
	RetentionDays           int64                      `json:"retention_days"`
	SecurityGroupID         string                     `json:"security_group_id"`
	VSwitchID               string                     `json:"vswitch_id"`
	ZoneID                  string                     `json:"zone_id"`
	EIPInstanceID           string                     `json:"eip_instance_id"`
	ResourceGroupID         string                     `json:"resource_group_id"`
	ImageRegistryCredential []imageregistry.MovedLogin `json:"image_registry_credential"`
	ContainerGroupID        string                     `json:"container_group_id"`
	Status                  string                     `json:"status"`
}

// defaultSize is that in GiB of a cache for which none is given.
const defaultSize = 20

func convertMoved(from movedCache, m *model, diags *diag.Diagnostics) {
	m.ID = value.String(from.ID)
	m.Name = value.String(from.ImageCacheName)
	m.Images = value.Strings(from.Images)
	m.Size = types.Int64Value(defaultSize)
	if from.ImageCacheSize != 0 {
		m.Size = types.Int64Value(from.ImageCacheSize)
	}
	m.RetentionDays = types.Int64PointerValue(value.NonZero(&from.RetentionDays))
	m.SecurityGroupID = value.String(from.SecurityGroupID)
	m.VSwitchIDs = value.Strings(service.SplitIDs(from.VSwitchID))
	m.ZoneID = value.String(from.ZoneID)
	m.EIPInstanceID = value.String(from.EIPInstanceID)
	m.ResourceGroupID = value.String(from.ResourceGroupID)
	m.ImageRegistryCredentials = imageregistry.Moved(from.ImageRegistryCredential, diags)
	m.ContainerGroupID = value.String(from.ContainerGroupID)
	m.Status = value.String(from.Status)
	if m.SecurityGroupID.IsNull() || m.VSwitchIDs == nil {
		diags.AddWarning("Attributes Are Not Known", "The old state has no security group or no vSwitch of image cache "+from.ID+", as after an "+
			"import. ECI does not return them, so what the configuration says is recorded.")
	}
}
