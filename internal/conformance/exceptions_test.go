package conformance

// Why a line of an answer may differ.
const (
	sentAllTheSame = "Alibaba's own Terraform provider sends it and relies on it, though it is documented nowhere"

	doubledName = "the published models double the name; the Kubernetes name is read and written too"
	undeclared  = "captured answers have it, the published models do not"
	sharedType  = "the type is shared with a place where the API has it"
)

// Differences from the table, by action and line, with the reason. Lines of answers that are compared without regard to
// case are in lower case.
var (
	clientRequestExceptions = map[string]string{}

	clientResponseExceptions = map[string]string{
		"DescribeContainerGroups containergroups.n.initcontainers.n.volumemounts.n.subpath string":             sharedType,
		"DescribeContainerGroupStatus data.n.podstatus.containerstatuses.n.laststate.running.startedat string": doubledName,
		"DescribeContainerGroupStatus data.n.podstatus.containerstatuses.n.state.running.startedat string":     doubledName,
		"DescribeMultiContainerGroupMetric monitordatas.n.records.n.filesystem.n.category string":              sharedType,
	}

	emulatorRequestExceptions = map[string]string{
		"DescribeContainerGroups MaxResults integer":  sentAllTheSame,
		"DescribeVirtualNodes SecurityGroupId string": sentAllTheSame,
		"DescribeVirtualNodes VSwitchId string":       sentAllTheSame,
	}

	emulatorResponseExceptions = map[string]string{
		"DescribeVirtualNodes VirtualNodes.N.ClusterId string":                                                          undeclared,
		"DescribeVirtualNodes VirtualNodes.N.Cpu number":                                                                undeclared,
		"DescribeVirtualNodes VirtualNodes.N.Memory number":                                                             undeclared,
		"DescribeVirtualNodes VirtualNodes.N.SecurityGroupId string":                                                    undeclared,
		"DescribeVirtualNodes VirtualNodes.N.VSwitchId string":                                                          undeclared,
		"DescribeVirtualNodes VirtualNodes.N.VSwitchIds.N string":                                                       undeclared,
		"DescribeVirtualNodes VirtualNodes.N.ZoneId string":                                                             undeclared,
		"DescribeVirtualNodes VirtualNodes.N.ZoneIds.N string":                                                          undeclared,
		"DescribeContainerGroupStatus data.n.podstatus.containerstatuses.n.laststate.running.startedat string":          doubledName,
		"DescribeContainerGroupStatus data.n.podstatus.containerstatuses.n.laststate.running.startedatstartedat string": doubledName,
		"DescribeContainerGroupStatus data.n.podstatus.containerstatuses.n.state.running.startedat string":              doubledName,
		"DescribeContainerGroupStatus data.n.podstatus.containerstatuses.n.state.running.startedatstartedat string":     doubledName,
	}
)
