package imagecache

import (
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// expandCreate is the request that creates what m describes. Write-only passwords must have been filled in from the
// configuration.
func expandCreate(m model) *eci.CreateImageCacheRequest {
	return &eci.CreateImageCacheRequest{
		ImageCacheName:          m.Name.ValueString(),
		ResourceGroupId:         m.ResourceGroupID.ValueString(),
		Tag:                     service.ExpandTags(m.TagsAll),
		Image:                   value.Texts(m.Images),
		ImageCacheSize:          value.NonZero(m.Size.ValueInt64Pointer()),
		OsType:                  m.OSType.ValueString(),
		Annotations:             m.Annotations.ValueString(),
		RetentionDays:           value.NonZero(m.RetentionDays.ValueInt64Pointer()),
		EliminationStrategy:     m.EliminationStrategy.ValueString(),
		AutoMatchImageCache:     m.AutoMatchImageCache.ValueBoolPointer(),
		Flash:                   m.Flash.ValueBoolPointer(),
		FlashCopyCount:          value.NonZero(m.FlashCopyCount.ValueInt64Pointer()),
		StandardCopyCount:       value.NonZero(m.StandardCopyCount.ValueInt64Pointer()),
		SecurityGroupId:         m.SecurityGroupID.ValueString(),
		VSwitchId:               value.Texts(m.VSwitchIDs),
		ZoneId:                  m.ZoneID.ValueString(),
		EipInstanceId:           m.EIPInstanceID.ValueString(),
		ImageRegistryCredential: imageregistry.ExpandCredentials(m.ImageRegistryCredentials),
		AcrRegistryInfo:         imageregistry.ExpandCreateACRs(m.ACRRegistries),
		InsecureRegistry:        value.Texts(m.InsecureRegistries),
		PlainHttpRegistry:       value.Texts(m.PlainHTTPRegistries),
	}
}

// expandUpdate returns the request that would set everything an update can set to what m describes; what is left out has the
// API's default.
func expandUpdate(m model) *eci.UpdateImageCacheRequest {
	req := &eci.UpdateImageCacheRequest{
		ImageCacheName:          m.Name.ValueString(),
		ResourceGroupId:         m.ResourceGroupID.ValueString(),
		Image:                   value.Texts(m.Images),
		ImageCacheSize:          value.NonZero(m.Size.ValueInt64Pointer()),
		RetentionDays:           value.NonZero(m.RetentionDays.ValueInt64Pointer()),
		EliminationStrategy:     new(m.EliminationStrategy.ValueString()),
		AutoMatchImageCache:     new(m.AutoMatchImageCache.ValueBool()),
		Flash:                   new(m.Flash.ValueBool()),
		FlashCopyCount:          new(max(m.FlashCopyCount.ValueInt64(), 1)),
		StandardCopyCount:       new(max(m.StandardCopyCount.ValueInt64(), 1)),
		SecurityGroupId:         m.SecurityGroupID.ValueString(),
		EipInstanceId:           m.EIPInstanceID.ValueString(),
		ImageRegistryCredential: imageregistry.ExpandCredentials(m.ImageRegistryCredentials),
		AcrRegistryInfo:         imageregistry.ExpandACRs(m.ACRRegistries),
	}
	if len(m.VSwitchIDs) == 1 {
		req.VSwitchId = m.VSwitchIDs[0].ValueString()
	}
	return req
}

// changes is the update that leads from one configuration to another, or nil when nothing differs.
func changes(from, to *eci.UpdateImageCacheRequest) *eci.UpdateImageCacheRequest {
	req := value.ChangedFields(from, to)
	if req == nil {
		return nil
	}
	req.ImageCacheName = to.ImageCacheName
	quiet := eci.UpdateImageCacheRequest{ImageCacheName: req.ImageCacheName, ResourceGroupId: req.ResourceGroupId,
		RetentionDays: req.RetentionDays, EliminationStrategy: req.EliminationStrategy}
	if !reflect.DeepEqual(*req, quiet) {
		// The cache is built anew, and ECI does not say whether it has kept what it pulled with.
		req.ImageRegistryCredential, req.AcrRegistryInfo = to.ImageRegistryCredential, to.AcrRegistryInfo
		req.SecurityGroupId, req.VSwitchId, req.EipInstanceId = to.SecurityGroupId, to.VSwitchId, to.EipInstanceId
	}
	return req
}

func see(cache eci.ImageCache) service.Seen {
	return service.Seen{ID: cache.ImageCacheId, Region: cache.RegionId, Status: cache.Status, Progress: cache.Progress, Tags: cache.Tags,
		Events: cache.Events}
}

func observed(cache eci.ImageCache) observedModel {
	return observedModel{
		Name:                types.StringValue(cache.ImageCacheName),
		ResourceGroupID:     value.String(cache.ResourceGroupId),
		Images:              value.Strings(cache.Images),
		Size:                types.Int64Value(cache.ImageCacheSize),
		EliminationStrategy: value.String(cache.EliminationStrategy),
		Status:              value.String(cache.Status),
		Progress:            value.String(cache.Progress),
		ContainerGroupID:    value.String(cache.ContainerGroupId),
		SnapshotID:          value.String(cache.SnapshotId),
		FlashSnapshotID:     value.String(cache.FlashSnapshotId),
		CreationTime:        value.String(cache.CreationTime),
		ExpireTime:          value.String(cache.ExpireDateTime),
		LastMatchedTime:     value.String(cache.LastMatchedTime),
	}
}

func flatten(cache eci.ImageCache, prior model) model {
	strategy := value.Text(cache.EliminationStrategy, prior.EliminationStrategy)
	prior.observedModel = observed(cache)
	prior.EliminationStrategy = strategy
	return prior
}

func flattenData(cache eci.ImageCache) dataModel {
	return dataModel{Described: see(cache).Described(), observedModel: observed(cache)}
}
