package eci

import (
	"testing"
	"time"
)

func TestCrowdIsWorthWaitingFor(t *testing.T) {
	const gap = 10 * time.Millisecond
	now := time.Now()
	ago := func(gaps int) time.Time { return now.Add(-time.Duration(gaps) * gap) }
	for name, test := range map[string]struct {
		crowd   crowd
		awaited bool
		gaps    int
		want    bool
	}{
		"a first ID":                              {crowd{}, false, 0, true},
		"no second one":                           {crowd{}, false, 1, false},
		"the last reader who was away":            {crowd{since: now}, true, 0, false},
		"not the last":                            {crowd{away: 1, since: now}, true, 0, true},
		"the last, but others are being served":   {crowd{calls: 1, since: now}, true, 0, true},
		"nobody comes, but some are being served": {crowd{calls: 1, since: ago(100)}, false, patience - 1, true},
		"they take too long":                      {crowd{calls: 1, since: ago(100)}, false, patience, false},
		"served a moment ago":                     {crowd{away: 1, since: ago(patience - 1)}, false, 1, true},
		"served long ago":                         {crowd{away: 1, since: ago(patience)}, false, 1, false},
	} {
		if got := test.crowd.worthWaitingFor(test.awaited, test.gaps, gap, now); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestCrowdCounts(t *testing.T) {
	c := crowd{calls: 1}
	now := time.Now()
	c.serve(2, now)
	if c != (crowd{away: 2, since: now}) {
		t.Errorf("after a call for two: %+v", c)
	}
	later := now.Add(time.Second)
	for range 3 { // one of them is new
		c.come(later)
	}
	if c != (crowd{since: later}) {
		t.Errorf("after three came: %+v", c)
	}
}
