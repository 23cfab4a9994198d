// Package imagecache is the resource eci_image_cache and its data sources.
package imagecache

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// NewResource returns the resource eci_image_cache.
func NewResource() resource.Resource {
	return &imageCacheResource{service.Resource{Type: "eci_image_cache", Kind: "image cache", IDPrefix: "imc-", NewSchema: resourceSchema}}
}

type imageCacheResource struct{ service.Resource }

var (
	_ resource.ResourceWithConfigure   = (*imageCacheResource)(nil)
	_ resource.ResourceWithIdentity    = (*imageCacheResource)(nil)
	_ resource.ResourceWithImportState = (*imageCacheResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*imageCacheResource)(nil)
)

func (r *imageCacheResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	client := r.Config.RequireClient(&resp.Diagnostics)
	var plan, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	timeout, diags := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id, err := r.createOrAdopt(ctx, client, plan, config)
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("create", "image cache "+plan.Name.ValueString(), err, attributeOf))
		return
	}
	created := r.Created(ctx, id, req, resp)
	plan.ID, plan.Region = created.ID, created.Region

	r.settle(ctx, client, plan, &resp.State, &resp.Diagnostics)
	r.Config.Marks.RemoveLater(client, eci.ResourceTypeImageCache, id)
}

// createOrAdopt creates the cache, unless an earlier run did and died before it could tell.
func (r *imageCacheResource) createOrAdopt(ctx context.Context, client *eci.Client, plan, config model) (string, error) {
	req := expandCreate(withSecrets(plan, config))
	find := func(mark eci.Tag) ([]string, error) {
		var ids []string
		for cache, err := range client.ImageCaches(ctx, &eci.DescribeImageCachesRequest{Tag: []eci.Tag{mark}}) {
			if err != nil {
				return nil, err
			}
			ids = append(ids, cache.ImageCacheId)
		}
		return ids, nil
	}
	create := func(tags []eci.Tag) (string, error) {
		req.Tag = tags
		answer, err := client.CreateImageCache(ctx, req)
		if err != nil {
			return "", err
		}
		return answer.ImageCacheId, nil
	}
	return r.Config.Search.Create(req, req.Tag, find, create)
}

// settle waits until the cache is ready, and writes what it has come to into state.
func (r *imageCacheResource) settle(ctx context.Context, client *eci.Client, plan model, state *tfsdk.State, diags *diag.Diagnostics) {
	cache, err := waitReady(ctx, client, plan.ID.ValueString())
	if cache == nil {
		cache = &eci.ImageCache{}
	} else {
		diags.Append(state.Set(ctx, flatten(*cache, plan, r.Config.DefaultTags))...)
	}
	if err != nil {
		diags.Append(diagnose.Waiting("Image cache", plan.ID.ValueString(), eci.ImageCacheReady, cache.Status, err, cache.Events))
	}
}

func (r *imageCacheResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	client := r.Config.RequireClient(&resp.Diagnostics)
	var state model
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() || !r.Config.InRegion(r.Kind, state.ID, state.Region, &resp.Diagnostics) {
		return
	}
	id := state.ID.ValueString()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, service.Identity{Region: types.StringValue(client.Region()), ID: state.ID})...) // the framework wants it even of what is gone
	cache, err := object(client, id).Read(ctx)
	if err != nil {
		resp.Diagnostics.Append(diagnose.Error("read", "image cache "+id, err, nil))
		return
	}
	if cache == nil {
		resp.State.RemoveResource(ctx)
		return
	}
	r.Config.RemoveMark(ctx, eci.ResourceTypeImageCache, id, cache.Tags, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, flatten(*cache, state, r.Config.DefaultTags))...)
}

func (r *imageCacheResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	client := r.Config.RequireClient(&resp.Diagnostics)
	var plan, state, config model
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Plan), &plan)...)
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	resp.Diagnostics.Append(value.Decode(ctx, tfsdk.State(req.Config), &config)...)
	timeout, diags := plan.Timeouts.Update(ctx, defaultUpdateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	plan.ID, plan.Region = state.ID, state.Region
	id := state.ID.ValueString()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, service.Identity{Region: state.Region, ID: state.ID})...) // a state from before Terraform 1.12 has none
	if err := send(ctx, client, id, withSecrets(state, config), withSecrets(plan, config)); err != nil {
		resp.Diagnostics.Append(diagnose.Error("update", "image cache "+id, err, attributeOf))
		return
	}
	resp.Diagnostics.Append(service.SetImported(ctx, resp.Private, false)...)
	r.settle(ctx, client, plan, &resp.State, &resp.Diagnostics)
}

// send sends what differs, as soon as ECI takes updates.
func send(ctx context.Context, client *eci.Client, id string, from, to model) error {
	if err := service.UpdateTags(ctx, client, eci.ResourceTypeImageCache, id, from.TagsAll, to.TagsAll); err != nil {
		return err
	}
	req := updateBetween(from, to)
	if req == nil {
		return nil
	}
	if _, err := object(client, id).WaitFor(ctx, settled); err != nil {
		return err
	}
	req.ImageCacheId = id
	if _, err := client.UpdateImageCache(ctx, req); err != nil && !eci.IsNoNeedUpdate(err) {
		return err
	}
	return nil
}

func (r *imageCacheResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	client := r.Config.RequireClient(&resp.Diagnostics)
	var state model
	resp.Diagnostics.Append(value.Decode(ctx, req.State, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, defaultDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || !r.Config.InRegion(r.Kind, state.ID, state.Region, &resp.Diagnostics) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	id := state.ID.ValueString()
	_, err := client.DeleteImageCache(ctx, &eci.DeleteImageCacheRequest{ImageCacheId: id})
	if err == nil {
		err = object(client, id).WaitGone(ctx)
	}
	if err != nil && !eci.IsNotFound(err) {
		resp.Diagnostics.Append(diagnose.Error("delete", "image cache "+id, err, nil))
	}
}
