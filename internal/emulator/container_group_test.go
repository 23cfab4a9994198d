package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func TestDescribeLikeTheService(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.Assume = map[string]string{"image-variables": "yes"} })
	id := c.create(group("Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "b"))
	c.wait(3 * time.Second)
	_, body := c.request("id", "DescribeContainerGroups", params("ContainerGroupIds", `["`+id+`"]`))
	var answer struct {
		ContainerGroups []map[string]any
		NextToken       any
		TotalCount      any
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	want(t, "token", answer.NextToken, any(""))
	want(t, "total", answer.TotalCount, any(1.0))
	g := answer.ContainerGroups[0]
	for name, value := range map[string]any{
		"SucceededTime": "", "FailedTime": "", "ExpiredTime": "", "InternetIp": "", "CreationTime": "2026-03-01T12:00:00Z",
		"DnsConfig": map[string]any{}, "EciSecurityContext": map[string]any{}, "Cpu": 2.0, "Memory": 4.0, "RestartPolicy": "Always",
	} {
		if got, ok := g[name]; !ok || !reflect.DeepEqual(got, value) {
			t.Errorf("%s: got %#v, want %#v", name, got, value)
		}
	}
	if _, ok := g["Events"]; ok {
		t.Error("events without WithEvent")
	}
	noRef := map[string]any{"FieldRef": map[string]any{}}
	noProbe := map[string]any{"HttpGet": map[string]any{}, "TcpSocket": map[string]any{}}
	want(t, "container", g["Containers"].([]any)[0].(map[string]any), map[string]any{
		"Name": "app", "Image": "nginx:1.27", "ImagePullPolicy": "IfNotPresent", "WorkingDir": "", "Cpu": 0.0, "Memory": 0.0, "Gpu": 0.0,
		"EnvironmentVars": []any{
			map[string]any{"Key": "PATH", "Value": defaultPath, "ValueFrom": noRef},
			map[string]any{"Key": "NGINX_VERSION", "Value": "1.27-1~stretch", "ValueFrom": noRef},
			map[string]any{"Key": "NJS_VERSION", "Value": "1.27.0.3.0-1~stretch", "ValueFrom": noRef},
			map[string]any{"Key": "A", "Value": "b", "ValueFrom": noRef},
		},
		"LivenessProbe": noProbe, "ReadinessProbe": noProbe, "SecurityContext": map[string]any{"Capability": map[string]any{}},
		"Stdin": false, "StdinOnce": false, "Tty": false, "Ready": true, "RestartCount": 0.0,
		"CurrentState":  map[string]any{"State": "Running", "StartTime": "2026-03-01T12:00:03Z", "FinishTime": ""},
		"PreviousState": map[string]any{"State": "", "StartTime": "", "FinishTime": ""},
	})
}

func TestDescribeFilters(t *testing.T) {
	c := newCloud(t)
	a := c.create(group("ContainerGroupName", "aa", "VSwitchId", "vsw-1-b", "Tag.1.Key", "env", "Tag.1.Value", "prod", "Tag.2.Key", "team",
		"Tag.2.Value", "x"))
	b := c.create(group("ContainerGroupName", "bb", "SecurityGroupId", "sg-b", "ResourceGroupId", "rg-b", "Tag.1.Key", "env", "Tag.1.Value",
		"test"))
	c.wait(3 * time.Second)
	d := c.create(group("ContainerGroupName", "dd", "ComputeCategory.1", "economy"))
	tests := map[string]struct {
		filter url.Values
		want   []string
	}{
		"none":            {params(), []string{a, b, d}},
		"ids":             {params("ContainerGroupIds", `["`+d+`","`+a+`"]`), []string{a, d}},
		"unknown id":      {params("ContainerGroupIds", `["eci-unknown"]`), nil},
		"name":            {params("ContainerGroupName", "bb"), []string{b}},
		"status":          {params("Status", "Scheduling"), []string{d}},
		"vSwitch":         {params("VSwitchId", "vsw-1-b"), []string{a}},
		"zone":            {params("ZoneId", "cn-hangzhou-b"), []string{a}},
		"security group":  {params("SecurityGroupId", "sg-b"), []string{b}},
		"resource group":  {params("ResourceGroupId", "rg-b"), []string{b}},
		"category":        {params("ComputeCategory", "economy"), []string{d}},
		"tag":             {params("Tag.1.Key", "env", "Tag.1.Value", "test"), []string{b}},
		"tag key":         {params("Tag.1.Key", "env"), []string{a, b}},
		"all of the tags": {params("Tag.1.Key", "env", "Tag.1.Value", "prod", "Tag.2.Key", "team", "Tag.2.Value", "y"), nil},
		"other region":    {params("RegionId", "cn-beijing"), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, g := range must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", test.filter).ContainerGroups {
				got = append(got, g.ContainerGroupId)
			}
			want(t, "ids", got, test.want)
		})
	}
	c.refused("DescribeContainerGroups", params("ContainerGroupIds", `["imc-1"]`), "InvalidParameter.MismatchInstanceType")
	c.refused("DescribeContainerGroups", params("Limit", "21"), "InvalidParameter.ValueExceeded")
	c.refused("DescribeContainerGroups", params("NextToken", "x"), "InvalidParameter")
	c.refused("DescribeContainerGroups", params("Status", "running"), "InvalidParameter")
	ids, _ := json.Marshal(slices.Repeat([]string{"eci-1"}, 21))
	c.refused("DescribeContainerGroups", params("ContainerGroupIds", string(ids)), "InvalidParameter.LengthExceeded")
}

