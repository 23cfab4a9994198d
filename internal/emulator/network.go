package emulator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/market"
)

// vSwitchZone is the zone in which a vSwitch lies, as the package's comment tells.
func vSwitchZone(region, vSwitchID string) string {
	zones := market.Zones(region)
	if n := len(vSwitchID); n > 2 && vSwitchID[n-2] == '-' {
		for _, zone := range zones {
			if zone[len(zone)-1] == vSwitchID[n-1] {
				return zone
			}
		}
	}
	return zones[hashOf(vSwitchID)%uint32(len(zones))]
}

func vSwitchFull(id string) bool    { return strings.Contains(id, "full") }
func vSwitchNoStock(id string) bool { return strings.Contains(id, "nostock") }

// defaultVSwitch is the one that the service uses in a region, or in a zone of it, when a call names none.
func defaultVSwitch(region, zone string) string {
	letter := "a"
	if zone != "" {
		letter = zone[len(zone)-1:]
	}
	return fmt.Sprintf("vsw-default%08x-%s", hashOf(region), letter)
}

// chooseVSwitch picks the vSwitch of a new group: the first usable one in the order given, or for the strategy VSwitchRandom
// from a place in the list that depends on n. Its zone has to be in stock.
func chooseVSwitch(region, zone string, ids []string, strategy string, n int64, inStock func(zone string) bool) (string, error) {
	if len(ids) == 0 {
		ids = []string{defaultVSwitch(region, zone)}
	}
	if strategy != "VSwitchOrdered" {
		start := int(n % int64(len(ids)))
		ids = slices.Concat(ids[start:], ids[:start])
	}
	var err error
	for _, id := range ids {
		switch {
		case zone != "" && vSwitchZone(region, id) != zone:
			err = denied("OperationDenied.VswZoneMisMatch", "The vSwitch %s is not in the zone %s.", id, zone)
		case vSwitchFull(id):
			err = denied("InvalidVSwitchId.IpNotEnough", "The vSwitch %s has no free IP address.", id)
		case !inStock(vSwitchZone(region, id)):
			err = denied("OperationDenied.NoStock", "The requested resource is sold out in the zone %s.", vSwitchZone(region, id))
		default:
			return id, nil
		}
	}
	return "", err
}

// Of each of these a region has one.
func vpcOf(region string) string {
	return fmt.Sprintf("vpc-%08x%08x", hashOf(region), hashOf("vpc"+region))
}
func defaultSecurityGroup(region string) string {
	return fmt.Sprintf("sg-%08x%08x", hashOf(region), hashOf("sg"+region))
}

// publicAddressOf is the n-th public address.
func publicAddressOf(n int64) string { return fmt.Sprintf("203.0.113.%d", n%254+1) }

// addressOf is the n-th address of the emulated network.
func addressOf(n int64) string {
	n %= 200 * 254
	return fmt.Sprintf("172.16.%d.%d", n/254, n%254+1)
}
