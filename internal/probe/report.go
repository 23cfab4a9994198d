package probe

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// What tells an account from others: ids of objects and of requests, addresses, and keys.
var private = []*regexp.Regexp{
	regexp.MustCompile(`\b(eci|eni|eip|vsw|vpc|sg|rg|imc|edc|vnd|t|d|i|s|m)-[0-9a-z]{8,}\b`),
	regexp.MustCompile(`\b[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b`),
	regexp.MustCompile(`\b\d{1,3}(\.\d{1,3}){3}\b`),
	regexp.MustCompile(`\b(LTAI|STS\.)[0-9A-Za-z]+`),
	regexp.MustCompile(`\b\d{16}\b`), // number of an account
	regexp.MustCompile(`[a-z]+://\S+`),
}

// mask takes out of a text what tells the account from others.
func mask(text string) string {
	for _, pattern := range private {
		text = pattern.ReplaceAllString(text, "***")
	}
	return text
}

// JSON is a report for programs.
func JSON(results []Result) ([]byte, error) {
	text, err := json.MarshalIndent(results, "", "  ")
	return append(text, '\n'), err
}

// Markdown is the same report for people. Answers that differ from the assumed ones stand out.
func Markdown(results []Result) string {
	var b strings.Builder
	b.WriteString("# What ECI does\n\n")
	if len(results) > 0 {
		fmt.Fprintf(&b, "Region %s, %s.\n\n", results[0].Region, results[0].Time.Format("2006-01-02 15:04 MST"))
	}
	b.WriteString("| Assumption | Answer | Assumed | Evidence |\n|---|---|---|---|\n")
	cell := strings.NewReplacer("|", `\|`, "\n", " ", "\r", "")
	for _, r := range results {
		answer, evidence := r.Answer, r.Evidence
		switch {
		case answer == "":
			answer, evidence = "not found", strings.TrimSpace(evidence+" "+r.Error)
		case answer != r.Assumed:
			answer = "**" + answer + "**"
		}
		fmt.Fprintf(&b, "| `%s`: %s | %s | %s | %s |\n", r.Assumption, cell.Replace(r.Question), answer, r.Assumed, cell.Replace(evidence))
	}
	return b.String()
}