func TestPages(t *testing.T) {
	c := newCloud(t)
	var ids []string
	for i := range 45 {
		ids = append(ids, c.create(group("ContainerGroupName", fmt.Sprintf("g%d", i))))
	}
	for _, limit := range []string{"1", "7", "20"} {
		var got []string
		var sizes []int
		token := ""
		for {
			resp := must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", params("Limit", limit, "NextToken", token))
			want(t, "total", resp.TotalCount, 45)
			for _, g := range resp.ContainerGroups {
				got = append(got, g.ContainerGroupId)
			}
			sizes = append(sizes, len(resp.ContainerGroups))
			if token = resp.NextToken; token == "" {
				break
			}
		}
		want(t, "ids at limit "+limit, got, ids)
		if limit == "20" && !slices.Equal(sizes, []int{19, 19, 7}) {
			t.Errorf("pages of %v: a page before the last is to be short", sizes)
		}
	}
}

// A page that follows a deleted object begins where the one before ended.
func TestPagesWhileGroupsGo(t *testing.T) {
	c := newCloud(t)
	var ids []string
	for range 6 {
		ids = append(ids, c.create(group()))
	}
	first := must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", params("Limit", "4"))
	want(t, "first page", len(first.ContainerGroups), 3)
	for _, id := range ids[1:4] {
		must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", id, "Force", "true"))
	}
	second := must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", params("Limit", "4", "NextToken", first.NextToken))
	want(t, "second page", len(second.ContainerGroups), 2)
	want(t, "first of it", second.ContainerGroups[0].ContainerGroupId, ids[4])
}

func TestClientToken(t *testing.T) {
	c := newCloud(t)
	c.refused("CreateContainerGroup", group("ClientToken", "t", "RestartPolicy", "Sometimes"), "InvalidParameter")
	first := c.create(group("ClientToken", "t")) // the refused call has not used the token up
	want(t, "second", c.create(group("ClientToken", "t")), first)
	c.refused("CreateContainerGroup", group("ClientToken", "t", "ContainerGroupName", "other"), "IdempotentParameterMismatch")
	want(t, "groups", len(c.server.State().ContainerGroups), 1)
	if other := c.create(group("ClientToken", "u")); other == first {
		t.Error("another token made no other group")
	}
	// Deleting twice with one token is one deletion, and the second answer tells nothing of the conflict.
	c.wait(3 * time.Second)
	for range 2 {
		must[wire.Empty](c, "DeleteContainerGroup", params("ContainerGroupId", first, "ClientToken", "t"))
	}
	c.refused("CreateContainerGroup", group("ClientToken", strings.Repeat("t", 65)), "InvalidParameter.LengthExceeded")
}

