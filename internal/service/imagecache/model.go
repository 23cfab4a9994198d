package imagecache

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// observedModel holds what ECI reports of a cache, in the resource and in data sources.
type observedModel struct {
	Name                types.String   `tfsdk:"name"`
	ResourceGroupID     types.String   `tfsdk:"resource_group_id"`
	Images              []types.String `tfsdk:"images"`
	Size                types.Int64    `tfsdk:"size"`
	EliminationStrategy types.String   `tfsdk:"elimination_strategy"`
	Status              types.String   `tfsdk:"status"`
	Progress            types.String   `tfsdk:"progress"`
	ContainerGroupID    types.String   `tfsdk:"container_group_id"`
	SnapshotID          types.String   `tfsdk:"snapshot_id"`
	FlashSnapshotID     types.String   `tfsdk:"flash_snapshot_id"`
	CreationTime        types.String   `tfsdk:"creation_time"`
	ExpireTime          types.String   `tfsdk:"expire_time"`
	LastMatchedTime     types.String   `tfsdk:"last_matched_time"`
}

// model is the resource as HCL sees it.
type model struct {
	service.Managed
	observedModel
	RetentionDays            types.Int64                              `tfsdk:"retention_days"`
	AutoMatchImageCache      types.Bool                               `tfsdk:"auto_match_image_cache"`
	Flash                    types.Bool                               `tfsdk:"flash"`
	FlashCopyCount           types.Int64                              `tfsdk:"flash_copy_count"`
	StandardCopyCount        types.Int64                              `tfsdk:"standard_copy_count"`
	SecurityGroupID          types.String                             `tfsdk:"security_group_id"`
	VSwitchIDs               []types.String                           `tfsdk:"vswitch_ids"`
	ZoneID                   types.String                             `tfsdk:"zone_id"`
	EIPInstanceID            types.String                             `tfsdk:"eip_instance_id"`
	ImageRegistryCredentials map[string]imageregistry.CredentialModel `tfsdk:"image_registry_credentials"`
	ACRRegistries            []imageregistry.ACRModel                 `tfsdk:"acr_registries"`
	InsecureRegistries       []types.String                           `tfsdk:"insecure_registries"`
	PlainHTTPRegistries      []types.String                           `tfsdk:"plain_http_registries"`
	OSType                   types.String                             `tfsdk:"os_type"`
	Annotations              types.String                             `tfsdk:"annotations"`
	EstimatedPrice           *pricing.Estimate                        `tfsdk:"estimated_price"`
}

// dataModel is a cache as data sources show it.
type dataModel struct {
	service.Described
	observedModel
}

// withSecrets adds the write-only passwords of the configuration to m, which has none.
func withSecrets(m, config model) model {
	m.ImageRegistryCredentials = imageregistry.WithPasswords(m.ImageRegistryCredentials, config.ImageRegistryCredentials)
	return m
}
