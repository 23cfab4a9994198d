package kubernetes_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

func TestRenderCaches(t *testing.T) {
	for name, test := range map[string]struct {
		render           func(map[string]any) (kubernetes.Rendered, error)
		attributes, want string
	}{
		"image cache": {kubernetes.RenderImageCache, `{"id": "imc-a", "name": "web", "images": ["example.com/web:1"], "size": 30,
			"retention_days": 7, "status": "Ready", "vswitch_ids": ["vsw-a", "vsw-b"], "security_group_id": "sg-a",
			"auto_match_image_cache": true, "os_type": "Linux", "insecure_registries": ["a", "b:5000"],
			"acr_registries": [{"instance_id": "cri-a", "region_id": "cn-beijing"}],
			"image_registry_credentials": {"example.com": {"user_name": "ci", "password": "secret", "password_wo": null}}}`,
			`apiVersion: eci.alibabacloud.com/v1
kind: ImageCache
metadata:
  annotations:
    k8s.aliyun.com/acr-instance-ids: cn-beijing:cri-a
    k8s.aliyun.com/imc-enable-reuse: "true"
    k8s.aliyun.com/imc-os-type: linux
    k8s.aliyun.com/insecure-registry: a,b:5000
    k8s.aliyun.com/security-group-id: sg-a
    k8s.aliyun.com/vswitch-ids: vsw-a,vsw-b
  name: web
spec:
  imageCacheSize: 30
  imagePullSecrets:
  - kube-system:web-registries
  images:
  - example.com/web:1
  retentionDays: 7
---
apiVersion: v1
kind: Secret
metadata:
  name: web-registries
  namespace: kube-system
stringData:
  .dockerconfigjson: '{"auths":{"example.com":{"username":"ci","password":"secret"}}}'
type: kubernetes.io/dockerconfigjson
`},
		"data cache of a model": {kubernetes.RenderDataCache, `{"name": "model", "bucket": "default", "path": "/models/a", "size": 60,
			"security_group_id": "sg-a", "vswitch_id": "vsw-a",
			"data_source": {"url": null, "repository": {"source": "HuggingFace/Model", "id": "a/b", "access_token": "t"}},
			"eip_create_param": {"bandwidth": 100, "isp": "BGP"}}`,
			`apiVersion: eci.aliyun.com/v1alpha1
kind: DataCache
metadata:
  name: model
spec:
  bucket: default
  dataSource:
    options:
      accessToken: t
      repoId: a/b
      repoSource: HuggingFace/Model
    type: URL
  netConfig:
    eipCreateParam:
      ISP: BGP
      bandwidth: 100
    securityGroupId: sg-a
    vSwitchId: vsw-a
  path: /models/a
  size: 60
`},
		"data cache of a bucket": {kubernetes.RenderDataCache,
			`{"name": "data", "path": "/data", "data_source": {"oss": {"bucket": "b", "url": "oss.example.com", "options": {"ramRole": "r"}}}}`,
			`apiVersion: eci.aliyun.com/v1alpha1
kind: DataCache
metadata:
  name: data
spec:
  dataSource:
    options:
      bucket: b
      ramRole: r
      url: oss.example.com
    type: OSS
  path: /data
`},
	} {
		rendered, err := test.render(decoded(t, test.attributes))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if rendered.YAML != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, rendered.YAML, test.want)
		}
	}
}

func TestRenderCachesRefuses(t *testing.T) {
	for _, test := range [][2]string{
		{`{"name": "a"}`, "images: Required value"},
		{`{"name": "A", "images": ["a"]}`, `name: Invalid value: "A"`},
		{`{"name": "a", "images": ["a"], "imagess": []}`, "imagess: Forbidden: eci_image_cache has no such attribute"},
		{`{"name": "a", "images": ["a"], "image_registry_credentials": {"r": {"user_name": "u", "password_wo_version": 1}}}`,
			"password_wo_version: Forbidden"},
	} {
		attributes, want := test[0], test[1]
		if _, err := kubernetes.RenderImageCache(decoded(t, attributes)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", attributes, err, want)
		}
	}
	for _, test := range [][2]string{
		{`{"name": "a", "path": "/a"}`, "data_source: Required value"},
		{`{"name": "a", "data_source": {"url": {"url": "u"}}}`, "path: Required value"},
		{`{"name": "a", "path": "/a", "source": {"region": "r"}}`, "source: Forbidden"},
		{`{"name": "a", "path": "/a", "data_source": {"url": {"url": "u", "access_token_wo_version": 1}}}`,
			"data_source.access_token_wo_version: Forbidden"},
	} {
		attributes, want := test[0], test[1]
		if _, err := kubernetes.RenderDataCache(decoded(t, attributes)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", attributes, err, want)
		}
	}
}
