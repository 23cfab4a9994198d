package containergroup

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

var diskID = attribute.ID("a disk", "d-")

var fileMode = attribute.Matches(`^0?[0-7]{3}$`, "must be an octal file mode such as 0644")

// isNoLimit reports whether a size limit says that there is none.
func isNoLimit(limit string) bool {
	quantity, err := resource.ParseQuantity(limit)
	return limit == "" || err == nil && quantity.IsZero()
}

// sameMode reports whether two file modes are the same, as 0600 and 600 are.
func sameMode(a, b string) bool { return strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0") }

// sameSize reports whether two quantities are the same, as 1Gi and 1024Mi are.
func sameSize(a, b string) bool { return canonicalSize(a) == canonicalSize(b) }

// canonicalSize returns the one way of writing a quantity.
func canonicalSize(size string) string {
	quantity, err := resource.ParseQuantity(size)
	if err != nil {
		return size // the schema has checked it
	}
	return quantity.String()
}

func volumeObject() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{
		Validators: []validator.Object{attribute.ExactlyOne("empty_dir", "config_file", "nfs", "disk", "flex_volume", "host_path")},
		Attributes: map[string]schema.Attribute{
			"empty_dir": row{Present: true}.On(
				schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Directory that is empty at first and lives as long as the group.",
					Attributes: map[string]schema.Attribute{
						"medium": attribute.OptionalString("`Memory`, or `LocalRaid0` for local disks. Defaults to the group's own storage.",
							stringvalidator.OneOf("Memory", "LocalRaid0")),
						"size_limit": row{Default: isNoLimit, Same: sameSize}.On(
							attribute.OptionalString("Highest size as a Kubernetes quantity, such as `256Mi`. `0` is no limit.", attribute.Quantity())),
					}}),
			"config_file": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Files made from text, or from anything in Base64.",
				Attributes: map[string]schema.Attribute{
					"default_mode": row{Effect: replaces, Unreturned: true, Same: sameMode}.On(
						attribute.OptionalString("Octal mode of files that have none of their own.", fileMode)),
					"files": schema.MapNestedAttribute{Required: true,
						MarkdownDescription: "Files by their path inside the volume, at most 90, and 60 KB together. A change replaces the group while " +
							"there are more than 16, which is what an update takes.",
						Validators: []validator.Map{mapvalidator.SizeBetween(1, 90), mapvalidator.KeysAre(attribute.PathInside())},
						NestedObject: schema.NestedAttributeObject{
							Validators: []validator.Object{attribute.ExactlyOne("content", "content_base64", "content_wo")},
							Attributes: map[string]schema.Attribute{
								"content": row{Present: true}.On(schema.StringAttribute{Optional: true, Sensitive: true,
									MarkdownDescription: "Text of the file, at most 32 KB. Plans do not show it, because configuration often holds secrets.",
									Validators:          []validator.String{stringvalidator.LengthAtMost(32 * 1024)}}),
								"content_base64": row{Present: true}.On(schema.StringAttribute{Optional: true, Sensitive: true,
									MarkdownDescription: "Content of a file that is no text, as Base64 of at most 32 KB, for which `filebase64` serves. An " +
										"import shows " +
										"such a file here.",
									Validators: []validator.String{attribute.Base64(32 * 1024)}}),
								"content_wo": schema.StringAttribute{Optional: true, WriteOnly: true,
									MarkdownDescription: "Text of the file that is never stored; a change made outside Terraform does not show. Needs Terraform 1.11.",
									Validators: []validator.String{stringvalidator.LengthAtMost(32 * 1024),
										stringvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("content_wo_version"))}},
								"content_wo_version": row{Unreturned: true, Present: true}.On(
									attribute.WriteOnlyVersion("content_wo", "Version of `content_wo`: change it to send the text again.")),
								"mode": row{Effect: replaces, Unreturned: true, Same: sameMode}.On(
									attribute.OptionalString("Octal mode of the file, such as `0644`.", fileMode)),
							}}},
				}},
			"nfs": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "NFS export, for instance a NAS file system.",
				Attributes: map[string]schema.Attribute{
					"server": schema.StringAttribute{Required: true, MarkdownDescription: "Host name or address of the server.",
						Validators: []validator.String{stringvalidator.LengthAtLeast(1)}},
					"path": schema.StringAttribute{Required: true, MarkdownDescription: "Exported path.",
						Validators: []validator.String{attribute.AbsolutePath()}},
					"read_only": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false),
						MarkdownDescription: "Whether the volume is read-only. Defaults to `false`."},
				}},
			"disk": row{Effect: replaces}.On(schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "Existing cloud disk, in the form that ECI has superseded by `flex_volume` with driver `alicloud/disk`.",
				Attributes: map[string]schema.Attribute{
					"disk_id": schema.StringAttribute{Required: true, MarkdownDescription: "ID of the disk.",
						Validators: []validator.String{diskID}},
					"size":    row{Unreturned: true}.On(attribute.OptionalInt64("Size of the disk in GiB.", int64validator.Between(5, 32768))),
					"fs_type": attribute.OptionalString("File system, such as `ext4`."),
				}}),
			"flex_volume": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Disk, NAS or OSS volume.",
				Attributes: map[string]schema.Attribute{
					"driver": schema.StringAttribute{Required: true, MarkdownDescription: "`alicloud/disk`, `alicloud/nas` or `alicloud/oss`.",
						Validators: []validator.String{stringvalidator.OneOf("alicloud/disk", "alicloud/nas", "alicloud/oss")}},
					"fs_type": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("ext4"),
						MarkdownDescription: "File system of a disk: `ext4`, `ext3`, `xfs` or `vfat`. Defaults to `ext4`.",
						Validators:          []validator.String{stringvalidator.OneOf("ext4", "ext3", "xfs", "vfat")}},
					"options": schema.MapAttribute{Optional: true, ElementType: types.StringType,
						MarkdownDescription: "Options of the driver, for `alicloud/disk` among others `volumeId`, `volumeSize` and `deleteWithInstance`, " +
							"for `alicloud/nas` `server`, `path` and `vers`, for `alicloud/oss` `bucket`, `url`, `path` and `ramRole`. A larger `volumeSize` " +
							"alone resizes the disk in place. Access keys are refused; use `ramRole`.",
						Validators: []validator.Map{mapvalidator.KeysAre(stringvalidator.NoneOfCaseInsensitive("akId", "akSecret", "accessKeyId",
							"accessKeySecret"))}},
					"sensitive_options": row{Unreturned: true}.On(schema.MapAttribute{Optional: true, Sensitive: true, ElementType: types.StringType,
						MarkdownDescription: "Further options that are secret but kept in state; prefer `sensitive_options_wo`."}),
					"sensitive_options_wo": schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType,
						MarkdownDescription: "Further options that are never stored. Needs Terraform 1.11.",
						Validators: []validator.Map{
							mapvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("sensitive_options_wo_version"))}},
					"sensitive_options_wo_version": row{Unreturned: true}.On(
						attribute.WriteOnlyVersion("sensitive_options_wo", "Version of `sensitive_options_wo`: change it to send the options again.")),
				}},
			"host_path": row{Unreturned: true}.On(schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "Data cache, named by its path in the bucket of `data_cache`. ECI does not mount paths of hosts: use " +
					"`empty_dir`, a disk or NAS for those.",
				Attributes: map[string]schema.Attribute{
					"path": schema.StringAttribute{Required: true, MarkdownDescription: "Path of the data cache.",
						Validators: []validator.String{attribute.AbsolutePath()}},
					"type": attribute.OptionalString("`Directory` or `File`.", stringvalidator.OneOf("Directory", "File")),
				}}),
		},
	}
}
