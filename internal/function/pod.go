package function

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

func newPod() function.Function {
	return pure[kubernetes.PodGroup]{
		name: "pod",
		definition: function.Definition{
			Summary: "Container group of a Kubernetes Pod",
			MarkdownDescription: "Makes the arguments of `eci_container_group` from a Kubernetes manifest: a Pod, or the Pod that a Deployment, " +
				"StatefulSet, ReplicaSet, Job or CronJob describes. Its attributes are those of the resource, each null where the manifest says " +
				"nothing, and `warnings`, a list of what the group does without, with the paths in the manifest. What ECI cannot do is an error that " +
				"says what to do instead. ConfigMaps and Secrets that the Pod refers to stand in the same text or in the second argument; values of " +
				"Secrets get into attributes that plans do not show.",
			Parameters: []function.Parameter{function.DynamicParameter{
				Name: "manifest", AllowUnknownValues: true,
				MarkdownDescription: "The manifest as YAML or JSON text, of one or more documents, or decoded. In a decoded manifest file modes are " +
					"refused that could be octal digits as `yamldecode` reads them, so prefer text.",
			}},
			VariadicParameter: function.DynamicParameter{
				Name: "objects", AllowUnknownValues: true,
				MarkdownDescription: "ConfigMaps and Secrets as a map of manifests, texts or decoded, by any keys.",
			},
		},
		compute: func(arguments []any) (kubernetes.PodGroup, int64, error) {
			more := map[string]any{}
			for i, argument := range arguments[1:] {
				objects, ok := argument.(map[string]any)
				if !ok || i > 0 {
					return kubernetes.PodGroup{}, int64(i + 1), errors.New("has to be one map of manifests of ConfigMaps and Secrets")
				}
				more = objects
			}
			group, err := kubernetes.Pod(arguments[0], more)
			return group, 0, err
		},
	}
}
