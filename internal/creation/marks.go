package creation

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/sync/errgroup"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Terraform saves what it was told within 20 s at the latest, which is how often it writes to a remote backend. It kills a
// provider that takes longer than 2 s to end.
const (
	savedWithin = 30 * time.Second
	endWithin   = 1500 * time.Millisecond
)

// Marks takes the mark off objects that Terraform knows. The zero value is ready, and safe for concurrent use.
type Marks struct {
	mu     sync.Mutex
	marked []marked // oldest first
}

// marked is an object that Terraform was told of.
type marked struct {
	client           *eci.Client
	resourceType, id string
	since            time.Time
}

// RemoveLater removes the mark 30 s from now, when Terraform has saved the object's ID for certain. Until then a killed run
// can still find the object by the mark. resourceType is one of the eci.ResourceType constants.
func (m *Marks) RemoveLater(client *eci.Client, resourceType, id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.marked = append(m.marked, marked{client, resourceType, id, time.Now()})
	if len(m.marked) == 1 {
		time.AfterFunc(savedWithin, m.removeSaved)
	}
}

// removeSaved takes the mark off what is saved by now, and comes back for the rest, not too often: each time costs a call.
func (m *Marks) removeSaved() {
	m.mu.Lock()
	due := m.marked
	if i := slices.IndexFunc(due, func(one marked) bool { return time.Since(one.since) < savedWithin }); i >= 0 {
		due = due[:i]
	}
	m.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), savedWithin)
	defer cancel()
	unmarkAll(ctx, due)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.marked = m.marked[min(len(due), len(m.marked)):]; len(m.marked) > 0 {
		time.AfterFunc(savedWithin/3, m.removeSaved)
	}
}

// Close takes off the marks that are left, as far as Terraform gives it time to. What still has its mark after that loses it
// in the next refresh.
func (m *Marks) Close() {
	m.mu.Lock()
	due := m.marked
	m.marked = nil
	m.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), endWithin)
	defer cancel()
	unmarkAll(ctx, due)
}

// unmarkAll takes the mark off as many as it can: errors are for the next refresh.
func unmarkAll(ctx context.Context, all []marked) {
	type kind struct {
		client       *eci.Client
		resourceType string
	}
	ids := map[kind][]string{}
	for _, one := range all {
		of := kind{one.client, one.resourceType}
		ids[of] = append(ids[of], one.id)
	}
	var calls errgroup.Group
	calls.SetLimit(10)
	for of, ids := range ids {
		for chunk := range slices.Chunk(ids, eci.MaxIDs) {
			calls.Go(func() error {
				if err := unmark(ctx, of.client, of.resourceType, chunk...); eci.IsNotFound(err) { // one that is gone spoils it for all
					for _, id := range chunk {
						_ = unmark(ctx, of.client, of.resourceType, id)
					}
				}
				return nil
			})
		}
	}
	_ = calls.Wait()
}

// Unmark takes the mark off an object that is in state, or warns that it stays until the next refresh.
func Unmark(ctx context.Context, client *eci.Client, resourceType, id string, diags *diag.Diagnostics) {
	if err := unmark(ctx, client, resourceType, id); err != nil && !eci.IsNotFound(err) {
		diags.AddWarning("Creation Mark Stays",
			fmt.Sprintf("The tag %s could not be taken off %s: %v. The next refresh tries again.", TagKey, id, err))
	}
}

func unmark(ctx context.Context, client *eci.Client, resourceType string, ids ...string) error {
	_, err := client.UntagResources(ctx, &eci.UntagResourcesRequest{ResourceType: resourceType, ResourceId: ids, TagKey: []string{TagKey}})
	return err
}

// IsMarked reports whether an object has the mark.
func IsMarked(tags []eci.DescribedTag) bool {
	return slices.ContainsFunc(tags, func(tag eci.DescribedTag) bool { return tag.Key == TagKey })
}
