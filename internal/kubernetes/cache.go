package kubernetes

import (
	"maps"
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// imageCache holds what an ImageCache object says of the attributes of eci_image_cache.
type imageCache struct {
	Name                     string                `json:"name"`
	ResourceGroupID          string                `json:"resource_group_id"`
	Images                   []string              `json:"images"`
	Size                     *int64                `json:"size"`
	RetentionDays            *int64                `json:"retention_days"`
	AutoMatchImageCache      *bool                 `json:"auto_match_image_cache"`
	Flash                    *bool                 `json:"flash"`
	SecurityGroupID          string                `json:"security_group_id"`
	VSwitchIDs               []string              `json:"vswitch_ids"`
	EIPInstanceID            string                `json:"eip_instance_id"`
	ImageRegistryCredentials map[string]Credential `json:"image_registry_credentials"`
	ACRRegistries            []ACRRegistry         `json:"acr_registries"`
	InsecureRegistries       []string              `json:"insecure_registries"`
	PlainHTTPRegistries      []string              `json:"plain_http_registries"`
	OSType                   string                `json:"os_type"`
}

var imageCacheAttributes = attributes{
	resource: "eci_image_cache",
	own: []string{"id", "region", "status", "progress", "container_group_id", "snapshot_id", "flash_snapshot_id", "creation_time",
		"expire_time", "last_matched_time", "tags_all", "timeouts"},
	inexpressible: map[string]note{
		"tags": drop(noAnnotation), "elimination_strategy": drop(noAnnotation), "flash_copy_count": drop(noAnnotation),
		"standard_copy_count": drop(noAnnotation), "zone_id": drop("give vSwitches of the zone"), "annotations": drop(noAnnotation),
		"instance_name": drop(noAnnotation), "domains": drop(noAnnotation), "password_wo_version": refuse(noPassword),
	},
}

// cacheNamespace has the Secrets of image caches, which are in no namespace.
const cacheNamespace = "kube-system"

// RenderImageCache makes an ImageCache object of a cache, whose attributes are those of eci_image_cache, all or some of them.
func RenderImageCache(cache map[string]any) (Rendered, error) {
	r := renderer{objects: map[string]any{}}
	var c imageCache
	r.decode(imageCacheAttributes, cache, &c)
	r.checkName(c.Name)
	if len(c.Images) == 0 {
		r.errs = append(r.errs, field.Required(field.NewPath("images"), "a cache has images"))
	}
	annotations := map[string]any{}
	for name, text := range map[string]string{
		"vswitch-ids": List.Render(anyOf(c.VSwitchIDs)), "security-group-id": c.SecurityGroupID, "resource-group-id": c.ResourceGroupID,
		"eip-instance-id": c.EIPInstanceID, "imc-os-type": map[string]string{"Windows": "windows", "Linux": "linux"}[c.OSType],
		"plain-http-registry": List.Render(anyOf(c.PlainHTTPRegistries)), "insecure-registry": List.Render(anyOf(c.InsecureRegistries)),
		"imc-enable-reuse": flagText(c.AutoMatchImageCache), "imc-enable-flash": flagText(c.Flash),
	} {
		if text != "" {
			annotations[fullName(name)] = text
		}
	}
	for argument, list := range r.acr(c.ACRRegistries) {
		annotations[annotationFor(argument)] = List.Render(list)
	}
	spec := map[string]any{"images": c.Images, "imageCacheSize": c.Size, "retentionDays": c.RetentionDays}
	for _, secret := range r.pullSecrets(c.Name, c.ImageRegistryCredentials) {
		r.objects[secret.Name].(map[string]any)["metadata"].(map[string]any)["namespace"] = cacheNamespace
		spec["imagePullSecrets"] = []string{cacheNamespace + ":" + secret.Name}
	}
	return r.result(cleaned(map[string]any{"apiVersion": "eci.alibabacloud.com/v1", "kind": "ImageCache",
		"metadata": map[string]any{"name": c.Name, "annotations": annotations}, "spec": spec}))
}

func (r *renderer) checkName(name string) {
	for _, fault := range validation.IsDNS1123Subdomain(name) {
		r.errs = append(r.errs, field.Invalid(field.NewPath("name"), name, fault))
	}
}

func flagText(flag *bool) string {
	if flag == nil {
		return ""
	}
	return strconv.FormatBool(*flag)
}

func anyOf(texts []string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = text
	}
	return list
}

