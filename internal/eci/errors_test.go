package eci

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestErrorFromAnswer(t *testing.T) {
	body := `{"RequestId":"R-1","HostId":"eci.cn-hangzhou.aliyuncs.com","Code":"Forbidden.RAM","Message":"User not authorized.",
		"Recommend":"https://error-center.example/?Keyword=Forbidden.RAM","AccessDeniedDetail":{"AuthAction":"eci:CreateContainerGroup"}}`
	c := newClient(t, func(*http.Request) (*http.Response, error) { return answer(403, body), nil })
	_, err := c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{})
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	if got, want := e.Error(), "CreateContainerGroup: Forbidden.RAM: User not authorized. (HTTP 403, request ID R-1)"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if e.Recommend != "https://error-center.example/?Keyword=Forbidden.RAM" {
		t.Errorf("Recommend is %q", e.Recommend)
	}
	if got := string(e.AccessDeniedDetail); got != `{"AuthAction":"eci:CreateContainerGroup"}` {
		t.Errorf("AccessDeniedDetail is %s", got)
	}
}

func TestClockDifference(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, test := range []struct {
			service time.Duration
			want    string
		}{
			{-20 * time.Minute, "DescribeContainerGroups: InvalidTimeStamp.Expired: m The clock of this machine is 20m0s ahead of the service's. " +
				"(HTTP 400, request ID R)"},
			{3 * time.Hour, "DescribeContainerGroups: InvalidTimeStamp.Expired: m The clock of this machine is 3h0m0s behind the service's. (HTTP " +
				"400, request ID R)"},
		} {
			date := time.Now().Add(test.service).UTC().Format(http.TimeFormat)
			c := newClient(t, func(*http.Request) (*http.Response, error) {
				return refusal(400, "InvalidTimeStamp.Expired", "Date", date)()
			})
			_, err := c.DescribeContainerGroups(t.Context(), &DescribeContainerGroupsRequest{})
			if got := fmt.Sprint(err); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		}
	})
}

func TestPredicates(t *testing.T) {
	predicates := map[string]func(error) bool{
		"not found": IsNotFound, "throttled": IsThrottled, "retryable": isRetryable, "no need": IsNoNeedUpdate,
		"dry run": IsDryRunSuccess, "status": IsIncorrectStatus, "no stock": IsNoStock,
	}
	tests := map[string][]string{ // by code: the predicates that hold
		"InvalidParameter.NotFound":   {"not found"},
		"InvalidInstanceId.NotFound":  {"not found"},
		"InvalidDiskId.NotFound":      nil,
		"InvalidAccessKeyId.NotFound": nil,
		"Throttling":                  {"throttled", "retryable"},
		"Throttling.Vcpu.PerDay":      nil,
		"Degrade.Api":                 {"throttled", "retryable"},
		"Degrade.User":                {"throttled", "retryable"},
		"OperationConflict":           {"retryable"},
		"InternalError":               {"retryable"},
		"NoNeedUpdate":                {"no need"},
		"DryRunOperation":             {"dry run"},
		"DryRun.Success":              {"dry run"},
		"IncorrectStatus":             {"status"},
		"ImageCache.IncorrectStatus":  {"status"},
		"OperationDenied.NoStock":     {"no stock"},
		"Spot.NotMatched":             {"no stock"},
		"InvalidParameter":            nil,
		"":                            nil,
	}
	for code, want := range tests {
		err := fmt.Errorf("wrapped: %w", &Error{Code: code, HTTPStatus: 400})
		for name, predicate := range predicates {
			holds := false
			for _, w := range want {
				holds = holds || w == name
			}
			if predicate(err) != holds {
				t.Errorf("%q: %s is %t", code, name, predicate(err))
			}
		}
	}
	for name, predicate := range predicates {
		if predicate(nil) || predicate(errors.New("other")) {
			t.Errorf("%s holds for an error that is not the service's", name)
		}
	}
}

func TestReadable(t *testing.T) {
	for text, want := range map[string]string{
		"plain, 容器\u3000组\n\tof 2 lines":  "plain, 容器\u3000组\n\tof 2 lines",
		"\x1b[31mred\x1b[0m \a\x00\r\x7f": `\x1b[31mred\x1b[0m \a\x00\r\x7f`,
		"\u202eright to left\u0085":       `\u202eright to left\u0085`,
		"not UTF-8: \xff":                 "not UTF-8: \ufffd",
		strings.Repeat("a", mostText):     strings.Repeat("a", mostText),
		strings.Repeat("a", mostText+3):   strings.Repeat("a", mostText) + "… (3 bytes more)",
		strings.Repeat("容", mostText):     strings.Repeat("容", mostText/3) + fmt.Sprintf("… (%d bytes more)", 3*(mostText-mostText/3)),
	} {
		if got := Readable(text); got != want {
			t.Errorf("%.40q became %q, want %q", text, got, want)
		}
	}
}

// Every part of a refusal that ends on a terminal is fit for it, and a secret that would be cut in two is blanked before.
func TestRefusalIsReadable(t *testing.T) {
	body, err := json.Marshal(map[string]string{"RequestId": "R\x1b", "Code": "Bad\a", "Recommend": "https://a/\x00",
		"Message": "\x1b]0;title\a" + strings.Repeat("x", mostText-12) + "secret-password"})
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, func(*http.Request) (*http.Response, error) { return answer(400, string(body)), nil })
	_, err = c.CreateContainerGroup(t.Context(), &CreateContainerGroupRequest{
		ImageRegistryCredential: []ImageRegistryCredential{{Password: "secret-password"}}})
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatal(err)
	}
	for _, text := range []string{e.Code, e.Message, e.RequestID, e.Recommend, e.Error()} {
		if strings.ContainsAny(text, "\x1b\a\x00") || strings.Contains(text, "sec") || len(text) > mostText+200 {
			t.Errorf("%q", text)
		}
	}
	if !strings.Contains(e.Message, `\x1b]0;title\a`) {
		t.Errorf("the message became %.60q", e.Message)
	}
}
