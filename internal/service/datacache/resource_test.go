package datacache_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

const address = "eci_data_cache.test"

var at = acctest.At(address)

// cache is a configuration of what is required, with more attributes if given; an attribute replaces one of its name.
func cache(attributes ...string) string {
	required := []string{`name = "model"`, `path = "/model"`, `data_source = { url = { url = "https://data.test/model" } }`}
	return acctest.Block("eci_data_cache", required, attributes...)
}

const maximum = `
resource "eci_data_cache" "test" {
  region            = "cn-hangzhou"
  name              = "model"
  resource_group_id = "rg-1"
  bucket            = "models"
  path              = "/model/v1"
  size              = 40
  retention_days    = 7
  security_group_id = "sg-1"
  vswitch_id        = "vsw-1"
  data_source = {
    repository = {
      source                  = "HuggingFace/Model"
      id                      = "a/b"
      revision                = "main"
      access_token_wo         = "secret-token"
      access_token_wo_version = 1
    }
  }
  eip_create_param = {
    bandwidth                 = 10
    common_bandwidth_package  = "cbwp-1"
    internet_charge_type      = "PayByTraffic"
    isp                       = "BGP"
    public_ip_address_pool_id = "pippool-1"
  }
  tags = { team = "web" }
}`

// unreturned holds what an import does not find out.
var unreturned = []string{"retention_days", "security_group_id", "vswitch_id", "eip_instance_id", "eip_create_param", "data_source",
	"progress"}

func TestMaximum(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{
			Config: maximum,
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(address, "status", "Available"),
				resource.TestCheckResourceAttr(address, "progress", "100%"),
				resource.TestMatchResourceAttr(address, "id", regexp.MustCompile(`^edc-`)),
				resource.TestMatchResourceAttr(address, "container_group_id", regexp.MustCompile(`^eci-`)),
				resource.TestCheckResourceAttrSet(address, "expire_time"),
				resource.TestCheckResourceAttr(address, "tags_all.%", "1"),
				resource.TestCheckNoResourceAttr(address, "data_source.repository.access_token_wo"),
				func(*terraform.State) error {
					sent := acctest.Sent(cloud.Calls("CreateDataCache")[0])
					for _, part := range []string{"Bucket=models", "EipCreateParam.ISP=BGP", "DataSource.Options.#6#repoId=",
						"EipCreateParam.PublicIpAddressPoolId=pippool-1"} {
						if !strings.Contains(sent, part) {
							return fmt.Errorf("%s is missing in %s", part, sent)
						}
					}
					if strings.Contains(sent, "secret-token") {
						return fmt.Errorf("the journal holds the token: %s", sent)
					}
					return nil
				},
			),
		},
		resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: unreturned},
	)
}

// sources are the kinds of places that maximum has not.
var sources = map[string]string{
	"url":      `url = { url = "https://data.test/a", access_token = "secret-token" }`,
	"nas":      `nas = { server = "nas.test", path = "/", vers = "3", options = "nolock" }`,
	"oss":      `oss = { bucket = "b", url = "oss.test", path = "/m", options = { ramRole = "r" } }`,
	"snapshot": `snapshot = { snapshot_id = "s-1" }`,
}

func TestKindsOfSource(t *testing.T) {
	for kind, source := range sources {
		t.Run(kind, func(t *testing.T) {
			acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
				apply := func(source, action string) {
					t.Helper()
					config := cache(`data_source = { ` + source + ` }`)
					if diagnostics := session.Apply(config); len(diagnostics) > 0 {
						t.Fatal(diagnostics)
					}
					if got := session.Planned(address).Action; got != action {
						t.Errorf("the plan is to %s, want %s", got, action)
					}
					acctest.Checks{"status": knownvalue.StringExact("Available")}.In(t, session.Value(address))
					if next := session.Plan(config)[address].Action; next != "no-op" {
						t.Errorf("another plan is to %s", next)
					}
				}
				apply(source, "create")
				apply(`repository = { source = "ModelScope/Model", id = "a/b" }`, "update")
			})
		})
	}
}

