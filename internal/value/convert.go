package value

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Texts returns the strings of a list as Go strings, or nil if there are none. Null and unknown ones become empty.
func Texts(values []types.String) []string {
	var result []string
	for _, value := range values {
		result = append(result, value.ValueString())
	}
	return result
}

// Strings is the opposite of Texts.
func Strings(texts []string) []types.String {
	var result []types.String
	for _, text := range texts {
		result = append(result, types.StringValue(text))
	}
	return result
}

// String returns null for an empty string, which ECI reports for a value that was not given.
func String(value string) types.String { return StringOr(value, "") }

// StringOr returns standard for an empty string, and null if that is empty too.
func StringOr(value, standard string) types.String {
	if value == "" {
		value = standard
	}
	if value == "" {
		return types.StringNull()
	}
	return types.StringValue(value)
}

// NonZero returns nil for a zero that says nothing: that of an unknown size, or a default.
func NonZero[T comparable](v *T) *T {
	var zero T
	if v == nil || *v == zero {
		return nil
	}
	return v
}

// Sorted iterates over a map in the order of its keys, so that equal configurations make equal requests.
func Sorted[V any](m map[string]V) func(yield func(string, V) bool) {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}

// Text returns what ECI describes. Where that is nothing, an empty string that was asked for stays.
func Text(described string, prior types.String) types.String {
	if described == "" && !prior.IsUnknown() && prior.ValueString() == "" {
		return prior
	}
	return String(described)
}

// KeepEmpty keeps an empty list that was asked for, which ECI cannot tell from none.
func KeepEmpty[T any](described, prior []T) []T {
	if len(described) == 0 && prior != nil && len(prior) == 0 {
		return prior
	}
	return described
}

// KeepEmptyMap keeps an empty map that was asked for, which ECI cannot tell from none.
func KeepEmptyMap[T any](described, prior map[string]T) map[string]T {
	if len(described) == 0 && prior != nil && len(prior) == 0 {
		return prior
	}
	return described
}
