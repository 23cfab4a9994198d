package kubernetes_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
)

func TestStatus(t *testing.T) {
	annotations := map[string]string{
		"k8s.aliyun.com/eci-instance-id": "eci-a", "k8s.aliyun.com/eci-request-id": "R", "k8s.aliyun.com/eci-instance-spec": "2.0-4.0Gi",
		"k8s.aliyun.com/eci-instance-compute-category": "economy", "k8s.aliyun.com/eci-vpc": "vpc-a", "k8s.aliyun.com/eni-instance-id": "eni-a",
		"k8s.aliyun.com/allocated-eipInstanceId": "eip-a", "k8s.aliyun.com/allocated-eipAddress": "1.2.3.4",
		"k8s.aliyun.com/allocated-ipv6Address": "2001:db8::1", "k8s.aliyun.com/eci-matched-image-cache": "imc-a", "other": "x",
	}
	want := map[string]any{"instance_id": "eci-a", "request_id": "R", "cpu": json.Number("2"), "memory": json.Number("4"),
		"compute_category": "economy", "vpc_id": "vpc-a", "eni_instance_id": "eni-a", "eip_instance_id": "eip-a", "internet_ip": "1.2.3.4",
		"ipv6_address": "2001:db8::1", "image_cache_id": "imc-a", "zone_id": "cn-hangzhou-b"}
	if got := pruned(t, kubernetes.Status(annotations, "virtual-kubelet-cn-hangzhou-b")); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	want = map[string]any{"instance_type": "ecs.c7.large", "region": "cn-hangzhou", "virtual_node_id": "vnd-a"}
	if got := pruned(t, kubernetes.Status(map[string]string{"k8s.aliyun.com/eci-instance-spec": "ecs.c7.large"},
		"cn-hangzhou.vnd-a")); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := pruned(t, kubernetes.Status(nil, "node-1")); !reflect.DeepEqual(got, map[string]any{}) {
		t.Errorf("nothing became %v", got)
	}
}
