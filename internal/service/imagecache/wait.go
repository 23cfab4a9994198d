package imagecache

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

const (
	defaultCreateTimeout = 30 * time.Minute
	defaultUpdateTimeout = 30 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// object is how to look at the cache called id.
func object(client *eci.Client, id string) wait.Object[eci.ImageCache] {
	return wait.Object[eci.ImageCache]{
		List:    func(ctx context.Context) (eci.ImageCache, bool, error) { return client.ImageCache(ctx, id) },
		Confirm: wait.ConfirmByTags(client, eci.ResourceTypeImageCache, id, "DescribeImageCaches"),
	}
}

// waitReady waits until the cache is Ready, with its progress in the log, and returns it as it was seen last.
func waitReady(ctx context.Context, client *eci.Client, id string) (*eci.ImageCache, error) {
	seen := ""
	return object(client, id).WaitFor(ctx, func(cache eci.ImageCache) (bool, error) {
		if now := cache.Status + " " + cache.Progress; now != seen {
			seen = now
			tflog.Info(ctx, "Waiting for the image cache", map[string]any{"id": id, "status": cache.Status, "progress": cache.Progress})
		}
		return progress(cache)
	})
}

// progress says whether a cache is ready, or why it never will be.
func progress(cache eci.ImageCache) (done bool, err error) {
	switch cache.Status {
	case eci.ImageCacheFailed:
		return false, wait.FailedError("building it failed (Failed)")
	case eci.ImageCacheUpdateFailed:
		return false, wait.FailedError("updating it failed (UpdateFailed). Correct what it needs and apply again, or replace it: terraform apply -replace=ADDRESS")
	}
	return cache.Status == eci.ImageCacheReady, nil
}

// settled says whether nothing is under way with a cache any more, as after a wait that was interrupted.
func settled(cache eci.ImageCache) (bool, error) {
	switch cache.Status {
	case eci.ImageCachePreparing, eci.ImageCacheCreating, eci.ImageCacheUpdating:
		return false, nil
	}
	return true, nil
}
