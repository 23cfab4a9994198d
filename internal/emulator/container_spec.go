package emulator

import (
	"cmp"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strconv"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Defaults that the service fills in where a probe leaves something out.
const (
	defaultProbePeriod    = 10
	defaultProbeTimeout   = 1
	defaultProbeSuccesses = 1
	defaultProbeFailures  = 3
)

// containerOfUpdate gives a container of an update the shape that it has on create. What an update cannot carry stays absent.
func containerOfUpdate(u wire.UpdateContainer) wire.CreateContainer {
	return wire.CreateContainer{MainContainer: u.MainContainer,
		LifecyclePostStartHandlerHttpGetHttpHeader: u.LifecyclePostStartHandlerHttpGetHttpHeaders}
}

// containerOfInit gives an init container the shape of a container.
func containerOfInit(c wire.CreateInitContainer) wire.CreateContainer {
	return wire.CreateContainer{MainContainer: wire.MainContainer{CommonContainer: c.CommonContainer},
		TerminationMessage: c.TerminationMessage}
}

func containerOfUpdatedInit(u wire.UpdateInitContainer) wire.CreateContainer {
	return wire.CreateContainer{MainContainer: wire.MainContainer{CommonContainer: u.CommonContainer, StandardInput: u.StandardInput}}
}

// newContainer makes a container that nothing has been asked of yet.
func newContainer(init bool) *container {
	return &container{Container: wire.Container{ImagePullPolicy: "IfNotPresent"}, Init: init}
}

// apply sets what the parameters give and leaves the rest.
func (c *container) apply(p wire.CreateContainer) {
	set(&c.Name, p.Name)
	set(&c.Image, p.Image)
	set(&c.ImagePullPolicy, p.ImagePullPolicy)
	set(&c.WorkingDir, p.WorkingDir)
	setList(&c.Commands, p.Command)
	setList(&c.Args, p.Arg)
	setTo(&c.Cpu, p.Cpu)
	setTo(&c.Memory, p.Memory)
	setTo(&c.Gpu, p.Gpu)
	setTo(&c.Stdin, p.Stdin)
	setTo(&c.StdinOnce, p.StdinOnce)
	setTo(&c.Tty, p.Tty)
	setList(&c.EnvironmentVars, variablesOf(p.EnvironmentVar))
	setList(&c.Ports, portsOf(p.Port))
	setList(&c.VolumeMounts, volumeMountsOf(p.VolumeMount))
	if p.LivenessProbe != nil {
		c.LivenessProbe = probeOf(*p.LivenessProbe)
	}
	if p.ReadinessProbe != nil {
		c.ReadinessProbe = probeOf(*p.ReadinessProbe)
	}
	if s := p.SecurityContext; s != nil {
		if s.Capability != nil {
			setList(&c.SecurityContext.Capability.Adds, s.Capability.Add)
		}
		set(&c.SecurityContext.ReadOnlyRootFilesystem, s.ReadOnlyRootFilesystem)
		set(&c.SecurityContext.RunAsUser, s.RunAsUser)
	}

	u := &c.Undescribed
	setTo(&u.EnvironmentVarHide, p.EnvironmentVarHide)
	setTo(&u.SecurityContextPrivileged, p.SecurityContextPrivileged)
	setTo(&u.SecurityContextRunAsNonRoot, p.SecurityContextRunAsNonRoot)
	set(&u.SecurityContextRunAsGroup, p.SecurityContextRunAsGroup)
	set(&u.TerminationMessagePath, p.TerminationMessagePath)
	set(&u.TerminationMessagePolicy, p.TerminationMessagePolicy)
	if h := postStart(p); h.Kind != "" {
		u.PostStart = h
	}
	if h := preStop(p); h.Kind != "" {
		u.PreStop = h
	}
}

// forget removes everything that an update can carry, before an update that replaces the container as a whole.
func (c *container) forget() *container {
	kept := newContainer(c.Init)
	u := c.Undescribed
	u.PostStart, u.PreStop = hook{}, hook{}
	kept.Undescribed = u
	return kept
}

// set sets a value if one is given.
func set[T comparable](to *T, value T) {
	var none T
	if value != none {
		*to = value
	}
}

func setTo[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

func setList[T any](to *[]T, list []T) {
	if len(list) > 0 {
		*to = list
	}
}

func variablesOf(params []wire.EnvironmentVarParameters) []wire.EnvironmentVar {
	vars := make([]wire.EnvironmentVar, len(params))
	for i, p := range params {
		vars[i] = wire.EnvironmentVar{Key: p.Key, Value: p.Value}
		if p.FieldRef != nil {
			vars[i].ValueFrom.FieldRef = *p.FieldRef
		}
	}
	return vars
}

func portsOf(params []wire.Port) []wire.Port {
	ports := slices.Clone(params)
	for i := range ports {
		ports[i].Protocol = cmp.Or(ports[i].Protocol, "TCP")
	}
	return ports
}

func volumeMountsOf(params []wire.VolumeMountParameters) []wire.VolumeMount {
	mounts := make([]wire.VolumeMount, len(params))
	for i, p := range params {
		mounts[i] = wire.VolumeMount{
			InitVolumeMount: wire.InitVolumeMount{Name: p.Name, MountPath: p.MountPath, MountPropagation: p.MountPropagation},
			SubPath:         p.SubPath,
		}
		setTo(&mounts[i].ReadOnly, p.ReadOnly)
	}
	return mounts
}

func probeOf(p wire.ProbeParameters) wire.Probe {
	probe := wire.Probe{
		InitialDelaySeconds: p.InitialDelaySeconds,
		PeriodSeconds:       p.PeriodSeconds,
		TimeoutSeconds:      p.TimeoutSeconds,
		SuccessThreshold:    p.SuccessThreshold,
		FailureThreshold:    p.FailureThreshold,
	}
	if p.Exec != nil {
		probe.Execs = p.Exec.Command
	}
	if p.HttpGet != nil {
		probe.HttpGet = wire.HttpGet{Path: p.HttpGet.Path, Scheme: cmp.Or(p.HttpGet.Scheme, "HTTP")}
		setTo(&probe.HttpGet.Port, p.HttpGet.Port)
	}
	if p.TcpSocket != nil {
		setTo(&probe.TcpSocket.Port, p.TcpSocket.Port)
	}
	setProbeDefaults(&probe)
	return probe
}

// setProbeDefaults fills in the numbers that a probe leaves out.
func setProbeDefaults(p *wire.Probe) {
	p.InitialDelaySeconds = orPointer(p.InitialDelaySeconds, 0)
	p.PeriodSeconds = orPointer(p.PeriodSeconds, defaultProbePeriod)
	p.TimeoutSeconds = orPointer(p.TimeoutSeconds, defaultProbeTimeout)
	p.SuccessThreshold = orPointer(p.SuccessThreshold, defaultProbeSuccesses)
	p.FailureThreshold = orPointer(p.FailureThreshold, defaultProbeFailures)
}

// completeProbe gives a probe that was patched in parts its defaults. A probe of which nothing is said stays none.
func completeProbe(p *wire.Probe) {
	if !reflect.DeepEqual(*p, wire.Probe{}) {
		setProbeDefaults(p)
	}
}

func orPointer(value *int64, fallback int64) *int64 {
	if value == nil {
		return &fallback
	}
	return value
}

func postStart(p wire.CreateContainer) hook {
	return hookOf(p.LifecyclePostStartHandlerExec,
		p.LifecyclePostStartHandlerHttpGetHost, p.LifecyclePostStartHandlerHttpGetPath, p.LifecyclePostStartHandlerHttpGetScheme,
		p.LifecyclePostStartHandlerHttpGetPort, p.LifecyclePostStartHandlerHttpGetHttpHeader,
		p.LifecyclePostStartHandlerTcpSocketHost, p.LifecyclePostStartHandlerTcpSocketPort)
}

func preStop(p wire.CreateContainer) hook {
	return hookOf(p.LifecyclePreStopHandlerExec,
		p.LifecyclePreStopHandlerHttpGetHost, p.LifecyclePreStopHandlerHttpGetPath, p.LifecyclePreStopHandlerHttpGetScheme,
		p.LifecyclePreStopHandlerHttpGetPort, p.LifecyclePreStopHandlerHttpGetHttpHeader,
		p.LifecyclePreStopHandlerTcpSocketHost, p.LifecyclePreStopHandlerTcpSocketPort)
}

func hookOf(exec []string, httpHost, path, scheme string, httpPort *int64, headers []wire.NameValue, tcpHost string, tcpPort *int64) hook {
	switch {
	case len(exec) > 0:
		return hook{Kind: "Exec", Exec: exec}
	case httpPort != nil:
		return hook{Kind: "HttpGet", Host: httpHost, Path: path, Scheme: cmp.Or(scheme, "HTTP"), Port: *httpPort, Headers: headers}
	case tcpPort != nil:
		return hook{Kind: "TcpSocket", Host: tcpHost, Port: *tcpPort}
	}
	return hook{}
}

// volumeOfUpdate gives a volume of an update the shape that it has on create.
func volumeOfUpdate(v wire.UpdateVolume) wire.CreateVolume {
	volume := wire.CreateVolume{CommonVolume: v.CommonVolume}
	if v.ConfigFileVolume != nil {
		volume.ConfigFileVolume = &wire.CreateConfigFileVolume{}
		for _, file := range v.ConfigFileVolume.ConfigFileToPath {
			volume.ConfigFileVolume.ConfigFileToPath = append(volume.ConfigFileVolume.ConfigFileToPath, wire.CreateConfigFile{ConfigFile: file})
		}
	}
	return volume
}

// volumeOf describes a volume. Host paths and modes of files are not described.
func volumeOf(p wire.CreateVolume) wire.Volume {
	v := wire.Volume{Name: p.Name, Type: p.Type}
	if c := p.ConfigFileVolume; c != nil {
		for _, file := range c.ConfigFileToPath {
			v.ConfigFileVolumeConfigFileToPaths = append(v.ConfigFileVolumeConfigFileToPaths, file.ConfigFile)
		}
	}
	if d := p.DiskVolume; d != nil {
		v.DiskVolumeDiskId, v.DiskVolumeFsType = d.DiskId, d.FsType
	}
	if e := p.EmptyDirVolume; e != nil {
		v.EmptyDirVolumeMedium, v.EmptyDirVolumeSizeLimit = e.Medium, e.SizeLimit
	}
	if f := p.FlexVolume; f != nil {
		v.FlexVolumeDriver, v.FlexVolumeFsType, v.FlexVolumeOptions = f.Driver, f.FsType, f.Options
	}
	if n := p.NFSVolume; n != nil {
		v.NFSVolumeServer, v.NFSVolumePath = n.Server, n.Path
		setTo(&v.NFSVolumeReadOnly, n.ReadOnly)
	}
	return v
}

// fileModes adds the permissions of a volume's config files to those of others, by VOLUME/PATH. A mode is written in octal digits.
func fileModes(modes map[string]fs.FileMode, v wire.CreateVolume) map[string]fs.FileMode {
	if v.ConfigFileVolume == nil {
		return modes
	}
	for _, file := range v.ConfigFileVolume.ConfigFileToPath {
		mode := cmp.Or(file.Mode, v.ConfigFileVolume.DefaultMode)
		if mode == nil {
			continue
		}
		if bits, err := strconv.ParseUint(strconv.FormatInt(*mode, 10), 8, 9); err == nil {
			if modes == nil {
				modes = map[string]fs.FileMode{}
			}
			modes[v.Name+path.Join("/", file.Path)] = fs.FileMode(bits)
		}
	}
	return modes
}

// hostPathOf is the host path of a volume, if it has one.
func hostPathOf(v wire.CommonVolume) []hostPath {
	if v.HostPathVolume == nil {
		return nil
	}
	return []hostPath{{Volume: v.Name, Path: v.HostPathVolume.Path, Type: v.HostPathVolume.Type}}
}

func dnsConfigOf(p *wire.DnsConfigParameters) wire.DnsConfig {
	if p == nil {
		return wire.DnsConfig{}
	}
	return wire.DnsConfig{NameServers: p.NameServer, Searches: p.Search, Options: p.Option}
}
