package datacache

import (
	"maps"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type row = attribute.Row

const (
	updates  = attribute.Update
	replaces = attribute.Replace
)

// defaultBucket is the bucket that ECI takes when none is named.
const defaultBucket = "default"

// describe returns the schema of the resource and the table of its attributes.
var describe = sync.OnceValues(func() (schema.Schema, attribute.Table) {
	notForCopies := path.MatchRoot("source")
	attributes := map[string]schema.Attribute{
		"id":     attribute.ComputedString("ID of the data cache, which begins with `edc-`."),
		"region": service.RegionAttribute("cache"),
		"name": row{Parameter: "Name", Effect: updates}.On(
			schema.StringAttribute{Required: true, MarkdownDescription: "Name of the data cache. It need not be unique.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}),
		"resource_group_id": row{Parameter: "ResourceGroupId", Effect: updates}.On(
			attribute.OptionalComputedString("ID of the resource group. Defaults to the account's default resource group.")),
		"bucket": row{Parameter: "Bucket", Effect: replaces, Default: defaultBucket}.On(
			schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString(defaultBucket),
				MarkdownDescription: "Bucket, the name space of the cache. Defaults to `default`. The bucket and the path identify a cache in its " +
					"region.",
				Validators: []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.NoneOf("eci-system")}}),
		"path": row{Parameter: "Path", Effect: replaces}.On(
			schema.StringAttribute{Required: true,
				MarkdownDescription: "Path of the cache in its bucket. Container groups mount it as a `host_path` volume of this path.",
				Validators:          []validator.String{attribute.AbsolutePath()}}),
		"size": row{Parameter: "Size", Effect: updates}.On(schema.Int64Attribute{Optional: true, Computed: true,
			MarkdownDescription: "Size of the cache in GiB, up to 32768, for which the data must not be too large. Defaults to 20, and in a copy " +
				"to the size of the original.",
			PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			Validators:    []validator.Int64{int64validator.Between(1, 32768), int64validator.ConflictsWith(notForCopies)}}),
		"retention_days": row{Parameter: "RetentionDays", Effect: updates, Kept: true, Unreturned: true}.On(
			attribute.OptionalInt64("Days until ECI deletes the cache, at the time in `expire_time`. By default it stays for ever.",
				int64validator.AtLeast(1))),
		"data_source": row{Parameter: "DataSource", Effect: updates}.On(dataSourceAttribute()),
		"source": row{Parameter: "DataCacheId DestinationRegionId", Effect: replaces, Unreturned: true}.On(
			schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "Data cache of another region to copy, instead of `data_source`.",
				Attributes: map[string]schema.Attribute{
					"region": schema.StringAttribute{Required: true, MarkdownDescription: "Region of the original."},
					"data_cache_id": schema.StringAttribute{Required: true, MarkdownDescription: "ID of the original, which must be Available.",
						Validators: []validator.String{attribute.ID("a data cache", "edc-")}},
				}}),
		"security_group_id": row{Parameter: "SecurityGroupId", Effect: updates, Kept: true, Unreturned: true}.On(
			attribute.OptionalString("ID of the security group in which the data is loaded. Defaults to the region's default security group.",
				attribute.SecurityGroupID(),
				stringvalidator.ConflictsWith(notForCopies))),
		"vswitch_id": row{Parameter: "VSwitchId", Effect: updates, Kept: true, Unreturned: true}.On(
			attribute.OptionalString("ID of the vSwitch in which the data is loaded. Defaults to the region's default vSwitch.",
				attribute.VSwitchID(),
				stringvalidator.ConflictsWith(notForCopies))),
		"eip_instance_id": row{Parameter: "EipInstanceId", Effect: updates, Unreturned: true}.On(
			attribute.OptionalString("ID of an existing elastic IP address, to load data from the Internet. Removing it replaces the cache unless "+
				"`eip_create_param` takes its place.", attribute.EIPID(),
				stringvalidator.ConflictsWith(path.MatchRoot("eip_create_param"), notForCopies))),
		"eip_create_param": row{Parameter: "EipCreateParam", Effect: updates, Unreturned: true, Present: true}.On(
			schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "Elastic IP address to buy for loading the data. Removing it replaces the cache unless `eip_instance_id` takes " +
					"its place.",
				Validators: []validator.Object{objectvalidator.ConflictsWith(notForCopies)},
				Attributes: map[string]schema.Attribute{
					"bandwidth": row{Default: defaultBandwidth}.On(
						attribute.OptionalInt64("Bandwidth in Mbit/s. Defaults to 5.", int64validator.AtLeast(1))),
					"common_bandwidth_package": attribute.OptionalString("ID of an existing shared bandwidth package to join.",
						attribute.BandwidthPackageID()),
					"internet_charge_type": attribute.OptionalString("`PayByBandwidth` or `PayByTraffic`.",
						stringvalidator.OneOf("PayByBandwidth", "PayByTraffic")),
					"isp": row{Default: "BGP"}.On(attribute.OptionalString("Line type: `BGP` or `BGP_PRO`. Defaults to `BGP`.",
						stringvalidator.OneOf("BGP", "BGP_PRO"))),
					"public_ip_address_pool_id": attribute.OptionalString("ID of the pool that the address comes from.",
						attribute.ID("a pool of public addresses", "pippool-")),
				}}),

		"status": row{Moves: true}.On(
			attribute.ComputedString("Status: `Creating`, `Loading`, `Available`, `Failed`, `Updating` or `UpdateFailed`.")),
		"progress":           row{Moves: true}.On(attribute.ComputedString("Progress of loading, such as `100%`.")),
		"container_group_id": row{Moves: true}.On(attribute.ComputedString("ID of the temporary container group that loads the data.")),
		"snapshot_id":        row{Moves: true}.On(attribute.ComputedString("ID of the normal snapshot.")),
		"flash_snapshot_id":  row{Moves: true}.On(attribute.ComputedString("ID of the local snapshot, where there is one.")),
		"volume": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "The volume that mounts the cache, for `volumes` of a " +
			"container " +
			"group, as in `volumes = { model = eci_data_cache.model.volume }`. The group's `data_cache` names the bucket.",
			PlanModifiers: []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
			Attributes: map[string]schema.Attribute{"host_path": schema.SingleNestedAttribute{Computed: true, MarkdownDescription: "The cache.",
				Attributes: map[string]schema.Attribute{"path": schema.StringAttribute{Computed: true, MarkdownDescription: "Its `path`."}}}}},
		"creation_time":     attribute.ComputedString("When the cache was created, in UTC."),
		"expire_time":       row{Moves: true}.On(attribute.ComputedString("When ECI deletes the cache, in UTC, if it does.")),
		"last_matched_time": row{Moves: true}.On(attribute.ComputedString("When a container group used the cache last, in UTC.")),
		"estimated_price": pricing.Attribute("It is for keeping the cache, at most: as if the data filled it. `eci_data_cache_price` also " +
			"tells what making and mounting it costs."),
		"timeouts": waits.Attribute(),
	}
	maps.Copy(attributes, service.TagAttributes())
	plain, table := attribute.Split(attributes)
	return schema.Schema{
		MarkdownDescription: "A data cache: data such as a model, loaded once into a snapshot, from which container groups get a disk without " +
			"loading it again. ECI bills the snapshot, and while the data is loaded, a temporary container group.",
		Attributes: plain,
	}, table
})

