package emulator

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// The forms of names and addresses that the API or Kubernetes defines. What neither defines passes.
var (
	imagePattern = regexp.MustCompile(`^([A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*` +
		`(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,})?$`)
	hostPattern       = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$`)
	searchPattern     = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$`)
	rolePattern       = regexp.MustCompile(`^acs:ram::[0-9*]+:role/[A-Za-z0-9._-]+$`)
	gpuDriverPattern  = regexp.MustCompile(`^tesla=(470|525|535|550)(\.[0-9]+)*$`)
	labelValuePattern = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`)
	taintKeyPattern   = regexp.MustCompile(`^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`)
)

const maxHostName = 253

// form refuses a text that is given and has not the form that it needs.
func form(name, value string, pattern *regexp.Regexp, what string) error {
	if value == "" || pattern.MatchString(value) {
		return nil
	}
	return invalidParameter(name, "it is not "+what)
}

func validateImage(name, image string) error {
	if len([]rune(image)) > maxImage {
		return lengthExceeded(name, maxImage)
	}
	return form(name, image, imagePattern, "an image: [REGISTRY/]REPOSITORY[:TAG][@DIGEST], without a protocol, white space or capitals")
}

// hostName checks a host name; what is longer than Kubernetes allows is none.
func hostName(name, value string) error {
	if len(value) > maxHostName {
		return invalidParameter(name, "it is not a host name")
	}
	return form(name, value, hostPattern, "a host name")
}

// hostOrAddress checks a host name, whose case does not matter, or an IP address.
func hostOrAddress(name, value string) error {
	if _, err := netip.ParseAddr(value); err == nil {
		return nil
	}
	return hostName(name, strings.ToLower(value))
}

func address(name, value string) error {
	if _, err := netip.ParseAddr(value); err != nil {
		return invalidParameter(name, "it is not an IP address")
	}
	return nil
}

func absolute(name, path string) error {
	if path == "" || strings.HasPrefix(path, "/") {
		return nil
	}
	return invalidParameter(name, "it is not an absolute path")
}

// prefixed checks an id, whose beginning tells what it is of.
func prefixed(name, id, prefix string) error {
	if id == "" || strings.HasPrefix(id, prefix) && len(id) > len(prefix) {
		return nil
	}
	return invalidParameter(name, "an id of this kind starts with "+prefix)
}

// each checks the elements of a list.
func each(name string, list []string, validate func(name, value string) error) error {
	for i, value := range list {
		if err := validate(element(name, i), value); err != nil {
			return err
		}
	}
	return nil
}

// registryAddress checks the address of an image registry, whose port may be given.
func registryAddress(name, server string) error {
	if strings.Contains(server, "://") {
		return invalidParameter(name, "it has to be a host name without http:// or https://")
	}
	host, port, found := strings.Cut(server, ":")
	if n, err := strconv.Atoi(port); found && (err != nil || n < 1 || n > 65535) {
		return invalidParameter(name, "its port is not within 1 to 65535")
	}
	return hostOrAddress(name, host)
}

func validateRegistries(name string, list []wire.AcrRegistryInfo) error {
	for i, r := range list {
		if err := prefixed(element(name, i)+".InstanceId", r.InstanceId, "cri-"); err != nil {
			return err
		}
	}
	return nil
}

// validateCreateRegistries also checks the roles, which only a creation carries.
func validateCreateRegistries(name string, list []wire.CreateAcrRegistryInfo) error {
	var infos []wire.AcrRegistryInfo
	for i, r := range list {
		infos = append(infos, r.AcrRegistryInfo)
		if err := check(
			form(element(name, i)+".ArnService", r.ArnService, rolePattern, "the ARN of a role"),
			form(element(name, i)+".ArnUser", r.ArnUser, rolePattern, "the ARN of a role"),
		); err != nil {
			return err
		}
	}
	return validateRegistries(name, infos)
}

// Kernel settings that can be made for the containers, and prefixes and exceptions of those that can be made for the group.
var (
	containerSysctls = []string{
		"net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start", "kernel.shm_rmid_forced", "vm.min_free_kbytes",
	}
	hostSysctls       = []string{"kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.", "net.", "vm.min_free_kbytes"}
	forbiddenForHosts = []string{
		"net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
	}
)

func validateSysctls(req *wire.CreateContainerGroupRequest) error {
	if req.SecurityContext != nil {
		for i, s := range req.SecurityContext.Sysctl {
			if err := oneOf(element("SecurityContext.Sysctl", i)+".Name", s.Name, containerSysctls...); err != nil {
				return err
			}
		}
	}
	if req.HostSecurityContext == nil {
		return nil
	}
	for i, s := range req.HostSecurityContext.Sysctl {
		known := slices.ContainsFunc(hostSysctls, func(prefix string) bool { return strings.HasPrefix(s.Name, prefix) })
		if !known || slices.Contains(forbiddenForHosts, s.Name) {
			return invalidParameter(element("HostSecurityContext.Sysctl", i)+".Name", "this kernel setting cannot be changed")
		}
	}
	return nil
}

func validateDnsConfig(d *wire.DnsConfigParameters) error {
	if d == nil {
		return nil
	}
	search := func(name, value string) error {
		if value == "." {
			return nil
		}
		return form(name, value, searchPattern, "a domain")
	}
	return check(each("DnsConfig.NameServer", d.NameServer, address), each("DnsConfig.Search", d.Search, search))
}

// validateDiskOptions checks that the options of a cloud disk name a disk, or say how large a new one is.
func validateDiskOptions(name, text string) error {
	var options map[string]any
	if text != "" && json.Unmarshal([]byte(text), &options) != nil {
		return invalidParameter(name, "it is not a JSON object")
	}
	size, id := options["volumeSize"], options["volumeId"]
	if size == nil && id == nil {
		return invalidParameter(name, "it holds neither volumeId nor volumeSize")
	}
	if id != nil {
		return prefixed(name, fmt.Sprint(id), "d-")
	}
	if n, err := strconv.ParseInt(fmt.Sprint(size), 10, 64); err != nil || n < minBasicDiskSize || n > maxDiskSize {
		return invalidParameter(name, "volumeSize is not a number of GiB")
	}
	return nil
}

// dataURL checks the address of data.
func dataURL(name, text string) error {
	if u, err := url.Parse(text); err != nil || u.Scheme == "" || u.Host == "" {
		return invalidParameter(name, "it is not a URL")
	}
	return nil
}
