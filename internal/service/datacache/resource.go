// Package datacache holds the resource eci_data_cache and its data sources.
package datacache

import (
	"context"
	"iter"
	gopath "path"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

const kind = "data cache"

var waits = attribute.Timeouts{Create: time.Hour, Update: time.Hour, Delete: 10 * time.Minute}

// NewResource returns the resource eci_data_cache.
func NewResource() resource.Resource {
	return service.NewPlain(plain())
}

// plain describes the resource, and how its objects live.
func plain() (service.Resource, service.Plain[model, eci.DataCache]) {
	r := service.Resource{Type: "eci_data_cache", Kind: kind, IDPrefix: "edc-", Describe: describe}
	return r, service.Plain[model, eci.DataCache]{
		ResourceType: eci.ResourceTypeDataCache,
		ListAction:   "DescribeDataCaches",
		Timeouts:     waits,
		Statuses: service.Statuses{
			Wanted: eci.DataCacheAvailable,
			Busy:   []string{eci.DataCacheCreating, eci.DataCacheLoading, eci.DataCacheUpdating},
			Failed: map[string]string{
				eci.DataCacheFailed: "loading the data failed (Failed)",
				eci.DataCacheUpdateFailed: "loading the data anew failed (UpdateFailed). Correct what it needs and apply again, or replace it: " +
					"terraform apply -replace=ADDRESS",
			},
			Stuck: eci.DataCacheFailed,
			Again: eci.DataCacheUpdateFailed,
		},
		See:          see,
		Name:         func(m model) string { return m.Name.ValueString() },
		Request:      request,
		Create:       create,
		Marked:       marked,
		Get:          get,
		Flatten:      flatten,
		WithSecrets:  withSecrets,
		Update:       update,
		Delete:       remove,
		Rebuilds:     rebuilds,
		CannotUpdate: cannotUpdate,
		Planned: func(m model) (string, types.Int64) {
			return service.DataCacheName(m.Bucket.ValueString(), gopath.Clean(m.Path.ValueString())), plannedSize(m)
		},
		Price:  price,
		Derive: derive,
	}
}

// request differs for copies.
func request(m model) any {
	if m.Source != nil {
		return expandCopy(m, "")
	}
	return expandCreate(m)
}

// create copies a cache through the API of the region where the original is.
func create(ctx context.Context, client *eci.Client, m model) (string, error) {
	if m.Source == nil {
		return idOf(client.CreateDataCache(ctx, expandCreate(m)))
	}
	origin, err := client.In(m.Source.Region.ValueString())
	if err != nil {
		return "", err
	}
	return idOf(origin.CopyDataCache(ctx, expandCopy(m, client.Region())))
}

func idOf(answer *eci.CreateDataCacheResponse, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return answer.DataCacheId, nil
}

func marked(ctx context.Context, client *eci.Client, m model, mark eci.Tag) iter.Seq2[eci.DataCache, error] {
	return client.DataCaches(ctx,
		&eci.DescribeDataCachesRequest{Bucket: m.Bucket.ValueString(), Path: m.Path.ValueString(), Tag: []eci.Tag{mark}})
}

func get(ctx context.Context, client *eci.Client, id string) (eci.DataCache, bool, error) {
	return client.DataCache(ctx, id)
}

// update sends everything after an update that failed, which may do better now.
func update(from, to model) service.Call {
	req := expandUpdate(to)
	if from.Status.ValueString() != eci.DataCacheUpdateFailed {
		req = changes(expandUpdate(from), req)
	}
	if req == nil {
		return nil
	}
	return func(ctx context.Context, client *eci.Client, id string) error {
		req.DataCacheId = id
		_, err := client.UpdateDataCache(ctx, req)
		return err
	}
}

func remove(ctx context.Context, client *eci.Client, id string) error {
	_, err := client.DeleteDataCache(ctx, &eci.DeleteDataCacheRequest{DataCacheId: id})
	return err
}

// derive plans the volume, which follows from the path.
func derive(ctx context.Context, plan model, resp *resource.ModifyPlanResponse) {
	if plan.Path.IsUnknown() {
		service.PlanUnknown(ctx, []string{"volume"}, resp)
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("volume"), volume(plan.Path.ValueString()))...)
}

// plannedSize is the size in GiB that a cache is to have. A copy gets that of the original.
func plannedSize(m model) types.Int64 {
	if (m.Size.IsUnknown() || m.Size.IsNull()) && m.Source == nil {
		return types.Int64Value(pricing.DefaultCacheSize)
	}
	return m.Size
}

// price asks what keeping a cache costs.
func price(m model) (pricing.Question, bool) {
	size := plannedSize(m)
	return pricing.Question{Group: pricing.Builder(0), Kept: size.ValueInt64()}, !size.IsUnknown()
}

// rebuilds reports whether an update with a change loads the data anew; see changes.
func rebuilds(c attribute.Change) bool {
	return !slices.Contains([]string{"name", "resource_group_id", "retention_days"}, c.Root())
}

// cannotUpdate reports whether a change leaves the cache without an address: UpdateDataCache cannot take it away.
func cannotUpdate(c attribute.Change, plan model) bool {
	switch c.Root() {
	case "eip_instance_id", "eip_create_param":
		return !c.Unknown && plan.EIPInstanceID.IsNull() && plan.EIPCreateParam == nil
	}
	return false
}
