package virtualnode

import (
	"maps"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type row = attribute.Row

const (
	updates  = attribute.Update
	replaces = attribute.Replace
	chooses  = attribute.Choose
)

// describe returns the schema of the resource and the table of its attributes.
var describe = sync.OnceValues(func() (schema.Schema, attribute.Table) {
	attributes := map[string]schema.Attribute{
		"id":     attribute.ComputedString("ID of the virtual node, which begins with `vnd-`."),
		"region": service.RegionAttribute("node"),
		"name": row{Parameter: "VirtualNodeName", Effect: updates}.On(
			attribute.OptionalComputedString("Name of the virtual node: 2 to 128 letters, digits, periods and hyphens. ECI chooses one "+
				"by default.",
				stringvalidator.LengthBetween(2, 128),
				attribute.Matches(`^[A-Za-z0-9.-]+$`, "must consist of letters, digits, periods and hyphens"))),
		"resource_group_id": row{Parameter: "ResourceGroupId", Effect: replaces}.On(
			attribute.OptionalComputedString("ID of the resource group. Defaults to the account's default resource group.")),
		"kubeconfig": row{Parameter: "KubeConfig", Effect: replaces, Unreturned: true, Present: true}.On(
			schema.StringAttribute{Optional: true, Sensitive: true,
				MarkdownDescription: "Kubeconfig with which the node joins its cluster, as YAML text; it is kept in state, so prefer " +
					"`kubeconfig_wo`. It must hold certificates and tokens themselves, as `kubectl config view --minify --flatten` writes them.",
				Validators: []validator.String{stringvalidator.ExactlyOneOf(path.MatchRoot("kubeconfig"), path.MatchRoot("kubeconfig_wo")),
					attribute.Kubeconfig()}}),
		"kubeconfig_wo": schema.StringAttribute{Optional: true, WriteOnly: true,
			MarkdownDescription: "Kubeconfig that is never stored. Needs Terraform 1.11.",
			Validators:          []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("kubeconfig_wo_version")), attribute.Kubeconfig()}},
		"kubeconfig_wo_version": row{Effect: replaces, Unreturned: true, Present: true}.On(
			attribute.WriteOnlyVersion("kubeconfig_wo",
				"Version of `kubeconfig_wo`: change it to use another kubeconfig, which replaces the node.")),
		"tls_bootstrap_enabled": row{Parameter: "TlsBootstrapEnabled", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalBool(
				"Whether the kubeconfig only serves to get a certificate, with which the node then joins. Defaults to `false`.")),
		"taints": row{Parameter: "Taint", Effect: replaces, Unreturned: true}.On(schema.SetNestedAttribute{Optional: true,
			MarkdownDescription: "Taints of the node in Kubernetes beside its own `k8s.aliyun.com/vnode=true:NoSchedule`, at most 20.",
			Validators:          []validator.Set{setvalidator.SizeAtMost(20), distinctTaints{}},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"key": schema.StringAttribute{Required: true, MarkdownDescription: "Key.",
					Validators: []validator.String{attribute.LabelKey()}},
				"value": attribute.OptionalString("Value.", attribute.LabelValue()),
				"effect": schema.StringAttribute{Required: true, MarkdownDescription: "`NoSchedule`, `PreferNoSchedule` or `NoExecute`.",
					Validators: []validator.String{stringvalidator.OneOf("NoSchedule", "PreferNoSchedule", "NoExecute")}},
			}}}),
		"custom_resources": row{Parameter: "CustomResources", Effect: updates, Kept: true, Unreturned: true}.On(
			schema.MapAttribute{Optional: true, ElementType: types.Int64Type,
				MarkdownDescription: "Extended resources that the node offers, by name, with their number.",
				Validators: []validator.Map{mapvalidator.KeysAre(attribute.LabelKey()),
					mapvalidator.ValueInt64sAre(int64validator.AtLeast(0))}}),
		"cluster_dns": row{Parameter: "ClusterDNS", Effect: updates, Kept: true, Unreturned: true}.On(
			schema.ListAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "IP addresses of the cluster's DNS servers, for pods with the DNS policy ClusterFirst.",
				Validators:          []validator.List{listvalidator.UniqueValues(), listvalidator.ValueStringsAre(attribute.IP())}}),
		"cluster_domain": row{Parameter: "ClusterDomain", Effect: updates, Kept: true, Unreturned: true}.On(
			attribute.OptionalString("Domain of the cluster, such as `cluster.local`.", attribute.SearchDomain())),
		"security_group_id": row{Parameter: "SecurityGroupId", Effect: replaces}.On(
			schema.StringAttribute{Required: true, MarkdownDescription: "ID of the security group of the node and of the pods on it.",
				Validators: []validator.String{attribute.SecurityGroupID()}}),
		"vswitch_ids": row{Parameter: "VSwitchId", Effect: chooses, Chosen: "vswitch_id"}.On(
			schema.ListAttribute{Required: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of up to 10 vSwitches of one VPC in which the node and its pods may be placed; `vswitch_id` says where the " +
					"node is. A change replaces the node unless that vSwitch is still in the list.",
				Validators: []validator.List{listvalidator.SizeBetween(1, 10), listvalidator.UniqueValues(),
					listvalidator.ValueStringsAre(attribute.VSwitchID())}}),
		"zone_id": row{Parameter: "ZoneId", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("ID of the zone, which must be that of the vSwitch.")),
		"eip_instance_id": row{Parameter: "EipInstanceId", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("ID of an existing elastic IP address to bind to the node.", attribute.EIPID())),
		"enable_public_network": row{Parameter: "EnablePublicNetwork", Effect: replaces, Unreturned: true}.On(schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Whether the node gets a public address. Defaults to `false`.",
			Validators: []validator.Bool{boolvalidator.Any(boolvalidator.Equals(false),
				boolvalidator.ConflictsWith(path.MatchRoot("eip_instance_id")))}}),

		"status":        row{Moves: true}.On(attribute.ComputedString("Status: `Pending`, `Ready` or `Failed`.")),
		"vpc_id":        attribute.ComputedString("ID of the VPC."),
		"vswitch_id":    attribute.ComputedString("ID of the vSwitch in which the node is."),
		"intranet_ip":   attribute.ComputedString("Private IP address."),
		"internet_ip":   attribute.ComputedString("Public IP address, where there is one."),
		"creation_time": attribute.ComputedString("When the node was created, in RFC 3339."),
		"estimated_price": pricing.Attribute("By ECI's published formula a virtual node costs as much as a container group of 2 vCPU and 8 " +
			"GiB; the container groups on it are not in the price."),
		"node_name": attribute.ComputedString("Name of the node in Kubernetes, for `nodeName` of a pod."),
		"labels": schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Labels of virtual nodes in Kubernetes, for affinities: DaemonSets avoid them by `type NotIn [virtual-kubelet]`.",
			PlanModifiers:       []planmodifier.Map{mapplanmodifier.UseStateForUnknown()}},
		"node_selector": schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Label of virtual nodes in Kubernetes, for `nodeSelector` of a pod.",
			PlanModifiers:       []planmodifier.Map{mapplanmodifier.UseStateForUnknown()}},
		"tolerations": schema.ListNestedAttribute{Computed: true,
			MarkdownDescription: "Tolerations that a pod needs to run on the node: that of the taint of all virtual nodes, and those of `taints`.",
			PlanModifiers:       []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"key":      schema.StringAttribute{Computed: true, MarkdownDescription: "Key of the taint."},
				"operator": schema.StringAttribute{Computed: true, MarkdownDescription: "`Equal`."},
				"value":    schema.StringAttribute{Computed: true, MarkdownDescription: "Value of the taint."},
				"effect":   schema.StringAttribute{Computed: true, MarkdownDescription: "Effect of the taint."},
			}}},
		"timeouts": waits.Attribute(),
	}
	maps.Copy(attributes, service.TagAttributes())
	plain, table := attribute.Split(attributes)
	return schema.Schema{
		MarkdownDescription: "A virtual node (VNode): a node of a Kubernetes cluster of one's own, whose pods run as ECI container groups.",
		Attributes:          plain,
	}, table
})
