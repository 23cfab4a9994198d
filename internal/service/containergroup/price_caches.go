package containergroup

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// cacheMount is an image cache, or else a data cache or a part of one, that a group mounts.
type cacheMount struct {
	imageCacheID string
	bucket, path string
	disk         pricing.Disk // that the group gets of it, without its size
}

func mountedCaches(m model) []cacheMount {
	var mounts []cacheMount
	if id := m.ImageCacheID.ValueString(); id != "" {
		mounts = append(mounts, cacheMount{imageCacheID: id})
	}
	for _, volume := range m.Volumes {
		if volume.HostPath != nil && m.DataCache != nil {
			mounts = append(mounts, cacheMount{bucket: m.DataCache.Bucket.ValueString(), path: volume.HostPath.Path.ValueString(),
				disk: pricing.DataCacheDisk(m.DataCache.PerformanceLevel.ValueString(),
					value.NonZero(m.DataCache.ProvisionedIOPS.ValueInt64Pointer()), m.DataCache.BurstingEnabled.ValueBoolPointer())})
		}
	}
	slices.SortFunc(mounts, func(a, b cacheMount) int { return cmp.Compare(a.path, b.path) })
	return mounts
}

func (c cacheMount) find(ctx context.Context, config *service.Config) (service.MountedCache, error) {
	if c.imageCacheID != "" {
		return config.ImageCache(ctx, c.imageCacheID)
	}
	return config.DataCache(ctx, c.bucket, c.path)
}

// priceQuestion returns what decides the price of a group. known is false if the size of a cache is not known yet, or cannot be had,
// which is a warning.
func (r *containerGroupResource) priceQuestion(ctx context.Context, m model) (
	question pricing.Question, known bool, diags diag.Diagnostics) {
	question.Group, known = priceRequest(m, r.Config.Client.Region()), true
	if question.Group == nil || !r.Config.Prices.Enabled() {
		return question, known, nil
	}
	seen := map[string]bool{} // a group gets one disk of a cache
	for _, mount := range mountedCaches(m) {
		cache, err := mount.find(ctx, r.Config)
		switch {
		case err != nil:
			diags.Append(pricing.NotKnown(pricedName(m), err)...)
			known = false
		case cache.Size.IsUnknown():
			known = false
		case !seen[cache.Name]:
			seen[cache.Name] = true
			mount.disk.Size = cache.Size.ValueInt64()
			question.Disks = append(question.Disks, mount.disk)
		}
	}
	return question, known, diags
}
