package virtualnode

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// The label and the taint that every virtual node has in Kubernetes.
const (
	nodeLabel      = "k8s.aliyun.com/vnode"
	nodeLabelValue = "true"
	nodeEffect     = "NoSchedule"
)

// expandCreate is the request that creates what m describes. A write-only kubeconfig must have been filled in from the
// configuration.
func expandCreate(m model) *eci.CreateVirtualNodeRequest {
	kubeconfig := cmp.Or(m.KubeconfigWO.ValueString(), m.Kubeconfig.ValueString())
	return &eci.CreateVirtualNodeRequest{
		VirtualNodeName:     m.Name.ValueString(),
		ResourceGroupId:     m.ResourceGroupID.ValueString(),
		Tag:                 service.ExpandTags(m.TagsAll),
		KubeConfig:          base64.StdEncoding.EncodeToString([]byte(kubeconfig)),
		TlsBootstrapEnabled: m.TLSBootstrapEnabled.ValueBoolPointer(),
		Taint:               expandTaints(m.Taints),
		ClusterDNS:          value.Texts(m.ClusterDNS),
		ClusterDomain:       m.ClusterDomain.ValueString(),
		CustomResources:     expandCustomResources(m.CustomResources),
		VSwitchId:           value.Texts(m.VSwitchIDs),
		SecurityGroupId:     m.SecurityGroupID.ValueString(),
		ZoneId:              m.ZoneID.ValueString(),
		EipInstanceId:       m.EIPInstanceID.ValueString(),
		EnablePublicNetwork: m.EnablePublicNetwork.ValueBoolPointer(),
	}
}

// expandUpdate returns the request that would set everything an update can set to what m describes.
func expandUpdate(m model) *eci.UpdateVirtualNodeRequest {
	return &eci.UpdateVirtualNodeRequest{
		VirtualNodeName: m.Name.ValueString(),
		ClusterDNS:      value.Texts(m.ClusterDNS),
		ClusterDomain:   m.ClusterDomain.ValueString(),
		CustomResources: expandCustomResources(m.CustomResources),
	}
}

// expandTaints returns the taints in a fixed order, so that equal sets make equal requests.
func expandTaints(taints []taintModel) []eci.Taint {
	var result []eci.Taint
	for _, taint := range taints {
		result = append(result, eci.Taint{Key: taint.Key.ValueString(), Value: taint.Value.ValueString(), Effect: taint.Effect.ValueString()})
	}
	slices.SortFunc(result, func(a, b eci.Taint) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Effect, b.Effect))
	})
	return result
}

func expandCustomResources(resources map[string]types.Int64) []string {
	var result []string
	for name, count := range value.Sorted(resources) {
		result = append(result, name+"="+strconv.FormatInt(count.ValueInt64(), 10))
	}
	return result
}

func see(node eci.VirtualNode) service.Seen {
	return service.Seen{ID: node.VirtualNodeId, Region: node.RegionId, Status: node.Status, Tags: node.Tags, Events: node.Events}
}

func observed(node eci.VirtualNode) observedModel {
	return observedModel{
		Name:            types.StringValue(node.VirtualNodeName),
		ResourceGroupID: value.String(node.ResourceGroupId),
		SecurityGroupID: value.String(node.VirtualNodeSecurityGroupId),
		Status:          value.String(node.Status),
		VPCID:           value.String(node.VpcId),
		VSwitchID:       value.String(node.VirtualNodeVSwitchId),
		IntranetIP:      value.String(node.IntranetIp),
		InternetIP:      value.String(node.InternetIp),
		CreationTime:    value.String(node.CreationTime),
		NodeName:        types.StringValue(node.RegionId + "." + node.VirtualNodeId),
		Labels:          labels,
		NodeSelector:    nodeSelector,
	}
}

func flatten(node eci.VirtualNode, prior model) model {
	prior.observedModel = observed(node)
	if prior.TagsAll.IsNull() && !prior.VSwitchID.IsNull() { // imported: what was asked for is not returned, and this is what it led to
		prior.VSwitchIDs = []types.String{prior.VSwitchID}
	}
	prior.Tolerations = flattenTolerations(expandTaints(prior.Taints))
	return prior
}

// labels are those of virtual nodes. That of the type is the one by which ECI advises to keep DaemonSets off.
var labels = types.MapValueMust(types.StringType,
	map[string]attr.Value{nodeLabel: types.StringValue(nodeLabelValue), "type": types.StringValue("virtual-kubelet")})

// nodeSelector selects virtual nodes.
var nodeSelector = types.MapValueMust(types.StringType, map[string]attr.Value{nodeLabel: types.StringValue(nodeLabelValue)})

var tolerationType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"key": types.StringType, "operator": types.StringType, "value": types.StringType, "effect": types.StringType,
}}

// flattenTolerations returns what a pod needs to bear the taints that every virtual node has, and those given.
func flattenTolerations(taints []eci.Taint) types.List {
	var elements []attr.Value
	for _, taint := range append([]eci.Taint{{Key: nodeLabel, Value: nodeLabelValue, Effect: nodeEffect}}, taints...) {
		elements = append(elements, types.ObjectValueMust(tolerationType.AttrTypes, map[string]attr.Value{
			"key": types.StringValue(taint.Key), "operator": types.StringValue("Equal"),
			"value": types.StringValue(taint.Value), "effect": types.StringValue(taint.Effect),
		}))
	}
	return types.ListValueMust(tolerationType, elements)
}

func flattenData(node eci.VirtualNode) dataModel {
	return dataModel{Described: see(node).Described(), observedModel: observed(node)}
}
