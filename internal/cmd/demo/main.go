// Command demo shows the provider at work without a cloud account: it takes examples/demo through its life with the
// Terraform CLI against the emulator, in a temporary folder that it removes. With DEMO_KEEP=1 it does not destroy what it has made,
// and keeps the emulator up until it is interrupted. Run it in the module's root.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/cli"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, ".", os.Stdout, os.Getenv("DEMO_KEEP") == "1")
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run builds the provider and the emulator of the module at root, shows the demo on out, and leaves nothing behind. With keep it waits
// before the end until ctx is done.
func run(ctx context.Context, root string, out io.Writer, keep bool) (err error) {
	work, err := os.MkdirTemp("", "eci-demo")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()

	narrate(out, "Building the provider and the emulator")
	if err := build(ctx, root, work); err != nil {
		return err
	}
	path, err := cli.Find()
	if err != nil {
		return err
	}
	cloud, err := startEmulator(ctx, filepath.Join(work, "eci-emulator"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cloud.stop()) }()

	config := filepath.Join(work, "config")
	if err := os.CopyFS(config, os.DirFS(filepath.Join(root, "examples", "demo"))); err != nil {
		return err
	}
	tf, err := newTerraform(path, config, work, cloud, out)
	if err != nil {
		return err
	}
	narrate(out, "The emulator serves the ECI API at %s, and for browsers its console; %s uses the provider just built", cloud.url, path)
	return show(ctx, tf, cloud, out, keep)
}

// show is the demo proper: what a user would type, and what it proves.
func show(ctx context.Context, tf *terraform, cloud *emulator, out io.Writer, keep bool) error {
	start := time.Now()

	narrate(out, "Create a web server, and a job that apply waits for")
	if err := tf.run(ctx, succeeded, "apply", "-auto-approve"); err != nil {
		return err
	}
	web, err := tf.output(ctx, "web_id")
	if err != nil {
		return err
	}
	job, err := tf.output(ctx, "job_id")
	if err != nil {
		return err
	}

	narrate(out, "What the job wrote, read back through the API")
	client, err := cloud.client()
	if err != nil {
		return err
	}
	log, err := client.DescribeContainerLog(ctx, &eci.DescribeContainerLogRequest{ContainerGroupId: job, ContainerName: "count"})
	if err != nil {
		return err
	}
	fmt.Fprint(out, log.Content)

	narrate(out, "Plan again: nothing to change")
	if err := tf.run(ctx, succeeded, "plan", "-detailed-exitcode"); err != nil {
		return err
	}

	narrate(out, "A new image updates the web server in place")
	const image = "web_image=nginx:1.28"
	if err := tf.run(ctx, succeeded, "apply", "-auto-approve", "-var", image); err != nil {
		return err
	}
	updated, err := tf.output(ctx, "web_id")
	if err != nil {
		return err
	}
	if updated != web {
		return fmt.Errorf("the web server was replaced: it was %s and is %s", web, updated)
	}
	fmt.Fprintf(out, "It is still %s.\n", updated)

	narrate(out, "Somebody changes a tag behind Terraform's back, and plan finds it")
	if err := cloud.changeGroup(ctx, web, `{"Tags": [{"Key": "team", "Value": "someone-else"}]}`); err != nil {
		return err
	}
	if err := tf.run(ctx, changesPending, "plan", "-detailed-exitcode", "-var", image); err != nil {
		return err
	}

	if keep {
		narrate(out, "Look around at %s; Ctrl-C ends the demo", cloud.url)
		<-ctx.Done()
		return nil
	}

	narrate(out, "Destroy")
	if err := tf.run(ctx, succeeded, "destroy", "-auto-approve"); err != nil {
		return err
	}
	narrate(out, "Done in %s", time.Since(start).Round(time.Second))
	return nil
}

func narrate(out io.Writer, format string, args ...any) {
	fmt.Fprintf(out, "\n== "+format+"\n", args...)
}

// build puts the provider and the emulator of the module at root into the folder bin.
func build(ctx context.Context, root, bin string) error {
	command := exec.CommandContext(ctx, "go", "build", "-o", bin, ".", "./internal/emulator/cmd/eci-emulator")
	command.Dir = root
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", command, err, output)
	}
	return nil
}
