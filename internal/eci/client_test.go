package eci

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// fixed is a CredentialsProvider that always returns the same.
type fixed Credentials

func (f fixed) Credentials(context.Context) (Credentials, error) { return Credentials(f), nil }

var testCredentials = fixed{AccessKeyId: "test-id", AccessKeySecret: "test-key-secret", SecurityToken: "test-token-secret"}

// transport is an http.RoundTripper without a network, so that time can be simulated around it.
type transport func(*http.Request) (*http.Response, error)

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	return t(req)
}

func answer(status int, body string, header ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	resp.Header.Set("Content-Type", "application/json;charset=utf-8")
	for i := 0; i < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

func formOf(t *testing.T, req *http.Request) url.Values {
	t.Helper()
	body, err := io.ReadAll(req.Body)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(body)) != req.ContentLength {
		t.Errorf("Content-Length is %d, the body has %d bytes", req.ContentLength, len(body))
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		t.Fatal(err)
	}
	return form
}

// newClient returns a client with up to three retries whose requests are answered by roundTrip.
func newClient(t *testing.T, roundTrip transport) *Client {
	t.Helper()
	c, err := New(Config{Region: "cn-hangzhou", Credentials: testCredentials, MaxRetries: 3, Transport: roundTrip})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNewRefuses(t *testing.T) {
	valid := Config{Region: "cn-hangzhou", Credentials: testCredentials}
	if _, err := New(valid); err != nil {
		t.Fatalf("a valid configuration: %v", err)
	}
	tests := map[string]func(*Config){
		"no region":        func(c *Config) { c.Region = "" },
		"no credentials":   func(c *Config) { c.Credentials = nil },
		"bad endpoint":     func(c *Config) { c.Endpoint = "ftp://host" },
		"negative retries": func(c *Config) { c.MaxRetries = -1 },
	}
	for name, spoil := range tests {
		config := valid
		spoil(&config)
		if _, err := New(config); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestCallOverHTTP(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		form := formOf(t, req)
		if req.Method != http.MethodPost || req.URL.String() != "/" || req.Header.Get("User-Agent") != "test-agent/1" {
			t.Errorf("got %s %s from %s", req.Method, req.URL, req.Header.Get("User-Agent"))
		}
		if got := req.Header.Get("Content-Type"); got != "application/x-www-form-urlencoded" {
			t.Errorf("got Content-Type %q", got)
		}
		if form.Get("Signature") != signature("POST", form, testCredentials.AccessKeySecret) {
			t.Error("the signature is wrong")
		}
		for name, want := range map[string]string{
			"Action": "CreateContainerGroup", "RegionId": "cn-beijing", "ContainerGroupName": "web", "VSwitchId": "vsw-1,vsw-2",
		} {
			if form.Get(name) != want {
				t.Errorf("%s is %q, want %q", name, form.Get(name), want)
			}
		}
		if n := len(form.Get("ClientToken")); n < 16 || n > 64 {
			t.Errorf("the client token has %d characters", n)
		}
		_, _ = io.WriteString(w, `{"RequestId":"R-1","ContainerGroupId":"eci-1"}`)
	}))
	defer server.Close()
	c, err := New(Config{Region: "cn-beijing", Endpoint: server.URL, Credentials: testCredentials, UserAgent: "test-agent/1"})
	if err != nil {
		t.Fatal(err)
	}
	req := CreateContainerGroupRequest{ContainerGroupName: "web", VSwitchId: []string{"vsw-1", "vsw-2"}}
	resp, err := c.CreateContainerGroup(t.Context(), &req)
	if err != nil {
		t.Fatal(err)
	}
	if resp.RequestId != "R-1" || resp.ContainerGroupId != "eci-1" {
		t.Errorf("got %+v", resp)
	}
	if req.RegionId != "" || req.ClientToken != "" {
		t.Errorf("the caller's request was changed: %+v", req)
	}
}

func TestCallKeepsGivenRegionAndToken(t *testing.T) {
	c := newClient(t, func(req *http.Request) (*http.Response, error) {
		form := formOf(t, req)
		if form.Get("RegionId") != "eu-west-1" || form.Get("ClientToken") != "mine" {
			t.Errorf("got region %q, token %q", form.Get("RegionId"), form.Get("ClientToken"))
		}
		return answer(200, ok), nil
	})
	if _, err := c.DeleteContainerGroup(t.Context(), &DeleteContainerGroupRequest{RegionId: "eu-west-1", ClientToken: "mine"}); err != nil {
		t.Error(err)
	}
}

