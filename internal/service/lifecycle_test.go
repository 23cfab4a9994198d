package service

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// TestLogged writes what changes of an object that is waited for, once, with the time that has passed.
func TestLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		l := &lifecycle[struct{ Managed }, Seen, *struct{ Managed }]{Resource: Resource{Kind: "image cache"}, of: Plain[struct{ Managed }, Seen]{
			See: func(seen Seen) Seen { return seen },
			Get: func(context.Context, *eci.Client, string) (Seen, bool, error) {
				now := Seen{Status: "Creating", Progress: "50%"}
				if time.Since(begin) >= 2*time.Second {
					now.Events = []eci.Event{{Reason: "Pulling", Message: "Pulling the images."}}
				}
				if time.Since(begin) >= 4*time.Second {
					now.Status, now.Progress = "Ready", "100%"
				}
				return now, true, nil
			},
		}}
		var output bytes.Buffer
		ready := func(seen Seen) (bool, error) { return seen.Status == "Ready", nil }
		if _, err := l.logged(tflogtest.RootLogger(t.Context(), &output), nil, "imc-1").WaitFor(t.Context(), ready); err != nil {
			t.Fatal(err)
		}
		entries, err := tflogtest.MultilineJSONDecode(&output)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, entry := range entries {
			got = append(got, fmt.Sprint(entry["@level"], " ", entry["@message"], " ", entry["id"], " ", entry["elapsed"], " ", entry["status"], " ",
				entry["progress"], " ", entry["event"]))
		}
		want := []string{
			"info Waiting for the image cache imc-1 0s Creating 50% ",
			"info Waiting for the image cache imc-1 2s Creating 50% Pulling: Pulling the images.",
			"info Waiting for the image cache imc-1 4s Ready 100% Pulling: Pulling the images.",
		}
		if !slices.Equal(got, want) {
			t.Errorf("logged %q, want %q", got, want)
		}
	})
}
