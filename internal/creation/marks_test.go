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

// service keeps track of marks. It answers after a time, and refuses calls that name "gone".
type service struct {
	after time.Duration

	mu       sync.Mutex
	calls    int
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
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(`{}`))}
	if slices.Contains(ids, "gone") {
		resp.StatusCode, resp.Body = http.StatusNotFound, io.NopCloser(strings.NewReader(`{"Code":"InvalidParameter.NotFound"}`))
	} else if form.Get("Action") == "UntagResources" && form.Get("TagKey.1") == TagKey {
		s.unmarked = append(s.unmarked, ids...)
	}
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

func TestMarkStaysUntilStateIsSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, marks := new(service), new(Marks)
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
		marks.RemoveLater(client, eci.ResourceTypeContainerGroup, "a")
		marks.RemoveLater(client, eci.ResourceTypeContainerGroup, "b")
		<-time.After(savedWithin / 2)
		marks.RemoveLater(client, eci.ResourceTypeContainerGroup, "c")
		<-time.After(savedWithin/2 - 1)
		expect(0)
		<-time.After(1)
		expect(1, "a", "b")
		<-time.After(savedWithin/2 - 1)
		expect(1, "a", "b")
		<-time.After(savedWithin/3 + 1)
		expect(2, "a", "b", "c")
		<-time.After(savedWithin)
		marks.RemoveLater(client, eci.ResourceTypeContainerGroup, "d")
		marks.RemoveLater(client, eci.ResourceTypeImageCache, "e")
		marks.RemoveLater(client, eci.ResourceTypeContainerGroup, "gone")
		marks.Close()
		expect(6, "a", "b", "c", "d", "e") // of which two are refused
		<-time.After(2 * savedWithin)
		expect(6, "a", "b", "c", "d", "e")
	})
}

func TestCloseIsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, marks := &service{after: 50 * time.Millisecond}, new(Marks)
		client := s.client(t)
		for i := range 1000 {
			marks.RemoveLater(client, eci.ResourceTypeContainerGroup, fmt.Sprint(i))
		}
		marks.Close()
		if s.calls != 50 || len(s.unmarked) != 1000 {
			t.Errorf("%d calls took the mark off %d objects", s.calls, len(s.unmarked))
		}

		s.after = time.Hour
		marks.RemoveLater(client, eci.ResourceTypeContainerGroup, "a")
		begin := time.Now()
		marks.Close()
		if took := time.Since(begin); took != endWithin {
			t.Errorf("Close took %s", took)
		}
	})
}
