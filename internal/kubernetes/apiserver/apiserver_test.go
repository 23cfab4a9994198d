package apiserver

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

// corpus are the manifests of package kubernetes, by name.
func corpus(t *testing.T, folder string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", folder, "*.yaml"))
	if err != nil || len(files) < 20 {
		t.Fatalf("manifests are missing: %v, %v", files, err)
	}
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".yaml")] = string(text)
	}
	return all
}

// TestGood applies what the function pod converts: it is what Kubernetes takes.
func TestGood(t *testing.T) {
	for name, text := range corpus(t, "good") {
		all, err := documents(text)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, o := range all {
			kept := apply(t, o)
			t.Cleanup(func() { remove(t, kept) })
		}
	}
}

func remove(t *testing.T, o object) {
	t.Helper()
	path, name, err := location(o)
	if err != nil {
		t.Fatal(err)
	}
	if status, answer, err := send(admin, http.MethodDelete, path+"/"+name+"?gracePeriodSeconds=0", nil); err != nil || status > 299 && status != http.StatusNotFound { // two manifests may have the same ConfigMap
		t.Errorf("delete %s: %d, %v, %s", name, status, err, message(answer))
	}
}

// bothRefuse are the bad manifests that Kubernetes refuses too; the others only ECI cannot do.
var bothRefuse = map[string]bool{
	"job-always":        true,
	"names":             true,
	"no-yaml":           true,
	"required":          true,
	"selector":          true,
	"unknown-field":     true,
	"wrong-type":        true,
	"kind-old-version":  true,
	"secret-not-base64": true,
	"volumes":           true,
	"probes":            true,
	"resources":         true,
	"dns":               true,
	"references":        true,
	"host":              true,
	"security":          true,
}

// TestBad tells for each bad manifest whether Kubernetes refuses it as well.
func TestBad(t *testing.T) {
	for name, text := range corpus(t, "bad") {
		refusal := ""
		all, err := documents(text)
		if err != nil {
			refusal = err.Error()
		}
		for _, o := range all {
			r, err := create(o)
			if err != nil {
				r = err.Error() // of a version that is not served
			}
			refusal += r
		}
		if bothRefuse[name] != (refusal != "") {
			t.Errorf("%s: refused %q, want %v", name, refusal, bothRefuse[name])
		}
	}
}

// onlyDropped are fields that the function drops with a warning, so that it does not look into them.
var onlyDropped = regexp.MustCompile(`tolerations|affinity|topologySpread|priorityClassName|seccompProfile|fsGroup|^spec\.(schedule|timeZone|strategy|serviceName|replicas|` +
	`completions|parallelism|backoffLimit|ttlSecondsAfterFinished|revisionHistoryLimit|concurrencyPolicy|jobTemplate\.spec\.backoffLimit)`)