func TestDryRun(t *testing.T) {
	c := newCloud(t)
	err := c.refused("CreateContainerGroup", group("DryRun", "true"), "DryRunOperation")
	want(t, "status", err.HTTPStatus, 400)
	c.refused("CreateContainerGroup", group("DryRun", "true", "VSwitchId", "vsw-full"), "InvalidVSwitchId.IpNotEnough")
	want(t, "groups", len(c.server.State().ContainerGroups), 0)
}

func TestCreateRefuses(t *testing.T) {
	long := strings.Repeat("x", 257)
	many := func(n int, pairs func(i int) []string) url.Values {
		values := group()
		for i := range n {
			maps.Copy(values, params(pairs(i+1)...))
		}
		return values
	}
	container := func(i int) []string {
		return []string{fmt.Sprintf("Container.%d.Name", i), fmt.Sprintf("c%d", i), fmt.Sprintf("Container.%d.Image", i), "busybox:1"}
	}
	tests := map[string]struct {
		params url.Values
		code   string
		names  string // in the message
	}{
		"no name":             {group("ContainerGroupName", ""), "MissingParameter", "ContainerGroupName"},
		"no container":        {params("ContainerGroupName", "web"), "MissingParameter", "Container"},
		"upper case name":     {group("ContainerGroupName", "Web"), "InvalidParameter", "ContainerGroupName"},
		"name ends in hyphen": {group("ContainerGroupName", "web-"), "InvalidParameter", "ContainerGroupName"},
		"long name":           {group("ContainerGroupName", strings.Repeat("x", 129)), "InvalidParameter", "ContainerGroupName"},
		"unknown region":      {group("RegionId", "cn-atlantis"), "InvalidRegionId.NotFound", "cn-atlantis"},
		"unknown parameter":   {group("Container.1.Command", "sh"), "InvalidParameter", "Container.1.Command"},
		"restart policy":      {group("RestartPolicy", "always"), "InvalidParameter", "RestartPolicy"},
		"no image":            {group("Container.1.Image", ""), "MissingParameter", "Container.1.Image"},
		"container name":      {group("Container.1.Name", "App"), "InvalidParameter", "Container.1.Name"},
		"same names":          {group("Container.2.Name", "app", "Container.2.Image", "busybox:1"), "InvalidParameter.DuplicatedName", "app"},
		"init of the same name": {group("InitContainer.1.Name", "app", "InitContainer.1.Image", "busybox:1"), "InvalidParameter.DuplicatedName",
			"app"},
		"21 containers": {many(21, container), "InvalidParameter.LengthExceeded", "Container"},
		"long command":  {group("Container.1.Command.1", long), "InvalidParameter.LengthExceeded", "Container.1.Command.1"},
		"21 commands": {many(21, func(i int) []string { return []string{fmt.Sprintf("Container.1.Command.%d", i), "x"} }),
			"InvalidParameter.LengthExceeded", "Container.1.Command"},
		"11 arguments": {many(11, func(i int) []string { return []string{fmt.Sprintf("Container.1.Arg.%d", i), "x"} }),
			"InvalidParameter.LengthExceeded", "Container.1.Arg"},
		"variable key": {group("Container.1.EnvironmentVar.1.Key", "1 A"), "InvalidParameter", "Container.1.EnvironmentVar.1.Key"},
		"variable value": {group("Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", long),
			"InvalidParameter.LengthExceeded", "Container.1.EnvironmentVar.1.Value"},
		"field": {group("Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.FieldRef.FieldPath",
			"spec.nodeName"), "InvalidParameter", "FieldPath"},
		"port": {group("Container.1.Port.1.Port", "65536"), "InvalidParameter.ValueExceeded", "Container.1.Port.1.Port"},
		"same ports": {group("Container.1.Port.1.Port", "80", "Container.1.Port.2.Port", "80", "Container.1.Port.2.Protocol", "TCP"),
			"InvalidParameter", "Container.1.Port.2"},
		"capability":            {group("Container.1.SecurityContext.Capability.Add.1", "SYS_ADMIN"), "InvalidParameter", "Capability.Add.1"},
		"probe without handler": {group("Container.1.LivenessProbe.PeriodSeconds", "5"), "InvalidParameter", "Container.1.LivenessProbe"},
		"probe with two": {group("Container.1.LivenessProbe.TcpSocket.Port", "5", "Container.1.LivenessProbe.Exec.Command.1", "x"),
			"InvalidParameter", "Container.1.LivenessProbe"},
		"success threshold": {group("Container.1.LivenessProbe.TcpSocket.Port", "5", "Container.1.LivenessProbe.SuccessThreshold", "2"),
			"InvalidParameter.ValueExceeded", "SuccessThreshold"},
		"hook with two": {group("Container.1.LifecyclePreStopHandlerExec.1", "x", "Container.1.LifecyclePreStopHandlerTcpSocketPort",
			"80"), "InvalidParameter", "LifecyclePreStopHandler"},
		"mount of nothing": {group("Container.1.VolumeMount.1.Name", "v", "Container.1.VolumeMount.1.MountPath", "/v"), "InvalidParameter",
			"Container.1.VolumeMount.1.Name"},
		"relative mount": {group("Container.1.VolumeMount.1.Name", "v", "Container.1.VolumeMount.1.MountPath", "v"), "InvalidParameter",
			"MountPath"},
		"volume without type": {group("Volume.1.Name", "v"), "MissingParameter", "Volume.1.Type"},
		"volume of two kinds": {group("Volume.1.Name", "v", "Volume.1.Type", "EmptyDirVolume", "Volume.1.NFSVolume.Path", "/"),
			"InvalidParameter", "Volume.1.NFSVolume"},
		"volumes of one name": {group("Volume.1.Name", "v", "Volume.1.Type", "EmptyDirVolume", "Volume.2.Name", "v", "Volume.2.Type",
			"EmptyDirVolume"), "InvalidParameter.DuplicatedVolumeName", "v"},
		"21 volumes": {many(21, func(i int) []string {
			return []string{fmt.Sprintf("Volume.%d.Name", i), fmt.Sprint("v", i), fmt.Sprintf("Volume.%d.Type", i), "EmptyDirVolume"}
		}), "InvalidParameter.LengthExceeded", "Volume"},
		"size limit": {group("Volume.1.Name", "v", "Volume.1.Type", "EmptyDirVolume", "Volume.1.EmptyDirVolume.SizeLimit", "big"),
			"InvalidParameter", "SizeLimit"},
		"content":       {configFile("a", "not base64!"), "InvalidParameter", "Content"},
		"large content": {configFile("a", strings.Repeat("AAAA", 11_000)), "InvalidParameter.LengthExceeded", "Content"},
		"absolute file": {configFile("/a", "YQ=="), "InvalidParameter", "Path"},
		"file mode": {configFile("a", "YQ==", "Volume.1.ConfigFileVolume.ConfigFileToPath.1.Mode", "888"), "InvalidParameter",
			"Mode"},
		"host path": {group("Volume.1.Name", "v", "Volume.1.Type", "HostPathVolume", "Volume.1.HostPathVolume.Path", "/x"),
			"Forbidden.OnlyForInvitedTest", "HostPathVolume"},
		"flex options": {group("Volume.1.Name", "v", "Volume.1.Type", "FlexVolume", "Volume.1.FlexVolume.Driver", "alicloud/disk",
			"Volume.1.FlexVolume.Options", "x"), "InvalidParameter", "Options"},
		"spot without limit":   {group("SpotStrategy", "SpotWithPriceLimit"), "MissingParameter", "SpotPriceLimit"},
		"spot with 4 decimals": {group("SpotStrategy", "SpotWithPriceLimit", "SpotPriceLimit", "0.1234"), "InvalidParameter", "SpotPriceLimit"},
		"spot and category":    {group("SpotStrategy", "SpotAsPriceGo", "ComputeCategory.1", "general"), "FeatureBasedConstraintConflict", ""},
		"too large":            {group("Cpu", "65", "Memory", "128"), "InvalidParameter.CPU.Memory", ""},
		"containers too large": {group("Cpu", "1", "Memory", "2", "Container.1.Cpu", "2"), "InvalidParameter.CPU.Memory", ""},
		"economy too large":    {group("Cpu", "16", "Memory", "32", "ComputeCategory.1", "economy"), "InvalidParameter.CPU.Memory", ""},
		"instance type":        {group("InstanceType", "ecs.x1.large"), "InvalidInstanceTypeForEciBuy", "ecs.x1.large"},
		"architecture":         {group("InstanceType", "ecs.c8y.large"), "InstanceTypeNotMatchCpuArch", ""},
		"GPUs without any":     {group("Container.1.Gpu", "1"), "InvalidParameter", "Gpu"},
		"EIP twice":            {group("AutoCreateEip", "true", "EipInstanceId", "eip-1"), "InvalidParameter", "EipInstanceId"},
		"EIP bandwidth":        {group("EipBandwidth", "5"), "InvalidParameter", "EipBandwidth"},
		"pending minutes":      {group("MaxPendingMinute", "9"), "InvalidParameter.ValueExceeded", "MaxPendingMinute"},
		"ephemeral storage":    {group("EphemeralStorage", "5001"), "InvalidParameter.ValueExceeded", "EphemeralStorage"},
		"zone":                 {group("ZoneId", "cn-hangzhou-z"), "InvalidParameter", "ZoneId"},
		"zone of the vSwitch":  {group("ZoneId", "cn-hangzhou-a", "VSwitchId", "vsw-1-b"), "OperationDenied.VswZoneMisMatch", "vsw-1-b"},
		"full vSwitches":       {group("VSwitchId", "vsw-full-a,vsw-full-b"), "InvalidVSwitchId.IpNotEnough", "vsw-full"},
		"no vSwitch":           {group("VSwitchId", "vpc-1"), "InvalidParameter", "VSwitchId"},
		"11 vSwitches": {group("VSwitchId", strings.TrimSuffix(strings.Repeat("vsw-1,", 11), ",")), "InvalidParameter.LengthExceeded",
			"VSwitchId"},
		"security group": {group("SecurityGroupId", "vsw-1"), "InvalidParameter", "SecurityGroupId"},
		"image cache":    {group("ImageSnapshotId", "imc-1"), "ImageSnapshot.NotFound", "imc-1"},
		"address":        {group("PrivateIpAddress", "10.0.0"), "InvalidParameter", "PrivateIpAddress"},
		"reserved tag":   {group("Tag.1.Key", "acs:x"), "InvalidParameter", "Tag.1.Key"},
		"aliyun tag":     {group("Tag.1.Key", "aliyun"), "InvalidParameter", "Tag.1.Key"},
		"long tag":       {group("Tag.1.Key", strings.Repeat("k", 65)), "InvalidParameter.LengthExceeded", "Tag.1.Key"},
		"21 tags": {many(21, func(i int) []string { return []string{fmt.Sprintf("Tag.%d.Key", i), fmt.Sprint("k", i)} }),
			"NumberExceed.Tags", ""},
		"registry with protocol": {group("ImageRegistryCredential.1.Server", "https://r", "ImageRegistryCredential.1.UserName", "u",
			"ImageRegistryCredential.1.Password", "p"), "InvalidParameter", "Server"},
		"core pattern": {group("CorePattern", "|x"), "InvalidCorePatternValue", ""},
		"Windows":      {group("OsType", "Windows"), "Forbidden.OnlyForInvitedTest", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			err := c.refused("CreateContainerGroup", test.params, test.code)
			if !strings.Contains(err.Message, test.names) {
				t.Errorf("message %q does not name %q", err.Message, test.names)
			}
			want(t, "groups", len(c.server.State().ContainerGroups), 0)
		})
	}
}

