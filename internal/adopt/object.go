package adopt

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// mostTags is how many tags an object can have.
const mostTags = 20

// Create returns the ID of a new object with tags, unless an earlier run created it and died before it could tell; then
// that one's. request is what is created, without secrets. find lists the objects with a tag, create makes one with the
// given tags. A mark among these stays until [Creations.Settled] has taken it off.
func (c *Creations) Create(request any, tags []eci.Tag, find func(eci.Tag) ([]string, error), create func([]eci.Tag) (string, error)) (string, error) {
	if len(tags) >= mostTags {
		return create(tags) // no room for a mark
	}
	fingerprint := Fingerprint(request)
	mark := eci.Tag{Key: TagKey, Value: &fingerprint}
	id, _, err := c.Do(fingerprint,
		func() ([]string, error) { return find(mark) },
		func() (string, error) { return create(append(slices.Clip(tags), mark)) })
	return id, err
}

// Terraform saves what it was told within 20 s at the latest, which is how often it writes to a remote backend. It kills a
// provider that takes longer than 2 s to end.
const (
	savedWithin = 30 * time.Second
	endWithin   = 1500 * time.Millisecond
)

// Settled takes the mark off an object that Terraform is about to be told of. It does so later, when the object is surely
// in the state that Terraform saves: until then it is found again if provider or Terraform are killed. resourceType is one
// of the eci.ResourceType constants; ctx is for the log.
func (c *Creations) Settled(ctx context.Context, client *eci.Client, resourceType, id string) {
	ctx = context.WithoutCancel(ctx)
	c.settling.Go(func() {
		select {
		case <-time.After(savedWithin):
		case <-c.closing:
		}
		ctx, cancel := context.WithTimeout(ctx, savedWithin)
		defer cancel()
		if err := unmark(ctx, client, resourceType, id); err != nil {
			tflog.Warn(ctx, "The mark of a creation stays until the next refresh", map[string]any{"tag": TagKey, "id": id, "error": err.Error()})
		}
	})
}

// Close takes off the marks that are left, as far as Terraform gives it time to.
func (c *Creations) Close() {
	close(c.closing)
	settled := make(chan struct{})
	go func() { c.settling.Wait(); close(settled) }()
	select {
	case <-settled:
	case <-time.After(endWithin):
	}
}

// Unmark takes the mark off an object that is in state, or warns that it stays until the next refresh.
func Unmark(ctx context.Context, client *eci.Client, resourceType, id string, diags *diag.Diagnostics) {
	if err := unmark(ctx, client, resourceType, id); err != nil {
		diags.AddWarning("Creation Mark Stays", fmt.Sprintf("The tag %s could not be taken off %s: %v. The next refresh tries again.", TagKey, id, err))
	}
}

func unmark(ctx context.Context, client *eci.Client, resourceType, id string) error {
	_, err := client.UntagResources(ctx, &eci.UntagResourcesRequest{ResourceType: resourceType, ResourceId: []string{id}, TagKey: []string{TagKey}})
	if eci.IsNotFound(err) {
		return nil
	}
	return err
}

// IsMarked says whether an object has the mark.
func IsMarked(tags []eci.DescribedTag) bool {
	return slices.ContainsFunc(tags, func(tag eci.DescribedTag) bool { return tag.Key == TagKey })
}
