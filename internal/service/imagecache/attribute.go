package imagecache

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// attributes names the attribute of each parameter of CreateImageCache and UpdateImageCache, by the parameter's first part.
var attributes = map[string]string{
	"AcrRegistryInfo": "acr_registries", "Annotations": "annotations", "AutoMatchImageCache": "auto_match_image_cache", "EipInstanceId": "eip_instance_id",
	"EliminationStrategy": "elimination_strategy", "Flash": "flash", "FlashCopyCount": "flash_copy_count", "Image": "images",
	"ImageCacheName": "name", "ImageCacheSize": "size", "ImageRegistryCredential": "image_registry_credentials", "InsecureRegistry": "insecure_registries",
	"OsType": "os_type", "PlainHttpRegistry": "plain_http_registries", "ResourceGroupId": "resource_group_id", "RetentionDays": "retention_days",
	"SecurityGroupId": "security_group_id", "StandardCopyCount": "standard_copy_count", "Tag": "tags", "VSwitchId": "vswitch_ids", "ZoneId": "zone_id",
}

// attributeOf finds the attribute for a parameter that the API names, such as ImageRegistryCredential.1.Server.
func attributeOf(parameter string) (path.Path, bool) {
	first, _, _ := strings.Cut(parameter, ".")
	name, ok := attributes[first]
	return path.Root(name), ok
}