func TestCallSendsNoTokenWhereTheAPITakesNone(t *testing.T) {
	c := newClient(t, func(req *http.Request) (*http.Response, error) {
		if form := formOf(t, req); form.Has("ClientToken") {
			t.Error("TagResources has a ClientToken")
		}
		return answer(200, ok), nil
	})
	if _, err := c.TagResources(t.Context(), &TagResourcesRequest{}); err != nil {
		t.Error(err)
	}
}

// actions calls every action of a client.
func actions(ctx context.Context, c *Client) map[string]func() (any, error) {
	return map[string]func() (any, error){
		"CreateContainerGroup":    func() (any, error) { return c.CreateContainerGroup(ctx, &CreateContainerGroupRequest{}) },
		"DescribeContainerGroups": func() (any, error) { return c.DescribeContainerGroups(ctx, &DescribeContainerGroupsRequest{}) },
		"DescribeContainerGroupStatus": func() (any, error) {
			return c.DescribeContainerGroupStatus(ctx, &DescribeContainerGroupStatusRequest{})
		},
		"DescribeContainerGroupEvents": func() (any, error) {
			return c.DescribeContainerGroupEvents(ctx, &DescribeContainerGroupEventsRequest{})
		},
		"DescribeContainerLog":       func() (any, error) { return c.DescribeContainerLog(ctx, &DescribeContainerLogRequest{}) },
		"UpdateContainerGroup":       func() (any, error) { return c.UpdateContainerGroup(ctx, &UpdateContainerGroupRequest{}) },
		"RestartContainerGroup":      func() (any, error) { return c.RestartContainerGroup(ctx, &RestartContainerGroupRequest{}) },
		"DeleteContainerGroup":       func() (any, error) { return c.DeleteContainerGroup(ctx, &DeleteContainerGroupRequest{}) },
		"ResizeContainerGroupVolume": func() (any, error) { return c.ResizeContainerGroupVolume(ctx, &ResizeContainerGroupVolumeRequest{}) },
		"ExecContainerCommand":       func() (any, error) { return c.ExecContainerCommand(ctx, &ExecContainerCommandRequest{}) },
		"DescribeContainerGroupMetric": func() (any, error) {
			return c.DescribeContainerGroupMetric(ctx, &DescribeContainerGroupMetricRequest{})
		},
		"DescribeMultiContainerGroupMetric": func() (any, error) {
			return c.DescribeMultiContainerGroupMetric(ctx, &DescribeMultiContainerGroupMetricRequest{})
		},
		"CreateImageCache":     func() (any, error) { return c.CreateImageCache(ctx, &CreateImageCacheRequest{}) },
		"UpdateImageCache":     func() (any, error) { return c.UpdateImageCache(ctx, &UpdateImageCacheRequest{}) },
		"DeleteImageCache":     func() (any, error) { return c.DeleteImageCache(ctx, &DeleteImageCacheRequest{}) },
		"DescribeImageCaches":  func() (any, error) { return c.DescribeImageCaches(ctx, &DescribeImageCachesRequest{}) },
		"CreateDataCache":      func() (any, error) { return c.CreateDataCache(ctx, &CreateDataCacheRequest{}) },
		"CopyDataCache":        func() (any, error) { return c.CopyDataCache(ctx, &CopyDataCacheRequest{}) },
		"UpdateDataCache":      func() (any, error) { return c.UpdateDataCache(ctx, &UpdateDataCacheRequest{}) },
		"DeleteDataCache":      func() (any, error) { return c.DeleteDataCache(ctx, &DeleteDataCacheRequest{}) },
		"DescribeDataCaches":   func() (any, error) { return c.DescribeDataCaches(ctx, &DescribeDataCachesRequest{}) },
		"CreateVirtualNode":    func() (any, error) { return c.CreateVirtualNode(ctx, &CreateVirtualNodeRequest{}) },
		"UpdateVirtualNode":    func() (any, error) { return c.UpdateVirtualNode(ctx, &UpdateVirtualNodeRequest{}) },
		"DeleteVirtualNode":    func() (any, error) { return c.DeleteVirtualNode(ctx, &DeleteVirtualNodeRequest{}) },
		"DescribeVirtualNodes": func() (any, error) { return c.DescribeVirtualNodes(ctx, &DescribeVirtualNodesRequest{}) },

		"CommitContainer": func() (any, error) { return c.CommitContainer(ctx, &CommitContainerRequest{}) },
		"DescribeCommitContainerTask": func() (any, error) {
			return c.DescribeCommitContainerTask(ctx, &DescribeCommitContainerTaskRequest{})
		},
		"CreateInstanceOpsTask": func() (any, error) { return c.CreateInstanceOpsTask(ctx, &CreateInstanceOpsTaskRequest{}) },
		"DescribeInstanceOpsRecords": func() (any, error) {
			return c.DescribeInstanceOpsRecords(ctx, &DescribeInstanceOpsRecordsRequest{})
		},

		"TagResources":     func() (any, error) { return c.TagResources(ctx, &TagResourcesRequest{}) },
		"UntagResources":   func() (any, error) { return c.UntagResources(ctx, &UntagResourcesRequest{}) },
		"ListTagResources": func() (any, error) { return c.ListTagResources(ctx, &ListTagResourcesRequest{}) },
	}
}

