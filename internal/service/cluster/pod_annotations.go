package cluster

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

// NewPodAnnotations returns the data source eci_pod_annotations.
func NewPodAnnotations() datasource.DataSource {
	return source{name: "pod_annotations", schema: podAnnotationsSchema, render: renderPodAnnotations}
}

func podAnnotationsSchema() schema.Schema {
	attributes := map[string]schema.Attribute{
		"annotations": schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "The annotations, for the metadata of a Pod or of a Pod template."},
	}
	for _, a := range kubernetes.Annotations {
		attributes[a.Argument] = argument(a)
	}
	return schema.Schema{
		MarkdownDescription: "Annotations by which Pods on virtual nodes use what ECI has beyond Kubernetes. Arguments that mean the same as " +
			"one of `eci_container_group` have its name. They are checked as ECI checks them, at plan and without asking it. ECI reads " +
			"annotations when it creates a Pod; those of a running one have no effect.",
		Attributes: attributes,
	}
}

// argument is the attribute for an annotation.
func argument(a kubernetes.Annotation) schema.Attribute {
	description := a.Description + " Annotation `" + a.Key() + "`."
	switch a.Format.Type {
	case kubernetes.IntegerType:
		return schema.Int64Attribute{Optional: true, MarkdownDescription: description}
	case kubernetes.NumberType:
		return schema.Float64Attribute{Optional: true, MarkdownDescription: description}
	case kubernetes.BooleanType:
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description}
	case kubernetes.ListType:
		return texts(description)
	case kubernetes.MapType:
		return schema.MapAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
	case kubernetes.HostsType:
		return schema.ListNestedAttribute{Optional: true, MarkdownDescription: description,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"ip":        schema.StringAttribute{Required: true, MarkdownDescription: "IP address."},
				"hostnames": schema.ListAttribute{Required: true, ElementType: types.StringType, MarkdownDescription: "Host names of the address."},
			}}}
	case kubernetes.ResolverType:
		return schema.SingleNestedAttribute{Optional: true, MarkdownDescription: description, Attributes: map[string]schema.Attribute{
			"nameservers": texts("IP addresses of name servers."),
			"searches":    texts("Search domains."),
			"options": schema.MapAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Resolver options by name; the value may be empty."},
		}}
	}
	return schema.StringAttribute{Optional: true, MarkdownDescription: description}
}

func texts(description string) schema.ListAttribute {
	return schema.ListAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
}

func renderPodAnnotations(arguments map[string]any) (map[string]any, field.ErrorList) {
	annotations, errs := kubernetes.RenderAnnotations(arguments)
	computed := map[string]any{}
	for name, text := range annotations {
		computed[name] = text
	}
	return map[string]any{"annotations": computed}, errs
}
