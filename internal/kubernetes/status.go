package kubernetes

import (
	"strconv"
	"strings"
)

// PodStatus holds what ECI and the virtual node say about a Pod that runs.
type PodStatus struct {
	InstanceID      *string `json:"instance_id"`
	RequestID       *string `json:"request_id"`
	InstanceType    *string `json:"instance_type"`
	ComputeCategory *string `json:"compute_category"`
	VPCID           *string `json:"vpc_id"`
	ENIInstanceID   *string `json:"eni_instance_id"`
	EIPInstanceID   *string `json:"eip_instance_id"`
	InternetIP      *string `json:"internet_ip"`
	IPv6Address     *string `json:"ipv6_address"`
	ImageCacheID    *string `json:"image_cache_id"`
	// CPU and Memory, in vCPU and GiB, are null for an ECS instance type.
	CPU    *float64 `json:"cpu"`
	Memory *float64 `json:"memory"`
	// ZoneID, Region and VirtualNodeID come from the node's name.
	ZoneID        *string `json:"zone_id"`
	Region        *string `json:"region"`
	VirtualNodeID *string `json:"virtual_node_id"`
}

// Status reads the annotations that ECI sets, and the name of the node, which may be empty: virtual-kubelet-ZONE in ACK,
// REGION.ID in other clusters. Annotations of others do not matter.
func Status(annotations map[string]string, node string) PodStatus {
	var s PodStatus
	for name, to := range map[string]**string{
		"eci-instance-id": &s.InstanceID, "eci-request-id": &s.RequestID, "eci-instance-compute-category": &s.ComputeCategory,
		"eci-vpc": &s.VPCID, "eni-instance-id": &s.ENIInstanceID, "allocated-eipInstanceId": &s.EIPInstanceID,
		"allocated-eipAddress": &s.InternetIP, "allocated-ipv6Address": &s.IPv6Address, "eci-matched-image-cache": &s.ImageCacheID,
	} {
		*to = optional(annotations[prefix+name])
	}
	spec := annotations[prefix+"eci-instance-spec"]
	if match := size.FindStringSubmatch(spec); match != nil {
		s.CPU, s.Memory = decimal(match[1]), decimal(match[2])
	} else {
		s.InstanceType = optional(spec)
	}
	if zone, found := strings.CutPrefix(node, "virtual-kubelet-"); found {
		s.ZoneID = optional(strings.TrimSuffix(zone, "-linux-arm64"))
	} else if region, id, found := strings.Cut(node, "."); found && strings.HasPrefix(id, "vnd-") {
		s.Region, s.VirtualNodeID = &region, &id
	}
	return s
}

func decimal(text string) *float64 {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil
	}
	return &f
}
