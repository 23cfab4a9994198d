package adopt

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// mostTags is how many tags an object can have.
const mostTags = 20

// Create returns the ID of a new object with tags, unless an earlier run created it and died before it could tell; then
// that one's. request is what is created, without secrets. find lists the objects with a tag, create makes one with the
// given tags. A mark among these stays until [Unmark].
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

// Unmark takes the mark off an object whose ID is known now, or warns that it stays until the next refresh. ctx may have
// ended: a mark that stays would let a later equal creation take the object for an orphan. resourceType is one of the
// eci.ResourceType constants.
func Unmark(ctx context.Context, client *eci.Client, resourceType, id string, diags *diag.Diagnostics) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	_, err := client.UntagResources(ctx, &eci.UntagResourcesRequest{ResourceType: resourceType, ResourceId: []string{id}, TagKey: []string{TagKey}})
	if err != nil && !eci.IsNotFound(err) {
		diags.AddWarning("Creation Mark Stays", fmt.Sprintf("The tag %s could not be taken off %s: %v. The next refresh tries again.", TagKey, id, err))
	}
}

// IsMarked says whether an object has the mark.
func IsMarked(tags []eci.DescribedTag) bool {
	return slices.ContainsFunc(tags, func(tag eci.DescribedTag) bool { return tag.Key == TagKey })
}
