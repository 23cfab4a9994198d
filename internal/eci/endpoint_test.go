package eci

import (
	"strings"
	"testing"
)

func TestEndpointURL(t *testing.T) {
	tests := map[string]struct{ region, endpoint, want string }{
		"region":           {"cn-hangzhou", "", "https://eci.cn-hangzhou.aliyuncs.com/"},
		"own host":         {"cn-beijing-finance-1", "", "https://eci.cn-beijing-finance-1.aliyuncs.com/"},
		"Shanghai finance": {"cn-shanghai-finance-1", "", "https://eci.cn-shanghai-finance.aliyuncs.com/"},
		"Shenzhen finance": {"cn-shenzhen-finance-1", "", "https://eci.cn-shenzhen-finance.aliyuncs.com/"},
		"host":             {"cn-hangzhou", "eci-vpc.cn-hangzhou.aliyuncs.com", "https://eci-vpc.cn-hangzhou.aliyuncs.com/"},
		"host and port":    {"cn-hangzhou", "localhost:8080", "https://localhost:8080/"},
		"plain HTTP":       {"cn-hangzhou", "http://127.0.0.1:8080", "http://127.0.0.1:8080/"},
		"HTTPS":            {"cn-hangzhou", "https://eci.aliyuncs.com/", "https://eci.aliyuncs.com/"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := endpointURL(test.region, test.endpoint)
			if err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestEndpointURLRefuses(t *testing.T) {
	for _, region := range []string{"", "evil.example/", "cn hangzhou", "CN-Hangzhou", "a@b", "-", "cn-hangzhou-", "cn--hangzhou",
		"hangzhou"} {
		if got, err := endpointURL(region, ""); err == nil {
			t.Errorf("region %q: got %q, want an error", region, got)
		}
	}
	for _, endpoint := range []string{"ftp://host", "https://", "https://user:s3cret@host", "https://host/path", "https://host?x=s3cret",
		"http://[::1"} {
		got, err := endpointURL("cn-hangzhou", endpoint)
		if err == nil {
			t.Errorf("endpoint %q: got %q, want an error", endpoint, got)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("endpoint %q: the error quotes it: %v", endpoint, err)
		}
	}
}
