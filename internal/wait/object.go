package wait

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// visibleWithin bounds the time after creation in which ECI may not list an object yet.
const visibleWithin = time.Minute

// ReadWithin bounds the time of a read, with all pages of a list, all retries, and the turns of other reads under the rate
// limits. None needs as long; it ends what would never end.
const ReadWithin = 10 * time.Minute

// ErrHidden says that an object exists although ECI does not list it.
var ErrHidden = errors.New("ECI does not list the object although it exists")

// ErrGone is the error of a List that shows an object which is gone all the same.
var ErrGone = errors.New("the object is gone")

// FailedError is a wait that failed or cannot succeed. Its text says in a clause what the object came to.
type FailedError string

func (f FailedError) Error() string { return string(f) }

// Object reads one object of the API, and knows how to tell that it is gone.
type Object[T any] struct {
	// List returns the object and whether ECI lists it. An object that is not listed need not be gone; one that is gone although
	// it is listed is the error ErrGone.
	List func(ctx context.Context) (object T, listed bool, err error)
	// Confirm takes a second look at an object that is not listed, by another action. It returns nil if the object is
	// gone, ErrHidden if it is not.
	Confirm func(ctx context.Context) error
}

// look is List with nil for an object that is not listed, for which confirm reports whether it is gone.
func (o Object[T]) look(ctx context.Context) (object *T, confirm func(context.Context) error, err error) {
	listed, isListed, err := o.List(ctx)
	switch {
	case errors.Is(err, ErrGone):
		return nil, func(context.Context) error { return nil }, nil
	case eci.IsNotFound(err), err == nil && !isListed:
		return nil, o.Confirm, nil
	case err != nil:
		return nil, nil, err
	}
	return &listed, nil, nil
}

// Watched is the object with a function that gets it at each look at which ECI lists it.
func (o Object[T]) Watched(watch func(T)) Object[T] {
	list := o.List
	o.List = func(ctx context.Context) (T, bool, error) {
		object, listed, err := list(ctx)
		if listed && err == nil {
			watch(object)
		}
		return object, listed, err
	}
	return o
}

// Read returns the object, or nil if it is gone, within [ReadWithin].
func (o Object[T]) Read(ctx context.Context) (*T, error) {
	ctx, cancel := context.WithTimeout(ctx, ReadWithin)
	defer cancel()
	object, confirm, err := o.look(ctx)
	if err == nil && object == nil {
		err = confirm(ctx)
	}
	return object, err
}

// WaitFor waits until progress says that the object has come to what is wanted, and returns it as it was seen last, nil if
// it never was. The error is FailedError, as progress returns it or because the object has been deleted, what a call failed
// with, or the cause when ctx ended.
func (o Object[T]) WaitFor(ctx context.Context, progress func(T) (done bool, err error)) (*T, error) {
	var last *T
	begin := time.Now()
	err := Until(ctx, func(ctx context.Context) (bool, error) {
		object, confirm, err := o.look(ctx)
		if err != nil {
			return false, err
		}
		if object == nil {
			if last == nil && time.Since(begin) < visibleWithin {
				return false, nil
			}
			err := confirm(ctx)
			switch {
			case errors.Is(err, ErrHidden):
				return false, nil // the two lists need not agree at once
			case err != nil:
				return false, err
			}
			return false, FailedError("it was deleted while Terraform waited for it")
		}
		last = object
		return progress(*object)
	})
	return last, err
}

// WaitGone waits until ECI does not list the object any more and a second look agrees.
func (o Object[T]) WaitGone(ctx context.Context) error {
	return Until(ctx, func(ctx context.Context) (bool, error) {
		object, confirm, err := o.look(ctx)
		if err != nil || object != nil {
			return false, err
		}
		err = confirm(ctx)
		if errors.Is(err, ErrHidden) {
			return false, nil // the two lists need not agree at once
		}
		return err == nil, err
	})
}

// ConfirmByTags is a Confirm that looks for the tags of an object. What has no tags counts as gone. resourceType is one of
// the eci.ResourceType constants, describe the action that did not list the object.
func ConfirmByTags(client *eci.Client, resourceType, id, describe string) func(context.Context) error {
	return func(ctx context.Context) error {
		for tag, err := range client.ResourceTags(ctx, &eci.ListTagResourcesRequest{ResourceType: resourceType, ResourceId: []string{id}}) {
			if eci.IsNotFound(err) {
				return nil
			}
			if err != nil {
				return err
			}
			if tag.ResourceId == id {
				return fmt.Errorf("%w: it has tags; check that the credentials may call eci:%s on it", ErrHidden, describe)
			}
		}
		return nil
	}
}
