package main_test

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var program string // path of the built program

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "eci-emulator")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "eci-emulator")
		if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
			panic(fmt.Sprintf("%v\n%s", err, out))
		}
		return m.Run()
	}())
}

// process is a running emulator.
type process struct {
	url    string
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr bytes.Buffer
	nonce  int
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(program, append([]string{"-listen", "127.0.0.1:0"}, args...)...)}
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // has ended already in a test that passed
		_ = p.cmd.Wait()
	})
	p.stdout = bufio.NewReader(stdout)
	line, err := p.stdout.ReadString('\n')
	if err != nil {
		_ = p.cmd.Wait() // so that stderr is complete
		t.Fatalf("no line on stdout: %v\n%s", err, p.stderr.String())
	}
	var ok bool
	if p.url, ok = strings.CutPrefix(strings.TrimSpace(line), "eci-emulator listening on "); !ok {
		t.Fatalf("stdout %q", line)
	}
	return p
}

// stop sends the signal and wants the program to exit with 0, and to have written nothing more to stdout.
func (p *process) stop(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(p.stdout)
	if err != nil || len(rest) > 0 {
		t.Errorf("more on stdout: %q, %v", rest, err)
	}
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("after %s: %v\n%s", signal, err, p.stderr.String())
	}
}

// call makes a signed call and returns its HTTP status and answer.
func (p *process) call(t *testing.T, id, secret, action string, pairs ...string) (int, map[string]any) {
	t.Helper()
	p.nonce++
	params := url.Values{
		"Action": {action}, "Version": {"2018-08-08"}, "Format": {"JSON"}, "AccessKeyId": {id}, "RegionId": {"cn-hangzhou"},
		"SignatureMethod": {"HMAC-SHA1"}, "SignatureVersion": {"1.0"}, "SignatureNonce": {fmt.Sprint(time.Now().UnixNano(), p.nonce)},
		"Timestamp": {time.Now().UTC().Format("2006-01-02T15:04:05Z")},
	}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		params.Set(name, value)
	}
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte("POST&%2F&" + escape(strings.ReplaceAll(params.Encode(), "+", "%20"))))
	params.Set("Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	response, err := http.PostForm(p.url, params)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer map[string]any
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, answer
}

var group = []string{"ContainerGroupName=web", "Container.1.Name=web", "Container.1.Image=nginx:1.27"}

// ids lists the ids of all groups.
func (p *process) ids(t *testing.T) string {
	t.Helper()
	status, answer := p.call(t, "emulator", "emulator-secret", "DescribeContainerGroups")
	if status != http.StatusOK {
		t.Fatalf("got %d %v", status, answer)
	}
	var ids []string
	for _, group := range answer["ContainerGroups"].([]any) {
		ids = append(ids, fmt.Sprint(group.(map[string]any)["ContainerGroupId"]))
	}
	return strings.Join(ids, ",")
}

func TestStateSurvivesARestart(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	p := start(t, "-state", state)
	status, created := p.call(t, "emulator", "emulator-secret", "CreateContainerGroup", group...)
	if status != http.StatusOK {
		t.Fatalf("got %d %v", status, created)
	}
	p.stop(t, syscall.SIGTERM)

	p = start(t, "-state", state)
	if got, want := p.ids(t), fmt.Sprint(created["ContainerGroupId"]); got != want {
		t.Errorf("got groups %q after the restart, want %q", got, want)
	}
	p.stop(t, syscall.SIGINT)
}

func TestStateSurvivesACrash(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	p := start(t, "-state", state)
	status, created := p.call(t, "emulator", "emulator-secret", "CreateContainerGroup", group...)
	if status != http.StatusOK {
		t.Fatalf("got %d %v", status, created)
	}
	id := fmt.Sprint(created["ContainerGroupId"])
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for text := ""; !strings.Contains(text, id); {
		select {
		case <-t.Context().Done():
			t.Fatal("the state was never saved")
		case <-ticker.C:
			data, err := os.ReadFile(state)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			text = string(data)
		}
	}
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // says that it was killed
	p = start(t, "-state", state)
	if got := p.ids(t); got != id {
		t.Errorf("got groups %q after the crash, want %q", got, id)
	}
	p.stop(t, syscall.SIGTERM)
}

