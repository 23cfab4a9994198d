package wire

// CreateVirtualNodeRequest holds the parameters of CreateVirtualNode.
type CreateVirtualNodeRequest struct {
	RegionId    string `param:",required"`
	ClientToken string

	VirtualNodeName     string
	KubeConfig          string `param:",secret"`
	TlsBootstrapEnabled bool
	Taint               []Taint
	CustomResources     []string `param:",comma"`
	ClusterDNS          []string `param:",comma"`
	ClusterDomain       string
	ResourceGroupId     string
	Tag                 []Tag

	ZoneId              string
	VSwitchId           []string `param:",comma,required"`
	SecurityGroupId     string   `param:",required"`
	EipInstanceId       string
	EnablePublicNetwork bool
}

// Taint keeps pods that do not tolerate it from the node.
type Taint struct {
	Key    string
	Value  string
	Effect string
}

// CreateVirtualNodeResponse is the answer of CreateVirtualNode.
type CreateVirtualNodeResponse struct{ VirtualNodeId string }

// UpdateVirtualNodeRequest holds the parameters of UpdateVirtualNode.
type UpdateVirtualNodeRequest struct {
	RegionId        string `param:",required"`
	ClientToken     string
	VirtualNodeId   string `param:",required"`
	VirtualNodeName string
	CustomResources []string `param:",comma"`
	ClusterDNS      []string `param:",comma"`
	ClusterDomain   string
	Tag             []Tag
}

// DeleteVirtualNodeRequest holds the parameters of DeleteVirtualNode.
type DeleteVirtualNodeRequest struct {
	RegionId      string `param:",required"`
	ClientToken   string
	VirtualNodeId string `param:",required"`
}

// DescribeVirtualNodesRequest holds the parameters of DescribeVirtualNodes.
type DescribeVirtualNodesRequest struct {
	RegionId        string `param:",required"`
	ClientToken     string
	VirtualNodeIds  []string `param:",json"`
	VirtualNodeName string
	Status          string
	ResourceGroupId string
	Tag             []Tag
	Limit           *int64
	NextToken       string
	SecurityGroupId string // undocumented, as VSwitchId; Alibaba's own provider sends both
	VSwitchId       string
}

// DescribeVirtualNodesResponse is the answer of DescribeVirtualNodes.
type DescribeVirtualNodesResponse struct {
	TotalCount   int
	NextToken    string
	VirtualNodes []VirtualNode
}

// VirtualNode is a virtual node as it is described.
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
	Tags                       []Tag
	Events                     []Event

	// The service tells these too, though its documentation does not.
	ClusterId       string
	Cpu             float64
	Memory          float64
	SecurityGroupId string
	VSwitchId       string
	VSwitchIds      []string
	ZoneId          string
	ZoneIds         []string
}
