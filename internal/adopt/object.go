package adopt

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/sync/errgroup"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// mostTags is how many tags an object can have.
const mostTags = 20

// Create returns the ID of a new object with tags, unless an earlier run created it and died before it could tell; then
// that one's. request is what is created, with its secrets: an object with others is not that one. find lists the objects with a tag, create makes one with the
// given tags. A mark among these stays until [Creations.Settled] has taken it off.
func (c *Creations) Create(request any, tags []eci.Tag, find func(eci.Tag) ([]string, error), create func([]eci.Tag) (string, error)) (string, error) {
	if len(tags) >= mostTags {
		return create(tags) // no room for a mark
	}
	value := fingerprint(request)
	mark := eci.Tag{Key: TagKey, Value: &value}
	return c.do(value,
		func() ([]string, error) { return find(mark) },
		func() (string, error) { return create(append(slices.Clip(tags), mark)) })
}

// Terraform saves what it was told within 20 s at the latest, which is how often it writes to a remote backend. It kills a
// provider that takes longer than 2 s to end.
const (
	savedWithin = 30 * time.Second
	endWithin   = 1500 * time.Millisecond
)

// mostIDs is how many objects one call takes the mark off.
const mostIDs = 20

// settled is an object that Terraform was told of.
type settled struct {
	client           *eci.Client
	resourceType, id string
	at               time.Time
}

// Settled takes the mark off an object that Terraform is about to be told of. It does so later, when the object is surely
// in the state that Terraform saves: until then it is found again if provider or Terraform are killed. resourceType is one
// of the eci.ResourceType constants.
func (c *Creations) Settled(client *eci.Client, resourceType, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settled = append(c.settled, settled{client, resourceType, id, time.Now()})
	if len(c.settled) == 1 {
		time.AfterFunc(savedWithin, c.unmarkSaved)
	}
}

// unmarkSaved takes the mark off what was settled long enough ago, and comes back for the rest, not too often: each time
// costs a call.
func (c *Creations) unmarkSaved() {
	c.mu.Lock()
	due := c.settled
	if i := slices.IndexFunc(due, func(s settled) bool { return time.Since(s.at) < savedWithin }); i >= 0 {
		due = due[:i]
	}
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), savedWithin)
	defer cancel()
	unmarkAll(ctx, due)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.settled = c.settled[min(len(due), len(c.settled)):]; len(c.settled) > 0 {
		time.AfterFunc(savedWithin/3, c.unmarkSaved)
	}
}

// Close takes off the marks that are left, as far as Terraform gives it time to. What still has its mark after that loses it
// in the next refresh.
func (c *Creations) Close() {
	c.mu.Lock()
	due := c.settled
	c.settled = nil
	c.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), endWithin)
	defer cancel()
	unmarkAll(ctx, due)
}

// unmarkAll takes the mark off as many as it can: errors are for the next refresh.
func unmarkAll(ctx context.Context, all []settled) {
	type kind struct {
		client       *eci.Client
		resourceType string
	}
	ids := map[kind][]string{}
	for _, s := range all {
		ids[kind{s.client, s.resourceType}] = append(ids[kind{s.client, s.resourceType}], s.id)
	}
	var calls errgroup.Group
	calls.SetLimit(10)
	for of, ids := range ids {
		for chunk := range slices.Chunk(ids, mostIDs) {
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
		diags.AddWarning("Creation Mark Stays", fmt.Sprintf("The tag %s could not be taken off %s: %v. The next refresh tries again.", TagKey, id, err))
	}
}

func unmark(ctx context.Context, client *eci.Client, resourceType string, ids ...string) error {
	_, err := client.UntagResources(ctx, &eci.UntagResourcesRequest{ResourceType: resourceType, ResourceId: ids, TagKey: []string{TagKey}})
	return err
}

// IsMarked says whether an object has the mark.
func IsMarked(tags []eci.DescribedTag) bool {
	return slices.ContainsFunc(tags, func(tag eci.DescribedTag) bool { return tag.Key == TagKey })
}
