package kubernetes_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

// decoded is JSON text as arguments of a data source come.
func decoded(t *testing.T, text string) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var v map[string]any
	if err := decoder.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

const selectorsOfBatch = `"selectors": [
  {"name": "spot", "object_labels": {"app": "batch"}, "namespace_labels": {"team": "data"},
    "annotations": {"k8s.aliyun.com/eci-spot-strategy": "SpotAsPriceGo", "a": "1"}, "labels": {"x": "1"}%s},
  {"name": "all", "object_labels": {"app": "batch"}, "annotations": {"a": "2", "b": "2"}%s}
]`

func ackProfile() string {
	return `{"ack": {"vpc_id": "vpc-a", "vswitch_ids": ["vsw-a", "vsw-b"], "security_group_id": "sg-a",
		"enable_cluster_ip": true, "feature_gates": {"WaitForFirstConsumer": false}},` +
		strings.ReplaceAll(selectorsOfBatch, "%s", "") + `}`
}

func selfManagedProfile(version string) string {
	selectors := strings.Replace(selectorsOfBatch, "%s", `, "policy": "fair"`, 1)
	selectors = strings.Replace(selectors, "%s", `, "policy": "virtualNodeOnly", "priority": 3`, 1)
	return `{"self_managed": {"kubernetes_version": "` + version + `"},` + selectors + `}`
}

func TestRenderProfile(t *testing.T) {
	for name, test := range map[string]struct{ arguments, want string }{
		"ACK": {ackProfile(), `apiVersion: v1
data:
  enableClusterIp: "true"
  featureGates: WaitForFirstConsumer=false
  securityGroupId: sg-a
  selectors: '[{"name":"spot","namespaceSelector":{"matchLabels":{"team":"data"}},"objectSelector":{"matchLabels":{"app":"batch"}},` +
			`"effect":{"annotations":{"a":"1","k8s.aliyun.com/eci-spot-strategy":"SpotAsPriceGo"},"labels":{"x":"1"}}},` +
			`{"name":"all","objectSelector":{"matchLabels":{"app":"batch"}},"effect":{"annotations":{"a":"2","b":"2"}}}]'
  vSwitchIds: vsw-a,vsw-b
  vpcId: vpc-a
kind: ConfigMap
metadata:
  name: eci-profile
  namespace: kube-system
`},
		"self-managed": {selfManagedProfile("1.28"), `apiVersion: eci.aliyun.com/v1
kind: Selector
metadata:
  name: spot
  namespace: kube-system
spec:
  effect:
    annotations:
      a: "1"
      k8s.aliyun.com/eci-spot-strategy: SpotAsPriceGo
    labels:
      x: "1"
  namespaceLabels:
    matchLabels:
      team: data
  objectLabels:
    matchLabels:
      app: batch
  policy:
    fair: {}
  priority: 0
---
apiVersion: eci.aliyun.com/v1
kind: Selector
metadata:
  name: all
  namespace: kube-system
spec:
  effect:
    annotations:
      a: "2"
      b: "2"
  objectLabels:
    matchLabels:
      app: batch
  policy:
    virtualNodeOnly: {}
  priority: 3
`},
		"old cluster, no effect": {`{"self_managed": {"kubernetes_version": "v1.15.4"}, "selectors": [{"name": "a", "policy": "fair",
			"object_expressions": [{"key": "app", "operator": "In", "values": ["a", "b"]}]}]}`, `apiVersion: eci.aliyun.com/v1beta1
kind: Selector
metadata:
  name: a
spec:
  effect: {}
  objectLabels:
    matchExpressions:
    - key: app
      operator: In
      values:
      - a
      - b
  policy:
    fair: {}
  priority: 0
`},
	} {
		rendered, errs := kubernetes.RenderProfile(decoded(t, test.arguments))
		if len(errs) > 0 {
			t.Fatalf("%s: %v", name, errs)
		}
		if rendered.YAML != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, rendered.YAML, test.want)
		}
	}
}

