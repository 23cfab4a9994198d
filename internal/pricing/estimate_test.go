package pricing

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// 2 vCPU and 4 GiB at CNY 0.000049 and 0.00000613 per second, and 20 GiB of storage at a made-up CNY 0.0000007: in all
// 0.000098 + 0.00002452 + 0.000014 = 0.00013652 per second.
const answer = `{"RequestId": "R", "PriceInfo": {
	"Price": {"Currency": "CNY", "OriginalPrice": 0.00013652, "DiscountPrice": 0, "TradePrice": 0.00013652, "DetailInfos": {"DetailInfo": [
		{"Resource": "cpu", "TradePrice": 9.8e-05}, {"Resource": "memory", "TradePrice": 2.452e-05},
		{"Resource": "disk", "TradePrice": 1.4e-05}]}}}}`

func TestHourly(t *testing.T) {
	var resp eci.DescribeContainerGroupPriceResponse
	if err := json.Unmarshal([]byte(answer), &resp); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[json.Number]string{
		"":     "0.491472", // 0.00013652 × 3600
		"0.07": "0.1204",   // and 0.000014 × 3600 = 0.0504 for storage, which is not spot
		"1":    "0.491472",
	} {
		got, err := hourly(resp.PriceInfo.Price, limit)
		if err != nil {
			t.Fatal(err)
		}
		if text := Number(got).ValueBigFloat().Text('f', -1); text != want {
			t.Errorf("limit %q: got %s, want %s", limit, text, want)
		}
	}
	if got, err := hourly(eci.Price{}, "1"); err == nil {
		t.Errorf("got %v for an empty answer", got)
	}
}

// estimates asks a service that answers with a status and counts the calls.
func estimates(t *testing.T, status int) (*Estimates, *atomic.Int32) {
	t.Helper()
	calls := new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		if status == http.StatusOK {
			fmt.Fprint(w, answer)
		} else {
			fmt.Fprint(w, `{"Code": "Forbidden.RAM", "Message": "not allowed"}`)
		}
	}))
	t.Cleanup(server.Close)
	client, err := eci.New(eci.Config{Region: "cn-hangzhou", Endpoint: server.URL, Credentials: keys{}})
	if err != nil {
		t.Fatal(err)
	}
	e := &Estimates{}
	e.Enable(client, nil)
	return e, calls
}

type keys struct{}

func (keys) Credentials(context.Context) (eci.Credentials, error) {
	return eci.Credentials{AccessKeyId: "id", AccessKeySecret: "secret"}, nil
}

func sized(cpu, memory float64) Question {
	return Question{Group: Sized(Size{CPU: cpu, Memory: memory})}
}

func TestEqualRequestsAreAskedOnce(t *testing.T) {
	e, calls := estimates(t, http.StatusOK)
	first, diags := e.Of(t.Context(), "group a", sized(2, 4))
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	// 0.491472 per hour × 730 = 358.77456
	if got, want := fmt.Sprint(*first), `{0.491472 358.77456 "CNY"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if second, _ := e.Of(t.Context(), "group b", sized(2, 4)); fmt.Sprint(*second) != fmt.Sprint(*first) || calls.Load() != 1 {
		t.Errorf("%v after %d calls", second, calls.Load())
	}
	if _, _ = e.Of(t.Context(), "group c", sized(4, 8)); calls.Load() != 2 {
		t.Errorf("%d calls for two sizes", calls.Load())
	}
}

// Disks of caches come on top of a group, and of a cache only its snapshot counts.
func TestEstimatesOfCaches(t *testing.T) {
	e, calls := estimates(t, http.StatusOK)
	for name, test := range map[string]struct {
		question Question
		want     string
	}{
		// 0.491472 + 20 × 0.0021 + 60 × 0.00105 = 0.491472 + 0.042 + 0.063 = 0.596472; × 730 = 435.42456
		"disks": {Question{Group: Sized(Size{2, 4}), Disks: []Disk{{Size: 20}, {Size: 60, Level: "PL0"}}}, `{0.596472 435.42456 "CNY"}`},
		// 60 × 0.12 ÷ 720 = 0.01; × 730 = 7.3
		"cache": {Question{Group: Builder(0), Kept: 60}, `{0.01 7.3 "CNY"}`},
	} {
		if got, diags := e.Of(t.Context(), "x", test.question); len(diags) > 0 || fmt.Sprint(*got) != test.want {
			t.Errorf("%s: got %v, %v, want %s", name, got, diags, test.want)
		}
	}
	if calls.Load() != 1 {
		t.Errorf("%d calls", calls.Load())
	}
	got, diags := e.Of(t.Context(), "group a", Question{Group: Builder(0), Disks: []Disk{{Size: 500, Level: "PL2"}}})
	if got != nil || len(diags) != 1 || !strings.Contains(diags[0].Detail(), "unit_prices.essd_pl2") {
		t.Errorf("got %v, %v", got, diags)
	}
}

// Whatever ECI calls memory, it is not what comes besides.
func TestBesides(t *testing.T) {
	var price eci.Price
	for _, name := range []string{"cpu", "mem", "memory", "instance_type", "systemdisk"} {
		price.DetailInfos.DetailInfo = append(price.DetailInfos.DetailInfo, eci.PriceDetail{Resource: name, TradePrice: "0.00000059"})
	}
	if got := Number(Besides(price)).ValueBigFloat().Text('f', -1); got != "0.002124" { // × 3600
		t.Error(got)
	}
}

func TestRequestsAtOnceAreAskedOnce(t *testing.T) {
	e, calls := estimates(t, http.StatusOK)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if got, diags := e.Of(t.Context(), "group", sized(2, 4)); got == nil || len(diags) != 0 {
				t.Errorf("got %v, %v", got, diags)
			}
		})
	}
	group.Wait()
	if calls.Load() != 1 {
		t.Errorf("%d calls", calls.Load())
	}
}

func TestRefusalIsAWarning(t *testing.T) {
	e, calls := estimates(t, http.StatusForbidden)
	for range 2 {
		got, diags := e.Of(t.Context(), "group a", sized(2, 4))
		if got != nil || len(diags) != 1 || diags[0].Severity() != diag.SeverityWarning || !strings.Contains(diags[0].Detail(), "not allowed") {
			t.Errorf("got %v, %v", got, diags)
		}
	}
	if calls.Load() != 2 {
		t.Errorf("%d calls: a failure is not an answer to remember", calls.Load())
	}
}

func TestSwitchedOff(t *testing.T) {
	var e Estimates
	if got, diags := e.Of(t.Context(), "group a", sized(2, 4)); got != nil || len(diags) != 0 {
		t.Errorf("got %v, %v", got, diags)
	}
}
