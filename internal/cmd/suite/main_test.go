package main

import (
	"strings"
	"testing"
)

const events = `{"Action":"build-output","Output":"x.go:1: broken\n"}
{"Action":"output","Package":"m/internal/a","Test":"TestSlow","Output":"not shown\n"}
{"Action":"pass","Package":"m/internal/a","Test":"TestSlow","Elapsed":12.34}
{"Action":"output","Package":"m/internal/a","Test":"TestBad","Output":"a_test.go:1: wrong\n"}
{"Action":"fail","Package":"m/internal/a","Test":"TestBad","Elapsed":0.2}
{"Action":"pass","Package":"m/internal/a","Test":"TestAll/part","Elapsed":1}
{"Action":"pass","Package":"m/internal/a","Test":"TestAll","Elapsed":60}
{"Action":"skip","Package":"m/internal/a","Test":"TestNew"}
{"Action":"output","Package":"m/internal/a","Output":"Terraform processes: 30\n"}
{"Action":"output","Package":"m/internal/a","Output":"FAIL\tm/internal/a\t61s\n"}
{"Action":"fail","Package":"m/internal/a","Elapsed":61}
{"Action":"output","Package":"m/internal/b","Output":"Terraform processes: 12\n"}
{"Action":"output","Package":"m/internal/b","Output":"ok  \tm/internal/b\t(cached)\n"}
{"Action":"pass","Package":"m/internal/b"}
`

func TestReport(t *testing.T) {
	var out strings.Builder
	results, err := read(strings.NewReader(events), &out)
	if err != nil {
		t.Fatal(err)
	}
	results.report(&out)
	const want = "x.go:1: broken\n" +
		"a_test.go:1: wrong\n" +
		"FAIL\tm/internal/a\t61s\n" +
		"Terraform processes: 30\n" +
		"ok  \tm/internal/b\t(cached)\n" +
		"\nThe slowest of 3 tests:\n" +
		"   12.3s  a TestSlow\n" +
		"      1s  a TestAll/part\n" +
		"   200ms  a TestBad\n" +
		" skipped  m/internal/a TestNew\n" +
		"Terraform processes: 42\n"
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}

// go test runs in a module of its own, whose tests say what Terraform's would.
func TestTooManyProcesses(t *testing.T) {
	t.Chdir("testdata/module")
	for most, want := range map[int]string{0: "", 3: "", 2: "the tests started 3 processes of Terraform, more than 2"} {
		var out strings.Builder
		err := run(most, []string{"./..."}, &out)
		if (err == nil) != (want == "") || err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("at most %d: %v\n%s", most, err, out.String())
		}
	}
}
