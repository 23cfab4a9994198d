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

type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// PrivateWriter is the Private of a response.
type PrivateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// WasImported reports whether the object was imported and not updated since. private is the Private of a request.
func WasImported(ctx context.Context, private privateReader, diags *diag.Diagnostics) bool {
	return isTrue(ctx, private, importedKey, diags)
}

// SetImported sets what WasImported reports. private is the Private of a response.
func SetImported(ctx context.Context, private PrivateWriter, imported bool) diag.Diagnostics {
	return set(ctx, private, importedKey, imported)
}

// IsWaiting reports whether what a creation or an update led to has not been seen yet: the wait was interrupted or failed.
func IsWaiting(ctx context.Context, private privateReader, diags *diag.Diagnostics) bool {
	return isTrue(ctx, private, waitingKey, diags)
}

// SetWaiting sets what IsWaiting reports. private is the Private of a response.
func SetWaiting(ctx context.Context, private PrivateWriter, waiting bool) diag.Diagnostics {
	return set(ctx, private, waitingKey, waiting)
}

func isTrue(ctx context.Context, private privateReader, key string, diags *diag.Diagnostics) bool {
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

// PrivateMatters reports whether private state, as Terraform keeps it, may say something about an object that a plan has to
// heed. The framework writes it as a JSON object of encoded values.
func PrivateMatters(private []byte) bool {
	if len(private) == 0 {
		return false
	}
	var values map[string][]byte
	err := json.Unmarshal(private, &values)
	return err != nil || string(values[importedKey]) == "true" || string(values[waitingKey]) == "true"
}
