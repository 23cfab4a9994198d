package market

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// InstanceType holds what an ECS instance type offers; Memory is in GiB.
type InstanceType struct {
	CPU, Memory float64
	GPU         int64
	ARM         bool
}

// families are the ECS instance families that ECI takes, with the memory in GiB per vCPU. Figures of GPU and local-disk
// families are rounded; the emulator needs them to be plausible only.
var families = map[string]float64{
	"g8a": 4, "g8i": 4, "g7a": 4, "g7": 4, "g6e": 4, "g6a": 4, "g6": 4, "g5": 4, "sn2": 4, "sn2ne": 4,
	"c8a": 2, "c8i": 2, "c7a": 2, "c7": 2, "c6e": 2, "c6a": 2, "c6": 2, "c5": 2, "sn1": 2, "sn1ne": 2,
	"r8a": 8, "r8i": 8, "r7a": 8, "r7": 8, "r6e": 8, "r6a": 8, "r6": 8, "r5": 8, "se1": 8, "se1ne": 8,
	"u1": 4, "e": 4, "ic5": 1,
	"hfg6": 4, "hfg7": 4, "hfg8i": 4, "hfc6": 2, "hfc7": 2, "hfc8i": 2, "hfr6": 8, "hfr7": 8, "hfr8i": 8,
	"d1": 4, "d1ne": 4, "i2": 8, "i2g": 4,
	"g8y": 4, "c8y": 2, "r8y": 8,
	"gn8ia": 4, "gn8is": 4, "gn7e": 8, "gn7i": 4, "gn7s": 4, "gn7": 8, "gn6v": 4, "gn6e": 8, "gn6i": 4, "gn5i": 4, "gn5": 8,
	"sgn7i-vws": 4, "vgn7i-vws": 4, "vgn6i-vws": 4,
}

// Generations of the families of common shapes that groups are placed on, by GiB per vCPU.
var commonFamilies = map[float64][]string{2: {"c5", "c6", "c7"}, 4: {"g5", "g6", "g7"}, 8: {"r5", "r6", "r7"}}

var (
	instanceTypePattern = regexp.MustCompile(`^ecs\.([a-z0-9]+(?:-vws)?)((?:-[a-z0-9.]+?)*)\.(small|large|(\d*)xlarge)$`)
	sizeHint            = regexp.MustCompile(`([cmg])(\d+)`)
)

// LookUp finds an instance type by its name. It knows every type whose name is made of a family that ECI takes and a size.
func LookUp(name string) (InstanceType, bool) {
	parts := instanceTypePattern.FindStringSubmatch(name)
	if parts == nil {
		return InstanceType{}, false
	}
	family, hints, size := parts[1], parts[2], parts[3]
	ratio, ok := families[family]
	if !ok {
		return InstanceType{}, false
	}
	t := InstanceType{ARM: strings.HasSuffix(family, "y")}
	switch {
	case size == "small":
		t.CPU = 1
	case size == "large":
		t.CPU = 2
	case parts[4] == "":
		t.CPU = 4
	default:
		n, err := strconv.Atoi(parts[4])
		if err != nil || n < 2 || n > 64 {
			return InstanceType{}, false
		}
		t.CPU = 4 * float64(n)
	}
	if strings.Contains(family, "gn") {
		t.GPU = max(1, int64(t.CPU/8))
	}
	// A name such as gn6i-c4g1 tells vCPUs and GPUs, one such as u1-c1m2 the memory of each vCPU.
	for _, hint := range sizeHint.FindAllStringSubmatch(hints, -1) {
		n, err := strconv.Atoi(hint[2])
		if err != nil || n == 0 {
			return InstanceType{}, false
		}
		switch {
		case hint[1] == "m" && t.GPU == 0:
			ratio = float64(n)
		case hint[1] == "c" && t.GPU > 0:
			t.CPU = float64(n)
		case hint[1] == "g" && t.GPU > 0:
			t.GPU = int64(n)
		}
	}
	t.Memory = t.CPU * ratio
	return t, true
}

// Carrier names the ECS type on which the service would place a group of this size, empty where there is none of that shape.
func Carrier(cpu, memory float64) string {
	family, ok := map[float64]string{2: "c6", 4: "g6", 8: "r6"}[memory/cpu]
	if !ok || !slices.Contains([]float64{2, 4, 8, 16, 32, 64}, cpu) {
		return ""
	}
	return typeName(family, cpu)
}

// typeName is the type of a family that has a number of vCPUs.
func typeName(family string, cpus float64) string {
	switch cpus {
	case 2:
		return "ecs." + family + ".large"
	case 4:
		return "ecs." + family + ".xlarge"
	}
	return fmt.Sprintf("ecs.%s.%.0fxlarge", family, cpus/4)
}

// familyOf is the family of an instance type, such as ecs.c6 of ecs.c6.large.
func familyOf(name string) string {
	family, _, _ := strings.Cut(strings.TrimPrefix(name, "ecs."), ".")
	return "ecs." + family
}

// Carriers lists the common instance types that hold a size best: those with the fewest vCPUs, and of these with the least memory.
func Carriers(cpu, memory float64) []string {
	for _, cpus := range []float64{2, 4, 8, 12, 16, 24, 32, 52, 64} {
		for _, ratio := range []float64{2, 4, 8} {
			if cpus < cpu || cpus*ratio < memory {
				continue
			}
			var names []string
			for _, family := range commonFamilies[ratio] {
				names = append(names, typeName(family, cpus))
			}
			return names
		}
	}
	return nil
}

// OfSize lists the common instance types of exactly that size.
func OfSize(cpu, memory float64) []string {
	return slices.DeleteFunc(Carriers(cpu, memory), func(name string) bool {
		t, _ := LookUp(name)
		return t.CPU != cpu || t.Memory != memory
	})
}

// HasFamily reports whether ECI takes a family such as ecs.c6.
func HasFamily(name string) bool {
	family, ok := strings.CutPrefix(name, "ecs.")
	_, known := families[family]
	return ok && known
}
