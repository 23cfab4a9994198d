package containergroup

import "strconv"

// resizes names the disks that only grow, with their new size in GiB.
func resizes(from, to model) map[string]int64 {
	sizes := map[string]int64{}
	for name, volume := range to.Volumes {
		before, exists := from.Volumes[name]
		if !exists || before.FlexVolume == nil || volume.FlexVolume == nil || volume.FlexVolume.Driver.ValueString() != "alicloud/disk" {
			continue
		}
		if !before.FlexVolume.Driver.Equal(volume.FlexVolume.Driver) || !before.FlexVolume.FSType.Equal(volume.FlexVolume.FSType) ||
			!onlySizeDiffers(before.FlexVolume, volume.FlexVolume) {
			continue
		}
		old, errOld := strconv.ParseInt(before.FlexVolume.Options[volumeSize].ValueString(), 10, 64)
		size, errNew := strconv.ParseInt(volume.FlexVolume.Options[volumeSize].ValueString(), 10, 64)
		if errOld == nil && errNew == nil && size > old {
			sizes[name] = size
		}
	}
	return sizes
}

const volumeSize = "volumeSize"

func onlySizeDiffers(a, b *flexVolumeModel) bool {
	if len(a.Options) != len(b.Options) {
		return false
	}
	for key, value := range b.Options {
		if other, ok := a.Options[key]; key != volumeSize && (!ok || !other.Equal(value)) {
			return false
		}
	}
	return true
}
