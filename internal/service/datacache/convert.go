package datacache

import (
	"cmp"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// Options of a data source, as the API names them.
const (
	optionURL        = "url"
	optionToken      = "accessToken"
	optionRepoSource = "repoSource"
	optionRepoID     = "repoId"
	optionRevision   = "revision"
	optionServer     = "server"
	optionPath       = "path"
	optionVers       = "vers"
	optionOptions    = "options"
	optionBucket     = "bucket"
	optionSnapshotID = "snapshotId"
)

// expandCreate is the request that creates what m describes. A write-only token must have been filled in from the
// configuration.
func expandCreate(m model) *eci.CreateDataCacheRequest {
	return &eci.CreateDataCacheRequest{
		Name:            m.Name.ValueString(),
		ResourceGroupId: m.ResourceGroupID.ValueString(),
		Tag:             service.ExpandTags(m.TagsAll),
		Bucket:          m.Bucket.ValueString(),
		Path:            m.Path.ValueString(),
		Size:            value.NonZero(m.Size.ValueInt64Pointer()),
		RetentionDays:   value.NonZero(m.RetentionDays.ValueInt64Pointer()),
		DataSource:      expandDataSource(m.DataSource),
		SecurityGroupId: m.SecurityGroupID.ValueString(),
		VSwitchId:       m.VSwitchID.ValueString(),
		EipInstanceId:   m.EIPInstanceID.ValueString(),
		EipCreateParam:  expandEIP(m.EIPCreateParam),
	}
}

// expandCopy is the request that copies the source of m to a region.
func expandCopy(m model, region string) *eci.CopyDataCacheRequest {
	return &eci.CopyDataCacheRequest{
		DataCacheId:         m.Source.DataCacheID.ValueString(),
		DestinationRegionId: region,
		Name:                m.Name.ValueString(),
		ResourceGroupId:     m.ResourceGroupID.ValueString(),
		Tag:                 service.ExpandTags(m.TagsAll),
		Bucket:              m.Bucket.ValueString(),
		Path:                m.Path.ValueString(),
		RetentionDays:       value.NonZero(m.RetentionDays.ValueInt64Pointer()),
	}
}

// expandUpdate returns the request that would set everything an update can set to what m describes.
func expandUpdate(m model) *eci.UpdateDataCacheRequest {
	return &eci.UpdateDataCacheRequest{
		Name:            m.Name.ValueString(),
		ResourceGroupId: m.ResourceGroupID.ValueString(),
		Size:            value.NonZero(m.Size.ValueInt64Pointer()),
		RetentionDays:   value.NonZero(m.RetentionDays.ValueInt64Pointer()),
		DataSource:      expandDataSource(m.DataSource),
		SecurityGroupId: m.SecurityGroupID.ValueString(),
		VSwitchId:       m.VSwitchID.ValueString(),
		EipInstanceId:   m.EIPInstanceID.ValueString(),
		EipCreateParam:  expandEIP(m.EIPCreateParam),
	}
}

// changes is the update that leads from one configuration to another, or nil when nothing differs.
func changes(from, to *eci.UpdateDataCacheRequest) *eci.UpdateDataCacheRequest {
	req := value.ChangedFields(from, to)
	if req == nil {
		return nil
	}
	req.Name = to.Name
	if req.DataSource != nil || req.Size != nil || req.SecurityGroupId != "" || req.VSwitchId != "" || req.EipInstanceId != "" ||
		req.EipCreateParam != nil {
		// The data is loaded anew, and ECI does not say whether it has kept what it loaded with.
		req.DataSource, req.SecurityGroupId, req.VSwitchId = to.DataSource, to.SecurityGroupId, to.VSwitchId
		req.EipInstanceId, req.EipCreateParam = to.EipInstanceId, to.EipCreateParam
	}
	return req
}

func expandDataSource(m *dataSourceModel) *eci.DataSource {
	if m == nil {
		return nil
	}
	source := &eci.DataSource{Options: map[string]string{}}
	set := func(option string, value types.String) {
		if value.ValueString() != "" {
			source.Options[option] = value.ValueString()
		}
	}
	switch {
	case m.URL != nil:
		source.Type = eci.DataSourceURL
		set(optionURL, m.URL.URL)
	case m.Repository != nil:
		source.Type = eci.DataSourceURL
		set(optionRepoSource, m.Repository.Source)
		set(optionRepoID, m.Repository.ID)
		set(optionRevision, m.Repository.Revision)
	case m.NAS != nil:
		source.Type = eci.DataSourceNAS
		set(optionServer, m.NAS.Server)
		set(optionPath, m.NAS.Path)
		set(optionVers, m.NAS.Vers)
		set(optionOptions, m.NAS.Options)
	case m.OSS != nil:
		source.Type = eci.DataSourceOSS
		for option, value := range m.OSS.Options {
			set(option, value)
		}
		set(optionBucket, m.OSS.Bucket)
		set(optionURL, m.OSS.URL)
		set(optionPath, m.OSS.Path)
	case m.Snapshot != nil:
		source.Type = eci.DataSourceSnapshot
		set(optionSnapshotID, m.Snapshot.SnapshotID)
	}
	if token := m.token(); token != nil {
		set(optionToken, types.StringValue(cmp.Or(token.AccessTokenWO.ValueString(), token.AccessToken.ValueString())))
	}
	return source
}

// defaultBandwidth is the bandwidth in Mbit/s of an address for which none is given.
const defaultBandwidth = 5

// expandEIP sends the default of an address for which nothing is given, since an empty struct has no form on the wire.
func expandEIP(m *eipModel) *eci.EipCreateParam {
	if m == nil {
		return nil
	}
	param := eci.EipCreateParam{
		Bandwidth:              value.NonZero(m.Bandwidth.ValueInt64Pointer()),
		CommonBandwidthPackage: m.CommonBandwidthPackage.ValueString(),
		InternetChargeType:     m.InternetChargeType.ValueString(),
		ISP:                    m.ISP.ValueString(),
		PublicIpAddressPoolId:  m.PublicIPAddressPoolID.ValueString(),
	}
	if param == (eci.EipCreateParam{}) {
		param.Bandwidth = new(int64(defaultBandwidth))
	}
	return &param
}

func see(cache eci.DataCache) service.Seen {
	return service.Seen{ID: cache.DataCacheId, Region: cache.RegionId, Status: cache.Status, Progress: cache.Progress, Tags: cache.Tags,
		Events: cache.Events}
}

func observed(cache eci.DataCache) observedModel {
	return observedModel{
		Name:             types.StringValue(cache.Name),
		ResourceGroupID:  value.String(cache.ResourceGroupId),
		Bucket:           types.StringValue(cache.Bucket),
		Path:             types.StringValue(cache.Path),
		Size:             types.Int64Value(cache.Size),
		Status:           value.String(cache.Status),
		Progress:         value.String(cache.Progress),
		ContainerGroupID: value.String(cache.ContainerGroupId),
		SnapshotID:       value.String(cache.SnapshotId),
		FlashSnapshotID:  value.String(cache.FlashSnapshotId),
		CreationTime:     value.String(cache.CreationTime),
		ExpireTime:       value.String(cache.ExpireDateTime),
		LastMatchedTime:  value.String(cache.LastMatchedTime),
		Volume:           volume(cache.Path),
	}
}

// volume is the volume that mounts the cache of a path.
func volume(path string) types.Object {
	at := map[string]attr.Type{"path": types.StringType}
	return types.ObjectValueMust(map[string]attr.Type{"host_path": types.ObjectType{AttrTypes: at}},
		map[string]attr.Value{"host_path": types.ObjectValueMust(at, map[string]attr.Value{"path": types.StringValue(path)})})
}

// flatten shows no data source of a copy, which has none of its own.
func flatten(cache eci.DataCache, prior model) model {
	prior.observedModel = observed(cache)
	if prior.Source == nil {
		prior.DataSource = flattenDataSource(cache.DataSource, prior.DataSource)
	}
	return prior
}

func flattenDataSource(described eci.DescribedDataSource, prior *dataSourceModel) *dataSourceModel {
	options := sourceOptions(described)
	option := func(name string) types.String { return value.String(options[name]) }
	var token tokenModel
	if known := prior.token(); known != nil {
		token = *known
	}
	switch described.Type {
	case eci.DataSourceURL:
		if options[optionRepoSource] != "" {
			m := &repositoryModel{tokenModel: token, Source: option(optionRepoSource), ID: option(optionRepoID), Revision: option(optionRevision)}
			if prior != nil && prior.Repository != nil {
				m.Revision = value.Text(options[optionRevision], prior.Repository.Revision)
			}
			return &dataSourceModel{Repository: m}
		}
		return &dataSourceModel{URL: &urlModel{tokenModel: token, URL: option(optionURL)}}
	case eci.DataSourceNAS:
		m := &nasModel{Server: option(optionServer), Path: option(optionPath), Vers: option(optionVers), Options: option(optionOptions)}
		if prior != nil && prior.NAS != nil {
			m.Vers, m.Options = value.Text(options[optionVers], prior.NAS.Vers), value.Text(options[optionOptions], prior.NAS.Options)
		}
		return &dataSourceModel{NAS: m}
	case eci.DataSourceOSS:
		m := &ossModel{Bucket: option(optionBucket), URL: option(optionURL), Path: option(optionPath)}
		for _, known := range []string{optionBucket, optionURL, optionPath} {
			delete(options, known)
		}
		var before map[string]types.String
		if prior != nil && prior.OSS != nil {
			before = prior.OSS.Options
			m.URL, m.Path = value.Text(m.URL.ValueString(), prior.OSS.URL), value.Text(m.Path.ValueString(), prior.OSS.Path)
		}
		m.Options = value.KeepEmptyMap(textMap(options), before)
		return &dataSourceModel{OSS: m}
	case eci.DataSourceSnapshot:
		return &dataSourceModel{Snapshot: &snapshotModel{SnapshotID: option(optionSnapshotID)}}
	}
	return prior
}

// sourceOptions reads the options in an answer, which may be wrapped into a member options, as the documentation's sample
// has them. A token among them is dropped: it must not reach state. Unreadable options are none.
func sourceOptions(described eci.DescribedDataSource) map[string]string {
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(described.Options), &members) != nil {
		return map[string]string{}
	}
	var wrapped map[string]json.RawMessage
	if json.Unmarshal(members[optionOptions], &wrapped) == nil && wrapped != nil {
		members = wrapped
	}
	options := make(map[string]string, len(members))
	for name, value := range members {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value) // a number or the like
		}
		options[name] = text
	}
	delete(options, optionToken)
	return options
}

// textMap is nil for no entries.
func textMap(values map[string]string) map[string]types.String {
	if len(values) == 0 {
		return nil
	}
	m := make(map[string]types.String, len(values))
	for key, value := range values {
		m[key] = types.StringValue(value)
	}
	return m
}

func flattenData(cache eci.DataCache) dataModel {
	return dataModel{
		Described:     see(cache).Described(),
		observedModel: observed(cache),
		DataSource:    &describedModel{Type: value.String(cache.DataSource.Type), Options: textMap(sourceOptions(cache.DataSource))},
	}
}