func TestPrivateAddressInUse(t *testing.T) {
	c := newCloud(t)
	c.create(group("PrivateIpAddress", "10.0.0.1"))
	c.refused("CreateContainerGroup", group("PrivateIpAddress", "10.0.0.1"), "PrivateIpAddress.Already.InUse")
}

func TestVSwitchChoice(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("VSwitchId", "vsw-full-a,vsw-two-b,vsw-three-c", "ScheduleStrategy", "VSwitchOrdered"))
	c.wait(time.Second)
	g := c.describe(id)
	want(t, "vSwitch", g.VSwitchId, "vsw-two-b")
	want(t, "zone", g.ZoneId, "cn-hangzhou-b")
	chosen := map[string]bool{}
	for range 10 {
		chosen[c.describe(c.create(group("VSwitchId", "vsw-1-a,vsw-2-b"))).VSwitchId] = true
	}
	want(t, "vSwitches chosen at random", len(chosen), 2)
}

func TestGroupSize(t *testing.T) {
	tests := map[string]struct {
		params         url.Values
		cpu, memory    float64
		instanceType   string
		beforeSchedule float64
	}{
		"default":    {group(), 2, 4, "ecs.c6.large", 0},
		"rounded up": {group("Cpu", "7", "Memory", "13"), 8, 14, "", 7},
		"elsewhere":  {group("Cpu", "7", "Memory", "13", "RegionId", "eu-central-1"), 8, 16, "ecs.c6.2xlarge", 7},
		"sum of containers": {group("Container.1.Cpu", "0.5", "Container.1.Memory", "1", "Container.2.Name", "b", "Container.2.Image", "b:1",
			"Container.2.Cpu", "0.25", "Container.2.Memory", "2.5"), 1, 4, "", 0},
		"large init": {group("Container.1.Cpu", "0.5", "InitContainer.1.Name", "b", "InitContainer.1.Image", "b:1",
			"InitContainer.1.Cpu", "4"), 4, 2, "", 0},
		"instance type":       {group("InstanceType", "ecs.r6.xlarge,ecs.r7.xlarge", "Cpu", "1"), 4, 32, "ecs.r6.xlarge", 1},
		"GPU instance":        {group("InstanceType", "ecs.gn6i-c4g1.xlarge", "Container.1.Gpu", "1"), 4, 16, "ecs.gn6i-c4g1.xlarge", 0},
		"general from 1":      {group("Cpu", "0.25", "Memory", "0.5", "ComputeCategory.1", "general"), 1, 2, "", 0.25},
		"spot of an odd size": {group("Cpu", "2", "Memory", "6", "SpotStrategy", "SpotAsPriceGo"), 2, 8, "ecs.g6.large", 2},
		"spot of a small one": {group("Cpu", "0.5", "Memory", "1", "SpotStrategy", "SpotAsPriceGo"), 2, 2, "", 0.5},
		"ignored container": {group("Container.1.Cpu", "2", "Container.1.Memory", "4", "Container.2.Name", "b", "Container.2.Image", "b:1",
			"Container.2.Cpu", "1", "Container.2.Memory", "2", "Container.2.EnvironmentVar.1.Key", "__ECI_RESOURCE_IGNORE__",
			"Container.2.EnvironmentVar.1.Value", "TRUE"), 2, 4, "ecs.c6.large", 0},
		"spot of a standard": {group("Cpu", "2", "Memory", "8", "SpotStrategy", "SpotAsPriceGo"), 2, 8, "ecs.g6.large", 2},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCloud(t)
			id := c.create(test.params)
			want(t, "vCPUs before scheduling", c.server.State().ContainerGroups[0].Cpu, test.beforeSchedule)
			c.wait(time.Second)
			g := c.server.State().ContainerGroups[0]
			want(t, "id", g.ContainerGroupId, id)
			want(t, "size", []float64{g.Cpu, g.Memory}, []float64{test.cpu, test.memory})
			want(t, "type", g.InstanceType, test.instanceType)
		})
	}
}

