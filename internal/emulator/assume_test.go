package emulator

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

func TestAssumptionsAreWellFormed(t *testing.T) {
	name := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	seen := map[string]bool{}
	for _, a := range Assumptions {
		if !name.MatchString(a.Name) || seen[a.Name] || !strings.HasSuffix(a.Question, "?") || len(a.Answers) < 2 ||
			a.Why == "" || a.Provider == "" {
			t.Errorf("%+v", a)
		}
		seen[a.Name] = true
		for _, answer := range a.Answers {
			if answer.Name == "" || answer.Meaning == "" {
				t.Errorf("%s: %+v", a.Name, answer)
			}
		}
	}
}

func TestAssumeWhileRunning(t *testing.T) {
	c := newCloud(t)
	id := c.create(group())
	want(t, "variables", len(c.describe(id).Containers[0].EnvironmentVars), 0)
	status, body := c.control("PATCH", "assumptions", `{"image-variables":"yes"}`)
	want(t, "status", status, 200)
	want(t, "answer", strings.Contains(body, `"image-variables":"yes"`), true)
	want(t, "variables", len(c.describe(id).Containers[0].EnvironmentVars), 3)
	for _, bad := range []string{`{"image-variables":"maybe"}`, `{"weather":"fine"}`, `[]`} {
		status, _ := c.control("PATCH", "assumptions", bad)
		want(t, bad, status, 400)
	}
	_, body = c.control("GET", "assumptions", "")
	var all map[string]string
	if err := json.Unmarshal([]byte(body), &all); err != nil {
		t.Fatal(err)
	}
	want(t, "assumptions", len(all), len(Assumptions))
	want(t, "kept", all["image-variables"], "yes")

	_, err := New(Config{Assume: map[string]string{"image-variables": "maybe"}})
	want(t, "refused", err != nil && strings.Contains(err.Error(), "no, yes"), true)
}

// TestPatchWithImageVariables changes a description that shows the image's variables.
func TestPatchWithImageVariables(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.Assume = map[string]string{"image-variables": "yes"} })
	id := c.create(group("Container.1.EnvironmentVar.1.Key", "A", "Container.1.EnvironmentVar.1.Value", "b"))
	c.wait(time.Minute)
	before := c.describe(id)
	vars := append(slices.Clone(before.Containers[0].EnvironmentVars), wire.EnvironmentVar{Key: "C", Value: "d"})
	before.Containers[0].EnvironmentVars = vars
	patch, err := json.Marshal(map[string]any{"Containers": before.Containers})
	if err != nil {
		t.Fatal(err)
	}
	if status, body := c.control("PATCH", "container-groups/"+id, string(patch)); status != 200 {
		t.Fatal(body)
	}
	want(t, "variables", c.describe(id).Containers[0].EnvironmentVars, vars)
	if err := c.server.Assume(map[string]string{"image-variables": "no"}); err != nil {
		t.Fatal(err)
	}
	want(t, "variables", c.describe(id).Containers[0].EnvironmentVars, vars[3:])
}
