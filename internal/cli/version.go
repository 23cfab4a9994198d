package cli

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/go-version"
)

// Version returns what the CLI at path calls itself, such as Terraform v1.14.0.
func Version(ctx context.Context, path string) (string, error) {
	output, err := Command(ctx, path, "version").Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", path, err)
	}
	first, _, _ := strings.Cut(string(output), "\n")
	return first, nil
}

var products = regexp.MustCompile(`^(Terraform|OpenTofu) v(\S+)$`)

// IsTerraform reports whether what Version returned is Terraform of a version, such as 1.14.0, or a newer one. OpenTofu is none: its
// versions say nothing of what Terraform has had since.
func IsTerraform(name, since string) (bool, error) {
	found := products.FindStringSubmatch(name)
	if found == nil {
		return false, fmt.Errorf("%q is neither Terraform nor OpenTofu", name)
	}
	is, err := version.NewVersion(found[2])
	if err != nil {
		return false, err
	}
	wanted, err := version.NewVersion(since)
	if err != nil {
		return false, err
	}
	return found[1] == "Terraform" && is.GreaterThanOrEqual(wanted), nil
}
