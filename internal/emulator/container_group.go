package emulator

import (
	"io/fs"
	"reflect"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Statuses of a container group.
const (
	statusScheduling     = "Scheduling"
	statusScheduleFailed = "ScheduleFailed"
	statusPending        = "Pending"
	statusRunning        = "Running"
	statusRestarting     = "Restarting"
	statusUpdating       = "Updating"
	statusTerminating    = "Terminating"
	statusSucceeded      = "Succeeded"
	statusFailed         = "Failed"
	statusExpired        = "Expired"
)

// containerGroup is a container group: what DescribeContainerGroups tells of it, what it does not tell, and how far it has
// come.
type containerGroup struct {
	// ContainerGroup holds the description, apart from containers and events, which are kept below.
	wire.ContainerGroup
	Sequence    int64
	Undescribed groupSettings
	Parts       []*container // init containers first, in their order, then the containers
	EventLog    eventLog
	Placement   placement // takes effect when the group is scheduled
	Disks       map[string]*disk
	Listened    []listener    // ports in earlier runs of containers
	Steps       int           // that its scripts have taken
	Spent       time.Duration // of real time for its scripts

	Created      time.Time
	VisibleAt    time.Time     // reads show the group from then on
	Due          time.Time     // end of scheduling, or of termination
	PendingSince time.Time     // end of scheduling
	InitsRan     time.Duration // how long init containers have run since then
	Changed      time.Time     // of the status of the group or of a container
	ReclaimAt    time.Time     // a spot group is taken away; zero: not foreseen
	Ended        time.Time     // finished, in one way or another
	Gone         bool          // deleted

	settings *settings // of the server, since the latest access
}

// groupSettings are parameters of a group that no action describes, as far as they mean something to the emulator.
type groupSettings struct {
	ActiveDeadlineSeconds         *int64
	TerminationGracePeriodSeconds *int64
	MaxPendingMinute              int64
	DataCacheBucket               string
	CachedImages                  []string // by the image cache that the group uses
	PrivateIpAddress              string
	CorePattern                   string
	IngressBandwidth              int64 // 0: no limit
	EgressBandwidth               int64
	Credentials                   []credential
	AcrRegistryInfo               []wire.CreateAcrRegistryInfo
	HostPaths                     []hostPath
	FileModes                     map[string]fs.FileMode // of config files, by VOLUME/PATH, if they are given
	DiskSizes                     map[string]int64       // GiB, by the name of a volume that was resized
}

// hostPath holds all that answers leave out of a HostPathVolume: everything but its name.
type hostPath struct {
	Volume, Path, Type string
}

// credential is an ImageRegistryCredential whose password cannot be read.
type credential struct {
	Server, UserName, PasswordDigest string
}

// placement holds the decisions of scheduling.
type placement struct {
	ZoneId, InstanceType, IntranetIp, InternetIp, Ipv6Address, EniInstanceId string
	Cpu, Memory                                                              float64
}

// container is a container or init container of a group.
type container struct {
	// Container holds the description, but for its variables: all that were configured. An init container is described with fewer
	// fields.
	wire.Container
	Init        bool
	Undescribed containerSettings
	Run         run
	Program     *program // what it does since its newest start; nil if that is not known

	underWay chan struct{} // closed when what it does has been worked out
}

// containerSettings are parameters of a container that no action describes.
type containerSettings struct {
	EnvironmentVarHide          bool
	SecurityContextPrivileged   bool
	SecurityContextRunAsGroup   *int64
	SecurityContextRunAsNonRoot bool
	TerminationMessagePath      string
	TerminationMessagePolicy    string
	PostStart                   hook
	PreStop                     hook
}

// hook is a life-cycle handler; Kind is empty if there is none.
type hook struct {
	Kind    string // Exec, HttpGet or TcpSocket
	Exec    []string
	Host    string
	Path    string
	Port    int64
	Scheme  string
	Headers []wire.NameValue
}

func (g *containerGroup) region() string    { return g.RegionId }
func (g *containerGroup) id() string        { return g.ContainerGroupId }
func (g *containerGroup) sequence() int64   { return g.Sequence }
func (g *containerGroup) tags() *[]wire.Tag { return &g.Tags }

func (g *containerGroup) visibleAt() time.Time { return g.VisibleAt }

// initContainers and containers are the parts of a group by kind.
func (g *containerGroup) initContainers() []*container { return g.partsWhere(true) }
func (g *containerGroup) containers() []*container     { return g.partsWhere(false) }

func (g *containerGroup) partsWhere(init bool) []*container {
	var parts []*container
	for _, c := range g.Parts {
		if c.Init == init {
			parts = append(parts, c)
		}
	}
	return parts
}

func (g *containerGroup) part(name string) *container {
	i := slices.IndexFunc(g.Parts, func(c *container) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return g.Parts[i]
}

func (g *containerGroup) volume(name string) *wire.Volume {
	i := slices.IndexFunc(g.Volumes, func(v wire.Volume) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return &g.Volumes[i]
}

// active reports whether containers of the group may be running.
func (g *containerGroup) active() bool {
	return !g.finished() && g.Status != statusScheduling && g.Status != statusTerminating
}

// finished reports whether the group will not do anything any more.
func (g *containerGroup) finished() bool {
	return slices.Contains([]string{statusSucceeded, statusFailed, statusExpired, statusScheduleFailed}, g.Status)
}

func (c *container) running() bool { return c.Run.Phase == phaseRunning }

// failed reports whether the container has ended with an error for good.
func (c *container) failed() bool {
	exit := c.CurrentState.ExitCode
	return c.Run.Phase == phaseEnded && exit != nil && *exit != 0
}

// sameConfiguration reports whether two containers differ in nothing but what they have been through.
func sameConfiguration(a, b *container) bool {
	return reflect.DeepEqual(a.configuration(), b.configuration())
}

func sameConfigurations(a, b []*container) bool { return slices.EqualFunc(a, b, sameConfiguration) }

// configuration is the container without what it has been through.
func (c *container) configuration() container {
	only := *c
	only.reset()
	return only
}

// timestamp writes a time as the API does; the zero time is empty.
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
