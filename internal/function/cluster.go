package function

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

func newPodStatus() function.Function {
	return pure[kubernetes.PodStatus]{
		name: "pod_status",
		definition: function.Definition{
			Summary: "What ECI says about a Pod of a cluster",
			MarkdownDescription: "Reads the annotations that ECI sets on a Pod that runs on a virtual node. The result has the attributes " +
				"`instance_id`, `request_id`, `cpu` and `memory` or `instance_type`, `compute_category`, `vpc_id`, `eni_instance_id`, " +
				"`eip_instance_id`, `internet_ip`, `ipv6_address` and `image_cache_id`, and from the name of the node `zone_id`, or `region` and " +
				"`virtual_node_id`. What is not said is null.",
			Parameters: []function.Parameter{function.MapParameter{
				Name: "annotations", ElementType: types.StringType, AllowUnknownValues: true, MarkdownDescription: "Annotations of the Pod.",
			}},
			VariadicParameter: function.StringParameter{
				Name: "node_name", AllowUnknownValues: true,
				MarkdownDescription: "Name of the Pod's node: `virtual-kubelet-ZONE` in ACK, `REGION.ID` in other clusters.",
			},
		},
		compute: func(arguments []any) (kubernetes.PodStatus, int64, error) {
			if len(arguments) > 2 {
				return kubernetes.PodStatus{}, 2, errors.New("a Pod has one node")
			}
			node := ""
			if len(arguments) == 2 {
				node, _ = arguments[1].(string)
			}
			return kubernetes.Status(texts(arguments[0]), node), 0, nil
		},
	}
}

func newMatches() function.Function {
	labels := func(name, description string) function.Parameter {
		return function.MapParameter{Name: name, ElementType: types.StringType, AllowUnknownValues: true, MarkdownDescription: description}
	}
	return pure[kubernetes.Match]{
		name: "matches",
		definition: function.Definition{
			Summary: "What a Pod gets of a profile",
			MarkdownDescription: "Tells what a Pod gets of an eci-profile, so that a module can test its own. The result has `matched`; " +
				"`selectors`, the names of those that apply; `annotations` and `labels`, which they add; and `policy`. In ACK all selectors that " +
				"match apply, and where two set the same key the first wins, as does the Pod over all. In clusters of one's own one Selector " +
				"applies, that of the highest priority.",
			Parameters: []function.Parameter{
				function.DynamicParameter{Name: "selector", AllowUnknownValues: true,
					MarkdownDescription: "ACK's ConfigMap `eci-profile` or its list of selectors, or Selectors of a cluster of " +
						"one's own: `yaml`, `json` or `manifests` of `eci_profile`, or any other text or decoded object."},
				labels("labels", "Labels of the Pod."),
				labels("namespace_labels", "Labels of the Pod's namespace."),
			},
		},
		compute: func(arguments []any) (kubernetes.Match, int64, error) {
			profile, err := kubernetes.ReadProfile(arguments[0])
			return profile.Match(texts(arguments[1]), texts(arguments[2])), 0, err
		},
	}
}

// texts are the members of a map that are texts.
func texts(v any) map[string]string {
	members, _ := v.(map[string]any)
	result := map[string]string{}
	for name, member := range members {
		if text, ok := member.(string); ok {
			result[name] = text
		}
	}
	return result
}
