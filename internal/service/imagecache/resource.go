// Package imagecache holds the resource eci_image_cache and its data sources.
package imagecache

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

const kind = "image cache"

var waits = attribute.Timeouts{Create: 30 * time.Minute, Update: 30 * time.Minute, Delete: 10 * time.Minute}

// NewResource returns the resource eci_image_cache.
func NewResource() resource.Resource {
	return service.NewPlain(plain())
}

// plain describes the resource, and how its objects live.
func plain() (service.Resource, service.Plain[model, eci.ImageCache]) {
	r := service.Resource{Type: "eci_image_cache", Kind: kind, IDPrefix: "imc-", Describe: describe}
	return r, service.Plain[model, eci.ImageCache]{
		ResourceType: eci.ResourceTypeImageCache,
		ListAction:   "DescribeImageCaches",
		Timeouts:     waits,
		Statuses: service.Statuses{
			Wanted: eci.ImageCacheReady,
			Busy:   []string{eci.ImageCachePreparing, eci.ImageCacheCreating, eci.ImageCacheUpdating},
			Failed: map[string]string{
				eci.ImageCacheFailed: "building it failed (Failed)",
				eci.ImageCacheUpdateFailed: "updating it failed (UpdateFailed). Correct what it needs and apply again, or replace it: terraform " +
					"apply -replace=ADDRESS",
			},
			Stuck: eci.ImageCacheFailed,
			Again: eci.ImageCacheUpdateFailed,
		},
		See:          see,
		Name:         func(m model) string { return m.Name.ValueString() },
		Request:      func(m model) any { return expandCreate(m) },
		Create:       create,
		Marked:       marked,
		Get:          get,
		Flatten:      flatten,
		WithSecrets:  withSecrets,
		Update:       update,
		Delete:       remove,
		Rebuilds:     rebuilds,
		CannotUpdate: cannotUpdate,
		Move:         moves,
		Planned:      func(m model) (string, types.Int64) { return service.ImageCacheName(m.ID.ValueString()), m.Size },
		Price:        price,
	}
}

func create(ctx context.Context, client *eci.Client, m model) (string, error) {
	answer, err := client.CreateImageCache(ctx, expandCreate(m))
	if err != nil {
		return "", err
	}
	return answer.ImageCacheId, nil
}

func marked(ctx context.Context, client *eci.Client, _ model, mark eci.Tag) iter.Seq2[eci.ImageCache, error] {
	return client.ImageCaches(ctx, &eci.DescribeImageCachesRequest{Tag: []eci.Tag{mark}})
}

func get(ctx context.Context, client *eci.Client, id string) (eci.ImageCache, bool, error) {
	return client.ImageCache(ctx, id)
}

// update sends everything after an update that failed, which may do better now.
func update(from, to model) service.Call {
	req := expandUpdate(to)
	if from.Status.ValueString() != eci.ImageCacheUpdateFailed {
		req = changes(expandUpdate(from), req)
	}
	if req == nil {
		return nil
	}
	return func(ctx context.Context, client *eci.Client, id string) error {
		req.ImageCacheId = id
		_, err := client.UpdateImageCache(ctx, req)
		return err
	}
}

func remove(ctx context.Context, client *eci.Client, id string) error {
	_, err := client.DeleteImageCache(ctx, &eci.DeleteImageCacheRequest{ImageCacheId: id})
	return err
}

// price asks what keeping a cache costs.
func price(m model) (pricing.Question, bool) {
	return pricing.Question{Group: pricing.Builder(0), Kept: m.Size.ValueInt64()}, !m.Size.IsUnknown()
}

// rebuilds reports whether an update with a change builds the cache anew; see changes.
func rebuilds(c attribute.Change) bool {
	return !slices.Contains([]string{"name", "resource_group_id", "retention_days", "elimination_strategy"}, c.Root())
}

// cannotUpdate reports whether a change asks for several vSwitches: UpdateImageCache takes one.
func cannotUpdate(c attribute.Change, plan model) bool {
	return c.Root() == "vswitch_ids" && len(plan.VSwitchIDs) > 1
}
