package containergroup_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
)

// env is the environment of the container main in state.
func env(session *acctest.Session) map[string]cty.Value {
	return session.Value(address).GetAttr("containers").Index(cty.StringVal("main")).GetAttr("env").AsValueMap()
}

// sentEnv names the variables of the last update, sorted.
func sentEnv(cloud *acctest.Cloud) string {
	var sent []string
	for _, call := range cloud.Calls("UpdateContainerGroup") {
		for name, value := range call.Parameters {
			if strings.Contains(name, "EnvironmentVar") && strings.HasSuffix(name, ".Key") {
				sent = append(sent, value)
			}
		}
	}
	slices.Sort(sent)
	return strings.Join(sent, " ")
}

// onCloudThatTellsImages runs a test in a cloud whose answers have the variables of images.
func onCloudThatTellsImages(t *testing.T, test func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session)) {
	t.Helper()
	acctest.OnFalseClock(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if err := cloud.Assume(map[string]string{"image-variables": "yes"}); err != nil {
			t.Fatal(err)
		}
		test(t, cloud, session)
	})
}

func withEnv(image, env string) string {
	return group(`containers = { main = { image = "` + image + `", env = ` + env + ` } }`)
}

// TestVariablesOfImages changes the environment of a container whose image has variables of its own: they show in no plan and are sent by
// no update, until one is configured.
func TestVariablesOfImages(t *testing.T) {
	onCloudThatTellsImages(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		for _, step := range []struct {
			config string
			sent   string
		}{
			{withEnv("nginx:1.27", `{ MODE = "1" }`), ""},
			{withEnv("nginx:1.27", `{ MODE = "2" }`), "MODE"},
			{withEnv("nginx:1.27", `{ MODE = "2", PATH = "/mine" }`), "MODE PATH"},
			{withEnv("nginx:1.27", `{ MODE = "2" }`), "MODE"},
			{withEnv("nginx:1.28", `{ MODE = "2" }`), "MODE"},
		} {
			cloud.ClearJournal()
			if diagnostics := session.Apply(step.config); len(diagnostics) > 0 {
				t.Fatal(diagnostics)
			}
			if got := sentEnv(cloud); got != step.sent {
				t.Errorf("%s: sent %s", step.config, got)
			}
			for range 2 {
				session.Refresh()
				if plan := session.Plan(step.config)[address]; plan.Action != "no-op" {
					t.Errorf("%s: the next plan is to %s", step.config, plan.Action)
				}
			}
		}
	})
}

// TestVariablesAddedOutside waits for no group, so that a refresh is the first to see the variables of the image. What somebody adds
// then is not one of them.
func TestVariablesAddedOutside(t *testing.T) {
	onCloudThatTellsImages(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(group(mainContainer + `wait_for = "none"`)); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		<-time.After(time.Hour)
		session.Refresh()
		id := session.Value(address).GetAttr("id").AsString()
		patch := `{"Containers":[{"Name":"main","Image":"nginx:1.27","EnvironmentVars":[{"Key":"ADDED","Value":"x"}]}]}`
		if _, err := cloud.PatchContainerGroup(id, []byte(patch)); err != nil {
			t.Fatal(err)
		}
		session.Refresh()
		if all := env(session); len(all) != 1 || all["ADDED"].AsString() != "x" {
			t.Errorf("%v", all)
		}
	})
}

// TestVariablesOfImagesAfterAnImport imports a container, of which nobody knows which variables are its image's: the configuration
// decides, a refresh moves nothing, and no update sends what is not configured.
func TestVariablesOfImagesAfterAnImport(t *testing.T) {
	onCloudThatTellsImages(t, func(t *testing.T, cloud *acctest.Cloud, session *acctest.Session) {
		config := func(image, env, rest string) string {
			return group(`containers = { main = { image = "` + image + `", env = ` + env + ` }, side = { image = "busybox:` + rest + `" } }`)
		}
		if diagnostics := session.Apply(config("nginx:1.27", `{ MODE = "1" }`, "1")); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		session.Import(address, session.Value(address).GetAttr("id").AsString())
		unchanged := func(what, config string) {
			t.Helper()
			before := session.Value(address)
			session.Refresh()
			if after := session.Value(address); !after.RawEquals(before) {
				t.Errorf("%s: the refresh has changed the state to %#v", what, after)
			}
			if plan := session.Plan(config)[address]; plan.Action != "no-op" {
				t.Errorf("%s: the plan is to %s", what, plan.Action)
			}
		}
		for _, step := range []struct{ config, what string }{
			{config("nginx:1.27", `{ MODE = "1" }`, "1"), "imported"},
			{config("nginx:1.27", `{ MODE = "1" }`, "2"), "another container changed"},
			{config("nginx:1.27", `{ MODE = "2" }`, "2"), "a variable changed"},
			{config("nginx:1.27", `{ MODE = "2", MORE = "3" }`, "2"), "a variable added"},
			{config("nginx:1.27", `{ MODE = "2" }`, "2"), "a variable removed"},
			{config("nginx:1.28", `{ MODE = "2" }`, "2"), "the image changed"},
		} {
			cloud.ClearJournal()
			if diagnostics := session.Apply(step.config); len(diagnostics) > 0 {
				t.Fatalf("%s: %+v", step.what, diagnostics)
			}
			if sent := sentEnv(cloud); strings.Contains(sent, "PATH") {
				t.Errorf("%s: variables of the image were sent: %s", step.what, sent)
			}
			unchanged(step.what, step.config)
		}
		if _, has := env(session)["PATH"]; has {
			t.Error("variables of the former image are still there")
		}
	})
}

// TestGeneratedVariablesOfImages plans what Terraform generates for an imported group: a warning says that the image's variables are in it,
// and to take them out changes nothing.
func TestGeneratedVariablesOfImages(t *testing.T) {
	onCloudThatTellsImages(t, func(t *testing.T, _ *acctest.Cloud, session *acctest.Session) {
		if diagnostics := session.Apply(withEnv("nginx:1.27", `{ MODE = "1" }`)); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		session.Import(address, session.Value(address).GetAttr("id").AsString())
		all := []string{"{"}
		for name, value := range env(session) {
			all = append(all, name+` = "`+value.AsString()+`"`)
		}
		generated := session.Plan(withEnv("nginx:1.27", strings.Join(append(all, "}"), "\n")))[address]
		if generated.Action != "no-op" || len(generated.Diagnostics) != 1 || !strings.Contains(generated.Diagnostics[0].Detail,
			`containers["main"].env seems to hold those of the image`) {
			t.Errorf("%+v", generated)
		}
		if plan := session.Plan(withEnv("nginx:1.27", `{ MODE = "1" }`))[address]; plan.Action != "no-op" || len(plan.Diagnostics) > 0 {
			t.Errorf("%+v", plan)
		}
	})
}
