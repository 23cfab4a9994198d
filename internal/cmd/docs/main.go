// Command docs writes docs/ from the provider's schemas, templates/ and examples/. It needs neither Terraform nor the
// network, so its result is the same on every machine. Run it in the module's root.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

func main() {
	if err := replaceDocs(context.Background(), "."); err != nil {
		fmt.Fprintln(os.Stderr, "docs:", err)
		os.Exit(1)
	}
}

// replaceDocs generates docs/ of the module at root anew.
func replaceDocs(ctx context.Context, root string) (err error) {
	work, err := os.MkdirTemp("", "docs")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	docs, err := generate(ctx, root, work)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(root, "docs")); err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(root, "docs"), docs)
}

// generate renders the documentation of the module at root inside the empty folder work and returns the result.
func generate(ctx context.Context, root, work string) (fs.FS, error) {
	// The generator sees copies: it deletes and rewrites what it finds, and the test cache knows what a test has read
	// only if the test's own process did the reading.
	for _, folder := range []string{"templates", "examples"} {
		if err := os.CopyFS(filepath.Join(work, folder), os.DirFS(filepath.Join(root, folder))); err != nil {
			return nil, err
		}
	}
	if err := writeAssumptions(filepath.Join(work, "templates")); err != nil {
		return nil, err
	}
	server, err := providerserver.NewProtocol6WithError(provider.New("docs", nil))()
	if err != nil {
		return nil, err
	}
	schema, err := providerSchema(ctx, server)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(tfjson.ProviderSchemas{
		FormatVersion: "1.0",
		Schemas:       map[string]*tfjson.ProviderSchema{"eci": schema},
	})
	if err != nil {
		return nil, err
	}
	schemaFile := filepath.Join(work, "schema.json")
	if err := os.WriteFile(schemaFile, text, 0o600); err != nil {
		return nil, err
	}
	for _, subcommand := range []string{"generate", "validate"} {
		tfplugindocs := exec.CommandContext(ctx, "go", "tool", "tfplugindocs", subcommand,
			"--provider-dir", work, "--provider-name", "eci", "--providers-schema", schemaFile)
		tfplugindocs.Dir = root
		if output, err := tfplugindocs.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("tfplugindocs %s: %w\n%s", subcommand, err, output)
		}
	}
	docs := filepath.Join(work, "docs")
	return os.DirFS(docs), filepath.WalkDir(docs, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		page, err := os.ReadFile(path) //nolint:gosec // in a folder of our own
		if err != nil {
			return err
		}
		return os.WriteFile(path, []byte(compact(string(page))), 0o600) //nolint:gosec // in a folder of our own
	})
}
