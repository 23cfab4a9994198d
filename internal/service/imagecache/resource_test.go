package imagecache_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

const address = "eci_image_cache.test"

var at = acctest.At(address)

// cache is a configuration of what is required, with more attributes if given; an attribute replaces one of its name.
func cache(attributes ...string) string {
	required := []string{`name = "web"`, `images = ["nginx:1.27"]`, `security_group_id = "sg-1"`, `vswitch_ids = ["vsw-1"]`}
	return acctest.Block("eci_image_cache", required, attributes...)
}

const maximum = `
resource "eci_image_cache" "test" {
  region                 = "cn-hangzhou"
  name                   = "web"
  resource_group_id      = "rg-1"
  images                 = ["nginx:1.27", "registry.test/app:1"]
  size                   = 40
  retention_days         = 7
  elimination_strategy   = "LRU"
  auto_match_image_cache = true
  flash                  = true
  flash_copy_count       = 2
  standard_copy_count    = 3
  security_group_id      = "sg-1"
  vswitch_ids            = ["vsw-1", "vsw-2"]
  eip_instance_id        = "eip-1"
  image_registry_credentials = {
    "registry.test" = { user_name = "robot", password_wo = "secret-one", password_wo_version = 1 }
    "other.test"    = { user_name = "robot", password = "secret-two" }
  }
  acr_registries = [{
    instance_id      = "cri-1"
    instance_name    = "images"
    region_id        = "cn-hangzhou"
    domains          = ["images.test"]
    service_role_arn = "acs:ram::1:role/service"
    user_role_arn    = "acs:ram::2:role/user"
  }]
  insecure_registries   = ["insecure.test"]
  plain_http_registries = ["plain.test:5000"]
  os_type               = "Linux"
  annotations           = jsonencode({ team = "web" })
  tags                  = { team = "web" }
}`

func TestRefusedAtPlan(t *testing.T) {
	cloud := acctest.NewCloud(t)
	session := cloud.Session(t)
	for _, test := range []struct{ attribute, want string }{
		{`images = ["nginx 1"]`, `images: value must be an image`},
		{`size = 19`, `size: value must be between 20 and 32768, got: 19`},
		{`size = 32769`, `size: value must be between 20 and 32768`},
		{`eip_instance_id = "1.2.3.4"`, `eip_instance_id: value must be the ID of an elastic IP address`},
		{`zone_id = "cn-beijing-a"`, `zone_id: cn-beijing-a is no zone of cn-hangzhou`},
		{`acr_registries = [{ instance_id = "x" }]`, `acr_registries[0].instance_id: value must be the ID of an ACR instance`},
		{`image_registry_credentials = { r = { user_name = "u", password = "p", password_wo_version = 1 } }`,
			`password_wo_version: It needs image_registry_credentials["r"].password_wo beside it.`},
	} {
		session.Refuses(t, cloud, cache(test.attribute), test.want)
	}
}

func TestMaximum(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{
			Config: maximum,
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(address, "status", "Ready"),
				resource.TestCheckResourceAttr(address, "progress", "100%"),
				resource.TestMatchResourceAttr(address, "id", regexp.MustCompile(`^imc-`)),
				resource.TestMatchResourceAttr(address, "container_group_id", regexp.MustCompile(`^eci-`)),
				resource.TestMatchResourceAttr(address, "expire_time", regexp.MustCompile(`Z$`)),
				resource.TestCheckResourceAttr(address, "tags_all.%", "1"),
				resource.TestCheckResourceAttrSet(address, "creation_time"),
				func(*terraform.State) error {
					for _, call := range cloud.Calls("CreateImageCache") {
						return expect(call, "ImageRegistryCredential.1.Server", "other.test", "VSwitchId", "vsw-1,vsw-2",
							"AcrRegistryInfo.1.ArnUser", "acs:ram::2:role/user", "Annotations", `{"team":"web"}`)
					}
					return nil
				},
			),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"acr_registries", "annotations", "auto_match_image_cache", "eip_instance_id", "flash",
				"flash_copy_count",
				"image_registry_credentials", "insecure_registries", "os_type", "plain_http_registries", "retention_days", "security_group_id",
				"standard_copy_count", "vswitch_ids", "snapshot_id", "flash_snapshot_id", "progress"},
		},
	)
}