func TestHiddenVariables(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("echo $A", "Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "secret-value",
		"Container.1.EnvironmentVarHide", "true", "RestartPolicy", "Never"))
	c.wait(3 * time.Second)
	want(t, "variables", len(c.describe(id).Containers[0].EnvironmentVars), 0)
	want(t, "log", c.log(id, "app"), "secret-value\n")
}

func TestSecretsAreNotTold(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("ImageRegistryCredential.1.Server", "r.example.com", "ImageRegistryCredential.1.UserName", "u",
		"ImageRegistryCredential.1.Password", "hunter2", "Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value",
		"hunter3"))
	c.describe(id)
	_, state := c.control("GET", "state", "")
	_, journal := c.control("GET", "requests", "")
	if strings.Contains(state, "hunter2") || strings.Contains(journal, "hunter") {
		t.Errorf("a secret is told:\n%s\n%s", state, journal)
	}
}

func TestStatus(t *testing.T) {
	c := newCloud(t)
	id := c.create(scriptGroup("exit 3", "RestartPolicy", "Never"))
	c.wait(time.Minute)
	_, body := c.request("id", "DescribeContainerGroupStatus", params("ContainerGroupIds", `["`+id+`"]`))
	var raw struct{ Data []map[string]any }
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"containerGroupId", "uuid", "name", "namespace", "status", "podStatus"} {
		if _, ok := raw.Data[0][key]; !ok {
			t.Errorf("no key %s in %s", key, body)
		}
	}
	resp := must[wire.DescribeContainerGroupStatusResponse](c, "DescribeContainerGroupStatus", params())
	want(t, "total", resp.TotalCount, 1)
	want(t, "phase", resp.Data[0].PodStatus.Phase, "Failed")
	want(t, "exit code", resp.Data[0].PodStatus.ContainerStatuses[0].State.Terminated.ExitCode, int64(3))
	want(t, "changed in the last minute", len(must[wire.DescribeContainerGroupStatusResponse](c, "DescribeContainerGroupStatus",
		params("SinceSecond", "60")).Data), 1)
	c.wait(time.Minute)
	want(t, "changed in the last minute", len(must[wire.DescribeContainerGroupStatusResponse](c, "DescribeContainerGroupStatus",
		params("SinceSecond", "60")).Data), 0)
	c.refused("DescribeContainerGroupStatus", params("SinceSecond", "59"), "InvalidParameter.ValueExceeded")
	c.refused("DescribeContainerGroupStatus", params("Limit", "201"), "InvalidParameter.ValueExceeded")
}

