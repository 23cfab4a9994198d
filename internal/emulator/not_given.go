package emulator

import (
	"reflect"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Clients in languages without absent values send every member of a struct: empty text, zeros, false. The service takes a volume
// or a probe of another kind that says no more than that as not given, and so do the functions here.

// dropEmptyVolumes drops the empty structs of kinds that a volume is not of.
func dropEmptyVolumes(volumes []wire.CreateVolume) {
	for i := range volumes {
		v := &volumes[i]
		dropEmpty(&v.DiskVolume, v.Type == "DiskVolume")
		dropEmpty(&v.ConfigFileVolume, v.Type == "ConfigFileVolume")
		dropEmpty(&v.EmptyDirVolume, v.Type == "EmptyDirVolume")
		dropEmpty(&v.FlexVolume, v.Type == "FlexVolume")
		dropEmpty(&v.HostPathVolume, v.Type == "HostPathVolume")
		dropEmpty(&v.NFSVolume, v.Type == "NFSVolume")
	}
}

// dropEmptyMembers drops handlers of probes and hooks that are empty, probes that say nothing at all, and empty capabilities.
func dropEmptyMembers(c *wire.MainContainer) {
	if c.SecurityContext != nil {
		dropEmpty(&c.SecurityContext.Capability, false)
	}
	for _, probe := range []**wire.ProbeParameters{&c.LivenessProbe, &c.ReadinessProbe} {
		if p := *probe; p != nil {
			dropEmpty(&p.Exec, false)
			dropEmpty(&p.HttpGet, false)
			dropEmpty(&p.TcpSocket, false)
		}
		dropEmpty(probe, false)
	}
	for _, port := range []**int64{
		&c.LifecyclePostStartHandlerHttpGetPort, &c.LifecyclePostStartHandlerTcpSocketPort,
		&c.LifecyclePreStopHandlerHttpGetPort, &c.LifecyclePreStopHandlerTcpSocketPort,
	} {
		dropEmpty(port, false)
	}
	for _, command := range []*[]string{&c.LifecyclePostStartHandlerExec, &c.LifecyclePreStopHandlerExec} {
		if isEmpty(reflect.ValueOf(*command)) {
			*command = nil
		}
	}
}

// dropEmpty makes a value nil that is empty, unless it is wanted all the same.
func dropEmpty[T any](value **T, wanted bool) {
	if !wanted && isEmpty(reflect.ValueOf(*value)) {
		*value = nil
	}
}

// isEmpty reports whether a parameter holds nothing but absent values, empty text, zeros and false.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil() || isEmpty(v.Elem())
	case reflect.Struct:
		for _, field := range v.Fields() {
			if !isEmpty(field) {
				return false
			}
		}
		return true
	case reflect.Slice:
		for i := range v.Len() {
			if !isEmpty(v.Index(i)) {
				return false
			}
		}
		return true
	}
	return v.IsZero()
}
