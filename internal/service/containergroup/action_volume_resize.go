package containergroup

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

var resizeAction = service.Action{
	Name: "container_group_volume_resize", Schema: resizeSchema, Within: 5 * time.Minute, Invoke: service.Typed(invokeResize),
}

type resizeModel struct {
	onGroup
	VolumeName types.String `tfsdk:"volume_name"`
	Size       types.Int64  `tfsdk:"size"`
}

func resizeSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Grows a volume that is a cloud disk, and its file system, while the container group runs. It is for groups that " +
			"are not in a configuration: in one, change the size of the volume itself. ECI does not say when it is done, nor how large a volume is.",
		Attributes: map[string]schema.Attribute{
			"container_group_id": groupAttribute(),
			"volume_name": schema.StringAttribute{Required: true, MarkdownDescription: "Name of the volume.",
				Validators: []validator.String{stringvalidator.LengthBetween(1, 63)}},
			"size": schema.Int64Attribute{Required: true, MarkdownDescription: "Size in GiB, not below the present one: 20 to 32768, or 5 to 2000 " +
				"for disks of category `cloud`. The present size grows the file system alone.",
				Validators: []validator.Int64{int64validator.Between(5, 32768)}},
		},
	}
}

func invokeResize(ctx context.Context, run service.Invocation, m resizeModel) diag.Diagnostics {
	id, volume := m.ContainerGroupID.ValueString(), m.VolumeName.ValueString()
	_, err := run.Client.ResizeContainerGroupVolume(ctx,
		&eci.ResizeContainerGroupVolumeRequest{ContainerGroupId: id, VolumeName: volume, NewSize: m.Size.ValueInt64Pointer()})
	if err != nil {
		return diag.Diagnostics{diagnose.Error("resize", "volume "+volume+" of "+kind+" "+id, err, nil)}
	}
	run.Tell("Volume %s of container group %s grows to %d GiB", volume, id, m.Size.ValueInt64())
	return nil
}
