package kubernetes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// note says what becomes of a field that ECI has nothing for.
type note struct {
	// refused makes it an error: without it, the Pod would not be what its author means.
	refused bool
	text    string
}

func refuse(text string) note { return note{true, text} }
func drop(text string) note   { return note{false, text} }

const (
	clusterOnly    = "has no effect outside a cluster"
	schedulerOnly  = "concerns the scheduler of a cluster; ECI places the group in one of its vSwitches"
	noParameter    = "ECI has no parameter for it"
	noDevices      = "ECI mounts emptyDir, configMap, secret, projected, downwardAPI, nfs and flexVolume volumes"
	cloudVolumes   = "there is no cluster that binds it: use a flexVolume with the driver alicloud/disk, alicloud/nas or alicloud/oss, or nfs"
	noDeviceClaims = "ECI allocates no devices: request nvidia.com/gpu and name a GPU type in the annotation k8s.aliyun.com/eci-use-specs"
	notPrivileged  = "ECI runs privileged containers of invited accounts only: add capabilities instead"
	noTokens       = "there is no cluster that issues tokens: give the containers a RAM role by the annotation " +
		"k8s.aliyun.com/eci-ram-role-name"
	onlyThreeProbes = "ECI's probes are exec, httpGet and tcpSocket"
	ownPort         = "a group has an address of its own and needs no mapping: use containerPort"
	onlySelf        = "ECI's probes ask the group itself"
	noInitInput     = "ECI gives init containers no standard input"
	noProbeHeader   = "ECI's probes have none: use exec with a program of the image, such as curl"
)

