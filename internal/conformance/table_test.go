// Package conformance holds the client, the emulator and the provider against one table of the API's names. The client
// and the emulator share no code, so a name that one of them misspells shows.
//
// testdata/requests.txt has a line for each parameter: action, name on the wire with N for an index, type of the value
// and, where a list or a map is written in a way of its own, how. testdata/responses.txt has the same for answers.
package conformance

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

const (
	requestsFile  = "testdata/requests.txt"
	responsesFile = "testdata/responses.txt"
)

// names is a set of lines of the table, each without its action.
type names map[string]bool

// add adds a line. encoding is empty, or json, comma or map.
func (n names) add(name, kind, encoding string) {
	n[strings.TrimSpace(name+" "+kind+" "+encoding)] = true
}

// table reads a file of the table, by action.
func table(t *testing.T, file string) map[string]names {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	actions := map[string]names{}
	for line := range strings.Lines(string(text)) {
		action, rest, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			t.Fatalf("%s: %q is not an action and a name", file, line)
		}
		if actions[action] == nil {
			actions[action] = names{}
		}
		actions[action][rest] = true
	}
	return actions
}

// differences says what have lacks of want and has beyond it. Exceptions give the reason for lines, with their action,
// that differ all the same; one that does not is a difference too.
func differences(action string, have, want names, exceptions map[string]string) []string {
	var found []string
	excused := func(line string) bool { return exceptions[action+" "+line] != "" }
	for line := range want {
		if !have[line] && !excused(line) {
			found = append(found, "missing: "+action+" "+line)
		}
	}
	for line := range have {
		if !want[line] && !excused(line) {
			found = append(found, "invented: "+action+" "+line)
		}
	}
	for exception := range exceptions {
		if line, ok := strings.CutPrefix(exception, action+" "); ok && have[line] == want[line] {
			found = append(found, "no exception any more: "+exception)
		}
	}
	slices.Sort(found)
	return found
}

func check(t *testing.T, action string, have, want names, exceptions map[string]string) {
	t.Helper()
	for _, difference := range differences(action, have, want, exceptions) {
		t.Error(difference)
	}
}

// folded are the lines without regard to case.
func (n names) folded() names {
	lower := names{}
	for line := range n {
		lower[strings.ToLower(line)] = true
	}
	return lower
}

func TestTableHasEveryAction(t *testing.T) {
	asked, answered := table(t, requestsFile), table(t, responsesFile)
	if len(asked) != 36 || !maps.EqualFunc(asked, answered, func(names, names) bool { return true }) {
		t.Errorf("requests of %d actions and responses of %d, want those of the same 36", len(asked), len(answered))
	}
}

func TestDifferences(t *testing.T) {
	have := names{"Same string": true, "Invented string": true}
	want := names{"Same string": true, "Missing string": true}
	for _, test := range []struct {
		name       string
		exceptions map[string]string
		want       []string
	}{
		{"without exceptions", nil, []string{"invented: A Invented string", "missing: A Missing string"}},
		{"with one", map[string]string{"A Invented string": "reason"}, []string{"missing: A Missing string"}},
		{"of another action", map[string]string{"B Invented string": "reason"}, []string{"invented: A Invented string",
			"missing: A Missing string"}},
		{"with a needless one", map[string]string{"A Invented string": "reason", "A Missing string": "reason", "A Same string": "reason"},
			[]string{"no exception any more: A Same string"}},
	} {
		if got := differences("A", have, want, test.exceptions); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
