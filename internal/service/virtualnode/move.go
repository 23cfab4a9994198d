package virtualnode

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// moves takes over virtual nodes of the provider alicloud.
var moves = service.Move{From: []string{"alicloud_eci_virtual_node"}, Convert: service.Moving(convertMoved)}

// movedNode is what is read of a state of alicloud. The kubeconfig is a secret and left out: a difference in it, such as another end of
// line, would replace the node. So is the zone, which is there even if nobody has asked for it.
type movedNode struct {
	ID                  string       `json:"id"`
	VirtualNodeName     string       `json:"virtual_node_name"`
	SecurityGroupID     string       `json:"security_group_id"`
	VSwitchID           string       `json:"vswitch_id"`
	EIPInstanceID       string       `json:"eip_instance_id"`
	EnablePublicNetwork bool         `json:"enable_public_network"`
	ResourceGroupID     string       `json:"resource_group_id"`
	Taints              []movedTaint `json:"taints"`
	Status              string       `json:"status"`
}

type movedTaint struct{ Key, Value, Effect string }

func convertMoved(from movedNode, m *model, _ *diag.Diagnostics) {
	m.ID = value.String(from.ID)
	m.Name = value.String(from.VirtualNodeName)
	m.SecurityGroupID = value.String(from.SecurityGroupID)
	m.VSwitchID = value.String(from.VSwitchID)
	m.VSwitchIDs = value.Strings(service.SplitIDs(from.VSwitchID))
	m.EIPInstanceID = value.String(from.EIPInstanceID)
	if from.EnablePublicNetwork {
		m.EnablePublicNetwork = types.BoolValue(true)
	}
	m.ResourceGroupID = value.String(from.ResourceGroupID)
	for _, taint := range from.Taints {
		if taint.Key != "" && taint.Effect != "" {
			m.Taints = append(m.Taints, taintModel{Key: types.StringValue(taint.Key), Value: value.String(taint.Value),
				Effect: types.StringValue(taint.Effect)})
		}
	}
	m.Status = value.String(from.Status)
}