func TestEvents(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	c.wait(3 * time.Second)
	reasons := func(pairs ...string) string {
		var list []string
		resp := must[wire.DescribeContainerGroupEventsResponse](c, "DescribeContainerGroupEvents", params(pairs...))
		for _, d := range resp.Data {
			for _, e := range d.Events {
				list = append(list, e.Reason)
			}
		}
		want(t, "total", resp.TotalCount, len(list))
		return strings.Join(list, " ")
	}
	want(t, "all", reasons("ContainerGroupIds", `["`+id+`"]`), "Scheduled Pulling Pulled Created Started")
	want(t, "of the service", reasons("EventSource", "EciService"), "Scheduled")
	c.wait(time.Minute)
	want(t, "of the last minute", reasons("SinceSecond", "60"), "Created Started")
}

func TestExec(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "b"))
	run := func(command string, pairs ...string) url.Values {
		values := params(pairs...)
		values.Set("ContainerGroupId", id)
		values.Set("ContainerName", "app")
		values.Set("Command", command)
		return values
	}
	c.refused("ExecContainerCommand", run(`["echo","hi"]`), "IncorrectStatus")
	c.wait(3 * time.Second)
	want(t, "output", must[wire.ExecContainerCommandResponse](c, "ExecContainerCommand", run(`["sh","-c","echo $A"]`, "Sync",
		"true")).SyncResponse, "b\n")
	if resp := must[wire.ExecContainerCommandResponse](c, "ExecContainerCommand", run(`["bash"]`, "TTY",
		"true")); !strings.HasPrefix(resp.WebSocketUri, "wss://") || resp.HttpUrl == "" {
		t.Errorf("got %+v", resp)
	}
	c.refused("ExecContainerCommand", run(`["sh"]`, "Sync", "true", "TTY", "true"), "InvalidParameter")
	c.refused("ExecContainerCommand", run(`["/bin/bash"]`, "Sync", "true"), "InvalidParameter")
	c.refused("ExecContainerCommand", run(`["`+strings.Repeat("x", 257)+`"]`), "InvalidParameter.ValueExceeded")
}

