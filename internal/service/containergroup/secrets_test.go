package containergroup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// secretsConfig has a secret in each place that takes one, write-only and plain.
const secretsConfig = `
variable "write_only" {
  type      = string
  ephemeral = true
}
variable "plain" {
  type      = string
  sensitive = true
}
variable "number" { default = 1 }
variable "script" { default = "sleep 1000" }
resource "eci_container_group" "test" {
  name = "test"
  containers = { main = {
    image                    = "busybox:1.36"
    command                  = ["sh", "-c", var.script]
    sensitive_env            = { PLAIN = "env-${var.plain}" }
    sensitive_env_wo         = { SECRET = "env-${var.write_only}" }
    sensitive_env_wo_version = var.number
    volume_mounts            = [{ name = "files", mount_path = "/files" }]
  } }
  volumes = { files = { config_file = { files = {
    plain  = { content = "file-${var.plain}" }
    secret = { content_wo = "file-${var.write_only}", content_wo_version = var.number }
  } } } }
  image_registry_credentials = {
    "plain.example"  = { user_name = "me", password = "registry-${var.plain}" }
    "secret.example" = { user_name = "me", password_wo = "registry-${var.write_only}", password_wo_version = var.number }
  }
  restart_policy = "Never"
}
`

// TestSecrets runs through the life of groups with secrets and looks for them in everything that is written on the way.
func TestSecrets(t *testing.T) {
	t.Parallel()
	const writeOnly, plain = "w0nderful-write-only", "pl4in-and-simple"
	cloud := acctest.NewCloud(t)
	cli := cloud.CLIWithProcess(t, secretsConfig)
	logs := filepath.Join(t.TempDir(), "log")
	cli.Setenv("TF_LOG", "TRACE")
	cli.Setenv("TF_LOG_PATH", logs)
	cli.Setenv("TF_VAR_write_only", writeOnly)
	cli.Setenv("TF_VAR_plain", plain)

	printed, stored := "", ""
	keep := func(args ...string) {
		t.Helper()
		output, _ := cli.Try(args...)
		printed += output
		state, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		stored += string(state)
	}
	plan := func() {
		keep("plan", "-no-color", "-out=plan")
		stored += cli.Run("show", "-json", "plan")
		keep("apply", "-no-color", "plan")
	}

	plan() // creation
	if variables, ok := groupsIn(cloud)[0].Containers[0]["EnvironmentVars"].([]any); ok && len(variables) > 0 {
		t.Errorf("the group tells its variables: %v", variables)
	}
	if err := cloud.SetFaults([]rpc.Fault{{Action: "UpdateContainerGroup", Kind: rpc.FaultError, HTTPStatus: 400, Code: "InvalidParameter",
		Message: fmt.Sprintf("env-%s file-%s registry-%s env-%s file-%s registry-%s", writeOnly, writeOnly, writeOnly, plain, plain,
			plain)}}); err != nil {
		t.Fatal(err)
	}
	cli.Setenv("TF_VAR_number", "2")
	plan() // an update that is refused in words with the secrets
	cloud.ClearFaults()
	cli.Setenv("TF_VAR_script", "echo $SECRET $PLAIN; cat /files/secret /files/plain; exit 1")
	plan() // one that ends in failure, with the secrets in the log
	keep("plan", "-no-color")
	keep("destroy", "-auto-approve", "-no-color")

	log, err := os.ReadFile(logs)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, text, secret string
	}{
		{"the write-only secret in the log", string(log), writeOnly},
		{"the write-only secret in what is printed", printed, writeOnly},
		{"the write-only secret in states and plans", stored, writeOnly},
		{"the plain secret in the log", string(log), plain},
		{"the plain secret in what is printed", printed, plain},
		{"the secret key in the log", string(log), acctest.SecretKey},
		{"the secret key in what is printed", printed, acctest.SecretKey},
	} {
		if at := strings.Index(test.text, test.secret); at >= 0 {
			t.Errorf("%s: …%s…", test.name, test.text[max(0, at-300):min(len(test.text), at+100)])
		}
	}
	// The test would prove little if nothing had been written.
	for want, text := range map[string]string{
		"Called the ECI API": string(log), "Newest event of container group": string(log), "(secret)": printed, plain: stored,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %d bytes", want, len(text))
		}
	}
}
