package emulator

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestControlRefusesOtherSites(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.ControlHosts = []string{"emulator.test"} })
	for _, test := range []struct {
		host, header, value string
		status              int
	}{
		{host: "127.0.0.1:18080", status: 200},
		{host: "[::1]:18080", status: 200},
		{host: "localhost:18080", status: 200},
		{host: "LOCALHOST", status: 200},
		{host: "emulator.test:80", status: 200},
		{host: "evil.test:18080", status: 403},
		{host: "127.0.0.1.evil.test", status: 403},
		{host: "localhost", header: "Origin", value: "http://localhost", status: 200},
		{host: "localhost", header: "Origin", value: "https://evil.test", status: 403},
		{host: "localhost", header: "Sec-Fetch-Site", value: "cross-site", status: 403},
		{host: "localhost", header: "Sec-Fetch-Site", value: "same-origin", status: 200},
	} {
		r := httptest.NewRequest(http.MethodPost, "/_emulator/clock", strings.NewReader(`{"advance":"1s"}`))
		r.Host = test.host
		if test.header != "" {
			r.Header.Set(test.header, test.value)
		}
		w := httptest.NewRecorder()
		c.server.ServeHTTP(w, r)
		want(t, fmt.Sprint(test), w.Code, test.status)
	}
	// The API is called under any name, and by signature.
	status, _ := c.request("id", "DescribeRegions", nil)
	want(t, "API", status, 200)
}

// TestUnfinishedBody ends a connection whose body never comes, and leaves one alone that waits for a slow action.
func TestUnfinishedBody(t *testing.T) {
	c := newCloud(t, func(cfg *Config) { cfg.BodyTimeout, cfg.Latency = 500*time.Millisecond, 700*time.Millisecond })
	listener := httptest.NewServer(c.server)
	defer listener.Close()
	for _, path := range []string{"/", "/_emulator/clock"} {
		conn, err := net.Dial("tcp", listener.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nA",
			path)
		answer, err := io.ReadAll(conn) // ends when the emulator closes the connection
		if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 400 ") {
			t.Errorf("%s: %q, %v", path, answer, err)
		}
	}
	r := c.signed("id", "DescribeRegions", nil)
	r.URL.Scheme, r.URL.Host, r.RequestURI = "http", listener.Listener.Addr().String(), ""
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	want(t, "slow call", resp.StatusCode, 200)
}