// TestUpdates makes changes in place and looks at what has been sent.
func TestUpdates(t *testing.T) {
	const loading = "DataSource.Options.#3#url=*** DataSource.Type=URL"
	acctest.NewCloud(t).TestUpdates(t, "eci_data_cache", "UpdateDataCache", "DataCacheId", []string{"Name"}, cacheAt,
		acctest.Edit{To: `name = "other"`, Sent: ""},
		acctest.Edit{To: `resource_group_id = "rg-2"`, Sent: "ResourceGroupId=rg-2"},
		acctest.Edit{To: `retention_days = 3`, Sent: "RetentionDays=3"},
		acctest.Edit{To: `size = 50`, Sent: loading + " Size=50"},
		acctest.Edit{To: `data_source = { nas = { server = "nas.test", path = "/" } }`,
			Sent: "DataSource.Options.#4#path=*** DataSource.Options.#6#server=*** DataSource.Type=NAS"},
		acctest.Edit{To: `security_group_id = "sg-2"`, Sent: loading + " SecurityGroupId=sg-2"},
		acctest.Edit{To: `vswitch_id = "vsw-2"`, Sent: loading + " VSwitchId=vsw-2"},
		acctest.Edit{To: `eip_instance_id = "eip-1"`, Sent: loading + " EipInstanceId=eip-1"},
		acctest.Edit{To: `eip_create_param = { bandwidth = 7 }`, Sent: loading + " EipCreateParam.Bandwidth=7"},
	)
}

// cacheAt is cache with a path of its own unless the attribute is one.
func cacheAt(i int, attribute string) string {
	return strings.Replace(cache(attribute), `path = "/model"`, fmt.Sprintf(`path = "/model/%d"`, i), 1)
}

func TestReplacements(t *testing.T) {
	acctest.NewCloud(t).TestReplacements(t, "eci_data_cache", cacheAt,
		acctest.Edit{From: ``, To: `bucket = "other"`},
		acctest.Edit{From: ``, To: `region = "cn-beijing"`},
		acctest.Edit{From: ``, To: `path = "/other"`},
		acctest.Edit{From: `retention_days = 3`, To: ``},
		acctest.Edit{From: `security_group_id = "sg-1"`, To: ``},
		acctest.Edit{From: `vswitch_id = "vsw-1"`, To: ``},
		acctest.Edit{From: `eip_instance_id = "eip-1"`, To: ``},
		acctest.Edit{From: `eip_create_param = { bandwidth = 7 }`, To: ``},
	)
}

// TestAddressTakesThePlace exchanges an existing address for a bought one, in place.
func TestAddressTakesThePlace(t *testing.T) {
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: cache(`eip_instance_id = "eip-1"`)},
		resource.TestStep{Config: cache(`eip_create_param = { bandwidth = 7 }`), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate)},
	)
}

