package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// The emulator takes any key pair that it is started with.
const (
	region          = "cn-hangzhou"
	accessKeyID     = "demo"
	accessKeySecret = "demo-secret"
)

// emulator is a running eci-emulator process.
type emulator struct {
	url     string // of its API, and of its control below /_emulator/
	command *exec.Cmd
	stdout  *bufio.Reader
}

// startEmulator starts the program at path on a free loopback port and returns once it is ready. The process outlives
// ctx, so that a Terraform that ends because of ctx still has something to talk to.
func startEmulator(ctx context.Context, path string) (*emulator, error) {
	command := exec.CommandContext(context.WithoutCancel(ctx), path, "-listen", "127.0.0.1:0", "-boot-time", "1s",
		"-access-key-id", accessKeyID, "-access-key-secret", accessKeySecret)
	command.Stderr = os.Stderr
	inOwnGroup(command)
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	e := &emulator{command: command, stdout: bufio.NewReader(stdout)}
	ready, err := e.stdout.ReadString('\n')
	_, url, found := strings.Cut(strings.TrimSpace(ready), " listening on ")
	if err != nil || !found {
		return nil, errors.Join(fmt.Errorf("the emulator did not say where it listens: %q", ready), e.stop())
	}
	e.url = url
	return e, nil
}

// stop ends the process and waits until it is gone.
func (e *emulator) stop() error {
	if err := e.command.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		// Windows has no interrupt for another process.
		_ = e.command.Process.Kill()
	}
	_, _ = io.Copy(io.Discard, e.stdout)
	var exit *exec.ExitError
	if err := e.command.Wait(); err != nil && !errors.As(err, &exit) {
		return err
	}
	return nil
}

// client returns a client of the emulated API.
func (e *emulator) client() (*eci.Client, error) {
	credentials, err := eci.NewCredentials(eci.CredentialsConfig{AccessKeyId: accessKeyID, AccessKeySecret: accessKeySecret})
	if err != nil {
		return nil, err
	}
	return eci.New(eci.Config{Region: region, Endpoint: e.url, Credentials: credentials})
}

// changeGroup merges the API-shaped JSON in patch into a container group, as a change made outside Terraform.
func (e *emulator) changeGroup(ctx context.Context, id, patch string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPatch, e.url+"/_emulator/container-groups/"+id, strings.NewReader(patch))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		body, _ := io.ReadAll(response.Body)
		return fmt.Errorf("%s %s: %s: %s", request.Method, request.URL, response.Status, body)
	}
	return nil
}
