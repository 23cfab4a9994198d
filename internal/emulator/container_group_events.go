package emulator

import (
	"fmt"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Who reports an event.
const (
	sourceService = "EciService" // scheduling
	sourceAgent   = "K8sAgent"   // containers
)

func (g *containerGroup) normal(at time.Time, source, reason, format string, args ...any) {
	g.record(at, "Normal", source, reason, fmt.Sprintf(format, args...))
}

func (g *containerGroup) warning(at time.Time, source, reason, format string, args ...any) {
	g.record(at, "Warning", source, reason, fmt.Sprintf(format, args...))
}

func (g *containerGroup) record(at time.Time, kind, source, reason, message string) {
	g.Changed = at
	g.EventLog.record(at, kind, source, reason, message)
}

// podEvents are the events of one source, or of all if source is empty, since a time, in the form of
// DescribeContainerGroupEvents.
func (g *containerGroup) podEvents(source string, since time.Time) []wire.PodEvent {
	events := []wire.PodEvent{}
	for _, e := range g.EventLog {
		if source != "" && source != e.Source || e.Last.Before(since) {
			continue
		}
		component := "kubelet"
		if e.Source == sourceService {
			component = "eci-scheduler"
		}
		events = append(events, wire.PodEvent{
			Type: e.Type, Reason: e.Reason, Message: e.Message, Count: e.Count,
			FirstTimestamp: timestamp(e.First), LastTimestamp: timestamp(e.Last),
			ReportingComponent: component, ReportingInstance: g.ContainerGroupId,
			Source: wire.EventSource{Component: component, Host: "eci"},
			InvolvedObject: wire.InvolvedObject{ApiVersion: "v1", Kind: "Pod", Name: g.ContainerGroupName, Namespace: namespace,
				Uid: uuidOf(g.ContainerGroupId)},
			Metadata: wire.EventMetadata{Name: e.name(g.ContainerGroupName), Namespace: namespace},
		})
	}
	return events
}
