package console_test

import (
	"bufio"
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/console"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// visit is an emulator with its console, and a person who looks at it.
type visit struct {
	*testing.T
	server *emulator.Server
	site   *console.Console
	calls  int
}

func open(t *testing.T) *visit {
	t.Helper()
	server, err := emulator.New(emulator.Config{Keys: []rpc.Key{{ID: "id", Secret: "secret"}}, BootTime: -1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return &visit{T: t, server: server, site: console.New(server)}
}

// call makes a signed call of the API through the console and returns its answer.
func (v *visit) call(action string, pairs ...string) map[string]any {
	v.Helper()
	v.calls++
	form := url.Values{
		"Action": {action}, "Version": {"2018-08-08"}, "Format": {"JSON"}, "AccessKeyId": {"id"}, "SignatureMethod": {"HMAC-SHA1"},
		"SignatureVersion": {"1.0"}, "SignatureNonce": {strconv.Itoa(v.calls)}, "RegionId": {"cn-hangzhou"},
		"Timestamp": {time.Now().UTC().Format("2006-01-02T15:04:05Z")},
	}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	canonical := strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(form.Encode())
	mac := hmac.New(sha1.New, []byte("secret&"))
	io.WriteString(mac, "POST&%2F&"+strings.ReplaceAll(url.QueryEscape(canonical), "+", "%20"))
	form.Set("Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "text/html")
	w := v.serve(r)
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		v.Fatalf("%s: %v: %s", action, err, w.Body)
	}
	return answer
}

// create makes a group with a container that runs a script, and returns its id.
func (v *visit) create(script string, pairs ...string) string {
	v.Helper()
	answer := v.call("CreateContainerGroup", append([]string{
		"ContainerGroupName", "web", "SecurityGroupId", "sg-1", "VSwitchId", "vsw-h", "Cpu", "2", "Memory", "4",
		"Container.1.Name", "app", "Container.1.Image", "busybox:1", "Container.1.Command.1", "sh", "Container.1.Command.2", "-c",
		"Container.1.Command.3", script,
	}, pairs...)...)
	id, _ := answer["ContainerGroupId"].(string)
	if id == "" {
		v.Fatalf("no group: %v", answer)
	}
	return id
}

func (v *visit) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	v.site.ServeHTTP(w, r)
	return w
}

// page gets a page, which has to show texts.
func (v *visit) page(path string, shows ...string) string {
	v.Helper()
	w := v.serve(httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil))
	if w.Code != http.StatusOK {
		v.Fatalf("GET %s: %d %s", path, w.Code, w.Body)
	}
	for _, text := range shows {
		if !strings.Contains(w.Body.String(), text) {
			_, main, _ := strings.Cut(w.Body.String(), "<main")
			v.Errorf("%s does not show %q:\n%s", path, text, main)
		}
	}
	return w.Body.String()
}

// press sends a form, and has to be led to a page.
func (v *visit) press(path, leadsTo string, pairs ...string) {
	v.Helper()
	w := v.serve(form(path, pairs...))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != leadsTo {
		v.Fatalf("POST %s: %d to %q: %s", path, w.Code, w.Header().Get("Location"), w.Body)
	}
}

func form(path string, pairs ...string) *http.Request {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1"+path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func TestGroups(t *testing.T) {
	v := open(t)
	v.page("/console/", "There are no container groups")
	id := v.create("echo hello; sleep 9000", "Tag.1.Key", "team", "Tag.1.Value", "shop", "Volume.1.Name", "scratch", "Volume.1.Type",
		"EmptyDirVolume", "Container.1.VolumeMount.1.Name", "scratch", "Container.1.VolumeMount.1.MountPath", "/scratch")
	v.call("DescribeContainerGroupStatus", "ContainerGroupIds", `["`+id+`"]`)

	// 2 × 0.000049 + 4 × 0.00000613 CNY per second
	v.page("/console/", id, ">Running<", "2 vCPU · 4 GiB", "cn-hangzhou-h", "0.4411 CNY", "1/1")
	v.page("/console/groups/"+id, "Started container app", ">hello</pre>", "scratch at /scratch", "EmptyDirVolume", "<b>team</b> shop",
		"<b>CreateContainerGroup</b>", "<b>DescribeContainerGroupStatus</b>", "sleep 9000")
	if w := v.serve(httptest.NewRequest(http.MethodGet, "http://127.0.0.1/console/groups/eci-none", nil)); w.Code != http.StatusNotFound {
		t.Errorf("a group that does not exist: %d", w.Code)
	}
}

func TestFailedContainer(t *testing.T) {
	v := open(t)
	id := v.create("sleep 9000", "RestartPolicy", "Never")
	v.press("/console/groups/"+id+"/containers/app/fail", "/console/groups/"+id)
	v.page("/console/groups/"+id, "Terminated, exit code 1, Error", ">Failed<")
	w := v.serve(form("/console/groups/" + id + "/containers/app/fail"))
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "the container app does not run") {
		t.Errorf("a container that has ended: %d %s", w.Code, w.Body)
	}
}