func expect(call rpc.Entry, namesAndValues ...string) error {
	for i := 0; i < len(namesAndValues); i += 2 {
		if got := call.Parameters[namesAndValues[i]]; got != namesAndValues[i+1] {
			return fmt.Errorf("%s: %s is %q, not %q", call.Action, namesAndValues[i], got, namesAndValues[i+1])
		}
	}
	return nil
}

// TestUpdates makes changes in place and looks at what has been sent.
func TestUpdates(t *testing.T) {
	const pulling = "SecurityGroupId=sg-1 VSwitchId=vsw-1"
	acctest.NewCloud(t).TestUpdates(t, "eci_image_cache", "UpdateImageCache", "ImageCacheId", []string{"ImageCacheName"},
		func(_ int, attribute string) string { return cache(attribute) },
		acctest.Edit{To: `name = "other"`, Sent: ""},
		acctest.Edit{To: `resource_group_id = "rg-2"`, Sent: "ResourceGroupId=rg-2"},
		acctest.Edit{To: `images = ["nginx:1.28", "redis:8"]`, Sent: "Image.1=nginx:1.28 Image.2=redis:8 " + pulling},
		acctest.Edit{To: `size = 50`, Sent: "ImageCacheSize=50 " + pulling},
		acctest.Edit{To: `retention_days = 3`, Sent: "RetentionDays=3"},
		acctest.Edit{To: `elimination_strategy = "LRU"`, Sent: "EliminationStrategy=LRU"},
		acctest.Edit{To: `auto_match_image_cache = true`, Sent: "AutoMatchImageCache=true " + pulling},
		acctest.Edit{To: `flash = true`, Sent: "Flash=true " + pulling},
		acctest.Edit{To: `standard_copy_count = 2`, Sent: "SecurityGroupId=sg-1 StandardCopyCount=2 VSwitchId=vsw-1"},
		acctest.Edit{To: `security_group_id = "sg-2"`, Sent: "SecurityGroupId=sg-2 VSwitchId=vsw-1"},
		acctest.Edit{To: `vswitch_ids = ["vsw-2"]`, Sent: "SecurityGroupId=sg-1 VSwitchId=vsw-2"},
		acctest.Edit{To: `eip_instance_id = "eip-1"`, Sent: "EipInstanceId=eip-1 " + pulling},
		acctest.Edit{To: `image_registry_credentials = { "registry.test" = { user_name = "robot", password = "secret-one" } }`,
			Sent: "ImageRegistryCredential.1.Password=*** ImageRegistryCredential.1.Server=registry.test " +
				"ImageRegistryCredential.1.UserName=robot " + pulling},
		acctest.Edit{To: `acr_registries = [{ instance_id = "cri-1" }]`, Sent: "AcrRegistryInfo.1.InstanceId=cri-1 " + pulling},
	)
}

// TestDefaultsComeBack removes attributes whose absence an update can tell.
func TestDefaultsComeBack(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{Config: cache(`size = 40`, `elimination_strategy = "LRU"`, `auto_match_image_cache = true`, `flash = true`,
			`flash_copy_count = 2`, `standard_copy_count = 2`)},
		resource.TestStep{
			Config:           cache(),
			ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				return expect(cloud.Calls("UpdateImageCache")[0], "ImageCacheSize", "20", "EliminationStrategy", "", "AutoMatchImageCache", "false",
					"Flash", "false", "FlashCopyCount", "1", "StandardCopyCount", "1")
			},
		},
	)
}

