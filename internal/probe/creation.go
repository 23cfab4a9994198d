package probe

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// creationProbes ask what a creation accepts, and what it is priced at.
var creationProbes = []Probe{
	{Assumption: "second-call", Groups: 2, find: func(b *bench) (string, string) {
		req := b.request()
		first, err := b.try(req)
		b.must(err)
		req.ContainerGroupName += "-2"
		second, err := b.try(req)
		switch code := b.code(err); {
		case code == "IdempotentParameterMismatch":
			return "mismatch", "refused with " + code
		case code != "":
			return "", "refused with " + code
		}
		return answerOf(first == second, "first", "new", "the same id: %v", first == second)
	}},
	{Assumption: "token-life", Groups: 3, Minutes: 12, find: func(b *bench) (string, string) {
		req := b.request()
		first, err := b.try(req)
		b.must(err)
		began := time.Now()
		remembered := func(after time.Duration) bool {
			b.sleep(time.Until(began.Add(after)))
			id, err := b.try(req)
			b.must(err)
			return id == first
		}
		switch {
		case !remembered(2 * time.Minute):
			return "1m", "after 2 minutes the same request made another group"
		case !remembered(11 * time.Minute):
			return "10m", "after 2 minutes the same request was answered as the first, after 11 it made another group"
		}
		return "24h", "after 11 minutes the same request was answered as the first"
	}},
	{Assumption: "dry-run-code", find: func(b *bench) (string, string) {
		_, err := b.try(b.request(dryRun))
		code := b.code(err)
		return answerOf(eci.IsDryRunSuccess(err), code, "", "code %q", code)
	}},
	{Assumption: "dry-run-checks", find: func(b *bench) (string, string) {
		_, err := b.try(b.request(dryRun, func(req *eci.CreateContainerGroupRequest) { req.ImageSnapshotId = unknownID("imc-") }))
		return answerOf(eci.IsDryRunSuccess(err), "parameters", "everything", "with an image cache that does not exist: code %q", b.code(err))
	}},
	{Assumption: "capabilities", Groups: 1, find: func(b *bench) (string, string) {
		return b.accepts("documented", "sdk", func(spec *eci.ContainerSpec) {
			spec.SecurityContext = &eci.SecurityContext{Capability: &eci.Capability{Add: []string{"SYS_PTRACE", "CHOWN"}}}
		})
	}},
	{Assumption: "variable-names", Groups: 1, find: func(b *bench) (string, string) {
		return b.accepts("any", "identifiers", env("probe-with.all", "1"))
	}},
	{Assumption: "host-ip", Groups: 1, find: func(b *bench) (string, string) {
		return b.accepts("taken", "refused", func(spec *eci.ContainerSpec) {
			spec.EnvironmentVar = []eci.EnvironmentVar{{Key: "IP", FieldRef: &eci.FieldRef{FieldPath: "status.hostIP"}}}
		})
	}},
	{Assumption: "host-sysctls", Groups: 1, find: func(b *bench) (string, string) {
		return b.acceptsGroup("taken", "refused", func(req *eci.CreateContainerGroupRequest) {
			req.HostSecurityContext = &eci.GroupSecurityContext{Sysctl: []eci.NameValue{{Name: "kernel.shm_rmid_forced", Value: new("1")}}}
		})
	}},
	{Assumption: "config-file-size", Groups: 1, find: func(b *bench) (string, string) {
		return b.acceptsFiles("decoded", "encoded", 30<<10)
	}},
	{Assumption: "config-files-total", Groups: 1, find: func(b *bench) (string, string) {
		return b.acceptsFiles("volume", "group", 16<<10, 16<<10, 16<<10, 16<<10)
	}},
	{Assumption: "init-sizes", Groups: 1, CPU: 2, Memory: 4, find: func(b *bench) (string, string) {
		sized := func(spec *eci.ContainerSpec) { spec.Cpu, spec.Memory = new(1.0), new(2.0) }
		g := b.placed(b.create(with(b.sleeper("main", sized)), func(req *eci.CreateContainerGroupRequest) {
			req.Cpu, req.Memory = nil, nil
			req.InitContainer = []eci.CreateInitContainer{{ContainerSpec: b.script("init", "true", sized)}}
		}))
		return answerOf(g.Cpu < 2, "largest", "added", "a container and an init container of 1 vCPU and 2 GiB each: %v vCPU, %v GiB", g.Cpu,
			g.Memory)
	}},
	{Assumption: "spot-sizes", Groups: 1, CPU: 2, Memory: 4, find: func(b *bench) (string, string) {
		id, err := b.try(b.request(func(req *eci.CreateContainerGroupRequest) {
			req.Cpu, req.Memory, req.SpotStrategy = new(1.0), new(2.0), "SpotAsPriceGo"
		}))
		switch code := b.code(err); {
		case code == "InvalidSpotCpuMemorySpec":
			return "refused", "refused with " + code
		case code != "":
			return "", "refused with " + code
		}
		g := b.placed(id)
		return answerOf(g.Cpu >= 2, "rounded", "standard", "1 vCPU and 2 GiB as spot became %v vCPU and %v GiB", g.Cpu, g.Memory)
	}},
	{Assumption: "spot-price-sizes", find: func(b *bench) (string, string) {
		price := func(cpu, memory float64, spot string) (string, string) {
			resp, err := b.client.DescribeContainerGroupPrice(b.ctx,
				&eci.DescribeContainerGroupPriceRequest{Cpu: &cpu, Memory: &memory, SpotStrategy: spot})
			if err != nil {
				return "", b.code(err)
			}
			return string(resp.PriceInfo.Price.OriginalPrice), ""
		}
		spot, code := price(0.5, 1, "SpotAsPriceGo")
		switch {
		case code == "InvalidSpotCpuMemorySpec":
			return "spot-only", "refused with " + code
		case code != "":
			return "", "refused with " + code
		}
		own, _ := price(0.5, 1, "")
		next, _ := price(2, 2, "")
		evidence := fmt.Sprintf("0.5 vCPU and 1 GiB as spot: %s; on demand: %s; 2 vCPU and 2 GiB on demand: %s", spot, own, next)
		return map[string]string{own: "standard", next: "rounded"}[spot], evidence
	}},
	{Assumption: "price-details", find: func(b *bench) (string, string) {
		var resources []string
		answer := ""
		for _, detail := range b.price().DetailInfos.DetailInfo {
			resources = append(resources, detail.Resource)
			if detail.Resource == "memory" || detail.Resource == "mem" {
				answer = detail.Resource
			}
		}
		return answer, "resources: " + strings.Join(resources, ", ")
	}},
	{Assumption: "price-rounding", find: func(b *bench) (string, string) {
		price := b.price()
		most, told := 0, []string{}
		for _, detail := range price.DetailInfos.DetailInfo {
			number, ok := new(big.Rat).SetString(string(detail.OriginalPrice))
			if !ok {
				return "", fmt.Sprintf("%q is not a price", detail.OriginalPrice)
			}
			decimals, _ := number.FloatPrec()
			most, told = max(most, decimals), append(told, detail.Resource+" "+string(detail.OriginalPrice))
		}
		return answerOf(most > 8, "exact", "eight", "of 0.25 vCPU and 0.5 GiB: %s", strings.Join(told, ", "))
	}},
	{Assumption: "bandwidth-unit", Groups: 2, Minutes: 6, find: func(b *bench) (string, string) {
		const limit = 1_000_000
		server := b.createRunning(with(b.script("main", "head -c 10000000 /dev/zero >/tmp/file; httpd -f -p 9000 -h /tmp")))
		client := b.createRunning(with(b.script("main", "for i in $(seq 60); do wget -q -O /dev/null http://"+server.IntranetIp+
			":9000/file || true; sleep 1; done")), func(req *eci.CreateContainerGroupRequest) { req.IngressBandwidth = new(int64(limit)) })
		b.sleep(3 * time.Minute)
		resp, err := b.client.DescribeContainerGroupMetric(b.ctx, &eci.DescribeContainerGroupMetricRequest{
			ContainerGroupId: client.ContainerGroupId, Period: "60",
			StartTime: time.Now().UTC().Add(-3 * time.Minute).Format(time.RFC3339), EndTime: time.Now().UTC().Format(time.RFC3339)})
		b.must(err)
		rate := received(resp.Records)
		evidence := fmt.Sprintf("with IngressBandwidth=%d, %.0f bytes a second were received", limit, rate)
		switch {
		case rate > limit/2 && rate < 2*limit:
			return "bytes", evidence
		case rate > limit/16 && rate < limit/4:
			return "bits", evidence
		}
		return "", evidence
	}},
	{Assumption: "deadline-status", Groups: 1, Minutes: 3, find: func(b *bench) (string, string) {
		id := b.create(func(req *eci.CreateContainerGroupRequest) {
			req.RestartPolicy, req.ActiveDeadlineSeconds = "Never", new(int64(60))
		})
		status := b.ended(id).Status
		return answerOf(status == eci.StatusFailed || status == eci.StatusExpired, status, "", "status %s", status)
	}},
}