// TestCopy copies a cache from another region. Its size and data follow from the original.
func TestCopy(t *testing.T) {
	cloud := acctest.NewCloud(t)
	original := cloud.AddDataCache("cn-beijing", "default", "/model")
	copied := func(attribute string) string {
		return fmt.Sprintf(`
resource "eci_data_cache" "test" {
  name   = "copy"
  path   = "/model"
  source = { region = "cn-beijing", data_cache_id = %q }
  tags   = { team = "web" }
  %s
}`, original, attribute)
	}
	var id string
	cloud.Test(t,
		resource.TestStep{Config: copied(`retention_days = 3`), Check: resource.ComposeAggregateTestCheckFunc(
			at.KeepID(&id),
			resource.TestCheckResourceAttr(address, "status", "Available"),
			resource.TestCheckResourceAttr(address, "region", "cn-hangzhou"),
			resource.TestCheckResourceAttr(address, "size", "20"),
			resource.TestCheckNoResourceAttr(address, "data_source"),
			func(*terraform.State) error {
				call := cloud.Calls("CopyDataCache")[0]
				if call.Region != "cn-beijing" || call.Parameters["DestinationRegionId"] != "cn-hangzhou" {
					return fmt.Errorf("copied by region %s: %s", call.Region, acctest.Sent(call))
				}
				return nil
			},
		)},
		resource.TestStep{Config: copied(`retention_days = 4`), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: at.SameID(&id)},
		resource.TestStep{Config: `removed {
  from = eci_data_cache.test
  lifecycle { destroy = false }
}`},
		resource.TestStep{ResourceName: address, Config: copied(`retention_days = 4`), ImportState: true, ImportStatePersist: true,
			ImportStateIdFunc: func(*terraform.State) (string, error) { return id, nil }},
		resource.TestStep{Config: copied(`retention_days = 4`), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: at.SameID(&id)},
		resource.TestStep{Config: strings.Replace(copied(`retention_days = 4`), "cn-beijing", "cn-shanghai", 1), PlanOnly: true,
			ExpectNonEmptyPlan: true,
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)}}},
	)
}

func TestRefusedAtPlan(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	const combination = "Invalid Attribute Combination"
	for _, test := range []struct{ config, want string }{
		{"resource \"eci_data_cache\" \"test\" {\n name = \"model\"\n path = \"/model\"\n}\n", combination},
		{cache(`source = { region = "cn-beijing", data_cache_id = "edc-1" }`), combination},
		{cache(`data_source = {}`), combination},
		{cache(`data_source = { url = { url = "https://data.test/a" }, snapshot = { snapshot_id = "s-1" } }`), combination},
		{cache(`data_source = { oss = { bucket = "b", options = { region = "" } } }`),
			`data_source.oss.options["region"]: string length must be at least 1`},
		{cache(`data_source = { url = { url = "data.test/a" } }`), `data_source.url.url: value must be a URL such as https://example.com/file`},
		{cache(`data_source = { url = { url = "https://data.test/a", access_token_wo_version = 1 } }`),
			`access_token_wo_version: It needs data_source.url.access_token_wo beside it.`},
		{cache(`size = 32769`), `size: value must be between 1 and 32768, got: 32769`},
		{cache(`eip_instance_id = "1.2.3.4"`), `eip_instance_id: value must be the ID of an elastic IP address`},
		{cache(`eip_create_param = { common_bandwidth_package = "x" }`), `which begins with cbwp-`},
		{cache(`eip_create_param = { public_ip_address_pool_id = "x" }`), `which begins with pippool-`},
		{cache(`timeouts = { create = "0s" }`), `timeouts.create: value must be a duration above 0`},
	} {
		session.Refuses(t, cloud, test.config, test.want)
	}
}

func TestDrift(t *testing.T) {
	cloud := acctest.NewCloud(t)
	patch := func(id string, patch []byte) error {
		_, err := cloud.PatchDataCache(id, patch)
		return err
	}
	config := cache(`path = "/model/${count.index}"`, `resource_group_id = "rg-1"`, `size = 20`, `tags = { team = "web" }`)
	cloud.TestDrift(t, address, config, patch,
		acctest.Drift{Patch: `{"Name":"other"}`, Attribute: "name"},
		acctest.Drift{Patch: `{"ResourceGroupId":"rg-2"}`, Attribute: "resource_group_id"},
		acctest.Drift{Patch: `{"Bucket":"other"}`, Attribute: "bucket"},
		acctest.Drift{Patch: `{"Path":"/other"}`, Attribute: "path"},
		acctest.Drift{Patch: `{"Size":40}`, Attribute: "size"},
		acctest.Drift{Patch: `{"DataSource":{"Type":"SNAPSHOT","Options":"{\"snapshotId\":\"s-1\"}"}}`, Attribute: "data_source"},
		acctest.Drift{Patch: `{"DataSource":{"Options":"{\"url\":\"https://other.test\"}"}}`, Attribute: "data_source"},
		acctest.Drift{Patch: `{"Tags":[{"Key":"team","Value":"other"}]}`, Attribute: "tags"},
	)
}