func TestReplacements(t *testing.T) {
	acctest.NewCloud(t).TestReplacements(t, "eci_image_cache", func(_ int, attribute string) string { return cache(attribute) },
		acctest.Edit{From: ``, To: `zone_id = "cn-hangzhou-h"`},
		acctest.Edit{From: ``, To: `region = "cn-beijing"`},
		acctest.Edit{From: ``, To: `insecure_registries = ["insecure.test"]`},
		acctest.Edit{From: ``, To: `plain_http_registries = ["plain.test"]`},
		acctest.Edit{From: ``, To: `os_type = "Windows"`},
		acctest.Edit{From: ``, To: `annotations = "{}"`},
		acctest.Edit{From: `acr_registries = [{ instance_id = "cri-1" }]`,
			To: `acr_registries = [{ instance_id = "cri-1", service_role_arn = "acs:ram::1:role/r" }]`},
		acctest.Edit{From: `retention_days = 3`, To: ``},
		acctest.Edit{From: `eip_instance_id = "eip-1"`, To: ``},
		acctest.Edit{From: `image_registry_credentials = { "registry.test" = { user_name = "robot", password = "secret" } }`, To: ``},
		acctest.Edit{From: `acr_registries = [{ instance_id = "cri-1" }]`, To: ``},
		acctest.Edit{From: ``, To: `vswitch_ids = ["vsw-1", "vsw-2"]`},
	)
}