func dataSourceAttribute() schema.SingleNestedAttribute {
	text := func(description string, validators ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{Required: true, MarkdownDescription: description,
			Validators: append([]validator.String{stringvalidator.LengthAtLeast(1)}, validators...)}
	}
	withToken := func(attributes map[string]schema.Attribute) map[string]schema.Attribute {
		attributes["access_token"] = row{Unreturned: true}.On(schema.StringAttribute{Optional: true, Sensitive: true,
			MarkdownDescription: "Access token, kept in state; prefer `access_token_wo`.",
			Validators: []validator.String{
				attribute.UnlessEmpty(stringvalidator.ConflictsWith(path.MatchRelative().AtParent().AtName("access_token_wo")))}})
		attributes["access_token_wo"] = schema.StringAttribute{Optional: true, WriteOnly: true,
			MarkdownDescription: "Access token that is never stored. Needs Terraform 1.11.",
			Validators:          []validator.String{stringvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("access_token_wo_version"))}}
		attributes["access_token_wo_version"] = row{Unreturned: true, Present: true}.On(
			attribute.WriteOnlyVersion("access_token_wo", "Version of `access_token_wo`: change it to send the token again."))
		return attributes
	}
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "Where the data comes from, exactly one kind of place. Either this or `source` is required. A change loads the " +
			"data anew, in place.",
		Validators: []validator.Object{objectvalidator.ExactlyOneOf(path.MatchRoot("data_source"), path.MatchRoot("source")),
			attribute.ExactlyOne("url", "repository", "nas", "oss", "snapshot")},
		Attributes: map[string]schema.Attribute{
			"url": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "A file to download.",
				Attributes: withToken(map[string]schema.Attribute{"url": text("URL of the file.", attribute.URL())})},
			"repository": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "A model or data set of Hugging Face or ModelScope.",
				Attributes: withToken(map[string]schema.Attribute{
					"source": schema.StringAttribute{Required: true,
						MarkdownDescription: "`HuggingFace/Model`, `HuggingFace/DataSet`, `ModelScope/Model` or `ModelScope/DataSet`.",
						Validators: []validator.String{stringvalidator.OneOf("HuggingFace/Model", "HuggingFace/DataSet", "ModelScope/Model",
							"ModelScope/DataSet")}},
					"id":       text("ID of the repository, such as `stabilityai/stable-diffusion-2`."),
					"revision": attribute.OptionalString("Branch, tag or commit. Defaults to the repository's default."),
				})},
			"nas": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "A folder of a NAS file system.",
				Attributes: map[string]schema.Attribute{
					"server":  text("Mount target of the file system."),
					"path":    text("Path of the folder."),
					"vers":    attribute.OptionalString("NFS version, such as `3`."),
					"options": attribute.OptionalString("Mount options, joined by commas."),
				}},
			"oss": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "A folder of an OSS bucket.",
				Attributes: map[string]schema.Attribute{
					"bucket": text("Name of the bucket."),
					"url":    attribute.OptionalString("Endpoint of the bucket."),
					"path":   attribute.OptionalString("Path of the folder."),
					"options": schema.MapAttribute{Optional: true, ElementType: types.StringType,
						MarkdownDescription: "Further options by the names that ECI gives them. Access keys are refused.",
						Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.NoneOfCaseInsensitive("bucket", "url", "path",
							"akId", "akSecret", "accessKeyId", "accessKeySecret", "accessToken")),
							mapvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))}},
				}},
			"snapshot": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "An existing snapshot of a disk.",
				Attributes: map[string]schema.Attribute{"snapshot_id": text("ID of the snapshot.")}},
		},
	}
}
