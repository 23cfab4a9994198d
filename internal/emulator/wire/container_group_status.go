package wire

// The published models of these two answers write the names inside Data in upper camel case, with a few exceptions. The
// service writes them in lower camel case, and so does the emulator.

// DescribeContainerGroupStatusResponse is the answer of DescribeContainerGroupStatus.
type DescribeContainerGroupStatusResponse struct {
	Data       []ContainerGroupStatus
	NextToken  string
	TotalCount int
}

// ContainerGroupStatus is a container group in the shape of a Kubernetes Pod's status.
type ContainerGroupStatus struct {
	ContainerGroupId string    `json:"containerGroupId"`
	UUID             string    `json:"uuid"`
	Name             string    `json:"name"`
	Namespace        string    `json:"namespace"`
	Annotations      string    `json:"annotations,omitempty"`
	Status           string    `json:"status"`
	PodStatus        PodStatus `json:"podStatus"`
}

// PodStatus is Kubernetes' PodStatus.
type PodStatus struct {
	Phase             string               `json:"phase"`
	Conditions        []PodCondition       `json:"conditions"`
	ContainerStatuses []PodContainerStatus `json:"containerStatuses,omitempty"`
	HostIp            string               `json:"hostIp,omitempty"`
	PodIp             string               `json:"podIp,omitempty"`
	PodIps            []PodIp              `json:"podIps,omitempty"`
	QosClass          string               `json:"qosClass,omitempty"`
	StartTime         string               `json:"startTime,omitempty"`
}

// PodCondition is Kubernetes' PodCondition.
type PodCondition struct {
	Type               string `json:"type"`
	Status             string `json:"status"`
	Reason             string `json:"reason,omitempty"`
	Message            string `json:"message,omitempty"`
	LastTransitionTime string `json:"lastTransitionTime,omitempty"`
}

// PodIp is an address of the group.
type PodIp struct {
	Ip string `json:"ip"`
}

// PodContainerStatus is Kubernetes' ContainerStatus.
type PodContainerStatus struct {
	Name         string            `json:"name"`
	Image        string            `json:"image"`
	ImageID      string            `json:"imageID"`
	Ready        bool              `json:"ready"`
	RestartCount int64             `json:"restartCount"`
	Started      bool              `json:"started"`
	State        PodContainerState `json:"state"`
	LastState    PodContainerState `json:"lastState"`
}

// PodContainerState is Kubernetes' ContainerState: at most one member is set.
type PodContainerState struct {
	Waiting    *PodContainerWaiting    `json:"waiting,omitempty"`
	Running    *PodContainerRunning    `json:"running,omitempty"`
	Terminated *PodContainerTerminated `json:"terminated,omitempty"`
}

// PodContainerWaiting is Kubernetes' ContainerStateWaiting.
type PodContainerWaiting struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

// PodContainerRunning is Kubernetes' ContainerStateRunning. Published models call its field StartedAtstartedAt, which looks
// like a slip; the emulator uses Kubernetes' name.
type PodContainerRunning struct {
	StartedAt string `json:"startedAt"`
}

// PodContainerTerminated is Kubernetes' ContainerStateTerminated.
type PodContainerTerminated struct {
	ContainerID string `json:"containerID,omitempty"`
	ExitCode    int64  `json:"exitCode"`
	Signal      int64  `json:"signal,omitempty"`
	Reason      string `json:"reason,omitempty"`
	Message     string `json:"message,omitempty"`
	StartedAt   string `json:"startedAt,omitempty"`
	FinishedAt  string `json:"finishedAt,omitempty"`
}

// DescribeContainerGroupEventsResponse is the answer of DescribeContainerGroupEvents. Unlike its siblings it has no
// NextToken. TotalCount is the number of events.
type DescribeContainerGroupEventsResponse struct {
	Data       []ContainerGroupEvents
	TotalCount int
}

// ContainerGroupEvents holds the events of one group.
type ContainerGroupEvents struct {
	ContainerGroupId string     `json:"containerGroupId"`
	UUID             string     `json:"uuid"`
	Name             string     `json:"name"`
	Namespace        string     `json:"namespace"`
	Annotations      string     `json:"annotations,omitempty"`
	Events           []PodEvent `json:"events"`
}

// PodEvent is Kubernetes' Event.
type PodEvent struct {
	Type               string         `json:"type"`
	Reason             string         `json:"reason"`
	Message            string         `json:"message"`
	Count              int64          `json:"count"`
	FirstTimestamp     string         `json:"firstTimestamp"`
	LastTimestamp      string         `json:"lastTimestamp"`
	ReportingComponent string         `json:"reportingComponent"`
	ReportingInstance  string         `json:"reportingInstance"`
	Source             EventSource    `json:"source"`
	InvolvedObject     InvolvedObject `json:"involvedObject"`
	Metadata           EventMetadata  `json:"metadata"`
}

// EventSource says who reported an event.
type EventSource struct {
	Component string `json:"component"`
	Host      string `json:"host"`
}

// InvolvedObject is the Pod that an event is about.
type InvolvedObject struct {
	ApiVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	Namespace  string `json:"namespace"`
	Uid        string `json:"uid"`
}

// EventMetadata names an event.
type EventMetadata struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
}
