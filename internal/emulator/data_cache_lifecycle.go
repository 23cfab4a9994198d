package emulator

import (
	"path"
	"slices"
	"time"
)

func (s *Server) advanceDataCaches(now time.Time) {
	for _, d := range s.cloud.DataCaches.list {
		s.advanceDataCache(d, now)
	}
	for _, d := range slices.Clone(s.cloud.DataCaches.list) {
		if expired(d.ExpireDateTime, now) {
			s.removeDataCache(d)
		}
	}
}

func (s *Server) advanceDataCache(d *dataCache, now time.Time) {
	b := d.Build
	if !b.underWay() {
		return
	}
	if d.Status == statusCreating && !now.Before(b.Prepared) {
		d.Status = statusLoading
		d.EventLog.normal(b.Prepared, "Started", "Loading the data.")
	}
	if now.Before(b.Done) {
		d.Progress = b.progress(now)
		return
	}
	d.Build = build{}
	var failure string
	if d.ContainerGroupId == "" { // a copy
		d.Status, d.Progress = statusAvailable, "100%"
	} else {
		d.Status, d.Progress, failure = b.settled(d.Status, statusAvailable, statusFailed, s.cloud.ContainerGroups.byID[d.ContainerGroupId])
		s.release(d.ContainerGroupId)
	}
	if failure != "" {
		d.EventLog.failed(b.Done, "Failed to load the data: "+failure)
		return
	}
	d.SnapshotId = s.cloud.newID("s", s.cloud.nextSequence())
	d.EventLog.normal(b.Done, "Created", "The data cache has a snapshot.")
}

// removeDataCache takes a cache away, and the container group that is loading it.
func (s *Server) removeDataCache(gone *dataCache) {
	if gone.Build.underWay() {
		s.release(gone.ContainerGroupId)
	}
	s.cloud.DataCaches.removeFunc(func(d *dataCache) bool { return d == gone })
}

// mountedDataCaches finds the data caches that host paths of a group stand for. Each has to exist and to be available.
func (s *Server) mountedDataCaches(region, bucket string, hostPaths []hostPath) ([]*dataCache, error) {
	var mounted []*dataCache
	for _, h := range hostPaths {
		i := slices.IndexFunc(s.cloud.DataCaches.list, func(d *dataCache) bool {
			return d.RegionId == region && d.Bucket == bucket && path.Clean(d.Path) == path.Clean(h.Path)
		})
		if i < 0 {
			return nil, notFound("HostPathVolume.Path")
		}
		d := s.cloud.DataCaches.list[i]
		if d.Status != statusAvailable {
			return nil, refuse("IncorrectStatus", "The status %s of the data cache does not allow to mount it.", d.Status)
		}
		mounted = append(mounted, d)
	}
	return mounted, nil
}
