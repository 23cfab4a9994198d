package eci

import (
	"context"
	"fmt"
	"iter"
)

// mostBarren is the number of pages in a row that may bring nothing new. A page may be empty although more follow, and when many objects
// are made meanwhile, those of one page move on to the next.
const mostBarren = 5

// pages yields the items of the page that a request asks for and of all that follow, each once: what comes and goes between two
// calls may show an item again. token is where a request has its token, page takes an answer apart, and key is what items are told
// apart by. Only an empty next token ends the list: a page may be short or empty although more follow. An error, yielded with a
// zero item, ends the sequence.
func pages[T, Req, Resp any](ctx context.Context, list func(context.Context, *Req) (*Resp, error), req Req, token func(*Req) *string,
	page func(*Resp) (items []T, next string), key func(T) string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		req, tokens, keys, barren := req, map[string]bool{}, map[string]bool{}, 0
		for at := token(&req); ; {
			tokens[*at] = true
			resp, err := list(ctx, &req)
			if err != nil {
				yield(zero, err)
				return
			}
			items, next := page(resp)
			barren++
			for _, item := range items {
				if keys[key(item)] {
					continue
				}
				keys[key(item)], barren = true, 0
				if !yield(item, nil) {
					return
				}
			}
			switch {
			case next == "":
				return
			case tokens[next]:
				yield(zero, fmt.Errorf("the service answered the page token %q twice; the list would never end", next))
				return
			case barren == mostBarren:
				yield(zero, fmt.Errorf("%d pages in a row brought nothing new; the list would never end", barren))
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
