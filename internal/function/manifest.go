package function

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

// renders holds what the functions that make manifests have in common.
const renders = "The result has `manifest`, the decoded object, for `kubernetes_manifest` and the like; `objects`, the decoded Secrets " +
	"that it refers to, by their names; `yaml`, all of them as documents; and `warnings`, a list of what the manifest does without. What " +
	"Kubernetes has nothing for is an error."

func newPodManifest() function.Function {
	return newManifest("pod_manifest", "Kubernetes Pod of a container group", kubernetes.RenderPod, function.DynamicParameter{
		Name: "container_group", AllowUnknownValues: true,
		MarkdownDescription: "An `eci_container_group`, or an object with some of its attributes.",
	}, "Makes a Pod with ECI's annotations from a container group, for a cluster with virtual nodes. The Pod has the label "+
		"`alibabacloud.com/eci`, by which ACK sends it to ECI; for a virtual node of a cluster of one's own, add the `node_selector` and "+
		"`tolerations` of `eci_virtual_node`. Files and secret variables become Secrets. ")
}

func newImageCacheManifest() function.Function {
	return newManifest("image_cache_manifest", "ImageCache object of an image cache", kubernetes.RenderImageCache, function.DynamicParameter{
		Name: "image_cache", AllowUnknownValues: true,
		MarkdownDescription: "An `eci_image_cache`, or an object with some of its attributes.",
	}, "Makes an `ImageCache`, which a cluster with ECI's component keeps, from an image cache, so that both are the same. ")
}

func newDataCacheManifest() function.Function {
	return newManifest("data_cache_manifest", "DataCache object of a data cache", kubernetes.RenderDataCache, function.DynamicParameter{
		Name: "data_cache", AllowUnknownValues: true,
		MarkdownDescription: "An `eci_data_cache`, or an object with some of its attributes.",
	}, "Makes a `DataCache`, which a cluster with ECI's component keeps, from a data cache, so that both are the same. ")
}

func newManifest(
	name, summary string, render func(map[string]any) (kubernetes.Rendered, error), parameter function.DynamicParameter, description string,
) function.Function {
	return pure[kubernetes.Rendered]{
		name: name,
		definition: function.Definition{
			Summary: summary, MarkdownDescription: description + renders, Parameters: []function.Parameter{parameter},
		},
		compute: func(arguments []any) (kubernetes.Rendered, int64, error) {
			object, ok := arguments[0].(map[string]any)
			if !ok {
				return kubernetes.Rendered{}, 0, errors.New("has to be an object")
			}
			rendered, err := render(object)
			return rendered, 0, err
		},
	}
}
