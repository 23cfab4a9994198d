package emulator

import (
	"encoding/base64"
	"maps"
	"regexp"
	"slices"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

var identifierPattern = regexp.MustCompile(`^[a-zA-Z_][0-9a-zA-Z_]*$`)

// validateAssumed refuses what containers may hold only under some answers of Assumptions.
func (s *Server) validateAssumed(containers map[string]wire.CommonContainer) error {
	for _, name := range slices.Sorted(maps.Keys(containers)) {
		c := containers[name]
		for i, v := range c.EnvironmentVar {
			name := element(name+".EnvironmentVar", i)
			if s.assumes(assumeVariableNames) == "identifiers" && !identifierPattern.MatchString(v.Key) {
				return invalidParameter(name+".Key", "it may hold letters, digits and underscores only, and not start with a digit")
			}
			if s.assumes(assumeHostIP) == "refused" && v.FieldRef != nil && v.FieldRef.FieldPath == "status.hostIP" {
				return invalidParameter(name+".FieldRef.FieldPath", "only status.podIP is supported")
			}
		}
		if s.assumes(assumeCapabilities) == "sdk" && c.SecurityContext != nil && c.SecurityContext.Capability != nil {
			for i, capability := range c.SecurityContext.Capability.Add {
				err := oneOf(element(name+".SecurityContext.Capability.Add", i), capability, "NET_ADMIN", "NET_RAW")
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// containersOf lists the containers of a new group by the name of the parameter.
func containersOf(req *wire.CreateContainerGroupRequest) map[string]wire.CommonContainer {
	all := map[string]wire.CommonContainer{}
	for i, c := range req.Container {
		all[element("Container", i)] = c.CommonContainer
	}
	for i, c := range req.InitContainer {
		all[element("InitContainer", i)] = c.CommonContainer
	}
	return all
}

// containersOfUpdate lists the containers of an update by the name of the parameter.
func containersOfUpdate(req *wire.UpdateContainerGroupRequest) map[string]wire.CommonContainer {
	all := map[string]wire.CommonContainer{}
	for i, c := range req.Container {
		all[element("Container", i)] = c.CommonContainer
	}
	for i, c := range req.InitContainer {
		all[element("InitContainer", i)] = c.CommonContainer
	}
	return all
}

// validateFiles refuses config files that are too large only under some answers of Assumptions. Their base64 has been checked.
func (s *Server) validateFiles(volumes []wire.CreateVolume) error {
	total := 0
	for i, v := range volumes {
		if v.ConfigFileVolume == nil {
			continue
		}
		for n, file := range v.ConfigFileVolume.ConfigFileToPath {
			name := element(element("Volume", i)+".ConfigFileVolume.ConfigFileToPath", n) + ".Content"
			if len(file.Content) > maxConfigFile && s.assumes(assumeConfigFileSize) == "encoded" {
				return lengthExceeded(name, maxConfigFile)
			}
			total += base64.StdEncoding.DecodedLen(len(file.Content))
			if total > maxConfigFilesSize && s.assumes(assumeConfigFilesTotal) == "group" {
				return lengthExceeded(name+" of all files", maxConfigFilesSize)
			}
		}
	}
	return nil
}

// validateHost refuses kernel settings of the host that only some texts allow.
func (s *Server) validateHost(req *wire.CreateContainerGroupRequest) error {
	if req.HostSecurityContext == nil || s.assumes(assumeHostSysctls) == "taken" {
		return nil
	}
	for i, setting := range req.HostSecurityContext.Sysctl {
		if setting.Name == "kernel.shm_rmid_forced" || setting.Name == "vm.min_free_kbytes" {
			return invalidParameter(element("HostSecurityContext.Sysctl", i)+".Name", "this kernel setting cannot be changed")
		}
	}
	return nil
}
