package creation

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

type keys struct{}

func (keys) Credentials(context.Context) (eci.Credentials, error) {
	return eci.Credentials{AccessKeyId: "id", AccessKeySecret: "secret"}, nil
}

// service keeps track of marks. It answers after a time, and refuses calls that name "gone", or all.
type service struct {
	after   time.Duration
	refuses bool

	mu       sync.Mutex
	calls    int
	marked   []string
	unmarked []string
}

func (s *service) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	select {
	case <-time.After(s.after):
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	var ids []string
	for i := 1; form.Has(fmt.Sprintf("ResourceId.%d", i)); i++ {
		ids = append(ids, form.Get(fmt.Sprintf("ResourceId.%d", i)))
	}
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}}
	text := `{"RequestId":"R"}`
	switch {
	case slices.Contains(ids, "gone"):
		resp.StatusCode, text = http.StatusNotFound, `{"RequestId":"R","Code":"InvalidParameter.NotFound"}`
	case s.refuses:
		resp.StatusCode, text = http.StatusForbidden, `{"RequestId":"R","Code":"Forbidden.RAM","Message":"No."}`
	case form.Get("Action") == "TagResources":
		s.marked = append(s.marked, ids...)
	case form.Get("Action") == "UntagResources" && form.Get("TagKey.1") == TagKey:
		s.unmarked = append(s.unmarked, ids...)
	}
	resp.Body = io.NopCloser(strings.NewReader(text))
	return resp, nil
}

func (s *service) client(t *testing.T) *eci.Client {
	t.Helper()
	client, err := eci.New(eci.Config{Region: "cn-hangzhou", Credentials: keys{}, Transport: s})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// tell tells Terraform of an object that journal has created.
func tell(journal *Journal, client *eci.Client, resourceType, id string) {
	journal.keep(id, &note{token: "token"})
	journal.Told(client, resourceType, id)
}

func TestMarkStaysUntilStateIsSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, journal := new(service), new(Journal)
		client := s.client(t)
		expect := func(calls int, ids ...string) {
			t.Helper()
			synctest.Wait()
			s.mu.Lock()
			defer s.mu.Unlock()
			if slices.Sort(s.unmarked); s.calls != calls || !slices.Equal(s.unmarked, ids) {
				t.Errorf("after %d calls, %q are without their mark; want %d, %q", s.calls, s.unmarked, calls, ids)
			}
		}
		tell(journal, client, eci.ResourceTypeContainerGroup, "a")
		tell(journal, client, eci.ResourceTypeContainerGroup, "b")
		<-time.After(savedWithin / 2)
		tell(journal, client, eci.ResourceTypeContainerGroup, "c")
		<-time.After(savedWithin/2 - 1)
		expect(0)
		<-time.After(1)
		expect(1, "a", "b")
		<-time.After(savedWithin/2 - 1)
		expect(1, "a", "b")
		<-time.After(savedWithin/3 + 1)
		expect(2, "a", "b", "c")
		<-time.After(savedWithin)
		tell(journal, client, eci.ResourceTypeContainerGroup, "d")
		tell(journal, client, eci.ResourceTypeImageCache, "e")
		tell(journal, client, eci.ResourceTypeContainerGroup, "gone")
		journal.Close()
		expect(6, "a", "b", "c", "d", "e") // of which two are refused
		<-time.After(2 * savedWithin)
		expect(6, "a", "b", "c", "d", "e")
	})
}

func TestCloseIsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, journal := &service{after: 50 * time.Millisecond}, new(Journal)
		client := s.client(t)
		for i := range 1000 {
			tell(journal, client, eci.ResourceTypeContainerGroup, fmt.Sprint(i))
		}
		journal.Close()
		if s.calls != 50 || len(s.unmarked) != 1000 {
			t.Errorf("%d calls took the mark off %d objects", s.calls, len(s.unmarked))
		}

		s.after = time.Hour
		tell(journal, client, eci.ResourceTypeContainerGroup, "a")
		begin := time.Now()
		journal.Close()
		if took := time.Since(begin); took != endWithin {
			t.Errorf("Close took %s", took)
		}
	})
}
