package emulator

import (
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const (
	automaticSize   = 30                  // GiB, beside the ephemeral storage of the group that it was made for
	automaticUnused = 7 * 24 * time.Hour  // after its making, an automatic image cache is deleted that was not used
	automaticUsed   = 30 * 24 * time.Hour // after its last use it is deleted
)

// automaticCache is an image cache that the service has made beside a group that asked for a match and found none of all of its
// images. It belongs to the service: no action tells of it, and no quota counts it.
type automaticCache struct {
	RegionId        string
	Images          []string
	Size            int64 // GiB
	Ready, LastUsed time.Time
}

func (a automaticCache) outdated(now time.Time) bool {
	if a.LastUsed.IsZero() {
		return now.Sub(a.Ready) >= automaticUnused
	}
	return now.Sub(a.LastUsed) >= automaticUsed
}

// forgetAutomaticCaches deletes those that were not used for long.
func (s *Server) forgetAutomaticCaches(now time.Time) {
	s.cloud.AutomaticCaches = slices.DeleteFunc(s.cloud.AutomaticCaches, func(a *automaticCache) bool { return a.outdated(now) })
}

// cachedImages are the images that a new group need not pull, of an image cache that was made by hand or automatically. If the group
// wants a match and not all of its images are found, a cache is made of them.
func (s *Server) cachedImages(c call, req *wire.CreateContainerGroupRequest) ([]string, error) {
	manual, err := s.matchImageCache(req)
	if err != nil || req.DryRun {
		return nil, err
	}
	images := imagesOf(req)
	var cached []string
	if manual != nil {
		manual.LastMatchedTime, cached = timestamp(c.at), manual.Images
	}
	if !req.AutoMatchImageCache || req.ImageSnapshotId != "" || count(images, cached) == len(images) {
		return cached, nil
	}
	size := automaticSize + *orPointer(req.EphemeralStorage, 0)
	var best *automaticCache
	for _, a := range s.cloud.AutomaticCaches {
		if a.RegionId == c.Region && a.Size <= size && !a.Ready.After(c.at) && count(images, a.Images) > count(images, cached) {
			best, cached = a, a.Images
		}
	}
	if best != nil {
		best.LastUsed = c.at
	}
	if count(images, cached) < len(images) && !slices.ContainsFunc(images, func(image string) bool { return pullFailure(image) != "" }) {
		s.cloud.AutomaticCaches = append(s.cloud.AutomaticCaches, &automaticCache{
			RegionId: c.Region, Images: images, Size: size, Ready: c.at.Add(buildBoots * s.settings.BootTime),
		})
	}
	return cached, nil
}

// imagesOf are the images of a group, each once.
func imagesOf(req *wire.CreateContainerGroupRequest) []string {
	var images []string
	for _, c := range req.InitContainer {
		images = append(images, c.Image)
	}
	for _, c := range req.Container {
		images = append(images, c.Image)
	}
	slices.Sort(images)
	return slices.Compact(images)
}

// count is the number of the images that are cached.
func count(images, cached []string) int {
	n := 0
	for _, image := range images {
		if slices.Contains(cached, image) {
			n++
		}
	}
	return n
}