// TestImport takes over a cache with everything that ECI does not return in the configuration: nothing is replaced.
func TestImport(t *testing.T) {
	cloud := acctest.NewCloud(t)
	var id string
	cloud.Test(t,
		resource.TestStep{Config: maximum, Check: at.KeepID(&id)},
		resource.TestStep{Config: `removed {
  from = eci_data_cache.test
  lifecycle { destroy = false }
}`},
		resource.TestStep{
			ResourceName: address, Config: maximum, ImportState: true, ImportStatePersist: true,
			ImportStateIdFunc: func(*terraform.State) (string, error) { return id, nil },
		},
		resource.TestStep{Config: maximum, ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate), Check: at.SameID(&id)},
	)
}

func TestDisappears(t *testing.T) {
	cloud := acctest.NewCloud(t)
	var id string
	remove := func() { acctest.Must(t, cloud.RemoveDataCache(id)) }
	cloud.Test(t,
		resource.TestStep{Config: cache(), Check: at.KeepID(&id)},
		resource.TestStep{PreConfig: remove, Config: cache(), ConfigPlanChecks: at.Action(plancheck.ResourceActionCreate), Check: at.KeepID(&id)},
		resource.TestStep{PreConfig: remove, Config: cache(), Destroy: true},
	)
}

// TestHidden lists nothing, as for a caller without rights, and expects an error rather than a second cache.
func TestHidden(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{Config: cache(`tags = { team = "web" }`)},
		resource.TestStep{
			PreConfig: func() {
				acctest.Must(t, cloud.SetFaults([]rpc.Fault{{Action: "DescribeDataCaches", Kind: rpc.FaultEmptyList}}))
			},
			Config:      cache(`tags = { team = "web" }`),
			ExpectError: regexp.MustCompile(`(?s)ECI does not list the object although it exists.*eci:DescribeDataCaches`),
		},
		resource.TestStep{PreConfig: cloud.ClearFaults, Config: cache(`tags = { team = "web" }`)},
	)
}

// TestTooSmall fails to load: the cache is in state, tainted, and the reason in the error.
func TestTooSmall(t *testing.T) {
	acctest.NewCloud(t).Test(t,
		resource.TestStep{
			Config: cache(`data_source = { url = { url = "https://data.test/model-100gib" } }`),
			ExpectError: regexp.MustCompile(
				`(?s)Data cache edc-\S+ did not become\s+Available: loading\s+the\s+data\s+failed\s+\(Failed\)\..*no space left on device`),
		},
		resource.TestStep{Config: cache(), ConfigPlanChecks: at.Action(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

// TestFailedUpdate keeps the cache, and every plan has the update in it until one succeeds.
func TestFailedUpdate(t *testing.T) {
	var id string
	broken := cache(`data_source = { url = { url = "https://data.invalid/model" } }`)
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: cache(), Check: at.KeepID(&id)},
		resource.TestStep{Config: broken, ExpectError: regexp.MustCompile(`(?s)loading the\s+data\s+anew\s+failed\s+\(UpdateFailed\)`)},
		resource.TestStep{Config: broken, PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: cache(), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(at.SameID(&id), resource.TestCheckResourceAttr(address, "status", "Available"))},
	)
}

func TestTimeout(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		diagnostics := session.Apply(cache(`timeouts = { create = "20m" }`))
		want := "did not become Available in time; it is in status Creating."
		if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, want) {
			t.Errorf("got %+v, want an error that says %q", diagnostics, want)
		}
	}, func(config *emulator.Config) { config.BootTime = 2 * time.Hour })
}