func TestResizeVolume(t *testing.T) {
	c := newCloud(t)
	id := c.create(group("Volume.1.Name", "disk", "Volume.1.Type", "FlexVolume", "Volume.1.FlexVolume.Driver", "alicloud/disk",
		"Volume.1.FlexVolume.Options", `{"volumeSize":"50"}`, "Volume.2.Name", "tmp", "Volume.2.Type", "EmptyDirVolume"))
	resize := func(volume, size string) url.Values {
		return params("ContainerGroupId", id, "VolumeName", volume, "NewSize", size)
	}
	c.refused("ResizeContainerGroupVolume", resize("disk", "60"), "IncorrectStatusDetail")
	c.wait(3 * time.Second)
	must[wire.Empty](c, "ResizeContainerGroupVolume", resize("disk", "60"))
	want(t, "options", c.describe(id).Volumes[0].FlexVolumeOptions, `{"volumeSize":"60"}`)
	must[wire.Empty](c, "ResizeContainerGroupVolume", resize("disk", "60"))
	c.refused("ResizeContainerGroupVolume", resize("disk", "59"), "InvalidParameter")
	c.refused("ResizeContainerGroupVolume", resize("tmp", "60"), "InvalidVolumeType")
	c.refused("ResizeContainerGroupVolume", resize("other", "60"), "InvalidParameter.NotFound")
}

