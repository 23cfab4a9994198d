package datacache_test

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

func TestUnknownAttributes(t *testing.T) {
	unknowns := acctest.Unknowns{
		Kind: "eci_data_cache",
		Prepare: func(cloud *acctest.Cloud, _ *acctest.Session) []string {
			original := cloud.AddDataCache("cn-beijing", "default", "/model")
			return []string{`resource "eci_data_cache" "test" {
				name = "copy"
				path = "/model"
				source = { region = "cn-beijing", data_cache_id = "` + original + `" }
			}`}
		},
		Configs: []string{maximum, cache(`eip_instance_id = "eip-1"`, `timeouts = { create = "5m", update = "5m", delete = "5m" }`),
			cache(`data_source = { url = { url = "https://data.test/a", access_token_wo = "secret", access_token_wo_version = 1 } }`),
			cache(`data_source = { repository = { source = "ModelScope/Model", id = "a/b", access_token = "secret" } }`)},
		Others: map[string]string{"region": "cn-beijing", "data_source.repository.source": "ModelScope/DataSet",
			"eip_create_param.internet_charge_type": "PayByBandwidth",
			"eip_create_param.isp":                  "BGP_PRO", "timeouts.create": "6m", "timeouts.update": "6m", "timeouts.delete": "6m"},
		// What has a value cannot be emptied.
		Late: []string{"eip_create_param", "eip_instance_id", "retention_days", "security_group_id", "vswitch_id"},
	}
	for _, source := range sources {
		unknowns.Configs = append(unknowns.Configs, cache("data_source = { "+source+" }"))
	}
	unknowns.Test(t)
}
