package cluster

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// NewProfile returns the data source eci_profile.
func NewProfile() datasource.DataSource {
	return source{name: "profile", schema: profileSchema, render: renderProfile}
}

func profileSchema() schema.Schema {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	}
	labels := func(description string) schema.MapAttribute {
		return schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	return schema.Schema{
		MarkdownDescription: "An eci-profile: which Pods of a cluster run on ECI, and what they get. Rendered for ACK, as the ConfigMap " +
			"`kube-system/eci-profile`, or for a cluster of one's own, as Selectors. The function `matches` tells what a Pod would get.",
		Attributes: map[string]schema.Attribute{
			"ack": schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "Settings of the ConfigMap of an ACK cluster, each left out when it is. Either this or " +
					"`self_managed` is required.",
				Validators: []validator.Object{objectvalidator.ExactlyOneOf(path.MatchRoot("ack"), path.MatchRoot("self_managed"))},
				Attributes: map[string]schema.Attribute{
					"vpc_id":                  text("VPC of the Pods."),
					"vswitch_ids":             texts("vSwitches of the Pods; ACK makes a virtual node for each zone of them."),
					"security_group_id":       text("Security group of the Pods."),
					"resource_group_id":       text("Resource group of the Pods."),
					"enable_cluster_ip":       flag("Whether Pods reach Services by their cluster IPs."),
					"enable_hybrid_mode":      flag("Whether the cluster is a hybrid cloud."),
					"enable_linux_arm64_node": flag("Whether there is an Arm node too."),
					"enable_log_controller":   flag("Whether logs are collected by AliyunLogConfig objects, which needs `sls_machine_group`."),
					"sls_machine_group":       text("Machine group of Log Service for the Pods."),
					"enable_pvc_controller":   flag("Whether disks of claims grow online."),
					"enable_private_zone":     flag("Whether names of Services are resolved by PrivateZone. Not beside CoreDNS."),
					"enable_reuse_ssl_key":    flag("Whether all Pods share a TLS certificate, which is faster and less safe."),
					"feature_gates": schema.MapAttribute{Optional: true, ElementType: types.BoolType,
						MarkdownDescription: "Feature gates, such as `WaitForFirstConsumer`."},
				}},
			"self_managed": schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "A cluster of one's own with the component eci-profile. Either this or `ack` is required.",
				Attributes: map[string]schema.Attribute{
					"kubernetes_version": schema.StringAttribute{Required: true,
						MarkdownDescription: "Version of the cluster, such as `1.28`: from 1.16 on, Selectors are of another API version and in " +
							"a namespace."},
					"namespace": text("Namespace of the Selectors. Defaults to `kube-system`. Those of every namespace count."),
				}},
			"selectors": schema.ListNestedAttribute{Optional: true,
				MarkdownDescription: "Selectors. In ACK all that fit a Pod apply, and the first wins where two set the same key. In a cluster of " +
					"one's own that of the highest priority applies.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":             schema.StringAttribute{Required: true, MarkdownDescription: "Name, unique in the profile."},
					"object_labels":    labels("Labels that a Pod has to have."),
					"namespace_labels": labels("Labels that its namespace has to have."),
					"object_expressions": schema.ListNestedAttribute{Optional: true,
						MarkdownDescription: "What else the Pod's labels have to fulfil. Only for `self_managed`.",
						NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
							"key":      schema.StringAttribute{Required: true, MarkdownDescription: "Key of a label."},
							"operator": schema.StringAttribute{Required: true, MarkdownDescription: "`In`, `NotIn`, `Exists` or `DoesNotExist`."},
							"values":   texts("Values of the label."),
						}}},
					"annotations": labels("Annotations that the Pod gets, such as those of `eci_pod_annotations`."),
					"labels":      labels("Labels that the Pod gets."),
					"policy": text("How Pods are divided between nodes: `fair` lets the scheduler choose, `normalNodePrefer` takes virtual nodes when " +
						"others are full, `virtualNodeOnly` only virtual nodes, `normalNodeOnly` none. Required for `self_managed`, and only for it."),
					"priority": schema.Int32Attribute{Optional: true, MarkdownDescription: "Priority. Defaults to 0. Only for `self_managed`."},
				}}},
			"manifests": schema.DynamicAttribute{Computed: true, MarkdownDescription: "The ConfigMap or the Selectors, decoded, as a list."},
			"yaml":      service.ComputedString("The same as YAML documents."),
			"json":      service.ComputedString("The same as JSON: one object, or a `List` of several."),
		},
	}
}

func renderProfile(arguments map[string]any) (map[string]any, field.ErrorList) {
	if arguments["ack"] == nil && arguments["self_managed"] == nil {
		return nil, nil // which the schema's validator reports
	}
	rendered, errs := kubernetes.RenderProfile(arguments)
	return map[string]any{"manifests": rendered.Manifests, "yaml": rendered.YAML, "json": rendered.JSON}, errs
}