// once are the actions that are not repeated when their answer is lost.
var once = []string{"ExecContainerCommand", "CommitContainer", "CreateInstanceOpsTask"}

// Every method must send its own name and encode its request.
func TestActions(t *testing.T) {
	var action string
	c := newClient(t, func(req *http.Request) (*http.Response, error) {
		action = formOf(t, req).Get("Action")
		return answer(200, ok), nil
	})
	tests := actions(t.Context(), c)
	for want, call := range tests {
		if _, err := call(); err != nil || action != want {
			t.Errorf("%s: sent %s, %v", want, action, err)
		}
	}
}

func TestCallWithOwnParameters(t *testing.T) {
	c := newClient(t, func(req *http.Request) (*http.Response, error) {
		form := formOf(t, req)
		if form.Get("Action") != "DescribeContainerGroups" || form.Get("RegionId") != "cn-hangzhou" || form.Get("ContainerGroupIds") != "[]" {
			t.Errorf("got %v", form)
		}
		return answer(200, `{"RequestId":"R","Other":3}`), nil
	})
	var got struct {
		RequestId string
		Other     int
	}
	if err := c.Call(t.Context(), "DescribeContainerGroups", url.Values{"ContainerGroupIds": {"[]"}}, &got); err != nil || got.Other != 3 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestNoList reads lists that are not there because there is nothing to list.
func TestNoList(t *testing.T) {
	for body, want := range map[string]bool{
		`{"RequestId":"R","TotalCount":0}`:                           true,
		`{"RequestId":"R","TotalCount":0,"ContainerGroups":null}`:    true,
		`{"RequestId":"R","TotalCount":0,"ContainerGroups":[]}`:      true,
		`{"RequestId":"R","TotalCount":1}`:                           false,
		`{"RequestId":"R","ContainerGroups":null}`:                   false,
		`{"TotalCount":0,"ContainerGroups":[]}`:                      false,
		`{"RequestId":"R","TotalCount":null,"ContainerGroups":null}`: false,
	} {
		if err := decode([]byte(body), new(DescribeContainerGroupsResponse)); (err == nil) != want {
			t.Errorf("%s: %v", body, err)
		}
	}
	if err := decode([]byte(`{"RequestId":"R","TotalCount":0}`), new(CreateContainerGroupResponse)); err == nil {
		t.Error("an ID is missing")
	}
}

// An answer that lacks what ECI always sends is no answer: nothing was created by it, and nothing is gone by it.
func TestIncompleteAnswersAreRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var body string
		attempts := 0
		c := newClient(t, func(*http.Request) (*http.Response, error) {
			if attempts++; attempts == 1 {
				return answer(200, body), nil
			}
			return answer(200, ok), nil
		})
		var members map[string]any
		if err := json.Unmarshal([]byte(ok), &members); err != nil {
			t.Fatal(err)
		}
		bodies := []string{`{}`, `null`, `[]`, `""`, ``, `{"RequestId":""}`, `{"RequestId":null,"ContainerGroupId":"eci-1"}`}
		for name := range members {
			less := maps.Clone(members)
			for _, none := range []any{nil, ""} {
				less[name] = none
				text, err := json.Marshal(less)
				if err != nil {
					t.Fatal(err)
				}
				bodies = append(bodies, string(text))
			}
		}
		for action, call := range actions(t.Context(), c) {
			refused := 0
			for _, body = range bodies {
				attempts = 0
				_, err := call()
				if attempts == 2 {
					refused++
				}
				if err != nil {
					refused++
					if !slices.Contains(once, action) || attempts != 1 { // what it did would be done twice
						t.Errorf("%s: %v after %d attempts", action, err, attempts)
					}
				}
			}
			makes := strings.HasPrefix(action, "Create") && action != "CreateInstanceOpsTask"
			if want := 9; refused < want || makes && refused < want+2 {
				t.Errorf("%s: %d of the incomplete answers were refused, want %d or more", action, refused, want)
			}
		}
	})
}

