package eci

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// region is a list of objects, of which the first are ours.
type region struct {
	mu     sync.Mutex
	ids    []string // in the order of the list
	lists  int
	refuse error
}

func newRegion(ours, others int) *region {
	r := new(region)
	for i := range ours + others {
		r.ids = append(r.ids, fmt.Sprintf("id-%d", i))
	}
	random := rand.New(rand.NewPCG(1, 2)) // the same order in each run
	random.Shuffle(len(r.ids), func(i, j int) { r.ids[i], r.ids[j] = r.ids[j], r.ids[i] })
	return r
}

func (r *region) page(_ context.Context, token string) (map[string]string, string, error) {
	<-time.After(shelfTime) // of the false clock
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lists++
	if r.refuse != nil {
		return nil, "", r.refuse
	}
	from, _ := strconv.Atoi(token)
	to, next := min(from+20, len(r.ids)), ""
	if to < len(r.ids) {
		next = strconv.Itoa(to)
	}
	found := map[string]string{}
	for _, id := range r.ids[from:to] {
		found[id] = "value of " + id
	}
	return found, next, nil
}

// refresh lets ten readers work through objects, each of which takes 100 ms beside its call, and returns what that cost.
func refresh(t *testing.T, a *ahead[string], objects int) (calls int, took time.Duration) {
	t.Helper()
	shelf, begin := new(shelf), time.Now()
	l := newLoader(20, testGap, shelf.fetch)
	l.hurried = a.isListing
	ids := make(chan string)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			for id := range ids {
				value, found := a.find(t.Context(), id)
				if found {
					l.skip()
				} else {
					value, _, _ = l.load(t.Context(), id)
				}
				if value != "value of "+id {
					t.Errorf("%s: got %q", id, value)
				}
				<-time.After(100 * time.Millisecond) // as Terraform takes
			}
		})
	}
	for i := range objects {
		ids <- fmt.Sprintf("id-%d", i)
	}
	close(ids)
	all.Wait()
	took = time.Since(begin)
	<-time.After(shelfTime) // until nothing is under way
	synctest.Wait()
	return len(shelf.calls), took
}

func TestAheadSavesTimeAndCalls(t *testing.T) {
	for _, test := range []struct {
		ours, others int
		lists, calls int           // at most
		within       time.Duration // of which the readers take 100 ms for ten objects
	}{
		{ours: 20, others: 0, lists: 1, calls: 2, within: 400 * time.Millisecond},
		{ours: 400, others: 0, lists: 20, calls: 14, within: 5 * time.Second},
		{ours: 1000, others: 0, lists: 50, calls: 60, within: 12 * time.Second},
		{ours: 400, others: 400, lists: 40, calls: 50, within: 7 * time.Second},
		{ours: 400, others: 10_000, lists: 5, calls: 41, within: 7 * time.Second},
		{ours: 30, others: 10_000, lists: 3, calls: 4, within: time.Second},
	} {
		t.Run(fmt.Sprintf("%d of ours, %d of others", test.ours, test.others), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				region := newRegion(test.ours, test.others)
				calls, took := refresh(t, &ahead[string]{page: region.page}, test.ours)
				t.Logf("%d pages and %d calls in %s", region.lists, calls, took)
				if region.lists > test.lists || calls > test.calls || took > test.within {
					t.Errorf("want at most %d pages and %d calls in %s", test.lists, test.calls, test.within)
				}
			})
		})
	}
}

func TestAheadListsNothing(t *testing.T) {
	for name, test := range map[string]struct {
		objects int
		change  func(a *ahead[string], r *region)
		lists   int
	}{
		"for few reads":        {9, func(*ahead[string], *region) {}, 0},
		"switched off":         {100, func(a *ahead[string], _ *region) { a.page = nil }, 0},
		"after a change":       {100, func(a *ahead[string], _ *region) { a.stop() }, 0},
		"after it was refused": {100, func(_ *ahead[string], r *region) { r.refuse = errors.New("not allowed") }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				region := newRegion(400, 0)
				a := &ahead[string]{page: region.page}
				test.change(a, region)
				refresh(t, a, test.objects)
				if region.lists != test.lists || a.hits > 0 {
					t.Errorf("%d pages, %d hits", region.lists, a.hits)
				}
			})
		})
	}
}

// An answer is given once, while it is fresh, and not after a change.
func TestAheadForgets(t *testing.T) {
	for name, test := range map[string]struct {
		happens func(a *ahead[string])
		found   bool
	}{
		"nothing":              {func(*ahead[string]) {}, true},
		"29 seconds":           {func(*ahead[string]) { <-time.After(29 * time.Second) }, true},
		"31 seconds":           {func(*ahead[string]) { <-time.After(31 * time.Second) }, false},
		"a change":             {func(a *ahead[string]) { a.stop() }, false},
		"a read of the object": {func(a *ahead[string]) { a.find(context.Background(), "id-399") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				region := newRegion(400, 0)
				region.ids = append([]string{"id-399"}, region.ids...)
				a := &ahead[string]{page: region.page}
				for i := range aheadAfter {
					a.find(t.Context(), fmt.Sprintf("id-%d", i))
				}
				synctest.Wait()
				<-time.After(shelfTime)
				synctest.Wait()
				test.happens(a)
				if _, found := a.find(t.Context(), "id-399"); found != test.found {
					t.Errorf("found: %t", found)
				}
				<-time.After(time.Second) // until nothing is under way
			})
		})
	}
}

// A page that was asked for before a change tells nothing after it.
func TestAheadIgnoresPagesFromBeforeAChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		region := newRegion(40, 0)
		a := &ahead[string]{page: region.page}
		for i := range aheadAfter {
			a.find(t.Context(), fmt.Sprintf("id-%d", i))
		}
		synctest.Wait() // the call is under way
		a.stop()
		<-time.After(shelfTime)
		synctest.Wait()
		for i := range 40 {
			if _, found := a.find(t.Context(), fmt.Sprintf("id-%d", i)); found {
				t.Errorf("id-%d was answered", i)
			}
		}
	})
}

// A read does not wait for those that were answered and may come again, as long as the client lists pages.
func TestReadsHurryWhileTheClientLists(t *testing.T) {
	for _, readAhead := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			answers := transport(func(req *http.Request) (*http.Response, error) {
				if req.FormValue("ContainerGroupIds") == "" { // a page
					<-time.After(time.Minute)
				}
				<-time.After(shelfTime)
				return answer(200, `{"RequestId": "R", "ContainerGroups": [], "TotalCount": 0}`), nil
			})
			c, err := New(Config{Region: "cn-hangzhou", Credentials: testCredentials, Transport: answers, RequestTimeout: time.Hour,
				ReadAhead: readAhead})
			if err != nil {
				t.Fatal(err)
			}
			var all sync.WaitGroup
			for i := range aheadAfter {
				all.Go(func() { _, _, _ = c.RecentContainerGroup(t.Context(), fmt.Sprintf("eci-%d", i)) })
			}
			all.Wait()
			begin := time.Now()
			if _, _, err := c.RecentContainerGroup(t.Context(), "eci-alone"); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begin); (took == batchGap+shelfTime) != readAhead {
				t.Errorf("reading ahead: %t; a read took %s", readAhead, took)
			}
			<-time.After(time.Hour) // until nothing is under way
		})
	}
}
