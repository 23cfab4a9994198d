package emulator

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const testRegion = "cn-hangzhou"

// cloudTest is an emulator on a clock that a test moves, called over HTTP.
type cloudTest struct {
	*testing.T
	server *Server
	now    time.Time
	nonce  atomic.Int64
}

func newCloud(t *testing.T, change ...func(*Config)) *cloudTest {
	t.Helper()
	c := &cloudTest{T: t, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	cfg := Config{
		Keys: []rpc.Key{{ID: "id", Secret: "secret"}, {ID: "nobody", Secret: "secret"}},
		Now:  func() time.Time { return c.now },
		Seed: 1,

		RefuseUnknownParameters: true,
	}
	for _, f := range change {
		f(&cfg)
	}
	server, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	c.server = server
	return c
}

// wait moves the clock.
func (c *cloudTest) wait(d time.Duration) { c.now = c.now.Add(d) }

// request signs a call in the RPC style and sends it.
func (c *cloudTest) request(key, action string, params url.Values) (int, []byte) {
	c.Helper()
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, c.signed(key, action, params))
	return w.Code, w.Body.Bytes()
}

func (c *cloudTest) signed(key, action string, params url.Values) *http.Request {
	form := url.Values{
		"Action": {action}, "Version": {"2018-08-08"}, "Format": {"JSON"}, "AccessKeyId": {key}, "SignatureMethod": {"HMAC-SHA1"},
		"SignatureVersion": {"1.0"}, "SignatureNonce": {fmt.Sprint(c.nonce.Add(1))}, "Timestamp": {c.now.Format("2006-01-02T15:04:05Z")},
		"RegionId": {testRegion},
	}
	maps.Copy(form, params)
	escape := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	canonical := strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~").Replace(form.Encode())
	mac := hmac.New(sha1.New, []byte("secret&"))
	io.WriteString(mac, "POST&%2F&"+escape(canonical))
	form.Set("Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))

	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// call makes a call and decodes its answer.
func invoke[Resp any](c *cloudTest, action string, params url.Values) (*Resp, *rpc.Error) {
	c.Helper()
	status, body := c.request("id", action, params)
	if status != http.StatusOK {
		e := &rpc.Error{HTTPStatus: status}
		if err := json.Unmarshal(body, e); err != nil {
			c.Fatalf("%s: %d %s", action, status, body)
		}
		return nil, e
	}
	resp := new(Resp)
	if err := json.Unmarshal(body, resp); err != nil {
		c.Fatalf("%s: %v in %s", action, err, body)
	}
	return resp, nil
}

// must makes a call that has to succeed.
func must[Resp any](c *cloudTest, action string, params url.Values) *Resp {
	c.Helper()
	resp, err := invoke[Resp](c, action, params)
	if err != nil {
		c.Fatalf("%s: %v", action, err)
	}
	return resp
}

// refused makes a call that has to be refused with a code.
func (c *cloudTest) refused(action string, params url.Values, code string) *rpc.Error {
	c.Helper()
	_, err := invoke[wire.Empty](c, action, params)
	if err == nil {
		c.Fatalf("%s succeeded, want %s", action, code)
	}
	if err.Code != code {
		c.Fatalf("%s: got %v, want %s", action, err, code)
	}
	return err
}

// control makes a call to the emulator's control.
func (c *cloudTest) control(method, path, body string) (int, string) {
	c.Helper()
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, httptest.NewRequest(method, "http://127.0.0.1/_emulator/"+path, bytes.NewBufferString(body)))
	return w.Code, w.Body.String()
}

// params makes parameters of names and values in turn.
func params(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// group makes the parameters of a small group, changed by pairs; an empty value removes a parameter.
func group(pairs ...string) url.Values {
	values := params("ContainerGroupName", "web", "Container.1.Name", "app", "Container.1.Image", "nginx:1.27")
	for name, value := range params(pairs...) {
		if value[0] == "" {
			values.Del(name)
		} else {
			values[name] = value
		}
	}
	return values
}

// scriptGroup makes the parameters of a group whose only container runs a script.
func scriptGroup(script string, pairs ...string) url.Values {
	return group(append([]string{
		"Container.1.Image", "busybox:1", "Container.1.Command.1", "sh", "Container.1.Command.2", "-c", "Container.1.Command.3", script,
	}, pairs...)...)
}

func (c *cloudTest) create(values url.Values) string {
	c.Helper()
	return must[wire.CreateContainerGroupResponse](c, "CreateContainerGroup", values).ContainerGroupId
}

func (c *cloudTest) describe(id string) wire.ContainerGroup {
	c.Helper()
	resp := must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", params("ContainerGroupIds", `["`+id+`"]`, "WithEvent",
		"true"))
	if len(resp.ContainerGroups) != 1 {
		c.Fatalf("%d groups have the id %s", len(resp.ContainerGroups), id)
	}
	return resp.ContainerGroups[0]
}

func (c *cloudTest) exists(id string) bool {
	c.Helper()
	return len(must[wire.DescribeContainerGroupsResponse](c, "DescribeContainerGroups", params("ContainerGroupIds",
		`["`+id+`"]`)).ContainerGroups) == 1
}

func (c *cloudTest) log(id, name string, pairs ...string) string {
	c.Helper()
	values := params(pairs...)
	values.Set("ContainerGroupId", id)
	values.Set("ContainerName", name)
	return must[wire.DescribeContainerLogResponse](c, "DescribeContainerLog", values).Content
}

// want compares values.
func want[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %+v, want %+v", what, got, want)
	}
}