// unsupported are the fields of a Pod's specification that no attribute of a group takes, by their paths. What stands below one
// of them is not looked at. Fields of initContainers are those of containers unless they have a line of their own.
var unsupported = map[string]note{
	"hostNetwork": refuse("a group has a network of its own: use a load balancer in front of it, or the annotation " +
		"k8s.aliyun.com/eci-with-eip"),
	"hostPID":                        refuse("a group has no host to share with: shareProcessNamespace shares between its containers"),
	"hostIPC":                        refuse("a group has no host to share with; its containers share IPC"),
	"ephemeralContainers":            refuse("they are added to a running Pod only: make it a container"),
	"resourceClaims":                 refuse(noDeviceClaims),
	"securityContext.windowsOptions": refuse("Windows is by invitation, and ECI has no parameter for it"),
	"hostUsers":                      drop(noParameter),
	"nodeName":                       drop(schedulerOnly),
	"affinity":                       drop(schedulerOnly),
	"tolerations":                    drop(schedulerOnly),
	"topologySpreadConstraints":      drop(schedulerOnly),
	"schedulerName":                  drop(schedulerOnly),
	"schedulingGates":                drop(schedulerOnly),
	"schedulingGroup":                drop(schedulerOnly),
	"priorityClassName":              drop(schedulerOnly),
	"priority":                       drop(schedulerOnly),
	"preemptionPolicy":               drop(schedulerOnly),
	"overhead":                       drop(schedulerOnly),
	"runtimeClassName":               drop(noParameter),
	"readinessGates":                 drop(clusterOnly),
	"evictionResponders":             drop(clusterOnly),
	"enableServiceLinks":             drop(clusterOnly),
	"serviceAccount":                 drop(clusterOnly),
	"automountServiceAccountToken":   drop(clusterOnly),
	"subdomain":                      drop(clusterOnly),
	"setHostnameAsFQDN":              drop(clusterOnly),
	"hostnameOverride":               drop(noParameter + "; hostname sets the host name"),

	"securityContext.seLinuxOptions":           drop(noParameter),
	"securityContext.seLinuxChangePolicy":      drop(noParameter),
	"securityContext.seccompProfile":           drop(noParameter),
	"securityContext.appArmorProfile":          drop(noParameter),
	"securityContext.fsGroup":                  drop(noParameter),
	"securityContext.fsGroupChangePolicy":      drop(noParameter),
	"securityContext.supplementalGroups":       drop(noParameter),
	"securityContext.supplementalGroupsPolicy": drop(noParameter),

	"resources.claims": refuse(noDeviceClaims),

	"containers[].startupProbe":       refuse("ECI has no startup probe: give livenessProbe an initialDelaySeconds that is long enough"),
	"containers[].volumeDevices":      refuse("ECI attaches no block devices: mount a disk with a file system"),
	"containers[].resizePolicy":       drop(noParameter),
	"containers[].restartPolicyRules": refuse("ECI has one restart policy for all containers"),
	"containers[].ports[].hostPort":   refuse(ownPort),
	"containers[].ports[].hostIP":     refuse(ownPort),
	"containers[].resources.claims":   refuse(noDeviceClaims),

	"containers[].securityContext.privileged":               refuse(notPrivileged),
	"containers[].securityContext.windowsOptions":           refuse("Windows is by invitation, and ECI has no parameter for it"),
	"containers[].securityContext.capabilities.drop":        drop(noParameter),
	"containers[].securityContext.allowPrivilegeEscalation": drop(noParameter),
	"containers[].securityContext.seLinuxOptions":           drop(noParameter),
	"containers[].securityContext.seccompProfile":           drop(noParameter),
	"containers[].securityContext.appArmorProfile":          drop(noParameter),

	"containers[].volumeMounts[].recursiveReadOnly": drop(noParameter),
	"containers[].volumeMounts[].bindMountOptions":  drop(noParameter),

	"containers[].env[].valueFrom.resourceFieldRef": refuse("write the number itself"),
	"containers[].env[].valueFrom.fileKeyRef":       refuse("ECI reads no variables from files: use a ConfigMap"),

	"containers[].livenessProbe.grpc":                           refuse(onlyThreeProbes),
	"containers[].livenessProbe.httpGet.host":                   refuse(onlySelf),
	"containers[].livenessProbe.httpGet.httpHeaders":            refuse(noProbeHeader),
	"containers[].livenessProbe.httpGet.protocol":               refuse("ECI's probes speak HTTP/1.1"),
	"containers[].livenessProbe.tcpSocket.host":                 refuse(onlySelf),
	"containers[].livenessProbe.terminationGracePeriodSeconds":  refuse("the group's terminationGracePeriodSeconds holds for probes too"),
	"containers[].readinessProbe.grpc":                          refuse(onlyThreeProbes),
	"containers[].readinessProbe.httpGet.host":                  refuse(onlySelf),
	"containers[].readinessProbe.httpGet.httpHeaders":           refuse(noProbeHeader),
	"containers[].readinessProbe.httpGet.protocol":              refuse("ECI's probes speak HTTP/1.1"),
	"containers[].readinessProbe.tcpSocket.host":                refuse(onlySelf),
	"containers[].readinessProbe.terminationGracePeriodSeconds": refuse("Kubernetes allows it for liveness probes only"),
	"containers[].lifecycle.stopSignal":                         refuse("ECI sends SIGTERM: use preStop to do something else"),
	"containers[].lifecycle.postStart.sleep":                    refuse("use exec with the command sleep"),
	"containers[].lifecycle.preStop.sleep":                      refuse("use exec with the command sleep"),
	"containers[].lifecycle.postStart.httpGet.protocol":         refuse("ECI's hooks speak HTTP/1.1"),
	"containers[].lifecycle.preStop.httpGet.protocol":           refuse("ECI's hooks speak HTTP/1.1"),

	"initContainers[].livenessProbe":                refuse("an init container has none"),
	"initContainers[].readinessProbe":               refuse("an init container has none"),
	"initContainers[].lifecycle":                    refuse("an init container has none"),
	"initContainers[].stdin":                        refuse(noInitInput),
	"initContainers[].stdinOnce":                    refuse(noInitInput),
	"initContainers[].tty":                          refuse("ECI gives init containers no terminal"),
	"initContainers[].securityContext.runAsGroup":   refuse("ECI has it for the containers only"),
	"initContainers[].securityContext.runAsNonRoot": refuse("ECI has it for the containers only: set runAsUser"),

	"volumes[].persistentVolumeClaim": refuse(cloudVolumes),
	"volumes[].csi":                   refuse(cloudVolumes),
	"volumes[].ephemeral":             refuse(cloudVolumes),
	"volumes[].image":                 refuse("copy what you need with an init container of that image"),
	"volumes[].gitRepo":               refuse("clone with an init container"),
	"volumes[].emptyDir.mode":         refuse(noParameter),

	"volumes[].secret.defaultUser":                                       refuse(noParameter),
	"volumes[].secret.items[].user":                                      refuse(noParameter),
	"volumes[].configMap.defaultUser":                                    refuse(noParameter),
	"volumes[].configMap.items[].user":                                   refuse(noParameter),
	"volumes[].downwardAPI.defaultUser":                                  refuse(noParameter),
	"volumes[].downwardAPI.items[].user":                                 refuse(noParameter),
	"volumes[].downwardAPI.items[].resourceFieldRef":                     refuse("write the number into a ConfigMap"),
	"volumes[].projected.defaultUser":                                    refuse(noParameter),
	"volumes[].projected.sources[].secret.items[].user":                  refuse(noParameter),
	"volumes[].projected.sources[].configMap.items[].user":               refuse(noParameter),
	"volumes[].projected.sources[].downwardAPI.items[].user":             refuse(noParameter),
	"volumes[].projected.sources[].downwardAPI.items[].resourceFieldRef": refuse("write the number into a ConfigMap"),
	"volumes[].projected.sources[].serviceAccountToken":                  refuse(noTokens),
	"volumes[].projected.sources[].clusterTrustBundle":                   refuse("there is no cluster that has one: use a ConfigMap"),
	"volumes[].projected.sources[].podCertificate":                       refuse("there is no cluster that issues certificates: use a Secret"),
}

