package service

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/crypto/argon2"
)

// fingerprintsKey is the key in private state of the fingerprints of the write-only values that ECI was sent.
const fingerprintsKey = "fingerprints"

// fingerprintMemory, in KiB, makes it slow, some 2 ms, to guess a secret by its fingerprint.
const fingerprintMemory = 2048

type fingerprints struct {
	Salt []byte            `json:"salt"`
	Of   map[string][]byte `json:"of"`
}

// SetSent notes in private state which write-only values ECI was sent, by name, as salted fingerprints.
func SetSent(ctx context.Context, private PrivateWriter, values map[string]string) diag.Diagnostics {
	if len(values) == 0 {
		return private.SetKey(ctx, fingerprintsKey, []byte("{}"))
	}
	f := fingerprints{Salt: make([]byte, 16), Of: map[string][]byte{}}
	_, _ = rand.Read(f.Salt) // which never fails
	for name, value := range values {
		f.Of[name] = f.print(value)
	}
	text, err := json.Marshal(f)
	if err != nil {
		panic(err) // bytes always marshal
	}
	return private.SetKey(ctx, fingerprintsKey, text)
}

// NotSent names the values that are others than those noted by SetSent, sorted. Values that were not noted, as after an import, are
// not among them.
func NotSent(ctx context.Context, private PrivateReader, values map[string]string, diags *diag.Diagnostics) []string {
	text, more := private.GetKey(ctx, fingerprintsKey)
	diags.Append(more...)
	var f fingerprints
	if len(text) == 0 || json.Unmarshal(text, &f) != nil {
		return nil
	}
	var names []string
	for name, value := range values {
		if sent, ok := f.Of[name]; ok && !slices.Equal(sent, f.print(value)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (f fingerprints) print(value string) []byte {
	return argon2.IDKey([]byte(value), f.Salt, 1, fingerprintMemory, 1, 16)
}