func TestThrottled(t *testing.T) {
	cloud := acctest.NewCloud(t)
	acctest.Must(t, cloud.SetFaults([]rpc.Fault{
		{Action: "CreateDataCache", Kind: rpc.FaultThrottle, Count: 1},
		{Action: "CreateDataCache", Kind: rpc.FaultDropResponse, Count: 1},
		{Action: "DescribeDataCaches", Kind: rpc.FaultThrottle, Count: 1},
	}))
	cloud.Test(t, resource.TestStep{Config: cache()}) // one cache, as nothing is left at the end
}

// TestWriteOnlyToken loads again when the version of the token changes, and only then.
func TestWriteOnlyToken(t *testing.T) {
	source := func(token string, version int) string {
		return cache(fmt.Sprintf(`data_source = { url = { url = "https://data.test/a", access_token_wo = %q, access_token_wo_version = %d } }`,
			token, version))
	}
	cloud := acctest.NewCloud(t)
	updates := func(want int) resource.TestCheckFunc {
		return func(s *terraform.State) error {
			if got := len(cloud.Calls("UpdateDataCache")); got != want {
				return fmt.Errorf("%d updates, not %d", got, want)
			}
			for key, value := range s.RootModule().Resources[address].Primary.Attributes {
				if strings.Contains(value, "secret") {
					return fmt.Errorf("%s holds the token", key)
				}
			}
			return nil
		}
	}
	cloud.Test(t,
		resource.TestStep{Config: source("secret-one", 1), Check: updates(0)},
		resource.TestStep{Config: source("secret-two", 1), ConfigPlanChecks: at.Action(plancheck.ResourceActionNoop), Check: updates(0)},
		resource.TestStep{Config: source("secret-two", 2), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate), Check: updates(1)},
	)
}

func TestDataSources(t *testing.T) {
	acctest.NewCloud(t).Test(t,
		resource.TestStep{
			Config: cache(`tags = { team = "web" }`) + `
resource "eci_data_cache" "other" {
  name        = "other"
  path        = "/other"
  data_source = { snapshot = { snapshot_id = "s-1" } }
}
data "eci_data_cache" "id" { id = eci_data_cache.test.id }
data "eci_data_cache" "path" {
  path       = "/model"
  depends_on = [eci_data_cache.test]
}
data "eci_data_caches" "all" { depends_on = [eci_data_cache.test, eci_data_cache.other] }
data "eci_data_caches" "found" {
  ids               = [eci_data_cache.test.id]
  bucket            = "default"
  path              = "/model"
  resource_group_id = eci_data_cache.test.resource_group_id
  tags              = { team = "web" }
}`,
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttrPair("data.eci_data_cache.id", "path", address, "path"),
				resource.TestCheckResourceAttrPair("data.eci_data_cache.path", "id", address, "id"),
				resource.TestCheckResourceAttr("data.eci_data_cache.id", "data_source.type", "URL"),
				resource.TestCheckResourceAttr("data.eci_data_cache.id", "data_source.options.url", "https://data.test/model"),
				resource.TestCheckResourceAttrSet("data.eci_data_cache.id", "events.0.reason"),
				resource.TestCheckResourceAttr("data.eci_data_caches.all", "ids.#", "2"),
				resource.TestCheckResourceAttr("data.eci_data_caches.found", "data_caches.#", "1"),
				resource.TestCheckResourceAttrPair("data.eci_data_caches.found", "data_caches.0.id", address, "id"),
			),
		},
		resource.TestStep{ // which a search would take for any
			Config:      cache() + `data "eci_data_cache" "none" { id = "" }`,
			ExpectError: regexp.MustCompile(`An empty string fits nothing here`),
		},
		resource.TestStep{
			Config:      cache() + `data "eci_data_cache" "none" { path = "/none" }`,
			ExpectError: regexp.MustCompile(`region cn-hangzhou has no data cache at path /none`),
		},
	)
}