func dryRun(req *eci.CreateContainerGroupRequest) { req.DryRun = new(true) }

// accepts tells whether ECI creates a group whose container has something. Any parameter's refusal counts.
func (b *bench) accepts(yes, no string, change func(*eci.ContainerSpec)) (answer, evidence string) {
	return b.acceptsGroup(yes, no, with(b.sleeper("main", change)))
}

// acceptsFiles tells whether ECI creates a group with config files of so many bytes, two in a volume.
func (b *bench) acceptsFiles(yes, no string, sizes ...int) (answer, evidence string) {
	var volumes []eci.CreateVolume
	for i, size := range sizes {
		if i%2 == 0 {
			volumes = append(volumes, eci.CreateVolume{VolumeSpec: eci.VolumeSpec{Name: fmt.Sprint("files-", i), Type: "ConfigFileVolume"},
				ConfigFileVolume: &eci.CreateConfigFileVolume{}})
		}
		files := volumes[len(volumes)-1].ConfigFileVolume
		content := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", size)))
		files.ConfigFileToPath = append(files.ConfigFileToPath,
			eci.CreateConfigFile{ConfigFile: eci.ConfigFile{Path: fmt.Sprint("file-", i), Content: &content}})
	}
	return b.acceptsGroup(yes, no, func(req *eci.CreateContainerGroupRequest) { req.Volume = volumes })
}