func TestCachesAndNodes(t *testing.T) {
	v := open(t)
	v.call("CreateImageCache", "ImageCacheName", "images", "Image.1", "nginx:1.27", "SecurityGroupId", "sg-1", "VSwitchId", "vsw-h")
	v.call("CreateDataCache", "Name", "weights", "Path", "/weights", "SecurityGroupId", "sg-1", "VSwitchId", "vsw-h", "DataSource.Type", "URL",
		"DataSource.Options.#3#url", "https://example.com/w", "DataSource.Options.#11#accessToken", "hush-token")
	html := v.page("/console/caches", "images", "nginx:1.27", "weights", "100%", ">Ready<")
	if strings.Contains(html, "hush") {
		t.Error("the page of caches shows a secret")
	}
	node := v.call("CreateVirtualNode", "VirtualNodeName", "node-1", "KubeConfig", base64.StdEncoding.EncodeToString([]byte(
		"{kind: Config, clusters: [{cluster: {server: 'https://k8s.example.com'}}]}")), "SecurityGroupId", "sg-1", "VSwitchId", "vsw-h")
	id := v.create("sleep 9000", "Tag.1.Key", "NodeName", "Tag.1.Value", "cn-hangzhou."+node["VirtualNodeId"].(string))
	v.page("/console/nodes", "node-1", "/console/groups/"+id)
}

func TestControl(t *testing.T) {
	v := open(t)
	v.press("/console/clock", "/console/control", "advance", "1h")
	v.page("/console/control", "1 h 0 min ahead")

	v.press("/console/faults", "/console/control", "kind", "throttle", "action", "DescribeRegions", "count", "1")
	v.page("/console/control", "<b>throttle</b> DescribeRegions, 1 calls left")
	if answer := v.call("DescribeRegions"); answer["Code"] != "Throttling.User" {
		t.Errorf("a throttled call: %v", answer)
	}
	v.press("/console/faults", "/console/control", "kind", "error", "action", "", "count", "0")
	v.press("/console/faults/clear", "/console/control")
	v.page("/console/control", "No faults are in force")

	v.press("/console/stock", "/console/control", "key", "cn-hangzhou-h", "category", "WithoutStock")
	v.page("/console/control", "<b>cn-hangzhou-h</b> WithoutStock")
	if answer := v.call("CreateContainerGroup", "ContainerGroupName", "x", "SecurityGroupId", "sg-1", "VSwitchId", "vsw-h", "ZoneId",
		"cn-hangzhou-h", "Container.1.Name", "app", "Container.1.Image", "busybox:1"); answer["Code"] == nil {
		t.Errorf("a group without stock: %v", answer)
	}
	v.press("/console/stock", "/console/control", "key", "cn-hangzhou-h", "category", "")
	v.page("/console/control", "Everything is in stock")

	id := v.create("sleep 9000", "SpotStrategy", "SpotAsPriceGo")
	v.page("/console/control", "/console/groups/"+id+"/reclaim")
	v.press("/console/groups/"+id+"/reclaim", "/console/groups/"+id, "after", "0s")
	v.page("/console/groups/"+id, ">Expired<", "SpotToBeReleased")

	for path, values := range map[string][]string{
		"/console/clock":                      {"advance", "soon"},
		"/console/faults":                     {"kind", "throttle", "count", "many"},
		"/console/stock":                      {"key", "", "category", "WithoutStock"},
		"/console/groups/" + id + "/reclaim":  {"after", "-5m"},
		"/console/groups/eci-none/reclaim":    {"after", "5m"},
		"/console/groups/" + id + "/reclaim?": {},
	} {
		if w := v.serve(form(path, values...)); w.Code != http.StatusBadRequest {
			t.Errorf("%s with %q: %d", path, values, w.Code)
		}
	}
}

func TestCalls(t *testing.T) {
	v := open(t)
	id := v.create("sleep 9000", "Container.1.EnvironmentVar.1.Key", "PASSWORD", "Container.1.EnvironmentVar.1.Value", "hush-hush",
		"ImageRegistryCredential.1.Server", "example.com", "ImageRegistryCredential.1.UserName", "me",
		"ImageRegistryCredential.1.Password", "hush-login", "Volume.1.Name", "files", "Volume.1.Type", "ConfigFileVolume",
		"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Path", "key.pem", "Volume.1.ConfigFileVolume.ConfigFileToPath.1.Content",
		base64.StdEncoding.EncodeToString([]byte("hush-file")))
	v.call("DeleteContainerGroup")
	all := v.page("/console/calls", "<b>CreateContainerGroup</b>", "Container.1.EnvironmentVar.1.Value", "***", id,
		"<b>DeleteContainerGroup</b>", "MissingParameter")
	failed := v.page("/console/calls?failed=1", "<b>DeleteContainerGroup</b>")
	chosen := v.page("/console/calls?action=CreateContainerGroup", "<b>CreateContainerGroup</b>")
	if strings.Contains(failed, "<b>CreateContainerGroup</b>") || strings.Contains(chosen, "<b>DeleteContainerGroup</b>") {
		t.Error("the filters show other calls too")
	}
	for _, page := range []string{all, v.page("/console/groups/"+id, "key.pem")} {
		if strings.Contains(page, "hush") || strings.Contains(page, base64.StdEncoding.EncodeToString([]byte("hush-file"))) {
			t.Errorf("a secret is shown:\n%s", page)
		}
	}
	if state, err := json.Marshal(v.server.Journal()); err != nil || strings.Contains(string(state), "hush") {
		t.Errorf("the journal: %s, %v", state, err)
	}
}

