package emulator

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// TestGrammar refuses what the API or Kubernetes defines otherwise, and takes what looks odd and is documented.
func TestGrammar(t *testing.T) {
	c := newCloud(t)
	disks := func(n int) (pairs []string) {
		for i := range n {
			v := fmt.Sprintf("Volume.%d.", i+1)
			pairs = append(pairs, v+"Name", fmt.Sprint("d", i), v+"Type", "FlexVolume", v+"FlexVolume.Driver", "alicloud/disk",
				v+"FlexVolume.Options", `{"volumeSize":20}`)
		}
		return pairs
	}
	files := func(size ...int) []string {
		pairs := []string{"Volume.1.Name", "cfg", "Volume.1.Type", "ConfigFileVolume"}
		for i, n := range size {
			file := fmt.Sprintf("Volume.1.ConfigFileVolume.ConfigFileToPath.%d.", i+1)
			pairs = append(pairs, file+"Path", fmt.Sprint(i), file+"Content", base64.StdEncoding.EncodeToString(make([]byte, n)))
		}
		return pairs
	}
	acr := func(pairs ...string) []string {
		return append([]string{"AcrRegistryInfo.1.RegionId", "cn-hangzhou"}, pairs...)
	}
	login := func(server string) []string {
		return []string{"ImageRegistryCredential.1.Server", server, "ImageRegistryCredential.1.UserName", "u",
			"ImageRegistryCredential.1.Password", "p"}
	}
	flex := func(options string) []string { return append(disks(1), "Volume.1.FlexVolume.Options", options) }
	fine := ""
	for name, test := range map[string]struct {
		pairs []string
		code  string
	}{
		"image with a protocol":      {[]string{"Container.1.Image", "https://nginx"}, "InvalidParameter"},
		"image with capitals":        {[]string{"Container.1.Image", "Nginx"}, "InvalidParameter"},
		"image with a space":         {[]string{"Container.1.Image", "nginx: 1"}, "InvalidParameter"},
		"image by digest":            {[]string{"Container.1.Image", "r.test:5000/a/b_c:v1@sha256:" + strings.Repeat("a", 64)}, fine},
		"image of many characters":   {[]string{"Container.1.Image", strings.Repeat("a", 256)}, "InvalidParameter.LengthExceeded"},
		"256 Chinese characters":     {[]string{"Container.1.Command.1", strings.Repeat("云", 256)}, fine},
		"257 Chinese characters":     {[]string{"Container.1.Command.1", strings.Repeat("云", 257)}, "InvalidParameter.LengthExceeded"},
		"probe of nothing":           {[]string{"Container.1.LivenessProbe.PeriodSeconds", "1"}, "InvalidParameter"},
		"relative working directory": {[]string{"Container.1.WorkingDir", "work"}, "InvalidParameter"},
		"relative termination path":  {[]string{"Container.1.TerminationMessagePath", "log"}, "InvalidParameter"},
		"relative path of a hook": {[]string{"Container.1.LifecyclePreStopHandlerHttpGetPort", "80",
			"Container.1.LifecyclePreStopHandlerHttpGetPath", "bye"}, "InvalidParameter"},
		"standard input once only": {[]string{"Container.1.StdinOnce", "true"}, "InvalidParameter"},
		"standard input once":      {[]string{"Container.1.StdinOnce", "true", "Container.1.Stdin", "true"}, fine},
		"root where none may be": {[]string{"Container.1.SecurityContextRunAsNonRoot", "true", "Container.1.SecurityContext.RunAsUser", "0"},
			"InvalidParameter"},
		"a capability of none": {[]string{"Container.1.SecurityContext.Capability.Add.1", "SYS_ADMIN"}, "InvalidParameter"},
		"three threads":        {[]string{"CpuOptionsThreadsPerCore", "3"}, "InvalidParameter.ValueExceeded"},
		"performance level":    {[]string{"DataCachePL", "PL9"}, "InvalidParameter"},
		"driver by its major":  {[]string{"GpuDriverVersion", "tesla=550"}, fine},
		"driver":               {[]string{"GpuDriverVersion", "tesla=1"}, "InvalidParameter"},
		"bandwidth package":    {[]string{"AutoCreateEip", "true", "EipCommonBandwidthPackage", "bwp-1"}, "InvalidParameter"},
		"root domain":          {[]string{"DnsConfig.Search.1", "."}, fine},
		"host name":            {[]string{"HostName", "-web"}, "InvalidParameter"},
		"alias":                {[]string{"HostAliase.1.Ip", "1.2.3.4", "HostAliase.1.Hostname.1", "a b"}, "InvalidParameter"},
		"search domain":        {[]string{"DnsConfig.Search.1", "..", "DnsConfig.NameServer.1", "1.1.1.1"}, "InvalidParameter"},
		"odd search domain":    {[]string{"DnsConfig.Search.1", "_tcp.example.com."}, fine},
		"name server":          {[]string{"DnsConfig.NameServer.1", "dns.test"}, "InvalidParameter"},
		"time server":          {[]string{"NtpServer.1", "time server"}, "InvalidParameter"},
		"time server by name":  {[]string{"NtpServer.1", "NTP.example.com", "NtpServer.2", "2001:db8::1"}, fine},
		"port of a registry":   {login("r.test:65536"), "InvalidParameter"},
		"registry with a port": {login("r.test:5000"), fine},
		"insecure registry":    {[]string{"InsecureRegistry", "r.test:0"}, "InvalidParameter"},
		"plain registry":       {[]string{"PlainHttpRegistry", "http://r.test"}, "InvalidParameter"},
		"ACR instance":         {acr("AcrRegistryInfo.1.InstanceId", "cr-1"), "InvalidParameter"},
		"role of ACR":          {acr("AcrRegistryInfo.1.InstanceId", "cri-1", "AcrRegistryInfo.1.ArnUser", "role/x"), "InvalidParameter"},
		"roles of ACR":         {acr("AcrRegistryInfo.1.InstanceId", "cri-1", "AcrRegistryInfo.1.ArnUser", "acs:ram::123456:role/x"), fine},
		"disk id": {[]string{"Volume.1.Name", "d", "Volume.1.Type", "DiskVolume", "Volume.1.DiskVolume.DiskId", "vol-1"},
			"InvalidParameter"},
		"6 disks":              {disks(6), fine},
		"7 disks":              {disks(7), "DiskNumber.LimitExceed"},
		"disk of nothing":      {flex("{}"), "InvalidParameter"},
		"disk without options": {flex(""), "InvalidParameter"},
		"disk of any size":     {flex(`{"volumeSize":"large"}`), "InvalidParameter"},
		"disk that exists":     {flex(`{"volumeId":"d-1"}`), fine},
		"no files":             {files(), "MissingParameter"},
		"60 KiB of files":      {files(30<<10, 30<<10), fine},
		"more files":           {files(30<<10, 30<<10, 1), "InvalidParameter.LengthExceeded"},
		"kernel setting": {[]string{"SecurityContext.Sysctl.1.Name", "vm.min_free_kbytes", "SecurityContext.Sysctl.1.Value", "65536"},
			fine},
		"kernel setting of the host": {[]string{"HostSecurityContext.Sysctl.1.Name", "kernel.msgmax", "HostSecurityContext.Sysctl.1.Value", "1"},
			fine},
		"other kernel setting": {[]string{"SecurityContext.Sysctl.1.Name", "kernel.sem", "SecurityContext.Sysctl.1.Value", "1"},
			"InvalidParameter"},
		"forbidden kernel setting": {[]string{"HostSecurityContext.Sysctl.1.Name", "net.ipv4.tcp_syncookies",
			"HostSecurityContext.Sysctl.1.Value", "1"}, "InvalidParameter"},
	} {
		t.Run(name, func(t *testing.T) {
			values := group(test.pairs...)
			if test.code != fine {
				c.refused("CreateContainerGroup", values, test.code)
				return
			}
			c.create(values)
		})
	}

	for name, test := range map[string]struct {
		action string
		values url.Values
	}{
		"data without a host": {"CreateDataCache", dataCacheOf("DataSource.Options.#3#url", "model.bin")},
		"image of a cache":    {"CreateImageCache", imageCacheOf("Image.1", "NGINX")},
		"taint twice": {"CreateVirtualNode", nodeOf("Taint.1.Key", "a", "Taint.1.Effect", "NoSchedule", "Taint.2.Key", "a",
			"Taint.2.Effect", "NoSchedule")},
		"value of a taint":       {"CreateVirtualNode", nodeOf("Taint.1.Key", "a", "Taint.1.Value", "-", "Taint.1.Effect", "NoSchedule")},
		"domain of a cluster":    {"CreateVirtualNode", nodeOf("ClusterDomain", "a b")},
		"resource of a node":     {"CreateVirtualNode", nodeOf("CustomResources", "a b=1")},
		"zone of an image cache": {"CreateImageCache", imageCacheOf("ZoneId", "cn-beijing-a")},
		"EIP of an image cache":  {"CreateImageCache", imageCacheOf("EipInstanceId", "1.2.3.4")},
		"EIP of a data cache":    {"CreateDataCache", dataCacheOf("EipInstanceId", "1.2.3.4")},
		"package of a cache":     {"CreateDataCache", dataCacheOf("EipCreateParam.CommonBandwidthPackage", "x")},
		"pool of a cache":        {"CreateDataCache", dataCacheOf("EipCreateParam.PublicIpAddressPoolId", "x")},
		"key of a taint":         {"CreateVirtualNode", nodeOf("Taint.1.Key", "a b", "Taint.1.Effect", "NoSchedule")},
		"registry of a cache":    {"CreateImageCache", imageCacheOf("InsecureRegistry", "r.test:x")},
		"ACR instance of caches": {"CreateImageCache", imageCacheOf("AcrRegistryInfo.1.InstanceId", "x")},
	} {
		t.Run(name, func(*testing.T) { c.refused(test.action, test.values, "InvalidParameter") })
	}
}
