package datacache

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/wait"
)

const (
	defaultCreateTimeout = time.Hour
	defaultUpdateTimeout = time.Hour
	defaultDeleteTimeout = 10 * time.Minute
)

// object is how to look at the cache called id.
func object(client *eci.Client, id string) wait.Object[eci.DataCache] {
	return wait.Object[eci.DataCache]{
		List:    func(ctx context.Context) (eci.DataCache, bool, error) { return client.DataCache(ctx, id) },
		Confirm: wait.ConfirmByTags(client, eci.ResourceTypeDataCache, id, "DescribeDataCaches"),
	}
}

// waitAvailable waits until the cache is Available, with its progress in the log, and returns it as it was seen last.
func waitAvailable(ctx context.Context, client *eci.Client, id string) (*eci.DataCache, error) {
	seen := ""
	return object(client, id).WaitFor(ctx, func(cache eci.DataCache) (bool, error) {
		if now := cache.Status + " " + cache.Progress; now != seen {
			seen = now
			tflog.Info(ctx, "Waiting for the data cache", map[string]any{"id": id, "status": cache.Status, "progress": cache.Progress})
		}
		return progress(cache)
	})
}

// progress says whether a cache is available, or why it never will be.
func progress(cache eci.DataCache) (done bool, err error) {
	switch cache.Status {
	case eci.DataCacheFailed:
		return false, wait.FailedError("loading the data failed (Failed)")
	case eci.DataCacheUpdateFailed:
		return false, wait.FailedError("loading the data anew failed (UpdateFailed). Correct what it needs and apply again, or replace it: terraform apply -replace=ADDRESS")
	}
	return cache.Status == eci.DataCacheAvailable, nil
}

// settled says whether nothing is under way with a cache any more, as after a wait that was interrupted.
func settled(cache eci.DataCache) (bool, error) {
	switch cache.Status {
	case eci.DataCacheCreating, eci.DataCacheLoading, eci.DataCacheUpdating:
		return false, nil
	}
	return true, nil
}
