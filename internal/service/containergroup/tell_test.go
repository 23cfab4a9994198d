package containergroup

import (
	"bytes"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// TestLogged writes each change once, with the time that has passed, and no secret that an event has got hold of.
func TestLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var output bytes.Buffer
		log := logged(tflogtest.RootLogger(t.Context(), &output), "eci-1", masking([]string{"hush-hush"}))
		pulling := eci.Event{Reason: "Pulling", Message: "Pulling image nginx", LastTimestamp: "2026-01-01T00:00:01Z"}
		unhealthy := eci.Event{Reason: "Unhealthy", Message: "Readiness probe failed: no hush-hush", LastTimestamp: "2026-01-01T00:00:02Z"}
		look := func(status string, events ...eci.Event) {
			log(eci.ContainerGroup{ContainerGroupId: "eci-1", Status: status, Events: events})
			<-time.After(time.Minute)
		}
		look(eci.StatusScheduling)
		look(eci.StatusPending, pulling)
		look(eci.StatusPending, pulling)
		look(eci.StatusPending, unhealthy, pulling)
		look(eci.StatusRunning, unhealthy, pulling)

		entries, err := tflogtest.MultilineJSONDecode(&output)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, entry := range entries {
			if entry["@level"] != "info" || entry["id"] != "eci-1" {
				t.Errorf("logged %v", entry)
			}
			got = append(got, entry["elapsed"].(string)+" "+entry["@message"].(string))
		}
		want := []string{
			"0s Container group eci-1 is Scheduling",
			"1m0s Container group eci-1 is Pending",
			"1m0s Newest event of container group eci-1: Pulling: Pulling image nginx",
			"3m0s Newest event of container group eci-1: Unhealthy: Readiness probe failed: no (secret)",
			"4m0s Container group eci-1 is Running",
		}
		if !slices.Equal(got, want) {
			t.Errorf("logged %q, want %q", got, want)
		}
	})
}
