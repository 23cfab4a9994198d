package eci

import (
	"context"
	"fmt"
	"iter"
)

// pages yields the items of the page that a request asks for and of all that follow. token is where a request has its token, page
// takes an answer apart. Only an empty next token ends the list: a page may be short or empty although more follow. An error,
// yielded with a zero item, ends the sequence.
func pages[T, Req, Resp any](ctx context.Context, list func(context.Context, *Req) (*Resp, error), req Req, token func(*Req) *string,
	page func(*Resp) (items []T, next string)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		req, seen := req, map[string]bool{}
		for at := token(&req); ; {
			seen[*at] = true
			resp, err := list(ctx, &req)
			if err != nil {
				yield(zero, err)
				return
			}
			items, next := page(resp)
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			if seen[next] {
				yield(zero, fmt.Errorf("the service answered the page token %q twice; the list would never end", next))
				return
			}
			*at = next
		}
	}
}

// byID returns the objects of a list by their IDs.
func byID[T any](all iter.Seq2[T, error], id func(T) string) (map[string]T, error) {
	found := map[string]T{}
	for object, err := range all {
		if err != nil {
			return nil, err
		}
		found[id(object)] = object
	}
	return found, nil
}