func TestTags(t *testing.T) {
	cloud := acctest.NewCloud(t)
	tagged := func(defaults, own string) string {
		return cloud.Provider(`default_tags = `+defaults) + cache(`tags = `+own)
	}
	acctest.Run(t, []resource.TestStep{
		{Config: tagged(`{ team = "web" }`, `{ app = "one" }`), Check: resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr(address, "tags.%", "1"), resource.TestCheckResourceAttr(address, "tags_all.%", "2"))},
		{ // only tags_all changes: a default tag never was the object's own
			Config: tagged(`{ team = "ops" }`, `{ app = "one" }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.PlanCheck(func(plan *tfjson.Plan) error {
				if got := acctest.ChangedAttributes(plan.ResourceChanges[0].Change); len(got) > 0 {
					return fmt.Errorf("the plan changes %v", got)
				}
				return nil
			})}},
		},
		{
			Config:           tagged(`{ team = "ops" }`, `{ tier = "two" }`),
			ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr(address, "tags_all.team", "ops"), resource.TestCheckNoResourceAttr(address, "tags_all.app"),
				func(*terraform.State) error {
					if calls := cloud.Calls("UpdateImageCache"); len(calls) > 0 {
						return fmt.Errorf("tags were changed by %d updates", len(calls))
					}
					return nil
				}),
		},
	}...)
}

// TestUsedBetweenPlanAndApply lets a group use the cache after the plan: its time moves by itself, which an update shows and a
// change of tags leaves to the next refresh.
func TestUsedBetweenPlanAndApply(t *testing.T) {
	cloud := acctest.NewCloud(t)
	var id string
	use := acctest.PlanCheck(func(*tfjson.Plan) error {
		_, err := cloud.PatchImageCache(id, []byte(`{"LastMatchedTime":"2030-01-01T00:00:00Z"}`))
		return err
	})
	cloud.Test(t,
		resource.TestStep{Config: cache(), Check: at.KeepID(&id)},
		resource.TestStep{
			Config:           cache(`tags = { team = "web" }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{use}},
			Check:            resource.TestCheckNoResourceAttr(address, "last_matched_time"),
		},
		resource.TestStep{
			Config:           cache(`name = "renamed"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{use}},
			Check:            resource.TestCheckResourceAttr(address, "last_matched_time", "2030-01-01T00:00:00Z"),
		},
	)
}

func TestDrift(t *testing.T) {
	cloud := acctest.NewCloud(t)
	patch := func(id string, patch []byte) error {
		_, err := cloud.PatchImageCache(id, patch)
		return err
	}
	cloud.TestDrift(t, address, cache(`resource_group_id = "rg-1"`, `elimination_strategy = "LRU"`, `tags = { team = "web" }`), patch,
		acctest.Drift{Patch: `{"ImageCacheName":"other"}`, Attribute: "name"},
		acctest.Drift{Patch: `{"ResourceGroupId":"rg-2"}`, Attribute: "resource_group_id"},
		acctest.Drift{Patch: `{"Images":["redis:8"]}`, Attribute: "images"},
		acctest.Drift{Patch: `{"ImageCacheSize":40}`, Attribute: "size"},
		acctest.Drift{Patch: `{"EliminationStrategy":""}`, Attribute: "elimination_strategy"},
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
  from = eci_image_cache.test
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
	cloud.Test(t,
		resource.TestStep{Config: cache(), Check: at.KeepID(&id)},
		resource.TestStep{
			PreConfig:        func() { acctest.Must(t, cloud.RemoveImageCache(id)) },
			Config:           cache(),
			ConfigPlanChecks: at.Action(plancheck.ResourceActionCreate),
		},
		resource.TestStep{ // gone before its deletion
			Config: cache(), Check: at.KeepID(&id),
		},
		resource.TestStep{PreConfig: func() { acctest.Must(t, cloud.RemoveImageCache(id)) }, Config: cache(), Destroy: true},
	)
}

// TestHidden lists nothing, as for a caller without rights, and expects an error rather than a second cache.
func TestHidden(t *testing.T) {
	cloud := acctest.NewCloud(t)
	cloud.Test(t,
		resource.TestStep{Config: cache(`tags = { team = "web" }`)},
		resource.TestStep{
			PreConfig: func() {
				acctest.Must(t, cloud.SetFaults([]rpc.Fault{{Action: "DescribeImageCaches", Kind: rpc.FaultEmptyList}}))
			},
			Config:      cache(`tags = { team = "web" }`),
			ExpectError: regexp.MustCompile(`(?s)ECI does not list the object although it exists.*eci:DescribeImageCaches`),
		},
		resource.TestStep{PreConfig: cloud.ClearFaults, Config: cache(`tags = { team = "web" }`)},
	)
}

// TestFailed builds a cache of an image that cannot be pulled: the cache is in state, tainted, and the reason in the error.
func TestFailed(t *testing.T) {
	acctest.NewCloud(t).Test(t,
		resource.TestStep{
			Config: cache(`images = ["registry.invalid/app:1"]`),
			ExpectError: regexp.MustCompile(
				`(?s)Image cache imc-\S+ did not become Ready: building it\s+failed\s+\(Failed\)\..*Warning events:.*Failed to pull image`),
		},
		resource.TestStep{Config: cache(), ConfigPlanChecks: at.Action(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

// TestUpdateWaitsItsTurn updates a cache that is still being built, as after an interrupted creation.
func TestUpdateWaitsItsTurn(t *testing.T) {
	cloud := acctest.NewCloud(t)
	var id string
	become := func(status string) {
		if _, err := cloud.PatchImageCache(id, []byte(`{"Status":"`+status+`"}`)); err != nil {
			t.Error(err)
		}
	}
	cloud.Test(t,
		resource.TestStep{Config: cache(), Check: at.KeepID(&id)},
		resource.TestStep{
			PreConfig: func() {
				become("Creating")
				time.AfterFunc(3*time.Second, func() { become("Ready") })
			},
			Config: cache(`size = 40`), Check: resource.TestCheckResourceAttr(address, "status", "Ready"),
		},
	)
}

// TestFailedUpdate keeps the cache, and every plan has the update in it until one succeeds.
func TestFailedUpdate(t *testing.T) {
	var id string
	acctest.NewCloud(t).Test(t,
		resource.TestStep{Config: cache(), Check: at.KeepID(&id)},
		resource.TestStep{
			Config:      cache(`images = ["registry.invalid/app:1"]`),
			ExpectError: regexp.MustCompile(`(?s)did not become Ready: updating it\s+failed\s+\(UpdateFailed\)`),
		},
		resource.TestStep{ // and is tried again
			Config:             cache(`images = ["registry.invalid/app:1"]`),
			PlanOnly:           true,
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config:      cache(`images = ["registry.invalid/app:1"]`),
			ExpectError: regexp.MustCompile(`(?s)did not become Ready: updating it\s+failed\s+\(UpdateFailed\)`),
		},
		resource.TestStep{Config: cache(), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(at.SameID(&id), resource.TestCheckResourceAttr(address, "status", "Ready"))},
	)
}

func TestTimeout(t *testing.T) {
	acctest.OnFalseClock(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		diagnostics := session.Apply(cache(`timeouts = { create = "10m" }`))
		want := "did not become Ready in time; it is in status Preparing."
		if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, want) {
			t.Errorf("got %+v, want an error that says %q", diagnostics, want)
		}
	}, func(config *emulator.Config) { config.BootTime = time.Hour })
}

func TestThrottled(t *testing.T) {
	cloud := acctest.NewCloud(t)
	acctest.Must(t, cloud.SetFaults([]rpc.Fault{
		{Action: "CreateImageCache", Kind: rpc.FaultThrottle, Count: 1},
		{Action: "CreateImageCache", Kind: rpc.FaultDropResponse, Count: 1},
		{Action: "DescribeImageCaches", Kind: rpc.FaultThrottle, Count: 1},
	}))
	cloud.Test(t, resource.TestStep{Config: cache()}) // one cache, as nothing is left at the end
}

// TestWriteOnlyPassword sends a password again when its version changes, and only then.
func TestWriteOnlyPassword(t *testing.T) {
	login := func(password string, version int) string {
		return cache(fmt.Sprintf(
			`image_registry_credentials = { "registry.test" = { user_name = "robot", password_wo = %q, password_wo_version = %d } }`, password,
			version))
	}
	cloud := acctest.NewCloud(t)
	updates := func(want int) resource.TestCheckFunc {
		return func(s *terraform.State) error {
			if got := len(cloud.Calls("UpdateImageCache")); got != want {
				return fmt.Errorf("%d updates, not %d", got, want)
			}
			for key, value := range s.RootModule().Resources[address].Primary.Attributes {
				if strings.Contains(value, "secret") {
					return fmt.Errorf("%s holds the password", key)
				}
			}
			return nil
		}
	}
	cloud.Test(t,
		resource.TestStep{Config: login("secret-one", 1), Check: updates(0)},
		resource.TestStep{Config: login("secret-two", 1), ConfigPlanChecks: at.Action(plancheck.ResourceActionNoop), Check: updates(0)},
		resource.TestStep{Config: login("secret-two", 2), ConfigPlanChecks: at.Action(plancheck.ResourceActionUpdate), Check: updates(1)},
	)
}

func TestDataSources(t *testing.T) {
	found := "data.eci_image_caches.found"
	acctest.NewCloud(t).Test(t,
		resource.TestStep{
			Config: cache(`tags = { team = "web" }`) + `
resource "eci_image_cache" "other" {
  name              = "other"
  images            = ["redis:8"]
  security_group_id = "sg-1"
  vswitch_ids       = ["vsw-1"]
}
data "eci_image_cache" "id" { id = eci_image_cache.test.id }
data "eci_image_cache" "name" {
  name       = "web"
  depends_on = [eci_image_cache.test]
}
data "eci_image_caches" "all" { depends_on = [eci_image_cache.test, eci_image_cache.other] }
data "eci_image_caches" "found" {
  name              = "web"
  image             = "nginx:1.27"
  snapshot_id       = eci_image_cache.test.snapshot_id
  resource_group_id = eci_image_cache.test.resource_group_id
  tags              = { team = "web" }
  match_images      = ["nginx:1.27"]
  full_match        = true
  full_match_count  = 1
}`,
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttrPair("data.eci_image_cache.id", "snapshot_id", address, "snapshot_id"),
				resource.TestCheckResourceAttrPair("data.eci_image_cache.name", "id", address, "id"),
				resource.TestCheckResourceAttr("data.eci_image_cache.id", "tags.team", "web"),
				resource.TestCheckResourceAttrSet("data.eci_image_cache.id", "events.0.reason"),
				resource.TestCheckResourceAttr("data.eci_image_caches.all", "ids.#", "2"),
				resource.TestCheckResourceAttr(found, "ids.#", "1"),
				resource.TestCheckResourceAttrPair(found, "image_caches.0.id", address, "id"),
			),
		},
		resource.TestStep{
			Config:      cache() + `data "eci_image_cache" "none" { id = "imc-none" }`,
			ExpectError: regexp.MustCompile(`region cn-hangzhou has no image cache imc-none`),
		},
	)
}
