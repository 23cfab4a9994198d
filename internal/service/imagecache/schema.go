package imagecache

import (
	"maps"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type row = attribute.Row

const (
	updates  = attribute.Update
	replaces = attribute.Replace
)

// describe returns the schema of the resource and the table of its attributes.
var describe = sync.OnceValues(func() (schema.Schema, attribute.Table) {
	registries := func(description string) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description,
			Validators: []validator.Set{setvalidator.ValueStringsAre(attribute.RegistryHost())}}
	}
	attributes := map[string]schema.Attribute{
		"id":     attribute.ComputedString("ID of the image cache, which begins with `imc-`."),
		"region": service.RegionAttribute("cache"),
		"name": row{Parameter: "ImageCacheName", Effect: updates}.On(
			schema.StringAttribute{Required: true, MarkdownDescription: "Name of the image cache. It need not be unique.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}),
		"resource_group_id": row{Parameter: "ResourceGroupId", Effect: updates}.On(
			attribute.OptionalComputedString("ID of the resource group. Defaults to the account's default resource group.")),
		"images": row{Parameter: "Image", Effect: updates}.On(schema.SetAttribute{Required: true, ElementType: types.StringType,
			MarkdownDescription: "Images in the cache, 1 to 20. A change builds the cache anew, in place.",
			Validators:          []validator.Set{setvalidator.SizeBetween(1, 20), setvalidator.ValueStringsAre(attribute.Image())}}),
		"size": row{Parameter: "ImageCacheSize", Effect: updates, Default: 20}.On(
			schema.Int64Attribute{Optional: true, Computed: true, Default: int64default.StaticInt64(20),
				MarkdownDescription: "Size of the cache in GiB, 20 to 32768. Defaults to 20. The images must fit unpacked.",
				Validators:          []validator.Int64{int64validator.Between(20, 32768)}}),
		"retention_days": row{Parameter: "RetentionDays", Effect: updates, Kept: true, Unreturned: true}.On(
			attribute.OptionalInt64("Days until ECI deletes the cache, at the time in `expire_time`. By default it stays for ever.",
				int64validator.AtLeast(1))),
		"elimination_strategy": row{Parameter: "EliminationStrategy", Effect: updates}.On(
			attribute.OptionalString(
				"`LRU`: ECI may drop the cache when the account's quota is used up, the one used least recently first. By "+
					"default it never may.",
				stringvalidator.OneOf("LRU"))),
		"auto_match_image_cache": row{Parameter: "AutoMatchImageCache", Effect: updates, Unreturned: true}.On(
			attribute.OptionalBool("Whether building reuses layers of other caches. Defaults to `false`.")),
		"flash": row{Parameter: "Flash", Effect: updates, Unreturned: true}.On(
			attribute.OptionalBool("Whether the cache can be used as soon as a local snapshot exists, before the normal one does. Defaults to " +
				"`false`.")),
		"flash_copy_count": row{Parameter: "FlashCopyCount", Effect: updates, Unreturned: true, Default: 1}.On(
			attribute.OptionalInt64("Copies of the local snapshot. Defaults to 1; ECI advises one per 1000 groups that start at once.",
				int64validator.AtLeast(1), int64validator.AlsoRequires(path.MatchRoot("flash")))),
		"standard_copy_count": row{Parameter: "StandardCopyCount", Effect: updates, Unreturned: true, Default: 1}.On(
			attribute.OptionalInt64("Copies of the normal snapshot. Defaults to 1.", int64validator.AtLeast(1))),
		"security_group_id": row{Parameter: "SecurityGroupId", Effect: updates, Unreturned: true}.On(
			schema.StringAttribute{Required: true, MarkdownDescription: "ID of the security group in which the cache is built.",
				Validators: []validator.String{attribute.SecurityGroupID()}}),
		"vswitch_ids": row{Parameter: "VSwitchId", Effect: updates, Unreturned: true}.On(
			schema.ListAttribute{Required: true, ElementType: types.StringType,
				MarkdownDescription: "IDs of up to 10 vSwitches of one VPC in one of which the cache is built. A change to a single one updates the " +
					"cache; a change to several replaces it, because an update takes one.",
				Validators: []validator.List{listvalidator.SizeBetween(1, 10), listvalidator.UniqueValues(),
					listvalidator.ValueStringsAre(attribute.VSwitchID())}}),
		"zone_id": row{Parameter: "ZoneId", Effect: replaces, Unreturned: true}.On(
			attribute.OptionalString("ID of the zone, which must be that of the vSwitch.")),
		"eip_instance_id": row{Parameter: "EipInstanceId", Effect: updates, Kept: true, Unreturned: true}.On(
			attribute.OptionalString("ID of an existing elastic IP address, to pull images from the Internet.", attribute.EIPID())),
		"image_registry_credentials": row{Parameter: "ImageRegistryCredential", Effect: updates, Kept: true, Unreturned: true}.On(
			imageregistry.Credentials(20, "Logins by registry, a host name without scheme, at most 20. A changed login, also a rotated password, "+
				"builds the cache anew, in place.")),
		"acr_registries": row{Parameter: "AcrRegistryInfo", Effect: updates, Kept: true, Unreturned: true}.On(
			imageregistry.ACRs("ACR Enterprise instances to pull from without a password, at most 20.")),
		"insecure_registries": row{Parameter: "InsecureRegistry", Effect: replaces, Unreturned: true}.On(
			registries("Registries, as host or host:port, whose certificates are not verified.")),
		"plain_http_registries": row{Parameter: "PlainHttpRegistry", Effect: replaces, Unreturned: true}.On(
			registries("Registries, as host or host:port, that are reached by plain HTTP.")),
		"os_type": row{Parameter: "OsType", Effect: replaces, Unreturned: true, Default: "Linux"}.On(
			attribute.OptionalString("Operating system of the images: `Linux`, or `Windows`, which is by invitation. Defaults to `Linux`.",
				stringvalidator.OneOf("Linux", "Windows"))),
		"annotations": row{Parameter: "Annotations", Effect: replaces, Unreturned: true, Same: attribute.SameJSON}.On(
			attribute.OptionalString("Annotations of the cache as a JSON object, for which `jsonencode` serves.", attribute.JSONObject())),

		"status": row{Moves: true}.On(
			attribute.ComputedString("Status: `Preparing`, `Creating`, `Ready`, `Failed`, `Updating` or `UpdateFailed`.")),
		"progress":           row{Moves: true}.On(attribute.ComputedString("Progress of building, such as `100%`.")),
		"container_group_id": row{Moves: true}.On(attribute.ComputedString("ID of the temporary container group that builds the cache.")),
		"snapshot_id":        row{Moves: true}.On(attribute.ComputedString("ID of the normal snapshot.")),
		"flash_snapshot_id":  row{Moves: true}.On(attribute.ComputedString("ID of the local snapshot, where there is one.")),
		"creation_time":      attribute.ComputedString("When the cache was created, in RFC 3339."),
		"expire_time":        row{Moves: true}.On(attribute.ComputedString("When ECI deletes the cache, in RFC 3339, if it does.")),
		"last_matched_time":  row{Moves: true}.On(attribute.ComputedString("When a container group used the cache last, in RFC 3339.")),
		"estimated_price": pricing.Attribute("It is for keeping the cache, at most: as if the images filled it. `eci_image_cache_price` " +
			"also tells what making and mounting it costs."),
		"timeouts": waits.Attribute(),
	}
	maps.Copy(attributes, service.TagAttributes())
	plain, table := attribute.Split(attributes)
	return schema.Schema{
		MarkdownDescription: "An image cache: container images, unpacked in a snapshot, from which container groups start without pulling. " +
			"ECI bills the snapshot, and while the cache is built, a temporary container group.",
		Attributes: plain,
	}, table
})
