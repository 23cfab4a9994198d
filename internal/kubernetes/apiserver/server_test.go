// Package apiserver tests what package kubernetes makes against a real API server. It is a module of its own, so that the
// provider does not depend on Kubernetes itself.
package apiserver

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// admin is the token of a user who may do everything.
const admin = "admin-of-the-test"

// server is the API server that all tests share.
var server struct {
	url    string
	client http.Client
}

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

// run builds the server, which takes minutes the first time, starts it and runs the tests.
func run(m *testing.M) (int, error) {
	folder, err := os.MkdirTemp("", "apiserver")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	program := filepath.Join(folder, "server")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "./server")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return 0, fmt.Errorf("go build ./server: %w", err)
	}
	ports, err := freePorts(2)
	if err != nil {
		return 0, err
	}
	server.url = fmt.Sprintf("https://127.0.0.1:%d", ports[1])
	server.client = http.Client{Timeout: time.Minute, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	command, logs, err := command(program, folder, ports[0], ports[1])
	if err != nil {
		return 0, err
	}
	if err := command.Start(); err != nil {
		return 0, err
	}
	defer func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}()
	if err := awaitReady(); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, logs)
	}
	namespace := object{"apiVersion": "v1", "kind": "Namespace", "metadata": object{"name": "shop"}} // that of a manifest
	if status, answer, err := send(admin, http.MethodPost, "/api/v1/namespaces", namespace); err != nil || status != http.StatusCreated {
		return 0, fmt.Errorf("namespace: %d, %w: %s", status, err, answer)
	}
	return m.Run(), nil
}

func freePorts(count int) ([]int, error) {
	var ports []int
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

func command(program, folder string, etcd, port int) (*exec.Cmd, *bytes.Buffer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, nil, err
	}
	keyFile, tokens := filepath.Join(folder, "key.pem"), filepath.Join(folder, "tokens.csv")
	encoded := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(keyFile, encoded, 0o600); err != nil {
		return nil, nil, err
	}
	if err := os.WriteFile(tokens, []byte(admin+`,admin,1,"system:masters"`+"\n"), 0o600); err != nil {
		return nil, nil, err
	}
	address := fmt.Sprintf("http://127.0.0.1:%d", etcd)
	command := exec.Command(
		program,
		"--etcd-servers="+address,
		"--service-account-key-file="+keyFile,
		"--service-account-signing-key-file="+keyFile,
		"--service-account-issuer=https://test",
		"--cert-dir="+folder,
		fmt.Sprintf("--secure-port=%d", port),
		"--bind-address=127.0.0.1",
		"--service-cluster-ip-range=10.0.0.0/24",
		"--authorization-mode=RBAC",
		"--token-auth-file="+tokens,
		"--enable-bootstrap-token-auth",
		"--disable-admission-plugins=ServiceAccount",
	) // no controller makes the default one
	command.Env = append(os.Environ(), "ETCD_FOLDER="+filepath.Join(folder, "etcd"), "ETCD_ADDRESS="+address)
	logs := new(bytes.Buffer)
	command.Stdout, command.Stderr = logs, logs
	return command, logs, nil
}

func awaitReady() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	for {
		status, _, err := send(admin, http.MethodGet, "/readyz", nil)
		if err == nil && status == http.StatusOK {
			return nil
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("the server is not ready: %d, %w", status, err)
		}
	}
}

func send(token, method, path string, body any) (status int, answer []byte, err error) {
	var encoded []byte
	if body != nil {
		if encoded, err = json.Marshal(body); err != nil {
			return 0, nil, err
		}
	}
	req, err := http.NewRequest(method, server.url+path, bytes.NewReader(encoded))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	if method == http.MethodPatch {
		req.Header.Set("Content-Type", "application/apply-patch+yaml")
	}
	resp, err := server.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}

