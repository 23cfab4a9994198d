// Command terraform prints the path of a Terraform CLI that it has downloaded into .terraform-bin, now or in an earlier run. Run it in the
// module's root.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	install "github.com/hashicorp/hc-install"
	installed "github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	path, err := ensure(ctx, ".terraform-bin")
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "no Terraform on PATH, and none could be downloaded:", err)
		os.Exit(1)
	}
	fmt.Println(path)
}

// ensure returns the path of a Terraform in the folder, downloaded into it the first time.
func ensure(ctx context.Context, folder string) (string, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return "", err
	}
	fmt.Fprintln(os.Stderr, "No Terraform on PATH: taking one in", folder, "which is downloaded the first time")
	return install.NewInstaller().Ensure(ctx, []src.Source{
		&installed.AnyVersion{Product: &product.Terraform, ExtraPaths: []string{folder}},
		&releases.LatestVersion{Product: product.Terraform, InstallDir: folder},
	})
}