// TestStopsUnderAnOpenPage ends the stream of a page of the console, which would go on for ever, and does not cut it off.
func TestStopsUnderAnOpenPage(t *testing.T) {
	p := start(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/console/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	page, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer page.Body.Close()
	p.stop(t, syscall.SIGTERM)
	if events, err := io.ReadAll(page.Body); err != nil || !strings.Contains(string(events), "Container groups") {
		t.Errorf("%q, %v", events, err)
	}
}

func TestFlags(t *testing.T) {
	p := start(t, "-access-key-id", "me", "-access-key-secret", "mine", "-log", "json",
		"-rate-limit", "DescribeContainerGroups=1", "-rate-limit", "1000", "-latency", "1ms", "-boot-time", "0", "-seed", "1")
	if status, answer := p.call(t, "emulator", "emulator-secret", "DescribeContainerGroups"); answer["Code"] != "InvalidAccessKeyId.NotFound" {
		t.Errorf("default key: got %d %v", status, answer)
	}
	if status, answer := p.call(t, "me", "mine", "CreateContainerGroup", append(group, "Unknown=x")...); status != http.StatusOK {
		t.Errorf("unknown parameter: got %d %v", status, answer)
	}
	status, answer := p.call(t, "me", "mine", "DescribeContainerGroups")
	groups, _ := answer["ContainerGroups"].([]any)
	if status != http.StatusOK || len(groups) != 1 || groups[0].(map[string]any)["Status"] != "Running" {
		t.Errorf("group without boot time: got %d %v", status, answer)
	}
	if _, answer := p.call(t, "me", "mine", "DescribeContainerGroups"); answer["Code"] != "Throttling.User" {
		t.Errorf("second call of one per minute: got %v", answer)
	}
	p.stop(t, syscall.SIGTERM)
	if got := strings.Count(p.stderr.String(), `"msg":"call"`); got != 4 {
		t.Errorf("%d calls in the log, want 4:\n%s", got, p.stderr.String())
	}
	if strings.Contains(p.stderr.String(), "mine") {
		t.Error("the secret is in the log")
	}
}

func TestOutcomes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "outcomes.json")
	if err := os.WriteFile(file, []byte(`[{"image": "nginx*", "exitCode": 3, "seconds": 0}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, "-boot-time", "0", "-outcomes", file)
	p.call(t, "emulator", "emulator-secret", "CreateContainerGroup", append(group, "RestartPolicy=Never")...)
	_, answer := p.call(t, "emulator", "emulator-secret", "DescribeContainerGroups")
	groups, _ := answer["ContainerGroups"].([]any)
	if len(groups) != 1 || groups[0].(map[string]any)["Status"] != "Failed" {
		t.Errorf("got %v", answer)
	}
	p.stop(t, syscall.SIGTERM)
}

func TestTemporaryCredentials(t *testing.T) {
	p := start(t, "-security-token", "token", "-refuse-unknown-parameters")
	if _, answer := p.call(t, "emulator", "emulator-secret", "DescribeRegions"); answer["Code"] != "MissingSecurityToken" {
		t.Errorf("without a token: %v", answer)
	}
	if status, answer := p.call(t, "emulator", "emulator-secret", "DescribeRegions", "SecurityToken=token"); status != http.StatusOK {
		t.Errorf("with the token: %d %v", status, answer)
	}
	_, answer := p.call(t, "emulator", "emulator-secret", "DescribeRegions", "SecurityToken=token", "Unknown=x")
	if answer["Code"] != "InvalidParameter" {
		t.Errorf("unknown parameter: %v", answer)
	}
}

func TestAssume(t *testing.T) {
	p := start(t, "-assume", "delete-unknown=not-found", "-assume", "throttling-code=Degrade.Api", "-rate-limit", "DescribeRegions=0")
	_, answer := p.call(t, "emulator", "emulator-secret", "DeleteContainerGroup", "ContainerGroupId=eci-none")
	if answer["Code"] != "InvalidParameter.NotFound" {
		t.Errorf("delete-unknown: %v", answer)
	}
	if _, answer := p.call(t, "emulator", "emulator-secret", "DescribeRegions"); answer["Code"] != "Degrade.Api" {
		t.Errorf("throttling-code: %v", answer)
	}
}

func TestRefusesToStart(t *testing.T) {
	garbage := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(garbage, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		args []string
		code int
		says string
	}{
		"help":             {[]string{"-h"}, 0, "-access-key-secret"},
		"assumptions":      {[]string{"-assume", "help"}, 0, "image-variables: Do answers hold"},
		"no assumption":    {[]string{"-assume", "weather=fine"}, 2, `"weather"`},
		"other answer":     {[]string{"-assume", "image-variables=maybe"}, 2, "no, yes"},
		"no answer":        {[]string{"-assume", "image-variables"}, 2, "want the name"},
		"unknown flag":     {[]string{"-colour"}, 2, "-colour"},
		"argument":         {[]string{"start"}, 2, `"start"`},
		"log format":       {[]string{"-log", "xml"}, 2, `"xml"`},
		"rate limit":       {[]string{"-rate-limit", "CreateContainerGroup=many"}, 2, "rate-limit"},
		"negative latency": {[]string{"-latency", "-1s"}, 2, "-latency"},
		"no secret":        {[]string{"-access-key-secret", ""}, 2, "-access-key-secret"},
		"address":          {[]string{"-listen", "nowhere"}, 1, "nowhere"},
		"no address":       {[]string{"-listen", ""}, 2, "-listen"},
		"no outcomes":      {[]string{"-outcomes", garbage + "x"}, 2, "no such file"},
		"outcomes":         {[]string{"-outcomes", garbage}, 2, "-outcomes"},
		"unknown action":   {[]string{"-rate-limit", "Foo=5"}, 2, `"Foo"`},
		"state's folder":   {[]string{"-listen", "127.0.0.1:0", "-state", filepath.Join(garbage, "f")}, 2, "-state"},
		"state":            {[]string{"-listen", "127.0.0.1:0", "-state", garbage}, 1, "-state"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			cmd := exec.CommandContext(t.Context(), program, tt.args...)
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Run(); cmd.ProcessState == nil {
				t.Fatal(err)
			}
			if got := cmd.ProcessState.ExitCode(); got != tt.code || !strings.Contains(stderr.String(), tt.says) || stdout.Len() > 0 {
				t.Errorf("exit code %d, stdout %q, stderr %q; want %d and %q", got, &stdout, &stderr, tt.code, tt.says)
			}
		})
	}
}
