package kubernetes_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

// TestRenderPodRoundTrip makes groups of all good manifests, manifests of these, and groups again.
func TestRenderPodRoundTrip(t *testing.T) {
	each(t, "good", func(t *testing.T, _, text string) {
		first, err := kubernetes.Pod(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		group := pruned(t, first.Group).(map[string]any)
		rendered, err := kubernetes.RenderPod(group)
		if err != nil {
			t.Fatal(err)
		}
		for form, manifest := range map[string]any{"YAML": rendered.YAML, "JSON": reencoded(t, rendered.Manifest)} {
			second, err := kubernetes.Pod(manifest, rendered.Objects.(map[string]any))
			if form == "YAML" {
				second, err = kubernetes.Pod(manifest, nil)
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", form, err, rendered.YAML)
			}
			if again := pruned(t, second.Group); !reflect.DeepEqual(group, again) {
				t.Errorf("%s: the group\n%v\nbecame\n%v\nby\n%s", form, group, again, rendered.YAML)
			}
		}
		if strings.Contains(rendered.YAML, "null") || strings.Contains(rendered.YAML, "status:") {
			t.Errorf("it says what a manifest does not:\n%s", rendered.YAML)
		}
	})
}

// TestRenderPodOfTreatment says by variables what Kubernetes has no fields for.
func TestRenderPodOfTreatment(t *testing.T) {
	rendered, err := kubernetes.RenderPod(map[string]any{"name": "web",
		"containers": map[string]any{"web": map[string]any{"image": "nginx:1.27", "env": map[string]any{"A": "1"}, "sidecar": true,
			"start_priority": 5, "exit_priority": 0, "ignore_exit_code": false, "ignore_not_ready": true, "exclude_from_size": true}},
		"log_collection": map[string]any{"out": map[string]any{"container": "web", "stream": "stdout", "retention_days": 7,
			"tags": map[string]any{"team": "a"}}}})
	if err != nil {
		t.Fatal(err)
	}
	again, err := kubernetes.Pod(rendered.YAML, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"A": "1", "ECI_CONTAINER_TYPE": "sidecar", "ECI_CONTAINER_LAUNCH_PRIORITY": "5",
		"ECI_CONTAINER_IGNORE_READY": "true", "__ECI_RESOURCE_IGNORE__": "TRUE", "aliyun_logs_out": "stdout", "aliyun_logs_out_ttl": "7",
		"aliyun_logs_out_tags": "team=a"}
	if got := again.Group.Containers["web"].Env; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// reencoded is a manifest as JSON text, in which numbers are certain.
func reencoded(t *testing.T, manifest any) string {
	t.Helper()
	text, err := json.Marshal(manifest)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestRenderPodRefuses(t *testing.T) {
	containers := map[string]any{"web": map[string]any{"image": "nginx:1"}}
	for name, test := range map[string]struct {
		group   map[string]any
		want    string
		warning bool
	}{
		"no name":       {map[string]any{"containers": containers}, "name: Required value", false},
		"no containers": {map[string]any{"name": "web"}, "containers: Required value", false},
		"misspelt": {map[string]any{"name": "web", "containers": containers, "contaners": containers},
			"contaners: Forbidden: eci_container_group has no such attribute", false},
		"wrong type": {map[string]any{"name": "web", "containers": "web"}, "containers: Invalid value: cannot be a string", false},
		"write-only": {map[string]any{"name": "web",
			"containers": map[string]any{"web": map[string]any{"image": "nginx:1", "sensitive_env_wo_version": json.Number("1")}}},
			"containers.web.sensitive_env_wo_version: Forbidden: write-only values are not in state", false},
		"four tags": {map[string]any{"name": "web", "containers": containers, "tags": map[string]any{"a": "1", "b": "2", "c": "3", "d": "4"}},
			"tags: Invalid value: must have 1 to 3 tags, and has 4", false},
		"roles of some": {map[string]any{"name": "web", "containers": containers, "acr_registries": []any{
			map[string]any{"instance_id": "cri-a", "service_role_arn": "acs:ram::1:role/a"}, map[string]any{"instance_id": "cri-b"}}},
			"acr_registries: Forbidden: the annotations take roles for all ACR instances or for none", false},
		"zone": {map[string]any{"name": "web", "containers": containers, "zone_id": "cn-hangzhou-b"}, "zone_id: a virtual node is in a zone",
			true},
		"computed": {map[string]any{"name": "web", "containers": containers, "id": "eci-a", "status": "Running", "hide_env": nil}, "", true},
	} {
		rendered, err := kubernetes.RenderPod(test.group)
		got := strings.Join(rendered.Warnings, "\n")
		if !test.warning {
			if err == nil {
				t.Errorf("%s: it was rendered", name)
				continue
			}
			got = err.Error()
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