func TestMetrics(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	want(t, "records before the start", len(must[wire.DescribeContainerGroupMetricResponse](c, "DescribeContainerGroupMetric",
		params("ContainerGroupId", id)).Records), 0)
	c.wait(time.Hour)
	resp := must[wire.DescribeContainerGroupMetricResponse](c, "DescribeContainerGroupMetric", params("ContainerGroupId", id))
	want(t, "records of 5 minutes", len(resp.Records), 21)
	want(t, "last time", resp.Records[20].Timestamp, "2026-03-01T21:00:00.000+08:00")
	want(t, "limit", resp.Records[0].CPU.Limit, int64(2000))
	resp = must[wire.DescribeContainerGroupMetricResponse](c, "DescribeContainerGroupMetric",
		params("ContainerGroupId", id, "StartTime", "2026-03-01T12:30:00Z", "EndTime", "2026-03-01T12:50:00Z", "Period", "600"))
	want(t, "records of 20 minutes", len(resp.Records), 3)
	resp = must[wire.DescribeContainerGroupMetricResponse](c, "DescribeContainerGroupMetric",
		params("ContainerGroupId", id, "StartTime", "2026-03-01T12:11:00Z", "EndTime", "2026-03-01T13:00:00Z"))
	want(t, "records of 49 minutes", len(resp.Records), 50)
	c.refused("DescribeContainerGroupMetric", params("ContainerGroupId", id, "StartTime", "2026-03-01T12:10:00Z"), "InvalidParameter")
	c.refused("DescribeContainerGroupMetric", params("ContainerGroupId", id, "Period", "45"), "InvalidParameter")
	many := must[wire.DescribeMultiContainerGroupMetricResponse](c, "DescribeMultiContainerGroupMetric",
		params("ContainerGroupIds", `["`+id+`","eci-unknown"]`))
	want(t, "groups", len(many.MonitorDatas), 1)
}

func TestWithoutPermission(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.WithoutPermission = []string{"nobody"} })
	c.create(group())
	status, body := c.request("nobody", "DescribeContainerGroups", nil)
	if status != 200 || !strings.Contains(string(body), `"ContainerGroups":[]`) {
		t.Errorf("got %d %s", status, body)
	}
	status, body = c.request("nobody", "DeleteContainerGroup", params("ContainerGroupId", "eci-1"))
	if status != 403 || !strings.Contains(string(body), "Forbidden.RAM") {
		t.Errorf("got %d %s", status, body)
	}
}

// configFile makes the parameters of a group with one config file.
func configFile(path, content string, pairs ...string) url.Values {
	file := "Volume.1.ConfigFileVolume.ConfigFileToPath.1."
	return group(append([]string{"Volume.1.Name", "cfg", "Volume.1.Type", "ConfigFileVolume", file + "Path", path, file + "Content", content},
		pairs...)...)
}