func TestAnswersThatAreNotTheAPIs(t *testing.T) {
	tests := map[string]struct {
		resp     *http.Response
		want     string
		attempts int // 1 when left out
	}{
		"HTML": {
			resp: answer(200, "<html>log in</html>", "Content-Type", "text/html; charset=utf-8"),
			want: `DescribeContainerGroups: HTTP 200, but the answer is of Content-Type "text/html" instead of JSON`,
		},
		"no content type": {
			resp: answer(200, "OK", "Content-Type", ""),
			want: `DescribeContainerGroups: HTTP 200, but the answer is of Content-Type "" instead of JSON`,
		},
		"broken JSON": {
			resp:     answer(200, `{"ContainerGroups":[{"Contain`),
			want:     `DescribeContainerGroups: HTTP 200, but the answer is broken JSON: unexpected end of JSON input`,
			attempts: 4,
		},
		"refusal by a proxy": {
			resp: answer(403, "<html>no</html>", "Content-Type", "text/html"),
			want: `DescribeContainerGroups: the answer is of Content-Type "text/html" instead of JSON (HTTP 403)`,
		},
		"a redirect": {
			resp: answer(302, "", "Location", "https://user:secret@elsewhere.example/a?token=secret", "Content-Type", "text/html"),
			want: `DescribeContainerGroups: the answer is a redirect to https://elsewhere.example/a, which is not followed; ` +
				`check the endpoint (HTTP 302)`,
		},
		"without anything": {resp: answer(200, `{}`), want: `DescribeContainerGroups: HTTP 200, but the answer lacks its RequestId`, attempts: 4},
		"without the list": {resp: answer(200, `{"RequestId":"R"}`),
			want: `DescribeContainerGroups: HTTP 200, but the answer lacks its ContainerGroups`, attempts: 4},
		"a refusal without a reason": {resp: answer(400, "{}"), want: `DescribeContainerGroups: the answer gives no reason (HTTP 400)`},
		"too large": {
			resp: answer(200, `{"RequestId":"`+strings.Repeat("x", maxAnswer)),
			want: `DescribeContainerGroups: the answer is larger than 16 MiB`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			body, err := io.ReadAll(test.resp.Body)
			if err != nil {
				t.Fatal(err)
			}
			attempts := 0
			c := newClient(t, func(*http.Request) (*http.Response, error) {
				attempts++
				test.resp.Body = io.NopCloser(bytes.NewReader(body))
				return test.resp, nil
			})
			_, err = c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{})
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			if want := cmp.Or(test.attempts, 1); attempts != want {
				t.Errorf("%d attempts, want %d", attempts, want)
			}
		})
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the signed form went to another host")
	}))
	defer elsewhere.Close()
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	defer server.Close()
	c, err := New(Config{Region: "cn-hangzhou", Endpoint: server.URL, Credentials: testCredentials})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{})
	if refusal, ok := errors.AsType[*Error](err); !ok || refusal.HTTPStatus != 307 {
		t.Errorf("got %v, want HTTP 307", err)
	}
}

