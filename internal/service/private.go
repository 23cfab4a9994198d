package service

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// What the private state of an object says if it is "true".
const (
	// importedKey: the object was imported and not updated since, so what ECI does not return is not known of it.
	importedKey = "imported"
	// waitingKey: what a creation or an update led to has not been seen yet.
	waitingKey = "waiting"
)

// PrivateReader is the Private of a request, or a [KeptPrivate].
type PrivateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the Private of a response.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// WasImported reports whether the object was imported and not updated since. private is the Private of a request.
func WasImported(ctx context.Context, private PrivateReader, diags *diag.Diagnostics) bool {
	return isTrue(ctx, private, importedKey, diags)
}

// SetImported sets what WasImported reports. private is the Private of a response.
func SetImported(ctx context.Context, private PrivateWriter, imported bool) diag.Diagnostics {
	return set(ctx, private, importedKey, imported)
}

// IsWaiting reports whether what a creation or an update led to has not been seen yet: the wait was interrupted or failed.
func IsWaiting(ctx context.Context, private PrivateReader, diags *diag.Diagnostics) bool {
	return isTrue(ctx, private, waitingKey, diags)
}

// SetWaiting sets what IsWaiting reports. private is the Private of a response.
func SetWaiting(ctx context.Context, private PrivateWriter, waiting bool) diag.Diagnostics {
	return set(ctx, private, waitingKey, waiting)
}

func isTrue(ctx context.Context, private PrivateReader, key string, diags *diag.Diagnostics) bool {
	value, more := private.GetKey(ctx, key)
	diags.Append(more...)
	return string(value) == "true"
}

func set(ctx context.Context, private PrivateWriter, key string, value bool) diag.Diagnostics {
	text := "false"
	if value {
		text = "true"
	}
	return private.SetKey(ctx, key, []byte(text))
}

// Private is the private state of an object: that of a response, or a [KeptPrivate].
type Private interface {
	PrivateReader
	PrivateWriter
}

// KeptPrivate is private state as Terraform keeps it. The framework writes it as a JSON object of encoded values.
type KeptPrivate struct {
	values  map[string][]byte
	changed bool
}

// ReadPrivate decodes private state.
func ReadPrivate(encoded []byte) (*KeptPrivate, error) {
	p := &KeptPrivate{values: map[string][]byte{}}
	if len(encoded) == 0 {
		return p, nil
	}
	return p, json.Unmarshal(encoded, &p.values)
}

// Matters reports whether it may say something about an object that a plan of what stays has to heed.
func (p *KeptPrivate) Matters() bool {
	return string(p.values[importedKey]) == "true" || string(p.values[waitingKey]) == "true"
}

// GetKey implements [PrivateReader].
func (p *KeptPrivate) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p.values[key], nil
}

// SetKey implements [PrivateWriter].
func (p *KeptPrivate) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p.values[key], p.changed = value, true
	return nil
}

// Encoded returns the private state for Terraform to keep: before, if nothing has changed.
func (p *KeptPrivate) Encoded(before []byte) ([]byte, error) {
	if !p.changed {
		return before, nil
	}
	return json.Marshal(p.values)
}
