package datacache

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// attributes names the attribute of each parameter of CreateDataCache, CopyDataCache and UpdateDataCache, by the parameter's
// first part.
var attributes = map[string]string{
	"Bucket": "bucket", "DataCacheId": "source", "DataSource": "data_source", "DestinationRegionId": "source", "EipCreateParam": "eip_create_param",
	"EipInstanceId": "eip_instance_id", "Name": "name", "Path": "path", "ResourceGroupId": "resource_group_id", "RetentionDays": "retention_days",
	"SecurityGroupId": "security_group_id", "Size": "size", "Tag": "tags", "VSwitchId": "vswitch_id",
}

// attributeOf finds the attribute for a parameter that the API names, such as DataSource.Type.
func attributeOf(parameter string) (path.Path, bool) {
	first, _, _ := strings.Cut(parameter, ".")
	name, ok := attributes[first]
	return path.Root(name), ok
}
