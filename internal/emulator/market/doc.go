// Package market holds what ECI sells, where and for how much: regions and zones, sizes, instance types, prices, stock and quotas.
package market
