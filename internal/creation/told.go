package creation

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/sync/errgroup"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Terraform saves what it was told within 20 s at the latest, the interval at which it writes to a remote backend. It kills a
// provider that takes longer than 2 s to end.
const (
	savedWithin = 30 * time.Second
	endWithin   = 1500 * time.Millisecond
)

// mostIDs is the greatest number of objects that one call takes the mark off.
const mostIDs = 20

// told is an object that Terraform was told of.
type told struct {
	note             *note
	client           *eci.Client
	resourceType, id string
	since            time.Time
}

// Told says that Terraform is told of an object that Create has returned. 30 s from now, when Terraform has saved the object's ID
// for certain, its note and its mark go. Until then a killed run can still find the object.
func (j *Journal) Told(client *eci.Client, resourceType, id string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	n, ok := j.pending[id]
	if !ok {
		return // it has no mark
	}
	delete(j.pending, id)
	if n.token == "" {
		return // nor has this
	}
	j.told = append(j.told, told{n, client, resourceType, id, time.Now()})
	if len(j.told) == 1 {
		time.AfterFunc(savedWithin, j.removeSaved)
	}
}

// removeSaved ends what is saved by now, and comes back for the rest, not too often: each time costs a call.
func (j *Journal) removeSaved() {
	j.mu.Lock()
	due := j.told
	if i := slices.IndexFunc(due, func(one told) bool { return time.Since(one.since) < savedWithin }); i >= 0 {
		due = due[:i]
	}
	j.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), savedWithin)
	defer cancel()
	end(ctx, due)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.told = j.told[min(len(due), len(j.told)):]; len(j.told) > 0 {
		time.AfterFunc(savedWithin/3, j.removeSaved)
	}
}

// Close ends what Terraform was told of, as far as it gives time to. What still has its mark after that loses it in the next
// refresh. Other notes are left to the next process, as they are if this one is killed.
func (j *Journal) Close() {
	j.mu.Lock()
	due, pending := j.told, j.pending
	j.told, j.pending = nil, nil
	j.mu.Unlock()
	for _, n := range pending {
		n.release()
	}
	ctx, cancel := context.WithTimeout(context.Background(), endWithin)
	defer cancel()
	end(ctx, due)
}

// end removes notes, and takes the mark off as many objects as it can: errors are for the next refresh.
func end(ctx context.Context, all []told) {
	type kind struct {
		client       *eci.Client
		resourceType string
	}
	ids := map[kind][]string{}
	for _, one := range all {
		one.note.remove()
		of := kind{one.client, one.resourceType}
		ids[of] = append(ids[of], one.id)
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

// Read says that an object with these tags is in state and was looked at. If it has a mark, the process that created it was
// killed before it could take it off, or could not: the note goes, and the mark if it can be taken off.
func (j *Journal) Read(ctx context.Context, client *eci.Client, resourceType, id string, tags []eci.DescribedTag, diags *diag.Diagnostics) {
	j.Know(id)
	token, ok := markOf(tags)
	if !ok {
		return
	}
	for _, path := range find(j.dir, token) {
		_ = os.Remove(path)
	}
	if err := unmark(ctx, client, resourceType, id); err != nil && !eci.IsNotFound(err) {
		diags.AddWarning("Creation Mark Stays", fmt.Sprintf("The tag %s could not be taken off %s: %v. It does no harm, and the next refresh "+
			"tries again, for which the credentials need the RAM action eci:UntagResources.", TagKey, id, err))
	}
}

func unmark(ctx context.Context, client *eci.Client, resourceType string, ids ...string) error {
	_, err := client.UntagResources(ctx, &eci.UntagResourcesRequest{ResourceType: resourceType, ResourceId: ids, TagKey: []string{TagKey}})
	return err
}
