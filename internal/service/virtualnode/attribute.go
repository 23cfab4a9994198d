package virtualnode

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// attributes names the attribute of each parameter of CreateVirtualNode and UpdateVirtualNode, by the parameter's first part.
var attributes = map[string]string{
	"ClusterDNS": "cluster_dns", "ClusterDomain": "cluster_domain", "CustomResources": "custom_resources", "EipInstanceId": "eip_instance_id",
	"EnablePublicNetwork": "enable_public_network", "KubeConfig": "kubeconfig", "ResourceGroupId": "resource_group_id",
	"SecurityGroupId": "security_group_id", "Tag": "tags", "Taint": "taints", "TlsBootstrapEnabled": "tls_bootstrap_enabled",
	"VSwitchId": "vswitch_ids", "VirtualNodeName": "name", "ZoneId": "zone_id",
}

// attributeOf finds the attribute for a parameter that the API names, such as Taint.1.Key.
func attributeOf(parameter string) (path.Path, bool) {
	first, _, _ := strings.Cut(parameter, ".")
	name, ok := attributes[first]
	return path.Root(name), ok
}