func (b *bench) acceptsGroup(yes, no string, change func(*eci.CreateContainerGroupRequest)) (answer, evidence string) {
	_, err := b.try(b.request(change))
	code := b.code(err)
	if code != "" && !strings.HasPrefix(code, "InvalidParam") {
		return "", "refused with " + code
	}
	return answerOf(code == "", yes, no, "code %q", code)
}

// placed waits until a group has been given its size.
func (b *bench) placed(id string) eci.ContainerGroup {
	return b.when(id, "is scheduled", time.Second, func(g eci.ContainerGroup) bool { return g.Status != eci.StatusScheduling })
}

// ended waits until a group has ended.
func (b *bench) ended(id string) eci.ContainerGroup {
	return b.when(id, "has ended", 2*time.Second, func(g eci.ContainerGroup) bool {
		return g.Status == eci.StatusSucceeded || g.Status == eci.StatusFailed || g.Status == eci.StatusExpired
	})
}

// price is that of the smallest size.
func (b *bench) price() eci.Price {
	resp, err := b.client.DescribeContainerGroupPrice(b.ctx,
		&eci.DescribeContainerGroupPriceRequest{Cpu: new(smallestCPU), Memory: new(smallestMemory)})
	b.must(err)
	return resp.PriceInfo.Price
}

// received is how many bytes a second were received between the first and the last measurement.
func received(records []eci.MetricRecord) float64 {
	if len(records) < 2 {
		return 0
	}
	bytes := func(r eci.MetricRecord) (sum float64) {
		if r.Network != nil {
			for _, i := range r.Network.Interfaces {
				sum += float64(i.RxBytes)
			}
		}
		return sum
	}
	first, last := records[0], records[len(records)-1]
	from, err := time.Parse(time.RFC3339, first.Timestamp)
	to, errTo := time.Parse(time.RFC3339, last.Timestamp)
	if err != nil || errTo != nil || !from.Before(to) {
		return 0
	}
	return (bytes(last) - bytes(first)) / to.Sub(from).Seconds()
}
