package containergroup

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
)

// attributes names the attribute of each parameter of CreateContainerGroup and UpdateContainerGroup, by the parameter's
// first part.
var attributes = map[string]string{
	"AcrRegistryInfo": "acr_registries", "ActiveDeadlineSeconds": "active_deadline_seconds", "AutoCreateEip": "auto_create_eip",
	"AutoMatchImageCache": "auto_match_image_cache", "ComputeCategory": "compute_categories", "Container": "containers",
	"ContainerGroupName": "name", "ContainerResourceView": "container_resource_view", "CorePattern": "core_pattern", "Cpu": "cpu",
	"CpuArchitecture": "cpu_architecture", "CpuOptionsCore": "cpu_options", "CpuOptionsThreadsPerCore": "cpu_options",
	"DataCacheBucket": "data_cache", "DataCacheBurstingEnabled": "data_cache", "DataCachePL": "data_cache", "DataCacheProvisionedIops": "data_cache",
	"DnsConfig": "dns_config", "DnsPolicy": "dns_policy", "EgressBandwidth": "egress_bandwidth", "EipBandwidth": "eip_bandwidth",
	"EipCommonBandwidthPackage": "eip_common_bandwidth_package", "EipISP": "eip_isp", "EipInstanceId": "eip_instance_id",
	"EphemeralStorage": "ephemeral_storage", "FixedIp": "fixed_ip", "FixedIpRetainHour": "fixed_ip_retain_hours",
	"GpuDriverVersion": "gpu_driver_version", "HostAliase": "host_aliases", "HostName": "host_name", "HostSecurityContext": "host_security_context",
	"ImageAccelerateMode": "image_accelerate_mode", "ImageRegistryCredential": "image_registry_credentials", "ImageSnapshotId": "image_cache_id",
	"IngressBandwidth": "ingress_bandwidth", "InitContainer": "init_containers", "InsecureRegistry": "insecure_registries",
	"InstanceType": "instance_types", "Ipv6AddressCount": "ipv6_address_count", "Ipv6GatewayBandwidth": "ipv6_gateway_bandwidth",
	"Ipv6GatewayBandwidthEnable": "ipv6_gateway_bandwidth_enabled", "MaxPendingMinute": "max_pending_minutes", "Memory": "memory",
	"NtpServer": "ntp_servers", "OsType": "os_type", "PlainHttpRegistry": "plain_http_registries", "PrivateIpAddress": "private_ip_address",
	"RamRoleName": "ram_role_name", "ResourceGroupId": "resource_group_id", "RestartPolicy": "restart_policy", "ScheduleStrategy": "schedule_strategy",
	"SecurityContext": "security_context", "SecurityGroupId": "security_group_id", "ShareProcessNamespace": "share_process_namespace",
	"SpotDuration": "spot_duration_hours", "SpotPriceLimit": "spot_price_limit", "SpotStrategy": "spot_strategy", "StrictSpot": "strict_spot",
	"Tag": "tags", "TerminationGracePeriodSeconds": "termination_grace_period_seconds", "VSwitchId": "vswitch_ids", "Volume": "volumes", "ZoneId": "zone_id",
}

// attributeOf finds the attribute for a parameter that the API names, such as Container.1.Image.
func attributeOf(parameter string) (path.Path, bool) {
	first, _, _ := strings.Cut(parameter, ".")
	name, ok := attributes[first]
	return path.Root(name), ok
}