func init() {
	for _, kind := range []string{"gcePersistentDisk", "awsElasticBlockStore", "iscsi", "glusterfs", "rbd", "cinder", "cephfs", "flocker",
		"fc", "azureFile", "vsphereVolume", "quobyte", "azureDisk", "photonPersistentDisk", "portworxVolume", "scaleIO", "storageos"} {
		unsupported["volumes[]."+kind] = refuse(noDevices)
	}
	for path, n := range maps.Clone(unsupported) {
		if rest, ok := strings.CutPrefix(path, "containers[]"); ok {
			if _, own := unsupported["initContainers[]"+rest]; !own {
				unsupported["initContainers[]"+rest] = n
			}
		}
	}
}

// controllers are fields around the template of a Pod that a controller of the cluster acts on.
var controllers = map[string]note{
	"volumeClaimTemplates": refuse(cloudVolumes),
	"replicas":             drop("a group is one Pod: use count or for_each"),
	"parallelism":          drop("a group is one Pod: use count or for_each"),
	"completions":          drop("a group is one Pod: use count or for_each"),
	"schedule":             drop("nothing runs the group at times: a scheduler outside has to apply or create it"),
	"backoffLimit":         drop("ECI restarts containers without a limit with the policy OnFailure; activeDeadlineSeconds limits the time"),
}

// templates are what is no business of controllers: it is converted, or only names what is in the manifest anyway.
var templates = map[string]bool{"template": true, "selector": true, "jobTemplate": true, "activeDeadlineSeconds": true,
	"manualSelector": true}

// findUnsupported looks through the manifest of w.
func (w workload) findUnsupported() (warnings []string, errs field.ErrorList) {
	report := func(n note, at *field.Path) {
		if n.refused {
			errs = append(errs, field.Forbidden(at, n.text))
		} else {
			warnings = append(warnings, fmt.Sprintf("%s: %s", at, n.text))
		}
	}
	spec, _ := w.document.raw["spec"].(map[string]any)
	at := field.NewPath("spec")
	levels := []string{}
	switch w.kind {
	case "Pod":
	case "CronJob":
		levels = []string{"jobTemplate", "spec", "template", "spec"}
	default:
		levels = []string{"template", "spec"}
	}
	for _, level := range levels {
		if level != "spec" {
			for _, name := range slices.Sorted(maps.Keys(spec)) {
				n, special := controllers[name]
				if !special {
					n = drop(clusterOnly)
				}
				if number, ok := spec[name].(int64); ok && number == 1 && name != "backoffLimit" || templates[name] || isEmpty(spec[name]) {
					continue
				}
				report(n, at.Child(name))
			}
		}
		spec, _ = spec[level].(map[string]any)
		at = at.Child(level)
	}
	walkUnsupported(spec, "", at, report)
	return warnings, errs
}

func walkUnsupported(v any, pattern string, at *field.Path, report func(note, *field.Path)) {
	if isEmpty(v) {
		return
	}
	if n, ok := unsupported[pattern]; ok {
		report(n, at)
		return
	}
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			below := name
			if pattern != "" {
				below = pattern + "." + name
			}
			walkUnsupported(v[name], below, at.Child(name), report)
		}
	case []any:
		for i, element := range v {
			each := pattern + "[]"
			if container, ok := element.(map[string]any); ok && each == "initContainers[]" && container["restartPolicy"] == "Always" {
				each = "containers[]" // a native sidecar becomes one
			}
			walkUnsupported(element, each, at.Index(i), report)
		}
	}
}

// isEmpty reports whether a value says no more than one that is left out. An empty object can say something: emptyDir is one.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}
