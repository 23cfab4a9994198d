// Package virtualnode holds the resource eci_virtual_node and its data sources. It is the example of a plain object: see
// service.Plain.
package virtualnode

import (
	"context"
	"iter"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

const kind = "virtual node"

var waits = attribute.Timeouts{Create: 10 * time.Minute, Update: 10 * time.Minute, Delete: 10 * time.Minute}

// NewResource returns the resource eci_virtual_node.
func NewResource() resource.Resource {
	return service.NewPlain(plain())
}

// plain describes the resource, and how its objects live.
func plain() (service.Resource, service.Plain[model, eci.VirtualNode]) {
	r := service.Resource{Type: "eci_virtual_node", Kind: kind, IDPrefix: "vnd-", Describe: describe}
	return r, service.Plain[model, eci.VirtualNode]{
		ResourceType: eci.ResourceTypeVirtualNode,
		ListAction:   "DescribeVirtualNodes",
		Timeouts:     waits,
		Statuses: service.Statuses{
			Wanted: eci.VirtualNodeReady,
			Busy:   []string{eci.VirtualNodePending},
			Failed: map[string]string{eci.VirtualNodeFailed: "it could not join its cluster (Failed)",
				eci.VirtualNodeCleaned: "it could not join its cluster (Cleaned)"},
			Stuck: eci.VirtualNodeFailed,
		},
		See:         see,
		Name:        func(m model) string { return m.Name.ValueString() },
		Request:     func(m model) any { return expandCreate(m) },
		Create:      create,
		Marked:      marked,
		Get:         get,
		Flatten:     flatten,
		WithSecrets: withSecrets,
		Update:      update,
		Delete:      remove,
		Derive:      derive,
		Move:        moves,
		Price: func(model) (pricing.Question, bool) {
			return pricing.Question{Group: pricing.VirtualNode()}, true
		},
	}
}

func create(ctx context.Context, client *eci.Client, m model) (string, error) {
	answer, err := client.CreateVirtualNode(ctx, expandCreate(m))
	if err != nil {
		return "", err
	}
	return answer.VirtualNodeId, nil
}

func marked(ctx context.Context, client *eci.Client, _ model, mark eci.Tag) iter.Seq2[eci.VirtualNode, error] {
	return client.VirtualNodes(ctx, &eci.DescribeVirtualNodesRequest{Tag: []eci.Tag{mark}})
}

// get takes a node that is Cleaned, which is the end of a failed one, for gone.
func get(ctx context.Context, client *eci.Client, id string) (eci.VirtualNode, bool, error) {
	node, listed, err := client.VirtualNode(ctx, id)
	if err == nil && node.Status == eci.VirtualNodeCleaned {
		err = wait.ErrGone
	}
	return node, listed, err
}

func update(from, to model) service.Call {
	req := value.ChangedFields(expandUpdate(from), expandUpdate(to))
	if req == nil {
		return nil
	}
	return func(ctx context.Context, client *eci.Client, id string) error {
		req.VirtualNodeId = id
		_, err := client.UpdateVirtualNode(ctx, req)
		return err
	}
}

func remove(ctx context.Context, client *eci.Client, id string) error {
	_, err := client.DeleteVirtualNode(ctx, &eci.DeleteVirtualNodeRequest{VirtualNodeId: id})
	return err
}

// derive plans what pods need to run on the node, which follows from its taints.
func derive(ctx context.Context, plan model, resp *resource.ModifyPlanResponse) {
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("labels"), labels)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("node_selector"), nodeSelector)...)
	var taints types.Set
	resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root("taints"), &taints)...)
	known, err := taints.ToTerraformValue(ctx)
	if err == nil && known.IsFullyKnown() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("tolerations"), flattenTolerations(expandTaints(plan.Taints)))...)
	} else {
		service.PlanUnknown(ctx, []string{"tolerations"}, resp)
	}
}
