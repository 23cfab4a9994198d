package virtualnode

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

const (
	defaultCreateTimeout = 10 * time.Minute
	defaultUpdateTimeout = 10 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// object is how to look at the node called id. One that is Cleaned, which is the end of a failed node, counts as gone.
func object(client *eci.Client, id string) wait.Object[eci.VirtualNode] {
	cleaned := false
	confirm := wait.ConfirmByTags(client, eci.ResourceTypeVirtualNode, id, "DescribeVirtualNodes")
	return wait.Object[eci.VirtualNode]{
		List: func(ctx context.Context) (eci.VirtualNode, bool, error) {
			node, listed, err := client.VirtualNode(ctx, id)
			cleaned = node.Status == eci.VirtualNodeCleaned
			return node, listed && !cleaned, err
		},
		Confirm: func(ctx context.Context) error {
			if cleaned {
				return nil
			}
			return confirm(ctx)
		},
	}
}

// waitReady waits until the node is Ready, with its status in the log, and returns it as it was seen last.
func waitReady(ctx context.Context, client *eci.Client, id string) (*eci.VirtualNode, error) {
	seen := ""
	return object(client, id).WaitFor(ctx, func(node eci.VirtualNode) (bool, error) {
		if node.Status != seen {
			seen = node.Status
			tflog.Info(ctx, "Waiting for the virtual node", map[string]any{"id": id, "status": node.Status})
		}
		return progress(node)
	})
}

// progress says whether a node is ready, or why it never will be.
func progress(node eci.VirtualNode) (done bool, err error) {
	if node.Status == eci.VirtualNodeFailed {
		return false, wait.FailedError("it could not join its cluster (Failed)")
	}
	return node.Status == eci.VirtualNodeReady, nil
}

// settled says whether nothing is under way with a node any more, as after a wait that was interrupted.
func settled(node eci.VirtualNode) (bool, error) {
	return node.Status != eci.VirtualNodePending, nil
}
