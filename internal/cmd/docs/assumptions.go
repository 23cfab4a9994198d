package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
)

// assumptionsMark is the line of a template in whose place the table of assumptions stands.
const assumptionsMark = "<!-- assumptions -->\n"

// writeAssumptions puts the table of the emulator's assumptions into its guide below templates.
func writeAssumptions(templates string) error {
	guide := filepath.Join(templates, "guides", "emulator.md")
	text, err := os.ReadFile(guide)
	if err != nil {
		return err
	}
	before, after, found := bytes.Cut(text, []byte(assumptionsMark))
	if !found {
		return errors.New(guide + " has no line " + assumptionsMark)
	}
	return os.WriteFile(guide, bytes.Join([][]byte{before, []byte(assumptions(emulator.Assumptions)), after}, nil), 0o600)
}

// assumptions is a table of assumptions. The answer that is assumed stands first.
func assumptions(all []emulator.Assumption) string {
	var b strings.Builder
	b.WriteString("| Name | Question, answers, and why the first is assumed | What the provider does |\n|---|---|---|\n")
	cell := strings.NewReplacer("|", `\|`)
	for _, a := range all {
		var answers []string
		for _, answer := range a.Answers {
			answers = append(answers, fmt.Sprintf("`%s`: %s", answer.Name, answer.Meaning))
		}
		fmt.Fprintf(&b, "| `%s` | %s<br>%s<br>%s | %s |\n", a.Name, cell.Replace(a.Question), cell.Replace(strings.Join(answers, "; ")),
			cell.Replace(a.Why), cell.Replace(a.Provider))
	}
	return b.String()
}