func TestRenderProfileRefuses(t *testing.T) {
	for _, test := range [][2]string{
		{`{"ack": {"enable_log_controller": true}}`, "ack.sls_machine_group: Required value"},
		{`{"ack": {}, "selectors": [{"name": "a", "priority": 1}]}`, "selectors[0].priority: Forbidden"},
		{`{"ack": {}, "selectors": [{"name": "a"}, {"name": "a"}]}`, `selectors[1].name: Duplicate value: "a"`},
		{`{"ack": {}, "selectors": [{"name": "A b"}]}`, `selectors[0].name: Invalid value: "A b"`},
		{`{"self_managed": {"kubernetes_version": "1.28"}}`, "selectors: Required value"},
		{`{"self_managed": {"kubernetes_version": "new"}, "selectors": []}`, "self_managed.kubernetes_version: Invalid value"},
		{`{"self_managed": {"kubernetes_version": "1.28"}, "selectors": [{"name": "a", "policy": "fair"}]}`, "selectors[0]: Required value"},
		{`{"self_managed": {"kubernetes_version": "1.28"}, "selectors": [{"name": "a", "object_labels": {"a": "b"}}]}`,
			"selectors[0].policy: Unsupported value"},
		{`{"self_managed": {"kubernetes_version": "1.15", "namespace": "x"}, "selectors": []}`, "self_managed.namespace: Forbidden"},
		{`{"self_managed": {"kubernetes_version": "1.28"}, "selectors": [
			{"name": "a", "policy": "fair", "object_expressions": [{"key": "a", "operator": "Is"}]}]}`,
			"selectors[0].object_expressions: Invalid value"},
	} {
		arguments, want := test[0], test[1]
		if _, errs := kubernetes.RenderProfile(decoded(t, arguments)); !strings.Contains(errs.ToAggregate().Error(), want) {
			t.Errorf("%s: %v, want %s", arguments, errs, want)
		}
	}
}

func TestMatch(t *testing.T) {
	type labels = map[string]string
	batch, data := labels{"app": "batch"}, labels{"team": "data"}
	for name, test := range map[string]struct {
		profile     string
		pod, in     labels
		selectors   []string
		annotations labels
		policy      string
	}{
		"all of ACK, first wins": {ackProfile(), batch, data, []string{"spot", "all"},
			labels{"k8s.aliyun.com/eci-spot-strategy": "SpotAsPriceGo", "a": "1", "b": "2"}, ""},
		"another namespace":       {ackProfile(), batch, labels{}, []string{"all"}, labels{"a": "2", "b": "2"}, ""},
		"another Pod":             {ackProfile(), labels{"app": "web"}, data, []string{}, labels{}, ""},
		"one, of higher priority": {selfManagedProfile("1.28"), batch, data, []string{"all"}, labels{"a": "2", "b": "2"}, "virtualNodeOnly"},
	} {
		rendered, errs := kubernetes.RenderProfile(decoded(t, test.profile))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		// A data source gives all of them the same.
		for form, manifest := range map[string]any{"yaml": rendered.YAML, "manifests": rendered.Manifests} {
			profile, err := kubernetes.ReadProfile(manifest)
			if err != nil {
				t.Fatal(form, err)
			}
			m := profile.Match(test.pod, test.in)
			policy := ""
			if m.Policy != nil {
				policy = *m.Policy
			}
			if !reflect.DeepEqual(m.Selectors, test.selectors) || !reflect.DeepEqual(m.Annotations, test.annotations) || policy != test.policy ||
				m.Matched != (len(test.selectors) > 0) {
				t.Errorf("%s, %s: %+v %s", name, form, m, policy)
			}
		}
	}
}

func TestReadProfileRefuses(t *testing.T) {
	for _, test := range [][2]string{
		{`[{"name": "a", "effekt": {}}]`, "selector[0].effekt: Forbidden"},
		{`[{]`, "selector: Invalid value: is no JSON list"},
		{"apiVersion: eci.aliyun.com/v1\nkind: Selector\nmetadata: {name: a}\nspec: {objectLabels: {matchLabels: {a: b}}}", "policy and effect"},
		{"apiVersion: v1\nkind: Pod\nmetadata: {name: a}", `kind: Unsupported value: "Pod"`},
		{"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {selectors: '[{\"nam\":1}]'}",
			"data.selectors: selector[0].nam: Forbidden"},
		{`[{"name": "a", "objectSelector": {"matchExpressions": [{"key": "a", "operator": "Is"}]}}]`, "selector[0].objects: Invalid value"},
	} {
		text, want := test[0], test[1]
		if _, err := kubernetes.ReadProfile(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
