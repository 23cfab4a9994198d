package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
)

var (
	section = regexp.MustCompile(`(?m)^<a id="nestedatt--([^"]+)"></a>\n### .*\n`)
	below   = regexp.MustCompile(` \(see \[below for nested schema\]\(#nestedatt--([^)]+)\)\)$`)
	marks   = regexp.MustCompile(`\*([A-Z][a-z]+(?:[a-z; ]+)?)\.\*`)
)

// mostInline is the number of attributes that stand below one of the top without a section of their own.
const mostInline = 3

// compact rewrites the schema of a page of tfplugindocs: an attribute that is nested deeper than once stands below the one that has
// it, instead of under a heading of its own, and attributes that two have alike are listed once. A legend of the page's marks is at
// the head of the schema.
func compact(page string) string {
	page = strings.Replace(page, "\n## Schema\n", "\n## Schema\n"+legend(page), 1)
	start := section.FindStringIndex(page)
	if start == nil {
		return page
	}
	nested, end := page[start[0]:], ""
	if at := strings.Index(nested, "\n## "); at >= 0 {
		nested, end = nested[:at], nested[at:]
	}
	sections := map[string]string{}
	var ids []string
	found := section.FindAllStringSubmatchIndex(nested, -1)
	for i, at := range found {
		until := len(nested)
		if i+1 < len(found) {
			until = found[i+1][0]
		}
		id := nested[at[2]:at[3]]
		ids, sections[id] = append(ids, id), nested[at[1]:until]
	}
	var b strings.Builder
	for line := range strings.Lines(page[:start[0]]) {
		link := below.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if link == nil {
			b.WriteString(line)
			continue
		}
		all := list(sections, nil, link[1])
		if strings.Count(all, "\n") > mostInline {
			b.WriteString(line)
			continue
		}
		delete(sections, link[1])
		b.WriteString(strings.Replace(line, link[0], "", 1))
		for line := range strings.Lines(all) {
			b.WriteString("  " + line)
		}
	}
	listed := map[string]string{}
	for _, id := range ids {
		if _, ok := sections[id]; !ok || strings.Contains(id, "--") {
			continue
		}
		fmt.Fprintf(&b, "<a id=\"nestedatt--%s\"></a>\n### Nested Schema for `%[1]s`\n\n", id)
		if first := listedBefore(sections, listed, id); first != "" {
			b.WriteString(first + "\n\n")
			continue
		}
		b.WriteString(list(sections, listed, id) + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n" + end
}

// list returns the attributes of a section with those nested in them below. listed are the IDs of sections by what they list; nil
// lists everything.
func list(sections, listed map[string]string, id string) string {
	var b strings.Builder
	isRequired := false
	for line := range strings.Lines(sections[id]) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "- ") {
			isRequired = line == "Required:" || isRequired && line == ""
			continue
		}
		if isRequired {
			line = strings.Replace(line, ")", ", Required)", 1)
		}
		nested := below.FindStringSubmatch(line)
		if nested == nil {
			b.WriteString(line + "\n")
			continue
		}
		b.WriteString(strings.TrimSuffix(line, nested[0]))
		if first := listedBefore(sections, listed, nested[1]); first != "" {
			b.WriteString(" " + first + "\n")
			continue
		}
		b.WriteString("\n")
		for line := range strings.Lines(list(sections, listed, nested[1])) {
			b.WriteString("  " + line)
		}
	}
	return b.String()
}

// listedBefore says which attribute has the same ones nested in it as the one with this ID, and is empty for the first of them.
func listedBefore(sections, listed map[string]string, id string) string {
	if listed == nil {
		return ""
	}
	all := list(sections, nil, id)
	first, ok := listed[all]
	if !ok {
		listed[all] = id
	}
	if !ok || strings.Count(all, "\n") == 1 {
		return ""
	}
	return "Its attributes are those of `" + strings.ReplaceAll(first, "--", ".") + "`."
}

// legend explains the marks of a page, and is empty if it has none.
func legend(page string) string {
	var found []string
	for _, mark := range marks.FindAllStringSubmatch(page, -1) {
		found = append(found, strings.Split(strings.ToLower(mark[1]), "; ")...)
	}
	var meanings []string
	for _, mark := range attribute.Legend {
		if slices.Contains(found, mark.Word) {
			meanings = append(meanings, "*"+mark.Word+"*: "+mark.Meaning)
		}
	}
	if len(meanings) == 0 {
		return ""
	}
	return "\nMarks at the end of a description hold for nested attributes too: " + strings.Join(meanings, "; ") + ".\n\n" +
		"`\"\"` and `0` count as left out wherever they can mean nothing else.\n"
}