// dataCache holds what a DataCache object says of the attributes of eci_data_cache.
type dataCache struct {
	Name            string          `json:"name"`
	Bucket          *string         `json:"bucket"`
	Path            string          `json:"path"`
	Size            *int64          `json:"size"`
	RetentionDays   *int64          `json:"retention_days"`
	SecurityGroupID *string         `json:"security_group_id"`
	VSwitchID       *string         `json:"vswitch_id"`
	EIPInstanceID   *string         `json:"eip_instance_id"`
	EIPCreateParam  *eipCreateParam `json:"eip_create_param"`
	DataSource      struct {
		URL        map[string]any `json:"url"`
		Repository map[string]any `json:"repository"`
		NAS        map[string]any `json:"nas"`
		OSS        map[string]any `json:"oss"`
		Snapshot   map[string]any `json:"snapshot"`
	} `json:"data_source"`
}

type eipCreateParam struct {
	Bandwidth              *int64  `json:"bandwidth"`
	CommonBandwidthPackage *string `json:"common_bandwidth_package"`
	InternetChargeType     *string `json:"internet_charge_type"`
	ISP                    *string `json:"isp"`
	PublicIPAddressPoolID  *string `json:"public_ip_address_pool_id"`
}

var dataCacheAttributes = attributes{
	resource: "eci_data_cache",
	own: []string{"id", "region", "status", "progress", "container_group_id", "snapshot_id", "flash_snapshot_id", "creation_time",
		"expire_time", "last_matched_time", "tags_all", "timeouts"},
	inexpressible: map[string]note{
		"tags": drop("a DataCache has none"), "resource_group_id": drop("a DataCache has none"),
		"source": refuse("a DataCache is no copy of one in another region: give data_source"),
	},
}

// sourceOptions are the options of a DataCache's source by the attributes of data_source.
var sourceOptions = map[string]string{"url": "url", "access_token": "accessToken", "source": "repoSource", "id": "repoId",
	"revision": "revision", "server": "server", "path": "path", "vers": "vers", "options": "options", "bucket": "bucket",
	"snapshot_id": "snapshotId"}

// RenderDataCache makes a DataCache object of a cache, whose attributes are those of eci_data_cache, all or some of them.
func RenderDataCache(cache map[string]any) (Rendered, error) {
	r := renderer{objects: map[string]any{}}
	var c dataCache
	r.decode(dataCacheAttributes, cache, &c)
	r.checkName(c.Name)
	if c.Path == "" {
		r.errs = append(r.errs, field.Required(field.NewPath("path"), "a cache has a path"))
	}
	kind, options := r.source(c)
	net := map[string]any{"securityGroupId": c.SecurityGroupID, "vSwitchId": c.VSwitchID, "eipInstanceId": c.EIPInstanceID}
	if e := c.EIPCreateParam; e != nil {
		net["eipCreateParam"] = map[string]any{"bandwidth": e.Bandwidth, "commonBandwidthPackage": e.CommonBandwidthPackage,
			"internetChargeType": e.InternetChargeType, "ISP": e.ISP, "publicIpAddressPoolId": e.PublicIPAddressPoolID}
	}
	return r.result(cleaned(map[string]any{"apiVersion": "eci.aliyun.com/v1alpha1", "kind": "DataCache",
		"metadata": map[string]any{"name": c.Name},
		"spec": map[string]any{"bucket": c.Bucket, "path": c.Path, "size": c.Size, "retentionDays": c.RetentionDays, "netConfig": net,
			"dataSource": map[string]any{"type": kind, "options": options}}}))
}

// source is where the data comes from. An OSS bucket has more options, as a map.
func (r *renderer) source(c dataCache) (kind string, options map[string]any) {
	var attributes map[string]any
	for _, of := range []struct {
		kind       string
		attributes map[string]any
	}{{"URL", c.DataSource.URL}, {"URL", c.DataSource.Repository}, {"NAS", c.DataSource.NAS}, {"OSS", c.DataSource.OSS},
		{"SNAPSHOT", c.DataSource.Snapshot}} {
		if of.attributes != nil {
			kind, attributes = of.kind, of.attributes
		}
	}
	if kind == "" {
		r.errs = append(r.errs, field.Required(field.NewPath("data_source"), "a cache has a source"))
	}
	options = map[string]any{}
	for name, v := range attributes {
		more, isMap := v.(map[string]any)
		option, known := sourceOptions[name]
		switch {
		case isMap:
			maps.Copy(options, more)
		case known:
			options[option] = v
		default:
			r.errs = append(r.errs,
				field.Forbidden(field.NewPath("data_source").Child(name), "write-only values are not in state: give the function access_token instead"))
		}
	}
	return kind, options
}