// resources are the paths of kinds; %s is for the namespace.
var resources = map[string]string{
	"v1 Pod": "/api/v1/namespaces/%s/pods", "v1 ConfigMap": "/api/v1/namespaces/%s/configmaps", "v1 Secret": "/api/v1/namespaces/%s/secrets",
	"v1 Service":         "/api/v1/namespaces/%s/services",
	"apps/v1 Deployment": "/apis/apps/v1/namespaces/%s/deployments", "apps/v1 StatefulSet": "/apis/apps/v1/namespaces/%s/statefulsets",
	"apps/v1 ReplicaSet": "/apis/apps/v1/namespaces/%s/replicasets", "apps/v1 DaemonSet": "/apis/apps/v1/namespaces/%s/daemonsets",
	"batch/v1 Job": "/apis/batch/v1/namespaces/%s/jobs", "batch/v1 CronJob": "/apis/batch/v1/namespaces/%s/cronjobs",
	"rbac.authorization.k8s.io/v1 ClusterRole":         "/apis/rbac.authorization.k8s.io/v1/clusterroles",
	"rbac.authorization.k8s.io/v1 ClusterRoleBinding":  "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
	"apiextensions.k8s.io/v1 CustomResourceDefinition": "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
	"eci.aliyun.com/v1 Selector":                       "/apis/eci.aliyun.com/v1/namespaces/%s/selectors",
	"eci.alibabacloud.com/v1 ImageCache":               "/apis/eci.alibabacloud.com/v1/imagecaches",
	"eci.aliyun.com/v1alpha1 DataCache":                "/apis/eci.aliyun.com/v1alpha1/datacaches",
}

type object = map[string]any

// location is the path of an object's kind, and its name.
func location(o object) (path, name string, err error) {
	metadata, _ := o["metadata"].(object)
	name, _ = metadata["name"].(string)
	namespace, _ := metadata["namespace"].(string)
	if namespace == "" {
		namespace = "default"
	}
	kind := fmt.Sprintf("%v %v", o["apiVersion"], o["kind"])
	path, known := resources[kind]
	if !known {
		return "", "", fmt.Errorf("the test knows no path for %s", kind)
	}
	if strings.Contains(path, "%s") {
		path = fmt.Sprintf(path, namespace)
	}
	return path, name, nil
}

// create asks the server for an object as if it were new, without keeping it.
func create(o object) (refusal string, err error) {
	path, _, err := location(o)
	if err != nil {
		return "", err
	}
	status, answer, err := send(admin, http.MethodPost, path+"?fieldValidation=Strict&dryRun=All", o)
	if err == nil && status != http.StatusCreated && status != http.StatusConflict { // which comes after all checks
		refusal = fmt.Sprintf("%d: %s", status, message(answer))
	}
	return refusal, err
}

// apply applies an object on the server's side and returns what the server keeps.
func apply(t *testing.T, o object) object {
	t.Helper()
	path, name, err := location(o)
	if err != nil {
		t.Fatal(err)
	}
	status, answer, err := send(admin, http.MethodPatch, path+"/"+name+"?fieldManager=test&force=true&fieldValidation=Strict", o)
	if err != nil || status != http.StatusOK && status != http.StatusCreated {
		text, _ := yaml.Marshal(o)
		t.Fatalf("%v %s: %d, %v: %s\n%s", o["kind"], name, status, err, message(answer), text)
	}
	var kept object
	if err := json.Unmarshal(answer, &kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

func message(answer []byte) string {
	var status struct{ Message string }
	if json.Unmarshal(answer, &status) != nil || status.Message == "" {
		return string(answer)
	}
	return status.Message
}

// documents are the objects of a text.
func documents(text string) ([]object, error) {
	var all []object
	decoder := utilyaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	for {
		var o object
		switch err := decoder.Decode(&o); {
		case err == io.EOF:
			return all, nil
		case err != nil:
			return nil, err
		case o != nil:
			all = append(all, o)
		}
	}
}