// TestAddress leads browsers to the console, and leaves everybody else the API.
func TestAddress(t *testing.T) {
	v := open(t)
	for _, test := range []struct {
		path, accept, location string
	}{
		{"/", "text/html,application/xhtml+xml,*/*;q=0.8", "/console/"},
		{"/", "*/*", ""},
		{"/", "application/json", ""},
		{"/?Action=DescribeRegions", "text/html", ""},
		{"/_emulator/clock", "text/html", ""},
		{"/console", "", "/console/"},
	} {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+test.path, nil)
		r.Header.Set("Accept", test.accept)
		w := v.serve(r)
		if got := w.Header().Get("Location"); got != test.location {
			t.Errorf("%s for %q leads to %q, want %q", test.path, test.accept, got, test.location)
		}
		if strings.Contains(w.Body.String(), "<main") {
			t.Errorf("%s for %q answers with a page", test.path, test.accept)
		}
	}
}

func TestRefusesOtherSites(t *testing.T) {
	v := open(t)
	for _, test := range []struct {
		method, host, origin string
		status               int
	}{
		{http.MethodGet, "localhost:18080", "", 200},
		{http.MethodGet, "evil.test", "", 403},
		{http.MethodPost, "localhost", "http://localhost", 303},
		{http.MethodPost, "localhost", "https://evil.test", 403},
		{http.MethodPost, "evil.test", "http://evil.test", 403},
	} {
		r := form("/console/clock", "advance", "1s")
		if test.method == http.MethodGet {
			r = httptest.NewRequest(http.MethodGet, "/console/", nil)
		}
		r.Host = test.host
		if test.origin != "" {
			r.Header.Set("Origin", test.origin)
		}
		if w := v.serve(r); w.Code != test.status {
			t.Errorf("%+v: %d", test, w.Code)
		}
	}
	w := v.serve(httptest.NewRequest(http.MethodGet, "http://127.0.0.1/console/", nil))
	if policy := w.Header().Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none';") {
		t.Errorf("Content-Security-Policy: %q", policy)
	}
}

// TestLinks follows what pages refer to.
func TestLinks(t *testing.T) {
	v := open(t)
	id := v.create("sleep 9000")
	links := regexp.MustCompile(`(?:href|src)="([^"#]+)`)
	seen := map[string]bool{}
	for _, page := range []string{"/console/", "/console/groups/" + id, "/console/control"} {
		for _, link := range links.FindAllStringSubmatch(v.page(page), -1) {
			if !seen[link[1]] {
				seen[link[1]] = true
				v.page(link[1])
			}
		}
	}
	for _, want := range []string{"style.css", "htmx.min.js", "hx-sse.min.js", "connection.js"} {
		found := false
		for link := range seen {
			found = found || strings.HasSuffix(link, want)
		}
		if !found {
			t.Errorf("no page refers to %s", want)
		}
	}
	if err := fs.WalkDir(os.DirFS("pages"), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile("pages/" + path)
		if strings.Contains(string(text), "://") {
			t.Errorf("%s refers to another site", path)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// TestStream sees a page change, and the stream end with the console.
func TestStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := open(t)
		id := v.create("sleep 60; echo done", "RestartPolicy", "Never")
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1/console/groups/"+id, nil).WithContext(ctx)
		r.Header.Set("Accept", "text/html, text/event-stream")
		reader, writer := io.Pipe()
		w := &streamed{header: http.Header{}, Writer: writer}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			v.site.ServeHTTP(w, r)
			writer.Close()
		}()
		events := bufio.NewScanner(reader)
		running, seen := false, false
		for events.Scan() && !seen {
			running = running || strings.Contains(events.Text(), ">Running<")
			seen = strings.Contains(events.Text(), ">Succeeded<")
		}
		if !running || !seen || w.header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("seen running %t, succeeded %t, as %q", running, seen, w.header.Get("Content-Type"))
		}
		go func() { _, _ = io.Copy(io.Discard, reader) }()
		v.site.Close()
		<-ended
	})
}

// streamed is a ResponseWriter whose body is read while it is written.
type streamed struct {
	io.Writer
	header http.Header
}

func (s *streamed) Header() http.Header { return s.header }
func (s *streamed) WriteHeader(int)     {}
func (s *streamed) Flush()              {}
