package containergroup

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// cacheMounts says which caches a group mounts, of each of which it gets a disk.
type cacheMounts struct {
	imageCacheID string
	dataCache    *dataCacheModel
	paths        []string // of its data caches, or of parts of them
}

func mountedCaches(m model) cacheMounts {
	mounts := cacheMounts{imageCacheID: m.ImageCacheID.ValueString()}
	for _, volume := range m.Volumes {
		if volume.HostPath != nil && m.DataCache != nil {
			mounts.dataCache = m.DataCache
			mounts.paths = append(mounts.paths, volume.HostPath.Path.ValueString())
		}
	}
	slices.Sort(mounts.paths)
	return mounts
}

// priceQuestion returns what decides the price of a group. It is false if the size of a cache is not known yet, or not to be had, which
// is a warning.
func (r *containerGroupResource) priceQuestion(ctx context.Context, m model) (question pricing.Question, known bool, diags diag.Diagnostics) {
	question.Group = priceRequest(m, r.Config.Client.Region())
	mounts, seen := mountedCaches(m), map[string]bool{}
	mount := func(cache service.MountedCache, err error, disk func(size int64) pricing.Disk) bool {
		if err != nil {
			diags.Append(pricing.NotKnown(pricedName(m), err)...)
		}
		if err == nil && !seen[cache.Name] && !cache.Size.IsUnknown() {
			seen[cache.Name] = true
			question.Disks = append(question.Disks, disk(cache.Size.ValueInt64()))
		}
		return err == nil && !cache.Size.IsUnknown()
	}
	known = true
	if !r.Config.Prices.Enabled() || question.Group == nil {
		return question, known, nil
	}
	if id := mounts.imageCacheID; id != "" {
		cache, err := r.Config.ImageCache(ctx, id)
		known = mount(cache, err, func(size int64) pricing.Disk { return pricing.Disk{Size: size} })
	}
	for _, at := range mounts.paths {
		cache, err := r.Config.DataCache(ctx, mounts.dataCache.Bucket.ValueString(), at)
		known = mount(cache, err, func(size int64) pricing.Disk {
			return pricing.DataCacheDisk(size, mounts.dataCache.PerformanceLevel.ValueString(),
				value.NonZero(mounts.dataCache.ProvisionedIOPS.ValueInt64Pointer()), mounts.dataCache.BurstingEnabled.ValueBoolPointer())
		}) && known
	}
	return question, known, diags
}
