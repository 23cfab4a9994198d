package main_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnswersAlibabaClient lets a client that was not written here, the npm package @alicloud/eci20180808, live through
// the life of a group. It needs Node.js and the npm registry, without which the tests pass too: a user needs neither.
func TestAnswersAlibabaClient(t *testing.T) {
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("Node.js is not installed")
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "life.js"} {
		text, err := os.ReadFile(filepath.Join("testdata", "node", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	install := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		if strings.Contains(string(out), "ENOTFOUND") || strings.Contains(string(out), "EAI_AGAIN") || strings.Contains(string(out),
			"ENETUNREACH") {
			t.Skip("the npm registry cannot be reached")
		}
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	emulator := start(t)
	run := func(secret string) (map[string]string, error) {
		node := exec.Command("node", "life.js")
		node.Dir = dir
		node.Env = append(os.Environ(), "ENDPOINT="+strings.TrimPrefix(emulator.url, "http://"), "SECRET="+secret)
		out, failure := node.Output()
		var seen map[string]string
		if err := json.Unmarshal(out, &seen); err != nil {
			t.Fatalf("%v: %q", err, out)
		}
		return seen, failure
	}

	seen, err := run("emulator-secret")
	if err != nil || !strings.HasPrefix(seen["id"], "eci-") || seen["name"] != "from-node" ||
		seen["image"] != "nginx:1.27" || seen["tag"] != "node" || !strings.HasPrefix(seen["cache"], "edc-") {
		t.Errorf("%v, %v", seen, err)
	}
	seen, err = run("wrong")
	if err == nil || seen["code"] != "SignatureDoesNotMatch" {
		t.Errorf("with a wrong secret: %v, %v", seen, err)
	}
}
