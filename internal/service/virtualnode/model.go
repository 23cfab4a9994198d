package virtualnode

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// observedModel holds what ECI reports of a node, in the resource and in data sources.
type observedModel struct {
	Name            types.String `tfsdk:"name"`
	ResourceGroupID types.String `tfsdk:"resource_group_id"`
	SecurityGroupID types.String `tfsdk:"security_group_id"`
	Status          types.String `tfsdk:"status"`
	VPCID           types.String `tfsdk:"vpc_id"`
	VSwitchID       types.String `tfsdk:"vswitch_id"`
	IntranetIP      types.String `tfsdk:"intranet_ip"`
	InternetIP      types.String `tfsdk:"internet_ip"`
	CreationTime    types.String `tfsdk:"creation_time"`
	NodeName        types.String `tfsdk:"node_name"`
	Labels          types.Map    `tfsdk:"labels"`
	NodeSelector    types.Map    `tfsdk:"node_selector"`
}

// model is the resource as HCL sees it.
type model struct {
	service.Managed
	observedModel
	Kubeconfig          types.String           `tfsdk:"kubeconfig"`
	KubeconfigWO        types.String           `tfsdk:"kubeconfig_wo"`
	KubeconfigWOVersion types.Int64            `tfsdk:"kubeconfig_wo_version"`
	TLSBootstrapEnabled types.Bool             `tfsdk:"tls_bootstrap_enabled"`
	Taints              []taintModel           `tfsdk:"taints"`
	CustomResources     map[string]types.Int64 `tfsdk:"custom_resources"`
	ClusterDNS          []types.String         `tfsdk:"cluster_dns"`
	ClusterDomain       types.String           `tfsdk:"cluster_domain"`
	VSwitchIDs          []types.String         `tfsdk:"vswitch_ids"`
	ZoneID              types.String           `tfsdk:"zone_id"`
	EIPInstanceID       types.String           `tfsdk:"eip_instance_id"`
	EnablePublicNetwork types.Bool             `tfsdk:"enable_public_network"`
	Tolerations         types.List             `tfsdk:"tolerations"`
	EstimatedPrice      *pricing.Estimate      `tfsdk:"estimated_price"`
}

type taintModel struct {
	Key    types.String `tfsdk:"key"`
	Value  types.String `tfsdk:"value"`
	Effect types.String `tfsdk:"effect"`
}

// dataModel is a node as data sources show it.
type dataModel struct {
	service.Described
	observedModel
}

// withSecrets adds the write-only kubeconfig of the configuration to m, which has none. No update sends it, so its
// version does not matter.
func withSecrets(m, config model) model {
	m.KubeconfigWO = config.KubeconfigWO
	return m
}
