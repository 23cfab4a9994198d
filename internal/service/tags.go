package service

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// TagAttributes returns the attributes of every object with tags: tags, the object's own, and tags_all, which includes the
// provider's default_tags.
func TagAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"tags": attribute.Row{Parameter: "Tag"}.On(
			schema.MapAttribute{Optional: true, ElementType: types.StringType, Validators: attribute.Tags(eci.MaxTags),
				MarkdownDescription: "Tags, at most 20 together with the provider's `default_tags`, which these override."}),
		"tags_all": attribute.Row{Effect: attribute.Retag}.On(schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "All tags, the provider's `default_tags` included."}),
	}
}

// PlanTags sets tags_all to the tags merged into the provider's default tags, for ModifyPlan of a resource that is not about
// to be destroyed. config is nil before the provider is configured.
func PlanTags(ctx context.Context, config *Config, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var own types.Map
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("tags"), &own)...)
	all := types.MapUnknown(types.StringType)
	if config != nil && !config.DefaultTagsUnknown && !own.IsUnknown() {
		all = AllTags(config.DefaultTags, own)
		if count := len(all.Elements()); count > eci.MaxTags {
			resp.Diagnostics.AddAttributeError(path.Root("tags"), "Too Many Tags",
				fmt.Sprintf("Together with the provider's default_tags these are %d tags; ECI takes %d. Remove some.", count, eci.MaxTags))
		}
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("tags_all"), all)...)
}

// AllTags merges an object's own tags into the provider's default tags.
func AllTags(defaults map[string]string, own types.Map) types.Map {
	merged := map[string]attr.Value{}
	for key, value := range defaults {
		merged[key] = types.StringValue(value)
	}
	maps.Copy(merged, own.Elements())
	return types.MapValueMust(types.StringType, merged)
}

// TagsMayDiffer reports whether PlanTags may change a plan that is equal to the state: whether tags_all is not tags merged into
// the default tags.
func TagsMayDiffer(config *Config, state tftypes.Value) bool {
	var attributes, own, all map[string]tftypes.Value
	if config == nil || config.DefaultTagsUnknown ||
		errors.Join(state.As(&attributes), attributes["tags"].As(&own), attributes["tags_all"].As(&all)) != nil {
		return true
	}
	merged := make(map[string]tftypes.Value, len(all))
	for key, value := range config.DefaultTags {
		merged[key] = tftypes.NewValue(tftypes.String, value)
	}
	maps.Copy(merged, own)
	return !maps.EqualFunc(all, merged, tftypes.Value.Equal)
}

// ExpandTags returns all tags in the order of their keys.
func ExpandTags(all types.Map) []eci.Tag {
	var result []eci.Tag
	for _, key := range slices.Sorted(maps.Keys(all.Elements())) {
		result = append(result, eci.Tag{Key: key, Value: all.Elements()[key].(types.String).ValueStringPointer()})
	}
	return result
}

// tagMap returns tags as the value of tags_all.
func tagMap(tags []eci.Tag) types.Map {
	elements := make(map[string]attr.Value, len(tags))
	for _, tag := range tags {
		elements[tag.Key] = types.StringPointerValue(tag.Value)
	}
	return types.MapValueMust(types.StringType, elements)
}

// FlattenTags divides the tags of an object into its own and all; prior and priorAll are what they were. Tags of the system and the
// mark of package creation are left out.
func FlattenTags(
	described []eci.DescribedTag, prior map[string]types.String, priorAll types.Map, defaults map[string]string,
) (own map[string]types.String, all types.Map) {
	elements := make(map[string]attr.Value, len(described))
	own = map[string]types.String{}
	for _, tag := range described {
		if strings.HasPrefix(tag.Key, "acs:") || strings.HasPrefix(tag.Key, "aliyun") || tag.Key == creation.TagKey {
			continue
		}
		elements[tag.Key] = types.StringValue(tag.Value)
		if isOwn(tag, prior, priorAll, defaults) {
			own[tag.Key] = types.StringValue(tag.Value)
		}
	}
	if len(own) == 0 && prior == nil {
		own = nil
	}
	return own, types.MapValueMust(types.StringType, elements)
}

// isOwn reports whether a tag belongs into tags.
func isOwn(tag eci.DescribedTag, prior map[string]types.String, priorAll types.Map, defaults map[string]string) bool {
	if _, configured := prior[tag.Key]; configured {
		return true
	}
	if before, had := priorAll.Elements()[tag.Key]; had && before.Equal(types.StringValue(tag.Value)) {
		return false // it was not the object's own before, and is as it was
	}
	if standard, isDefault := defaults[tag.Key]; isDefault && standard == tag.Value {
		return false // it is the provider's
	}
	return true // it was added or changed outside Terraform, and shows as drift
}

// UpdateTags makes the tags of an object, which were from, those of to. Tags that neither knows stay. resourceType is one of
// the eci.ResourceType constants.
func UpdateTags(ctx context.Context, client *eci.Client, resourceType, id string, from, to types.Map) error {
	var removed []string
	for _, key := range slices.Sorted(maps.Keys(from.Elements())) {
		if _, stays := to.Elements()[key]; !stays {
			removed = append(removed, key)
		}
	}
	if len(removed) > 0 { // first, to make room
		_, err := client.UntagResources(ctx, &eci.UntagResourcesRequest{ResourceType: resourceType, ResourceId: []string{id}, TagKey: removed})
		if err != nil {
			return err
		}
	}
	var set []eci.Tag
	for _, tag := range ExpandTags(to) {
		if value, exists := from.Elements()[tag.Key]; !exists || value.(types.String).ValueString() != *tag.Value {
			set = append(set, tag)
		}
	}
	if len(set) == 0 {
		return nil
	}
	_, err := client.TagResources(ctx, &eci.TagResourcesRequest{ResourceType: resourceType, ResourceId: []string{id}, Tag: set})
	return err
}
