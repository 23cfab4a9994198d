package market

import (
	"fmt"
	"slices"
)

// Categories of stock, of which the first two can be bought.
const (
	WithStock          = "WithStock"
	ClosedWithStock    = "ClosedWithStock"
	WithoutStock       = "WithoutStock"
	ClosedWithoutStock = "ClosedWithoutStock"
)

// Stock lists exceptions by key, each with its category; everything else is in stock. The most specific key wins: zone/type,
// zone/family, type, family, zone. A zone alone also concerns groups without an instance type.
type Stock map[string]string

// Validate refuses categories that do not exist.
func (s Stock) Validate() error {
	for key, category := range s {
		if !slices.Contains([]string{WithStock, ClosedWithStock, WithoutStock, ClosedWithoutStock}, category) {
			return fmt.Errorf("%s: %q is not a category of stock", key, category)
		}
	}
	return nil
}

// Category looks up a type or a family, or for an empty name a group without one, in a zone.
func (s Stock) Category(zone, name string) string {
	keys := []string{zone}
	if name != "" {
		family := familyOf(name)
		keys = []string{zone + "/" + name, zone + "/" + family, name, family, zone}
	}
	for _, key := range keys {
		if category, ok := s[key]; ok {
			return category
		}
	}
	return WithStock
}

// Has reports whether a type, or for an empty name a group without one, can be had in a zone.
func (s Stock) Has(zone, name string) bool {
	category := s.Category(zone, name)
	return category == WithStock || category == ClosedWithStock
}
