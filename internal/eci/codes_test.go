package eci

import (
	"bufio"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestCodes goes through every code that is documented. The file says by another reading of the documentation what is retried.
func TestCodes(t *testing.T) {
	file, err := os.Open("testdata/codes.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	documented := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		code, want, ok := strings.Cut(lines.Text(), " ")
		if !ok || code == "#" {
			continue
		}
		documented++
		got := "final"
		switch e := (&Error{Code: code, HTTPStatus: 400}); {
		case IsNoNeedUpdate(e), IsDryRunSuccess(e):
			got = "success"
		case isRetryable(e):
			got = "again"
		}
		if known := LookUp(code); known.Actor == Unknown || got != want || (known.Actor == Nobody) != (want == "success") {
			t.Errorf("%s: %+v, which is %s; want %s", code, known, got, want)
		}
	}
	if declared := 109; documented < declared {
		t.Errorf("%d codes, of which the actions alone declare %d", documented, declared)
	}
}

// What is known of a code is said in whole sentences, and where somebody has to act outside the configuration, it says how.
func TestWhatIsSaidOfCodes(t *testing.T) {
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		known := codes[code]
		for _, text := range []string{known.Meaning, known.Remedy} {
			if text != "" && !strings.HasSuffix(text, ".") || strings.TrimSpace(text) != text {
				t.Errorf("%s: %q is no sentence", code, text)
			}
		}
		if known.Meaning == "" {
			t.Errorf("%s has no meaning", code)
		}
		if needed := known.Actor == Elsewhere || known.Actor == Administrator || known.Actor == Owner; needed && known.Remedy == "" {
			t.Errorf("%s has no remedy", code)
		}
		if (known.Retry == Throttled) != IsThrottled(&Error{Code: code}) {
			t.Errorf("%s: a throttled request is not seen as one", code)
		}
	}
	for _, code := range []string{"", "Unheard.Of", "Forbidden.Unheard"} {
		if known := LookUp(code); known != (Code{}) {
			t.Errorf("%s is known as %+v", code, known)
		}
	}
}
