package emulator

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// object is anything that the cloud holds.
type object interface {
	region() string
	id() string
	sequence() int64 // grows from object to object, over all kinds
	tags() *[]wire.Tag
	visibleAt() time.Time // reads show the object from then on
}

// collection holds the objects of one kind, oldest first. The zero value is empty.
type collection[T object] struct {
	list []T
	byID map[string]T
}

func (c *collection[T]) add(o T) {
	if c.byID == nil {
		c.byID = map[string]T{}
	}
	c.list = append(c.list, o)
	c.byID[o.id()] = o
}

// get finds an object by id; each is known in its own region only.
func (c *collection[T]) get(region, id string) (T, bool) {
	o, ok := c.byID[id]
	if !ok || o.region() != region {
		var none T
		return none, false
	}
	return o, true
}

func (c *collection[T]) removeFunc(gone func(T) bool) {
	c.list = slices.DeleteFunc(c.list, func(o T) bool {
		if !gone(o) {
			return false
		}
		delete(c.byID, o.id())
		return true
	})
}

// visible lists the objects of a call's region that reads show, oldest first.
func visible[T object](c call, all collection[T]) []T {
	var list []T
	for _, o := range all.list {
		if o.region() == c.Region && !o.visibleAt().After(c.at) {
			list = append(list, o)
		}
	}
	return list
}

// MarshalJSON writes the objects as a list.
func (c collection[T]) MarshalJSON() ([]byte, error) {
	if c.list == nil {
		return []byte("[]"), nil
	}
	return json.Marshal(c.list)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *collection[T]) UnmarshalJSON(data []byte) error {
	var list []*json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	if slices.Contains(list, nil) {
		return errors.New("an object is null")
	}
	var objects []T
	if err := json.Unmarshal(data, &objects); err != nil {
		return err
	}
	*c = collection[T]{}
	for _, o := range objects {
		c.add(o)
	}
	return nil
}

// Ids of the service are digits and lower-case letters.
var idEncoding = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

// nextSequence numbers a new object.
func (c *cloud) nextSequence() int64 {
	c.Sequence++
	return c.Sequence
}

// newID derives an id from the seed and an object's number, so that one that was given out never comes back.
func (c *cloud) newID(prefix string, sequence int64) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d/%s/%d", c.Seed, prefix, sequence))
	return prefix + "-" + idEncoding.EncodeToString(sum[:])[:20]
}

// uuidOf derives a UUID from an id.
func uuidOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

// hashOf derives a number from a text.
func hashOf(text string) uint32 {
	sum := sha256.Sum256([]byte(text))
	return uint32(sum[0])<<24 | uint32(sum[1])<<16 | uint32(sum[2])<<8 | uint32(sum[3])
}
