package eci

import (
	"fmt"
	"iter"
)

// pages yields the items of the page at token and of all that follow. Only an empty next token ends the list: a page may
// be short or empty although more follow. An error, yielded with a zero item, ends the sequence.
func pages[T any](token string, page func(token string) (items []T, next string, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		seen := map[string]bool{}
		for token := token; ; {
			items, next, err := page(token)
			if err != nil {
				yield(zero, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" {
				return
			}
			if seen[next] || next == token {
				yield(zero, fmt.Errorf("the service answered the page token %q twice; the list would never end", next))
				return
			}
			seen[next] = true
			token = next
		}
	}
}
