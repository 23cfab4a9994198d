package eci

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// loggedParameters are the only parameters whose values may be logged: they name objects and hold no secrets.
var loggedParameters = []string{
	"RegionId", "ContainerGroupId", "ContainerGroupIds", "ContainerGroupName", "ContainerName", "ResourceType", "VolumeName",
	"ImageCacheId", "ImageCacheName", "DataCacheId", "Name", "Bucket", "Path", "VirtualNodeId", "VirtualNodeIds", "VirtualNodeName",
}

// log writes one line for an attempt that has ended, with resp nil when no answer came.
func (x *exchange) log(ctx context.Context, resp *http.Response) {
	fields := map[string]any{
		"action":      x.action,
		"attempt":     x.attempt,
		"duration_ms": time.Since(x.started).Milliseconds(),
	}
	for _, name := range loggedParameters {
		if x.params.Has(name) {
			fields[name] = x.params.Get(name)
		}
	}
	if x.latest.requestID != "" {
		fields["request_id"] = x.latest.requestID
	}
	if resp != nil {
		fields["http_status"] = resp.StatusCode
	}
	if refusal, ok := errors.AsType[*Error](x.latest.err); ok {
		fields["code"] = refusal.Code
	}
	if x.latest.err != nil {
		fields["error"] = x.latest.err.Error()
	}
	tflog.Debug(ctx, "Called the ECI API", fields)
}
