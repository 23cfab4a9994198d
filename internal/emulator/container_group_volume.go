package emulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Sizes of cloud disks in GiB, by their category.
const (
	minDiskSize      = 20
	minBasicDiskSize = 5 // category cloud
	maxBasicDiskSize = 2000
)

// resizeContainerGroupVolume grows a cloud disk and the file system on it. The size that it has already grows the file system only.
func (s *Server) resizeContainerGroupVolume(c call, req *wire.ResizeContainerGroupVolumeRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		g, err := s.existingGroup(c, req.ContainerGroupId)
		if err != nil {
			return nil, err
		}
		v := g.volume(req.VolumeName)
		if v == nil {
			return nil, notFound("VolumeName")
		}
		if v.FlexVolumeDriver != "alicloud/disk" && v.Type != "DiskVolume" {
			return nil, denied("InvalidVolumeType", "The volume %s is not a cloud disk.", v.Name)
		}
		pending := g.Status == statusPending && s.assumes(assumeResizeStates) == "pending"
		if g.Status != statusRunning && !pending {
			return nil, denied("IncorrectStatusDetail", "The status %s of the container group does not allow to resize a volume.", g.Status)
		}
		options := map[string]any{}
		if err := json.Unmarshal([]byte(cmp.Or(v.FlexVolumeOptions, "{}")), &options); err != nil {
			return nil, err
		}
		low, high := int64(minDiskSize), int64(maxDiskSize)
		if options["volumeCategory"] == "cloud" {
			low, high = minBasicDiskSize, maxBasicDiskSize
		}
		if err := within("NewSize", req.NewSize, low, high); err != nil {
			return nil, err
		}
		current := cmp.Or(g.Undescribed.DiskSizes[v.Name], sizeIn(options), low)
		if *req.NewSize < current {
			return nil, invalidParameter("NewSize", "a volume cannot shrink")
		}
		sizes := map[string]int64{v.Name: *req.NewSize}
		for name, size := range g.Undescribed.DiskSizes {
			sizes[name] = cmp.Or(sizes[name], size)
		}
		g.Undescribed.DiskSizes = sizes
		if s.assumes(assumeResizeRestarts) == "all" {
			g.startOver(c.at, statusUpdating, assumeEmptyDirUpdate)
		}
		if s.assumes(assumeResizeShown) == "no" || v.Type == "DiskVolume" {
			return new(wire.Empty), nil
		}
		options["volumeSize"] = strconv.FormatInt(*req.NewSize, 10)
		changed, err := json.Marshal(options)
		if err != nil {
			return nil, err
		}
		g.Volumes = slices.Clone(g.Volumes) // an answer that is being written may share them
		g.volume(req.VolumeName).FlexVolumeOptions = string(changed)
		return new(wire.Empty), nil
	})
}

// sizeIn reads the size in GiB from the options of a disk; 0 if they hold none.
func sizeIn(options map[string]any) int64 {
	size, err := strconv.ParseInt(fmt.Sprint(options["volumeSize"]), 10, 64)
	if err != nil {
		return 0
	}
	return size
}