// TestRefusals spoils each value of the good manifests in turn. What Kubernetes refuses of that, the function pod refuses.
func TestRefusals(t *testing.T) {
	spoilt, refused := 0, 0
	missed := map[string]string{}
	for name, text := range corpus(t, "good") {
		all, err := documents(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range all {
			if o["kind"] == "Service" || o["kind"] == "ConfigMap" || o["kind"] == "Secret" {
				continue
			}
			for _, change := range changes(o, "") {
				if top, _, _ := strings.Cut(pattern(change.path), "."); top != "spec" && top != "metadata" || pattern(change.path) == "metadata.namespace" || onlyDropped.MatchString(pattern(change.path)) {
					continue // the first choose the path to send it to
				}
				change.do()
				spoilt++
				refusal, err := create(o)
				if err != nil {
					t.Fatal(err)
				}
				if refusal != "" {
					refused++
					if _, err := kubernetes.Pod(encoded(t, all), nil); err == nil {
						missed[pattern(change.path)+" = "+change.value] = name + ": " + refusal
					}
				}
				change.undo()
			}
		}
	}
	t.Logf("%d manifests were spoilt, %d of them are refused by Kubernetes", spoilt, refused)
	if refused < 300 {
		t.Errorf("only %d of %d spoilt manifests are refused by Kubernetes", refused, spoilt)
	}
	for path, refusal := range missed {
		t.Errorf("%s: Kubernetes refuses it, the function does not: %s", path, refusal)
	}
}

// encoded are objects as JSON documents.
func encoded(t *testing.T, all []object) string {
	t.Helper()
	var texts []string
	for _, o := range all {
		text, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return strings.Join(texts, "\n---\n")
}

// change is something else at a place of an object.
type change struct {
	path, value string
	do, undo    func()
}

// changes are those of all values below o.
func changes(o object, path string) []change {
	var all []change
	for name, value := range o {
		at := path + "." + name
		replace := func(with any) change {
			return change{at, fmt.Sprint(with), func() { o[name] = with }, func() { o[name] = value }}
		}
		all = append(all, change{at, "(none)", func() { delete(o, name) }, func() { o[name] = value }})
		switch v := value.(type) {
		case object:
			all = append(all, changes(v, at)...)
		case []any:
			all = append(all, replace([]any{}), replace("x"))
			for _, element := range v {
				if inner, ok := element.(object); ok {
					all = append(all, changes(inner, at)...)
				}
			}
		case string:
			all = append(all, replace(""), replace("No Name!"), replace(7), replace(strings.Repeat("x", 300)))
		case float64, int64:
			all = append(all, replace(-1), replace(0), replace(1e6), replace("x"))
		case bool:
			all = append(all, replace("x"))
		}
	}
	return all
}

func pattern(path string) string { return strings.TrimPrefix(path, ".") }

// TestRendered applies what package kubernetes renders, and reads it back: all of it is kept as it is.
func TestRendered(t *testing.T) {
	definitions, err := os.ReadFile(filepath.Join("testdata", "crds.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	applyAll(t, string(definitions))
	for _, path := range []string{"eci.aliyun.com/v1", "eci.alibabacloud.com/v1", "eci.aliyun.com/v1alpha1"} {
		awaitServed(t, path)
	}
	for name, text := range corpus(t, "good") {
		group, err := kubernetes.Pod(text, nil)
		if err != nil {
			t.Fatal(name, err)
		}
		rendered, err := kubernetes.RenderPod(plain(t, group.Group))
		if err != nil {
			t.Fatal(name, err)
		}
		applyAll(t, rendered.YAML)
	}
	for name, arguments := range map[string]string{
		"ACK": `{"ack": {"vpc_id": "vpc-a", "vswitch_ids": ["vsw-a"], "security_group_id": "sg-a", "enable_cluster_ip": true},
			"selectors": [{"name": "batch", "object_labels": {"app": "batch"}, "annotations": {"k8s.aliyun.com/eci-spot-strategy": "SpotAsPriceGo"}}]}`,
		"self-managed": `{"self_managed": {"kubernetes_version": "1.28"}, "selectors": [
			{"name": "batch", "object_labels": {"app": "batch"}, "annotations": {"k8s.aliyun.com/eci-spot-strategy": "SpotAsPriceGo"}, "policy": "fair", "priority": 2},
			{"name": "web", "namespace_labels": {"app": "web"}, "object_expressions": [{"key": "a", "operator": "Exists"}], "policy": "virtualNodeOnly"}]}`,
	} {
		var parsed map[string]any
		if err := json.Unmarshal([]byte(arguments), &parsed); err != nil {
			t.Fatal(err)
		}
		rendered, errs := kubernetes.RenderProfile(parsed)
		if len(errs) > 0 {
			t.Fatal(name, errs)
		}
		applyAll(t, rendered.YAML)
	}
	image, err := kubernetes.RenderImageCache(
		map[string]any{"name": "web", "images": []any{"nginx:1.27"}, "size": 30, "vswitch_ids": []any{"vsw-a"},
			"image_registry_credentials": map[string]any{"example.com": map[string]any{"user_name": "ci", "password": "p"}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	applyAll(t, image.YAML)
	data, err := kubernetes.RenderDataCache(map[string]any{"name": "model", "path": "/models/a", "security_group_id": "sg-a",
		"data_source": map[string]any{
			"url": map[string]any{"url": "https://example.com/a.bin"},
		}, "eip_create_param": map[string]any{"bandwidth": 5, "isp": "BGP"}})
	if err != nil {
		t.Fatal(err)
	}
	applyAll(t, data.YAML)
}

// applyAll applies the documents of a text and compares them with what the server keeps.
func applyAll(t *testing.T, text string) {
	t.Helper()
	all, err := documents(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range all {
		kept := apply(t, o)
		if secret, ok := o["stringData"].(object); ok { // the server keeps it encoded
			delete(o, "stringData")
			if data, _ := kept["data"].(object); len(data) != len(secret) {
				t.Errorf("%s has other data than %v", o["metadata"], secret)
			}
		}
		compare(t, fmt.Sprintf("%v %v", o["kind"], o["metadata"].(object)["name"]), o, kept)
	}
}

// compare wants all of wanted in kept, which may have more: what the server fills in.
func compare(t *testing.T, at string, wanted, kept any) {
	t.Helper()
	switch w := wanted.(type) {
	case object:
		k, ok := kept.(object)
		if !ok {
			t.Errorf("%s is %v, was applied as %v", at, kept, wanted)
			return
		}
		for name, member := range w {
			compare(t, at+"."+name, member, k[name])
		}
	case []any:
		k, ok := kept.([]any)
		if !ok || len(k) != len(w) {
			t.Errorf("%s is %v, was applied as %v", at, kept, wanted)
			return
		}
		for i, element := range w {
			compare(t, fmt.Sprintf("%s[%d]", at, i), element, k[i])
		}
	default:
		if !reflect.DeepEqual(wanted, kept) {
			t.Errorf("%s is %v, was applied as %v", at, kept, wanted)
		}
	}
}

// awaitServed waits until a version of a custom resource is served.
func awaitServed(t *testing.T, version string) {
	t.Helper()
	await(t, version+" is not served", func() bool {
		status, _, err := send(admin, http.MethodGet, "/apis/"+version, nil)
		return err == nil && status == http.StatusOK
	})
}

// await waits for what the server does on its own.
func await(t *testing.T, fault string, done func() bool) {
	t.Helper()
	timeout := time.After(time.Minute)
	for !done() {
		select {
		case <-time.After(100 * time.Millisecond):
		case <-timeout:
			t.Fatal(fault)
		}
	}
}

func plain(t *testing.T, v any) map[string]any {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var result map[string]any
	if err := json.Unmarshal(text, &result); err != nil {
		t.Fatal(err)
	}
	return result
}

// TestNodeAccess applies what the module of the example grants a virtual node, and acts as the node: it asks for a certificate with
// the token of the kubeconfig, and nothing else.
func TestNodeAccess(t *testing.T) {
	outputs := terraformOutputs(t, filepath.Join("..", "..", "..", "examples", "virtual-node", "modules", "node-access"), map[string]string{
		"server": server.url, "certificate_authority": "none", "token": "abcdef.0123456789abcdef"})
	applyAll(t, outputs["yaml"].(string))
	all, err := documents(outputs["kubeconfig"].(string))
	if err != nil {
		t.Fatal(err)
	}
	token := all[0]["users"].([]any)[0].(object)["user"].(object)["token"].(string)

	await(t, "the token is not known", func() bool {
		status, _, err := send(token, http.MethodGet, "/version", nil)
		return err == nil && status == http.StatusOK
	})
	may := func(token, verb, group, resource, subresource string) bool {
		t.Helper()
		_, answer, err := send(token, http.MethodPost, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", object{
			"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
			"spec": object{"resourceAttributes": object{"verb": verb, "group": group, "resource": resource, "subresource": subresource}}})
		var review struct{ Status struct{ Allowed bool } }
		if err == nil {
			err = json.Unmarshal(answer, &review)
		}
		if err != nil {
			t.Fatal(err)
		}
		return review.Status.Allowed
	}
	for _, test := range []struct {
		verb, group, resource, subresource string
		want                               bool
	}{
		{"create", "certificates.k8s.io", "certificatesigningrequests", "", true},
		{"create", "certificates.k8s.io", "certificatesigningrequests", "nodeclient", true},
		{"update", "", "pods", "", false},
		{"get", "", "secrets", "", false},
	} {
		if got := may(token, test.verb, test.group, test.resource, test.subresource); got != test.want {
			t.Errorf("the token may %s %s/%s: %v", test.verb, test.resource, test.subresource, got)
		}
	}
	// With its certificate the node is in the group system:vnodes.
	review := object{"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
		"spec": object{
			"user":               "system:vnode:a",
			"groups":             []string{"system:vnodes"},
			"resourceAttributes": object{"verb": "patch", "resource": "pods"},
		}}
	_, answer, err := send(admin, http.MethodPost, "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
	if err != nil || !strings.Contains(string(answer), `"allowed":true`) {
		t.Errorf("the node may not patch Pods: %s, %v", answer, err)
	}
}

// terraformOutputs applies a module that needs no provider.
func terraformOutputs(t *testing.T, module string, variables map[string]string) map[string]any {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(module)); err != nil {
		t.Fatal(err)
	}
	terraform := func(args ...string) []byte {
		t.Helper()
		command := exec.Command("terraform", args...)
		command.Dir, command.Env = folder, append(os.Environ(), "TF_CLI_CONFIG_FILE=/dev/null", "CHECKPOINT_DISABLE=1")
		output, err := command.Output()
		if err != nil {
			t.Fatalf("terraform %v: %v\n%s", args, err, output)
		}
		return output
	}
	args := []string{"apply", "-auto-approve"}
	for name, value := range variables {
		args = append(args, "-var", name+"="+value)
	}
	terraform("init")
	terraform(args...)
	var outputs map[string]struct{ Value any }
	if err := json.Unmarshal(terraform("output", "-json"), &outputs); err != nil {
		t.Fatal(err)
	}
	values := map[string]any{}
	for name, output := range outputs {
		values[name] = output.Value
	}
	return values
}

// TestDeployment applies a Deployment for a virtual node, with the selector and the tolerations that eci_virtual_node gives.
func TestDeployment(t *testing.T) {
	annotations, errs := kubernetes.RenderAnnotations(map[string]any{"specs": []any{"1-2Gi"}, "auto_match_image_cache": true})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	deployment := plain(
		t,
		object{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": object{"name": "web", "namespace": "default"}, "spec": object{
			"replicas": 2, "selector": object{"matchLabels": object{"app": "web"}},
			"template": object{
				"metadata": object{"labels": object{"app": "web"}, "annotations": annotations},
				"spec": object{
					"nodeSelector": object{"k8s.aliyun.com/vnode": "true"},
					"tolerations": []any{
						object{"key": "k8s.aliyun.com/vnode", "operator": "Equal", "value": "true", "effect": "NoSchedule"},
					},
					"containers": []any{object{"name": "web", "image": "nginx:1.27"}},
				},
			},
		}},
	)
	text, err := json.Marshal(deployment)
	if err != nil {
		t.Fatal(err)
	}
	applyAll(t, string(text))
}
