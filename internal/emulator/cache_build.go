package emulator

import (
	"fmt"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// A build takes buildBoots boot times of a group. The first third of a boot time is preparation.
const buildBoots = 2

// managed holds what every cache and virtual node has but the API never returns: its place in the order, when it becomes visible,
// its events.
type managed struct {
	Sequence  int64
	VisibleAt time.Time
	EventLog  eventLog
}

func (m *managed) sequence() int64      { return m.Sequence }
func (m *managed) visibleAt() time.Time { return m.VisibleAt }

// newManaged starts the life of an object.
func (s *Server) newManaged(at time.Time) managed {
	return managed{Sequence: s.cloud.nextSequence(), VisibleAt: at.Add(s.settings.CreateLag)}
}

// build is the making of a cache's contents. The zero value is none under way.
type build struct {
	Start, Prepared, Done time.Time
	Failure               string // why it will fail; empty if it will not
}

func (s *Server) newBuild(at time.Time, failure string) build {
	boot := s.settings.BootTime
	return build{Start: at, Prepared: at.Add(boot / 3), Done: at.Add(buildBoots * boot), Failure: failure}
}

func (b build) underWay() bool { return !b.Done.IsZero() }

// progress tells how much is done, as a percentage.
func (b build) progress(now time.Time) string {
	return fmt.Sprintf("%d%%", 100*now.Sub(b.Start)/max(b.Done.Sub(b.Start), 1))
}

// settled is the status that a build ends with, the progress it ends at, and why it failed.
func (b build) settled(before, good, bad string, builder *containerGroup) (status, progress, failure string) {
	failure = b.Failure
	switch {
	case failure != "":
	case builder == nil:
		failure = "The temporary container group was deleted."
	case builder.Status == statusScheduleFailed:
		failure = "The temporary container group could not be scheduled."
	default:
		return good, "100%", ""
	}
	if before == statusUpdating {
		bad = statusUpdateFailed
	}
	return bad, b.progress(b.Prepared), failure
}

// newBuilder makes the temporary container group that builds a cache: of the parameters given, with a container for each
// image. It is a group like any other, and if it cannot be scheduled, the build fails.
func (s *Server) newBuilder(c call, images []string, req wire.CreateContainerGroupRequest) (*containerGroup, error) {
	req.RegionId, req.ContainerGroupName = c.Region, "cache-builder"
	for i, image := range images {
		var container wire.CreateContainer
		container.Name, container.Image = fmt.Sprintf("image-%d", i+1), image
		req.Container = append(req.Container, container)
	}
	return s.newContainerGroup(c, &req)
}

// release takes the temporary container group of a build away.
func (s *Server) release(id string) {
	s.cloud.ContainerGroups.removeFunc(func(g *containerGroup) bool { return g.ContainerGroupId == id })
}

// expiry is when something is deleted that is kept for a number of days; never if there is no number.
func expiry(at time.Time, days *int64) string {
	if days == nil || *days == 0 {
		return ""
	}
	return timestamp(at.AddDate(0, 0, int(*days)))
}

// expired reports whether a time as the API writes it has come.
func expired(stamp string, now time.Time) bool {
	at, err := time.Parse(time.RFC3339, stamp)
	return err == nil && !at.After(now)
}

func quotaExceeded(what string) error {
	return denied("QuotaExceeded", "%s quota exceeded.", what)
}
