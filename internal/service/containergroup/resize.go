package containergroup

import (
	"fmt"
	"maps"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// volumeSize is the option of a disk with its size in GiB.
const volumeSize = "volumeSize"

// resizes names the disks that only grow, with their new size in GiB.
func resizes(from, to model) map[string]int64 {
	sizes := map[string]int64{}
	for name, volume := range to.Volumes {
		if before, after, ok := sizeChange(from.Volumes[name], volume); ok && after > before {
			sizes[name] = after
		}
	}
	return sizes
}

// checkShrinking refuses disks that only become smaller: ECI cannot make them so.
func checkShrinking(from, to model, diags *diag.Diagnostics) {
	for name, volume := range value.Sorted(to.Volumes) {
		if before, after, ok := sizeChange(from.Volumes[name], volume); ok && after < before {
			diags.AddAttributeError(path.Root("volumes").AtMapKey(name).AtName("flex_volume").AtName("options").AtMapKey(volumeSize),
				"Disk Cannot Shrink",
				fmt.Sprintf("The disk of volume %q has %d GiB, and ECI cannot make it %d GiB. Keep its size, or give the volume another disk.",
					name, before, after))
		}
	}
}

// sizeChange returns the sizes in GiB of a disk of which nothing else changes.
func sizeChange(before, after volumeModel) (from, to int64, ok bool) {
	a, b := before.FlexVolume, after.FlexVolume
	if a == nil || b == nil || b.Driver.ValueString() != "alicloud/disk" || !a.Driver.Equal(b.Driver) || !a.FSType.Equal(b.FSType) ||
		len(a.Options) != len(b.Options) || !maps.Equal(a.SensitiveOptions, b.SensitiveOptions) ||
		!a.SensitiveOptionsWOVersion.Equal(b.SensitiveOptionsWOVersion) {
		return 0, 0, false
	}
	for key, option := range b.Options {
		if other, ok := a.Options[key]; key != volumeSize && (!ok || !other.Equal(option)) {
			return 0, 0, false
		}
	}
	from, errFrom := strconv.ParseInt(a.Options[volumeSize].ValueString(), 10, 64)
	to, errTo := strconv.ParseInt(b.Options[volumeSize].ValueString(), 10, 64)
	return from, to, errFrom == nil && errTo == nil
}