func TestStatusKeysInLowerCamelCase(t *testing.T) {
	c := newClient(t, func(*http.Request) (*http.Response, error) {
		return answer(200, `{"RequestId":"R","Data":[
			{"containerGroupId":"eci-1","status":"Failed","podStatus":{"conditions":[{"type":"Ready"}]}}]}`), nil
	})
	resp, err := c.DescribeContainerGroupStatus(t.Context(), &DescribeContainerGroupStatusRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if got := resp.Data[0]; got.ContainerGroupId != "eci-1" || got.Status != "Failed" || got.PodStatus.Conditions[0].Type != "Ready" {
		t.Errorf("got %+v", got)
	}
}

// No secret may reach the log or an error, however the service quotes it.
func TestNothingSecretIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const password, value, content = "pass/s3cret", "env-s3cret", "ZmlsZS1zM2NyZXQ="
		secrets := []string{"s3cret", content, testCredentials.AccessKeySecret, testCredentials.SecurityToken}
		quotes := `password ` + password + `, value '` + value + `', file ` + content + `, token ` + testCredentials.SecurityToken
		answers := []*http.Response{
			answer(503, `{"RequestId":"R-1","Code":"ServiceUnavailable","Message":"`+quotes+`"}`),
			answer(400, `{"RequestId":"R-2","Code":"Throttling.User","Message":"`+quotes+`"}`),
			answer(400, `{"RequestId":"R-3","Code":"SignatureDoesNotMatch","Message":"Signature does not match. server string to sign is:POST&%2F&`+
				url.QueryEscape(url.QueryEscape(password))+`"}`),
		}
		var errs []error
		c := newClient(t, func(req *http.Request) (*http.Response, error) {
			if len(answers) == 0 {
				return nil, errors.New("no network")
			}
			resp := answers[0]
			answers = answers[1:]
			return resp, nil
		})
		t.Setenv("TF_LOG", "TRACE")
		var logs bytes.Buffer
		ctx := tflogtest.RootLogger(t.Context(), &logs)
		req := &CreateContainerGroupRequest{
			ContainerGroupName:      "visible-name",
			ImageRegistryCredential: []ImageRegistryCredential{{Password: password}},
			Container: []CreateContainer{{ContainerSpec: ContainerSpec{
				EnvironmentVar: []EnvironmentVar{{Key: "K", Value: new(value)}},
			}}},
			Volume: []CreateVolume{{ConfigFileVolume: &CreateConfigFileVolume{
				ConfigFileToPath: []CreateConfigFile{{ConfigFile: ConfigFile{Content: new(content)}}},
			}}},
		}
		for range 2 { // refusals, then no connection
			_, err := c.CreateContainerGroup(ctx, req)
			errs = append(errs, err)
		}
		output := logs.String() + errors.Join(errs...).Error()
		for _, secret := range secrets {
			if strings.Contains(output, secret) {
				t.Errorf("%q is in the log or the errors:\n%s", secret, output)
			}
		}
		for _, want := range []string{`"action":"CreateContainerGroup"`, `"request_id":"R-1"`, `"attempt":2`, `"duration_ms"`,
			`"http_status":503`, `"code":"Throttling.User"`, `"ContainerGroupName":"visible-name"`, "no network"} {
			if !strings.Contains(output, want) {
				t.Errorf("%s is missing from the log:\n%s", want, output)
			}
		}
	})
}

func FuzzAnswers(f *testing.F) {
	f.Add(200, []byte(`{"RequestId":"R","ContainerGroups":[{"Cpu":2,"Containers":[{"Args":["a"]}]}],"NextToken":""}`))
	f.Add(200, []byte(`{"ContainerGroups":[{"DnsConfig":{},"EciSecurityContext":{}}]}`))
	f.Add(400, []byte(`{"Code":"Throttling","Message":"x","AccessDeniedDetail":{}}`))
	f.Add(502, []byte(`<html>`))
	f.Add(200, []byte(`null`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 100 || status > 999 {
			return // not an HTTP status
		}
		c, err := New(Config{Region: "cn-hangzhou", Credentials: testCredentials,
			Transport: transport(func(*http.Request) (*http.Response, error) {
				return answer(status, string(body)), nil
			})})
		if err != nil {
			t.Fatal(err)
		}
		resp, err := c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{})
		if (resp == nil) == (err == nil) {
			t.Errorf("got %v and %v, want exactly one", resp, err)
		}
		if err == nil && (status < 200 || status > 299) {
			t.Errorf("HTTP %d was taken for a success", status)
		}
	})
}
