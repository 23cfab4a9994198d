package eci

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestPages(t *testing.T) {
	type request struct{ token string }
	type page struct {
		items string
		next  string
		err   error
	}
	lost := errors.New("lost")
	tests := map[string]struct {
		first string
		pages map[string]page
		take  int
		want  string
	}{
		"one page":              {"", map[string]page{"": {"ab", "", nil}}, 99, "ab"},
		"none":                  {"", map[string]page{"": {}}, 99, ""},
		"short and empty pages": {"", map[string]page{"": {"a", "1", nil}, "1": {"", "2", nil}, "2": {"b", "", nil}}, 99, "ab"},
		"from a token on":       {"1", map[string]page{"1": {"x", "", nil}}, 99, "x"},
		"stopped by the reader": {"", map[string]page{"": {"abc", "1", nil}}, 2, "ab"},
		"error on a later page": {"", map[string]page{"": {"a", "1", nil}, "1": {"", "", lost}}, 99, "a!lost"},
		"token repeated": {"", map[string]page{"": {"a", "1", nil}, "1": {"b", "1", nil}}, 99,
			`ab!the service answered the page token "1" twice; the list would never end`},
		"tokens in a circle": {"", map[string]page{"": {"a", "1", nil}, "1": {"b", "2", nil}, "2": {"c", "1", nil}}, 99,
			`abc!the service answered the page token "1" twice; the list would never end`},
		"back to the start": {"1", map[string]page{"1": {"a", "1", nil}}, 99,
			`a!the service answered the page token "1" twice; the list would never end`},
		"shifted while read": {"", map[string]page{"": {"ab", "1", nil}, "1": {"ab", "2", nil}, "2": {"bc", "", nil}}, 99, "abc"},
		"twice on one page":  {"", map[string]page{"": {"aba", "", nil}}, 99, "ab"},
		"the same without end": {"", map[string]page{"": {"a", "*", nil}, "*": {"a", "*", nil}}, 99,
			`a!5 pages in a row brought nothing new; the list would never end`},
		"empty without end": {"", map[string]page{"": {"", "*", nil}, "*": {"", "*", nil}}, 99,
			`!5 pages in a row brought nothing new; the list would never end`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fresh := 0 // "*" stands for a token that was never given out before
			action := func(_ context.Context, req *request) (*page, error) {
				at := req.token
				if strings.HasPrefix(at, "*") {
					at = "*"
				}
				p, ok := test.pages[at]
				if p.next == "*" {
					fresh++
					p.next = fmt.Sprintf("*%d", fresh)
				}
				if !ok {
					t.Fatalf("page %q was asked for", req.token)
				}
				return &p, p.err
			}
			list := pages(t.Context(), action, request{test.first}, func(r *request) *string { return &r.token }, func(p *page) ([]string, string) {
				return slices.DeleteFunc(strings.Split(p.items, ""), func(s string) bool { return s == "" }), p.next
			}, func(item string) string { return item })
			for range 2 { // a sequence can be walked again
				got, n := "", 0
				for item, err := range list {
					if err != nil {
						item = "!" + err.Error()
					}
					got += item
					if n++; n == test.take {
						break
					}
				}
				if got != test.want {
					t.Errorf("got %q, want %q", got, test.want)
				}
			}
		})
	}
}

func TestIterators(t *testing.T) {
	bodies := map[string]string{
		"DescribeContainerGroups": `{"RequestId":"R","ContainerGroups":[{"ContainerGroupId":"%s"}],"NextToken":"%s"}`,
		"ListTagResources":        `{"RequestId":"R","TagResources":[{"ResourceId":"%s"}],"NextToken":"%s"}`,
	}
	c := newClient(t, func(req *http.Request) (*http.Response, error) {
		form := formOf(t, req)
		if form.Get("Tag.1.Key") != "team" {
			t.Errorf("%s lost its filter on page %q", form.Get("Action"), form.Get("NextToken"))
		}
		if form.Get("NextToken") == "" {
			return answer(200, fmt.Sprintf(bodies[form.Get("Action")], "first", "more")), nil
		}
		return answer(200, fmt.Sprintf(bodies[form.Get("Action")], "second", "")), nil
	})
	filter := []Tag{{Key: "team"}}
	got := map[string][]string{}
	groups := &DescribeContainerGroupsRequest{Tag: filter}
	for group, err := range c.ContainerGroups(t.Context(), groups) {
		if err != nil {
			t.Fatal(err)
		}
		got["groups"] = append(got["groups"], group.ContainerGroupId)
	}
	for tag, err := range c.ResourceTags(t.Context(), &ListTagResourcesRequest{Tag: filter}) {
		if err != nil {
			t.Fatal(err)
		}
		got["tags"] = append(got["tags"], tag.ResourceId)
	}
	for _, name := range []string{"groups", "tags"} {
		if !slices.Equal(got[name], []string{"first", "second"}) {
			t.Errorf("%s: got %q", name, got[name])
		}
	}
	if groups.NextToken != "" {
		t.Error("the caller's request was changed")
	}
}

func TestIteratorStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := newClient(t, func(*http.Request) (*http.Response, error) {
		return answer(200, `{"RequestId":"R","ContainerGroups":[{}],"NextToken":"more"}`), nil
	})
	items := 0
	for _, err := range c.ContainerGroups(ctx, &DescribeContainerGroupsRequest{}) {
		if err != nil {
			if !errors.Is(err, context.Canceled) || items != 1 {
				t.Errorf("after %d items: %v", items, err)
			}
			return
		}
		items++
		cancel()
	}
	t.Error("the sequence ended without an error")
}
