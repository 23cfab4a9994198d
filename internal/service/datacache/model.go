package datacache

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

// observedModel holds what ECI reports of a cache, in the resource and in data sources, apart from the source of the data.
type observedModel struct {
	Name             types.String `tfsdk:"name"`
	ResourceGroupID  types.String `tfsdk:"resource_group_id"`
	Bucket           types.String `tfsdk:"bucket"`
	Path             types.String `tfsdk:"path"`
	Size             types.Int64  `tfsdk:"size"`
	Status           types.String `tfsdk:"status"`
	Progress         types.String `tfsdk:"progress"`
	ContainerGroupID types.String `tfsdk:"container_group_id"`
	SnapshotID       types.String `tfsdk:"snapshot_id"`
	FlashSnapshotID  types.String `tfsdk:"flash_snapshot_id"`
	CreationTime     types.String `tfsdk:"creation_time"`
	ExpireTime       types.String `tfsdk:"expire_time"`
	LastMatchedTime  types.String `tfsdk:"last_matched_time"`
	Volume           types.Object `tfsdk:"volume"`
}

// model is the resource as HCL sees it.
type model struct {
	service.Managed
	observedModel
	DataSource      *dataSourceModel `tfsdk:"data_source"`
	Source          *sourceModel     `tfsdk:"source"`
	RetentionDays   types.Int64      `tfsdk:"retention_days"`
	SecurityGroupID types.String     `tfsdk:"security_group_id"`
	VSwitchID       types.String     `tfsdk:"vswitch_id"`
	EIPInstanceID   types.String     `tfsdk:"eip_instance_id"`
	EIPCreateParam  *eipModel        `tfsdk:"eip_create_param"`

	EstimatedPrice *pricing.Estimate `tfsdk:"estimated_price"`
}

// dataSourceModel is where the data is loaded from: exactly one kind of place.
type dataSourceModel struct {
	URL        *urlModel        `tfsdk:"url"`
	Repository *repositoryModel `tfsdk:"repository"`
	NAS        *nasModel        `tfsdk:"nas"`
	OSS        *ossModel        `tfsdk:"oss"`
	Snapshot   *snapshotModel   `tfsdk:"snapshot"`
}

type tokenModel struct {
	AccessToken          types.String `tfsdk:"access_token"`
	AccessTokenWO        types.String `tfsdk:"access_token_wo"`
	AccessTokenWOVersion types.Int64  `tfsdk:"access_token_wo_version"`
}

type urlModel struct {
	tokenModel
	URL types.String `tfsdk:"url"`
}

type repositoryModel struct {
	tokenModel
	Source   types.String `tfsdk:"source"`
	ID       types.String `tfsdk:"id"`
	Revision types.String `tfsdk:"revision"`
}

type nasModel struct {
	Server  types.String `tfsdk:"server"`
	Path    types.String `tfsdk:"path"`
	Vers    types.String `tfsdk:"vers"`
	Options types.String `tfsdk:"options"`
}

type ossModel struct {
	Bucket  types.String            `tfsdk:"bucket"`
	URL     types.String            `tfsdk:"url"`
	Path    types.String            `tfsdk:"path"`
	Options map[string]types.String `tfsdk:"options"`
}

type snapshotModel struct {
	SnapshotID types.String `tfsdk:"snapshot_id"`
}

// sourceModel is the data cache of another region that this one is a copy of.
type sourceModel struct {
	Region      types.String `tfsdk:"region"`
	DataCacheID types.String `tfsdk:"data_cache_id"`
}

type eipModel struct {
	Bandwidth              types.Int64  `tfsdk:"bandwidth"`
	CommonBandwidthPackage types.String `tfsdk:"common_bandwidth_package"`
	InternetChargeType     types.String `tfsdk:"internet_charge_type"`
	ISP                    types.String `tfsdk:"isp"`
	PublicIPAddressPoolID  types.String `tfsdk:"public_ip_address_pool_id"`
}

// dataModel is a cache as data sources show it.
type dataModel struct {
	service.Described
	observedModel
	DataSource *describedModel `tfsdk:"data_source"`
}

// describedModel is the source of the data as ECI reports it.
type describedModel struct {
	Type    types.String            `tfsdk:"type"`
	Options map[string]types.String `tfsdk:"options"`
}

// token is the part of a source with the access token, nil if it has none.
func (m *dataSourceModel) token() *tokenModel {
	switch {
	case m == nil:
		return nil
	case m.URL != nil:
		return &m.URL.tokenModel
	case m.Repository != nil:
		return &m.Repository.tokenModel
	}
	return nil
}

// clone returns a copy whose token can be changed.
func (m *dataSourceModel) clone() *dataSourceModel {
	c := *m
	if m.URL != nil {
		c.URL = new(*m.URL)
	}
	if m.Repository != nil {
		c.Repository = new(*m.Repository)
	}
	return &c
}

// withSecrets adds the write-only access token of the configuration to m, which has none, where m has the version of it
// that the configuration has.
func withSecrets(m, config model) model {
	own, configured := m.DataSource.token(), config.DataSource.token()
	if own == nil || configured == nil || !own.AccessTokenWOVersion.Equal(configured.AccessTokenWOVersion) {
		return m
	}
	m.DataSource = m.DataSource.clone()
	m.DataSource.token().AccessTokenWO = configured.AccessTokenWO
	return m
}
