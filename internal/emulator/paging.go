package emulator

import (
	"encoding/base64"
	"strconv"
)

// page cuts one page out of objects that are in the order of their sequence. A token names the last object that was seen, so
// objects that come or go between two calls neither repeat nor hide others.
//
// Only the last page may be full. The service promises no more than that an empty token ends the list, so a client that
// takes a short page for the last one is to find out here.
func page[T interface{ sequence() int64 }](all []T, limit int, token string) (items []T, next string, err error) {
	seen, err := readPageToken(token)
	if err != nil {
		return nil, "", err
	}
	for i, o := range all {
		if o.sequence() > seen {
			all = all[i:]
			if len(all) <= limit {
				return all, "", nil
			}
			n := max(limit-1, 1)
			return all[:n], pageToken(all[n-1].sequence()), nil
		}
	}
	return nil, "", nil
}

const pageTokenPrefix = "seen:"

func pageToken(sequence int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(pageTokenPrefix + strconv.FormatInt(sequence, 10)))
}

func readPageToken(token string) (int64, error) {
	if token == "" {
		return 0, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(text) < len(pageTokenPrefix) {
		return 0, invalidParameter("NextToken", "it was not given out by this service")
	}
	sequence, err := strconv.ParseInt(string(text[len(pageTokenPrefix):]), 10, 64)
	if err != nil {
		return 0, invalidParameter("NextToken", "it was not given out by this service")
	}
	return sequence, nil
}

// pageSize reads a Limit parameter.
func pageSize(limit *int64, fallback, most int) (int, error) {
	if limit == nil {
		return fallback, nil
	}
	if *limit < 1 || *limit > int64(most) {
		return 0, valueExceeded("Limit", 1, int64(most))
	}
	return int(*limit), nil
}
