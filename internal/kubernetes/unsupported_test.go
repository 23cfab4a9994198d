package kubernetes

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// converted are the fields of a Pod's specification that attributes of a group take, with all that is below them.
var converted = strings.Fields(`
	restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy dnsConfig nodeSelector shareProcessNamespace imagePullSecrets
	hostname hostAliases os resources.limits resources.requests serviceAccountName
	securityContext.runAsUser securityContext.runAsGroup securityContext.runAsNonRoot securityContext.sysctls
	containers[].name containers[].image containers[].imagePullPolicy containers[].command containers[].args containers[].workingDir
	containers[].ports[].name containers[].ports[].containerPort containers[].ports[].protocol containers[].envFrom containers[].env[].name
	containers[].env[].value containers[].env[].valueFrom.fieldRef containers[].env[].valueFrom.configMapKeyRef
	containers[].env[].valueFrom.secretKeyRef containers[].resources.limits containers[].resources.requests containers[].restartPolicy
	containers[].volumeMounts[].name containers[].volumeMounts[].readOnly containers[].volumeMounts[].mountPath
	containers[].volumeMounts[].subPath containers[].volumeMounts[].subPathExpr containers[].volumeMounts[].mountPropagation
	containers[].terminationMessagePath containers[].terminationMessagePolicy containers[].stdin containers[].stdinOnce containers[].tty
	containers[].securityContext.capabilities.add containers[].securityContext.runAsUser containers[].securityContext.runAsGroup
	containers[].securityContext.runAsNonRoot containers[].securityContext.readOnlyRootFilesystem containers[].securityContext.procMount
	PROBE.exec PROBE.httpGet.path PROBE.httpGet.port PROBE.httpGet.scheme PROBE.tcpSocket.port PROBE.initialDelaySeconds PROBE.timeoutSeconds
	PROBE.periodSeconds PROBE.successThreshold PROBE.failureThreshold
	HOOK.exec HOOK.httpGet.path HOOK.httpGet.port HOOK.httpGet.scheme HOOK.httpGet.host HOOK.httpGet.httpHeaders HOOK.tcpSocket
	volumes[].name volumes[].hostPath volumes[].nfs volumes[].flexVolume volumes[].emptyDir.medium volumes[].emptyDir.sizeLimit
	FILES.defaultMode FILES.name FILES.secretName FILES.optional FILES.items[].key FILES.items[].path FILES.items[].mode FILES.items[].fieldRef
`)

// TestEveryFieldIsDealtWith wants each field of a Pod converted or in the table of unsupported ones, so that none gets lost when
// Kubernetes gets more.
func TestEveryFieldIsDealtWith(t *testing.T) {
	known := map[string]bool{}
	for _, path := range converted {
		for _, full := range expandPattern(path) {
			known[full] = true
			known[strings.Replace(full, "containers[]", "initContainers[]", 1)] = true
		}
	}
	for path := range unsupported {
		known[path] = true
	}
	var all []string
	eachLeaf(reflect.TypeFor[corev1.PodSpec](), "", known, func(path string, isKnown bool) {
		all = append(all, path)
		if !isKnown {
			t.Errorf("spec.%s is neither converted nor unsupported", path)
		}
	})
	for path := range unsupported {
		if !slices.Contains(all, path) && !strings.HasPrefix(path, "initContainers[]") {
			t.Errorf("%s is unsupported, but no field of a Pod, or converted as a whole", path)
		}
	}
}

// expandPattern are the paths that a path with a name in capitals stands for.
func expandPattern(path string) []string {
	for name, stems := range map[string][]string{
		"PROBE": {"containers[].livenessProbe", "containers[].readinessProbe"},
		"HOOK":  {"containers[].lifecycle.postStart", "containers[].lifecycle.preStop"},
		"FILES": {"volumes[].configMap", "volumes[].secret", "volumes[].downwardAPI", "volumes[].projected",
			"volumes[].projected.sources[].configMap", "volumes[].projected.sources[].secret", "volumes[].projected.sources[].downwardAPI"},
	} {
		if rest, found := strings.CutPrefix(path, name); found {
			var all []string
			for _, stem := range stems {
				all = append(all, stem+rest)
			}
			return all
		}
	}
	return []string{path}
}

// eachLeaf visits what is known and, where nothing is, what has no fields.
func eachLeaf(of reflect.Type, path string, known map[string]bool, visit func(path string, isKnown bool)) {
	if known[path] {
		visit(path, true)
		return
	}
	switch of.Kind() {
	case reflect.Pointer:
		eachLeaf(of.Elem(), path, known, visit)
		return
	case reflect.Slice:
		eachLeaf(of.Elem(), path+"[]", known, visit)
		return
	case reflect.Struct:
		if of == reflect.TypeFor[resource.Quantity]() || of == reflect.TypeFor[intstr.IntOrString]() {
			break
		}
		for f := range of.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case name == "":
				eachLeaf(f.Type, path, known, visit)
			case path == "":
				eachLeaf(f.Type, name, known, visit)
			default:
				eachLeaf(f.Type, path+"."+name, known, visit)
			}
		}
		return
	}
	visit(path, false)
}
