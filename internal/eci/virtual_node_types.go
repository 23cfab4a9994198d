package eci

// Statuses of a virtual node, as DescribeVirtualNodes answers them. Cleaned, which only some of ECI's documentation
// knows, remains of a failed node.
const (
	VirtualNodePending = "Pending"
	VirtualNodeReady   = "Ready"
	VirtualNodeFailed  = "Failed"
	VirtualNodeCleaned = "Cleaned"
)

// CreateVirtualNodeRequest holds the parameters of CreateVirtualNode.
type CreateVirtualNodeRequest struct {
	RegionId    string
	ClientToken string

	VirtualNodeName string
	ResourceGroupId string
	Tag             []Tag

	// KubeConfig is a kubeconfig in base64.
	KubeConfig          string
	TlsBootstrapEnabled *bool
	Taint               []Taint
	ClusterDNS          []string `eci:",comma"`
	ClusterDomain       string
	// CustomResources holds pairs such as example.com/device=2.
	CustomResources []string `eci:",comma"`

	// VSwitchId holds 1 to 10 candidates, all in one VPC.
	VSwitchId           []string `eci:",comma"`
	SecurityGroupId     string
	ZoneId              string
	EipInstanceId       string
	EnablePublicNetwork *bool
}

// Taint keeps pods without a matching toleration off a node. Effect is NoSchedule, NoExecute or PreferNoSchedule.
type Taint struct {
	Key    string
	Value  string
	Effect string
}

// CreateVirtualNodeResponse is the answer of CreateVirtualNode, which returns before the node is ready.
type CreateVirtualNodeResponse struct {
	RequestId     string
	VirtualNodeId string `eci:",required"`
}

// UpdateVirtualNodeRequest holds the parameters of UpdateVirtualNode. What is nil stays as it is.
type UpdateVirtualNodeRequest struct {
	RegionId      string
	ClientToken   string
	VirtualNodeId string

	VirtualNodeName string
	// Tag only adds or overwrites.
	Tag             []Tag
	ClusterDNS      []string `eci:",comma"`
	ClusterDomain   string
	CustomResources []string `eci:",comma"`
}

// DeleteVirtualNodeRequest holds the parameters of DeleteVirtualNode.
type DeleteVirtualNodeRequest struct {
	RegionId      string
	ClientToken   string
	VirtualNodeId string
}

// DescribeVirtualNodesRequest selects virtual nodes. Limit is 1 to 20.
type DescribeVirtualNodesRequest struct {
	RegionId    string
	ClientToken string

	// VirtualNodeIds holds at most 20 IDs.
	VirtualNodeIds  []string `eci:",json"`
	VirtualNodeName string
	Status          string
	ResourceGroupId string
	Tag             []Tag

	Limit     *int64
	NextToken string
}

// DescribeVirtualNodesResponse is one page of virtual nodes; an empty NextToken ends the list.
type DescribeVirtualNodesResponse struct {
	RequestId    string
	NextToken    string
	TotalCount   int64
	VirtualNodes []VirtualNode `eci:",required"`
}

// VirtualNode is a virtual node as DescribeVirtualNodes answers it.
type VirtualNode struct {
	VirtualNodeId              string
	VirtualNodeName            string
	RegionId                   string
	ResourceGroupId            string
	Status                     string
	VpcId                      string
	VirtualNodeVSwitchId       string
	VirtualNodeSecurityGroupId string
	IntranetIp                 string
	InternetIp                 string
	CreationTime               string
	Tags                       []DescribedTag
	Events                     []Event
}
