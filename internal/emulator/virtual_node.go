package emulator

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const (
	maxTaints              = 20
	maxVirtualNodeIDs      = 20
	maxVirtualNodesPerPage = 20
	nodeTag                = "NodeName" // of a group that is a pod of a Kubernetes node
)

var (
	nodeNamePattern       = regexp.MustCompile(`^[a-z0-9.-]{2,128}$`)
	customResourcePattern = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?=[0-9]+$`)
)

// virtualNode is a virtual node: what is described of it apart from events, and the rest.
type virtualNode struct {
	wire.VirtualNode
	managed
	Taints          []wire.Taint
	CustomResources []string
	ClusterDNS      []string
	ClusterDomain   string

	Due      time.Time // end of the status Pending
	Failure  string    // why it will fail; empty if it will not
	Internet string    // its public address, once it has one
}

func (n *virtualNode) region() string    { return n.RegionId }
func (n *virtualNode) id() string        { return n.VirtualNodeId }
func (n *virtualNode) tags() *[]wire.Tag { return &n.Tags }

func (s *Server) virtualNodeActions() []rpc.Action {
	return []rpc.Action{
		action(s, "CreateVirtualNode", s.createVirtualNode),
		action(s, "UpdateVirtualNode", s.updateVirtualNode),
		action(s, "DeleteVirtualNode", s.deleteVirtualNode),
		action(s, "DescribeVirtualNodes", s.describeVirtualNodes),
	}
}

func (s *Server) createVirtualNode(c call, req *wire.CreateVirtualNodeRequest) (*wire.CreateVirtualNodeResponse, error) {
	return once(s, c, func() (*wire.CreateVirtualNodeResponse, error) {
		config, err := base64.StdEncoding.DecodeString(req.KubeConfig)
		if err != nil {
			return nil, invalidParameter("KubeConfig", "it is not base64")
		}
		if err := validateVirtualNode(req); err != nil {
			return nil, err
		}
		vSwitch, err := chooseVSwitch(c.Region, req.ZoneId, req.VSwitchId, "VSwitchOrdered", 0,
			func(zone string) bool { return s.settings.Stock.Has(zone, "") })
		if err != nil {
			return nil, err
		}
		var zones []string
		for _, id := range req.VSwitchId {
			zones = append(zones, vSwitchZone(c.Region, id))
		}
		slices.Sort(zones)
		cluster, failure := readKubeConfig(config)
		n := &virtualNode{
			managed: s.newManaged(c.at),
			VirtualNode: wire.VirtualNode{
				VirtualNodeName:            req.VirtualNodeName,
				RegionId:                   c.Region,
				ResourceGroupId:            cmp.Or(req.ResourceGroupId, defaultResourceGroup),
				Status:                     statusPending,
				VpcId:                      vpcOf(c.Region),
				VirtualNodeVSwitchId:       vSwitch,
				VirtualNodeSecurityGroupId: req.SecurityGroupId,
				CreationTime:               timestamp(c.at),
				Tags:                       req.Tag,
				ClusterId:                  cluster,
				Cpu:                        2,
				Memory:                     4,
				SecurityGroupId:            req.SecurityGroupId,
				VSwitchId:                  vSwitch,
				VSwitchIds:                 req.VSwitchId,
				ZoneId:                     vSwitchZone(c.Region, vSwitch),
				ZoneIds:                    slices.Compact(zones),
			},
			Taints:          req.Taint,
			CustomResources: req.CustomResources,
			ClusterDNS:      req.ClusterDNS,
			ClusterDomain:   req.ClusterDomain,
			Due:             c.at.Add(s.settings.BootTime),
			Failure:         failure,
		}
		n.VirtualNodeId = s.cloud.newID("vnd", n.Sequence)
		n.VirtualNodeName = cmp.Or(n.VirtualNodeName, n.VirtualNodeId)
		n.IntranetIp = s.freeAddress(n.Sequence)
		if req.EnablePublicNetwork || req.EipInstanceId != "" {
			n.Internet = publicAddressOf(n.Sequence)
		}
		n.EventLog.normal(c.at, "Creating", "Creating the virtual node.")
		s.cloud.VirtualNodes.add(n)
		return &wire.CreateVirtualNodeResponse{VirtualNodeId: n.VirtualNodeId}, nil
	})
}

func validateVirtualNode(req *wire.CreateVirtualNodeRequest) error {
	switch {
	case req.KubeConfig == "":
		return missingParameter("KubeConfig")
	case len(req.Taint) > maxTaints:
		return lengthExceeded("Taint", maxTaints)
	case req.EnablePublicNetwork && req.EipInstanceId != "":
		return invalidParameter("EipInstanceId", "it excludes EnablePublicNetwork")
	case req.EipInstanceId != "" && !strings.HasPrefix(req.EipInstanceId, "eip-"):
		return invalidParameter("EipInstanceId", "an EIP id starts with eip-")
	}
	seen := map[[2]string]bool{}
	for i, t := range req.Taint {
		name := element("Taint", i)
		if seen[[2]string{t.Key, t.Effect}] {
			return invalidParameter(name, "another taint has its key and effect")
		}
		seen[[2]string{t.Key, t.Effect}] = true
		if err := check(
			present(name+".Key", t.Key), form(name+".Key", t.Key, taintKeyPattern, "a qualified name of Kubernetes"),
			form(name+".Value", t.Value, labelValuePattern, "a label value of Kubernetes"), present(name+".Effect", t.Effect),
			oneOf(name+".Effect", t.Effect, "NoSchedule", "NoExecute", "PreferNoSchedule"),
		); err != nil {
			return err
		}
	}
	return check(
		validatePlacement(&wire.CreateContainerGroupRequest{
			RegionId: req.RegionId, ZoneId: req.ZoneId, VSwitchId: req.VSwitchId, SecurityGroupId: req.SecurityGroupId,
		}),
		validateNode(req.VirtualNodeName, req.CustomResources, req.ClusterDNS, req.ClusterDomain, req.Tag),
	)
}

// validateNode checks what an update may also carry.
func validateNode(name string, resources, dns []string, domain string, tags []wire.Tag) error {
	if name != "" && !nodeNamePattern.MatchString(name) {
		return invalidParameter("VirtualNodeName", "it may hold 2 to 128 lower-case letters, digits, periods and hyphens")
	}
	for _, r := range resources {
		if !customResourcePattern.MatchString(r) {
			return invalidParameter("CustomResources", "an entry is a name, =, and a number")
		}
	}
	for _, address := range dns {
		if _, err := netip.ParseAddr(address); err != nil {
			return invalidParameter("ClusterDNS", "it holds something other than IP addresses")
		}
	}
	return check(form("ClusterDomain", domain, searchPattern, "a domain"), validateTags(tags, maxTagKey))
}

// readKubeConfig derives an id of the cluster from a kubeconfig, and says why a node cannot join it; empty if it can.
func readKubeConfig(text []byte) (cluster, failure string) {
	var config struct {
		Kind     string
		Clusters []struct{ Cluster struct{ Server string } }
	}
	// What the decoder says of the text may repeat a part of it, and so a secret.
	if yaml.Unmarshal(text, &config) != nil || config.Kind != "Config" || len(config.Clusters) == 0 {
		return "", "The kubeconfig names no cluster."
	}
	server, err := url.Parse(config.Clusters[0].Cluster.Server)
	if err != nil || server.Host == "" {
		return "", "The kubeconfig names no server of its cluster."
	}
	cluster = "c" + strings.ReplaceAll(uuidOf(server.Host), "-", "")
	if strings.HasSuffix(server.Hostname(), ".invalid") {
		failure = fmt.Sprintf("Failed to reach the cluster: lookup %s: no such host", server.Hostname())
	}
	return cluster, failure
}

func (s *Server) advanceVirtualNodes(now time.Time) {
	for _, n := range s.cloud.VirtualNodes.list {
		if n.Status != statusPending || n.Due.IsZero() || n.Due.After(now) {
			continue
		}
		if n.Failure != "" {
			n.Status = statusFailed
			n.EventLog.failed(n.Due, n.Failure)
			continue
		}
		n.Status, n.InternetIp = statusReady, n.Internet
		n.EventLog.normal(n.Due, "Created", "The virtual node has joined the cluster.")
	}
}

func (s *Server) updateVirtualNode(c call, req *wire.UpdateVirtualNodeRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		n, ok := s.cloud.VirtualNodes.get(c.Region, req.VirtualNodeId)
		switch {
		case !ok:
			return nil, notFound("VirtualNodeId")
		case n.Status != statusReady:
			return nil, refuse("IncorrectStatus", "The status %s of the virtual node does not allow to update it.", n.Status)
		}
		if err := validateNode(req.VirtualNodeName, req.CustomResources, req.ClusterDNS, req.ClusterDomain, req.Tag); err != nil {
			return nil, err
		}
		tags := mergeTags(n.Tags, req.Tag)
		if len(tags) > maxTags {
			return nil, tooManyTags()
		}
		n.Tags = tags
		set(&n.VirtualNodeName, req.VirtualNodeName)
		setList(&n.CustomResources, req.CustomResources)
		setList(&n.ClusterDNS, req.ClusterDNS)
		set(&n.ClusterDomain, req.ClusterDomain)
		return new(wire.Empty), nil
	})
}

// deleteVirtualNode deletes a node on which no pod is left. No error tells that there is no such node, so that is a success.
func (s *Server) deleteVirtualNode(c call, req *wire.DeleteVirtualNodeRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		n, ok := s.cloud.VirtualNodes.get(c.Region, req.VirtualNodeId)
		if !ok {
			return s.deletedUnknown("VirtualNodeId")
		}
		if s.hasPods(n) {
			return nil, refuse("VirtualNode.DELETE.FAILED", "Container groups run on the virtual node. Delete them first.")
		}
		s.removeVirtualNode(n)
		return new(wire.Empty), nil
	})
}

func (s *Server) removeVirtualNode(gone *virtualNode) {
	s.cloud.VirtualNodes.removeFunc(func(n *virtualNode) bool { return n == gone })
}

// hasPods reports whether container groups run on a node: those that carry its name in Kubernetes as a tag.
func (s *Server) hasPods(n *virtualNode) bool {
	tag := []wire.Tag{{Key: nodeTag, Value: n.RegionId + "." + n.VirtualNodeId}}
	return slices.ContainsFunc(s.cloud.ContainerGroups.list, func(g *containerGroup) bool {
		return g.RegionId == n.RegionId && !g.finished() && hasTags(g.Tags, tag)
	})
}

func (s *Server) describeVirtualNodes(c call, req *wire.DescribeVirtualNodesRequest) (*wire.DescribeVirtualNodesResponse, error) {
	limit, err := pageSize(req.Limit, maxVirtualNodesPerPage, maxVirtualNodesPerPage)
	if err != nil {
		return nil, err
	}
	switch {
	case len(req.VirtualNodeIds) > maxVirtualNodeIDs:
		return nil, lengthExceeded("VirtualNodeIds", maxVirtualNodeIDs)
	case len(req.Tag) > maxTags:
		return nil, tooManyTags()
	}
	if err := oneOf("Status", req.Status, statusPending, statusReady, statusFailed); err != nil {
		return nil, err
	}
	none := s.selectsNothing(c, "VirtualNodeIds", req.VirtualNodeIds)
	nodes := slices.DeleteFunc(visible(c, s.cloud.VirtualNodes), func(n *virtualNode) bool { return none || !n.selectedBy(req) })
	onPage, next, err := page(nodes, limit, req.NextToken)
	if err != nil {
		return nil, err
	}
	resp := &wire.DescribeVirtualNodesResponse{TotalCount: len(nodes), NextToken: next, VirtualNodes: []wire.VirtualNode{}}
	for _, n := range onPage {
		resp.VirtualNodes = append(resp.VirtualNodes, n.describe())
	}
	return resp, nil
}

func (n *virtualNode) selectedBy(req *wire.DescribeVirtualNodesRequest) bool {
	matches := func(want, have string) bool { return want == "" || want == have }
	return (len(req.VirtualNodeIds) == 0 || slices.Contains(req.VirtualNodeIds, n.VirtualNodeId)) &&
		matches(req.VirtualNodeName, n.VirtualNodeName) && matches(req.Status, n.Status) &&
		matches(req.ResourceGroupId, n.ResourceGroupId) && matches(req.SecurityGroupId, n.SecurityGroupId) &&
		matches(req.VSwitchId, n.VSwitchId) && hasTags(n.Tags, req.Tag)
}

func (n *virtualNode) describe() wire.VirtualNode {
	described := n.VirtualNode
	described.Tags = orEmpty(n.Tags)
	described.Events = orEmpty(n.EventLog.describe(n.VirtualNodeName))
	return described
}
