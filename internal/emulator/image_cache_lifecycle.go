package emulator

import (
	"cmp"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Statuses of caches, beside statusUpdating and statusFailed.
const (
	statusPreparing    = "Preparing" // image caches
	statusCreating     = "Creating"
	statusLoading      = "Loading" // data caches
	statusReady        = "Ready"
	statusAvailable    = "Available" // data caches
	statusUpdateFailed = "UpdateFailed"
)

// An image cache that could not be built is kept for failedCacheRetention.
const failedCacheRetention = 24 * time.Hour

func (s *Server) advanceImageCaches(now time.Time) {
	for _, i := range s.cloud.ImageCaches.list {
		s.advanceImageCache(i, now)
	}
	for _, i := range slices.Clone(s.cloud.ImageCaches.list) {
		if expired(i.ExpireDateTime, now) {
			s.removeImageCache(i)
		}
	}
}

func (s *Server) advanceImageCache(i *imageCache, now time.Time) {
	b := i.Build
	if !b.underWay() {
		return
	}
	if i.Status == statusPreparing && !now.Before(b.Prepared) {
		i.Status = statusCreating
		i.EventLog.normal(b.Prepared, "Started", "Pulling the images.")
	}
	switch {
	case i.Status == statusReady && now.Before(b.Done):
		return
	case i.Status == statusReady: // all that was left was to replace the local snapshot
		i.SnapshotId, i.FlashSnapshotId, i.Build = s.cloud.newID("s", s.cloud.nextSequence()), "", build{}
		return
	case now.Before(b.Done):
		i.Progress = b.progress(now)
		return
	}
	i.Build = build{}
	status, progress, failure := b.settled(i.Status, statusReady, statusFailed, s.cloud.ContainerGroups.byID[i.ContainerGroupId])
	i.Status, i.Progress = status, progress
	s.release(i.ContainerGroupId)
	switch {
	case status == statusFailed:
		i.ExpireDateTime = timestamp(b.Done.Add(failedCacheRetention))
		i.EventLog.failed(b.Done, failure)
	case failure != "":
		i.EventLog.failed(b.Done, failure)
	case i.Source.Flash:
		i.FlashSnapshotId = s.cloud.newID("s", s.cloud.nextSequence())
		i.Build = build{Start: b.Start, Prepared: b.Done, Done: b.Done.Add(b.Done.Sub(b.Start))}
		i.EventLog.normal(b.Done, "Created", "The image cache has a local snapshot.")
		s.advanceImageCache(i, now)
	default:
		i.SnapshotId = s.cloud.newID("s", s.cloud.nextSequence())
		i.EventLog.normal(b.Done, "Created", "The image cache has a snapshot.")
	}
}

// removeImageCache takes a cache away, and the container group that is building it.
func (s *Server) removeImageCache(gone *imageCache) {
	if gone.Build.underWay() {
		s.release(gone.ContainerGroupId)
	}
	s.cloud.ImageCaches.removeFunc(func(i *imageCache) bool { return i == gone })
}

// imageCacheToEliminate finds the cache that has to go so that a region can have another one: nil if there is room, otherwise of
// those that may be eliminated the one that was not used for longest.
func (s *Server) imageCacheToEliminate(region string) (*imageCache, error) {
	count := 0
	var eliminable []*imageCache
	for _, i := range s.cloud.ImageCaches.list {
		if i.RegionId != region {
			continue
		}
		count++
		if i.EliminationStrategy == "LRU" && !i.Build.underWay() {
			eliminable = append(eliminable, i)
		}
	}
	switch {
	case count < s.settings.Quotas.MaxImageCacheCount:
		return nil, nil
	case len(eliminable) == 0:
		return nil, quotaExceeded("ImageCache")
	}
	return slices.MinFunc(eliminable, func(a, b *imageCache) int {
		return cmp.Compare(cmp.Or(a.LastMatchedTime, a.CreationTime), cmp.Or(b.LastMatchedTime, b.CreationTime))
	}), nil
}

// matchImageCache finds the image cache that a new group is to use: the one that it names, or the ready one that holds most of
// its images, the newest of several. It is nil if there is none to use.
func (s *Server) matchImageCache(req *wire.CreateContainerGroupRequest) (*imageCache, error) {
	if req.ImageSnapshotId != "" {
		i, ok := s.cloud.ImageCaches.get(req.RegionId, req.ImageSnapshotId)
		switch {
		case !ok:
			return nil, imageSnapshotNotFound(req.ImageSnapshotId)
		case i.Status != statusReady:
			return nil, refuse("ImageSnapshot.IncorrectStatus", "The status %s of the image cache does not allow to use it.", i.Status)
		}
		return i, nil
	}
	if !req.AutoMatchImageCache {
		return nil, nil
	}
	var best *imageCache
	most := 0
	for _, i := range s.cloud.ImageCaches.list {
		if i.RegionId != req.RegionId || i.Status != statusReady {
			continue
		}
		if n := i.holds(req); n > 0 && n >= most {
			best, most = i, n
		}
	}
	return best, nil
}

// holds counts the images of a group that are in the cache.
func (i *imageCache) holds(req *wire.CreateContainerGroupRequest) int {
	n := 0
	for _, c := range req.InitContainer {
		if slices.Contains(i.Images, c.Image) {
			n++
		}
	}
	for _, c := range req.Container {
		if slices.Contains(i.Images, c.Image) {
			n++
		}
	}
	return n
}
