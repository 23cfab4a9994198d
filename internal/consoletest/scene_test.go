package consoletest

import (
	"encoding/base64"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// furnish fills the emulator with objects in different states, and returns the id of a web server that runs.
func (s *session) furnish() string {
	s.Helper()
	credentials, err := eci.NewCredentials(eci.CredentialsConfig{AccessKeyId: "id", AccessKeySecret: "secret"})
	if err != nil {
		s.Fatal(err)
	}
	client, err := eci.New(eci.Config{Region: "cn-hangzhou", Endpoint: s.site, Credentials: credentials})
	if err != nil {
		s.Fatal(err)
	}
	create := func(req *eci.CreateContainerGroupRequest) string {
		s.Helper()
		req.SecurityGroupId, req.VSwitchId = "sg-demo", []string{"vsw-demo-i"}
		resp, err := client.CreateContainerGroup(s.Context(), req)
		if err != nil {
			s.Fatal(err)
		}
		return resp.ContainerGroupId
	}
	container := func(name, image, script string) eci.CreateContainer {
		c := eci.CreateContainer{ContainerSpec: eci.ContainerSpec{Name: name, Image: image}}
		if script != "" {
			c.Command = []string{"sh", "-c", script}
		}
		return c
	}

	migrate := container("migrate", "example.com/shop:2.4", "echo schema is up to date")
	nginx := container("nginx", "nginx:1.27", "")
	nginx.Port = []eci.ContainerPort{{Port: new(int64(80)), Protocol: "TCP"}}
	nginx.VolumeMount = []eci.VolumeMount{{Name: "site", MountPath: "/usr/share/nginx/html"}}
	web := create(&eci.CreateContainerGroupRequest{
		ContainerGroupName: "web", Cpu: new(2.0), Memory: new(4.0),
		Tag:           []eci.Tag{{Key: "team", Value: new("shop")}, {Key: "env", Value: new("production")}},
		InitContainer: []eci.CreateInitContainer{{ContainerSpec: migrate.ContainerSpec}},
		Container: []eci.CreateContainer{
			nginx,
			container("probe", "busybox:1.36", "i=0; while true; do i=$((i+1)); echo \"check $i: 200 OK\"; sleep 20; done"),
		},
		Volume: []eci.CreateVolume{{VolumeSpec: eci.VolumeSpec{Name: "site", Type: "EmptyDirVolume"}}},
	})
	create(&eci.CreateContainerGroupRequest{
		ContainerGroupName: "nightly-report", Cpu: new(4.0), Memory: new(16.0), RestartPolicy: "Never",
		Container: []eci.CreateContainer{container("report", "busybox:1.36", "echo 1204 orders; sleep 40")},
	})
	create(&eci.CreateContainerGroupRequest{
		ContainerGroupName: "import", Cpu: new(1.0), Memory: new(2.0), RestartPolicy: "OnFailure",
		Container: []eci.CreateContainer{container("import", "busybox:1.36", "echo no such file: orders.csv; exit 3")},
	})
	if _, err := client.CreateImageCache(s.Context(), &eci.CreateImageCacheRequest{
		ImageCacheName: "shop", Image: []string{"nginx:1.27", "example.com/shop:2.4"},
		SecurityGroupId: "sg-demo", VSwitchId: []string{"vsw-demo-i"},
	}); err != nil {
		s.Fatal(err)
	}
	kubeconfig := base64.StdEncoding.EncodeToString([]byte("{kind: Config, clusters: [{cluster: {server: 'https://k8s.example.com'}}]}"))
	node, err := client.CreateVirtualNode(s.Context(), &eci.CreateVirtualNodeRequest{
		VirtualNodeName: "burst-1", KubeConfig: kubeconfig, SecurityGroupId: "sg-demo", VSwitchId: []string{"vsw-demo-i"},
	})
	if err != nil {
		s.Fatal(err)
	}
	s.server.AdvanceClock(97 * time.Minute)
	create(&eci.CreateContainerGroupRequest{
		ContainerGroupName: "batch-pod", Cpu: new(8.0), Memory: new(16.0), SpotStrategy: "SpotAsPriceGo",
		Tag:       []eci.Tag{{Key: "NodeName", Value: new("cn-hangzhou." + node.VirtualNodeId)}},
		Container: []eci.CreateContainer{container("worker", "busybox:1.36", "echo working; sleep 90000")},
	})
	s.server.AdvanceClock(2 * time.Minute)
	create(&eci.CreateContainerGroupRequest{
		ContainerGroupName: "preview", Cpu: new(0.5), Memory: new(1.0),
		Container: []eci.CreateContainer{container("app", "registry.invalid/app:1", "")},
	})
	if _, err := client.CreateDataCache(s.Context(), &eci.CreateDataCacheRequest{
		Name: "weights", Path: "/models/7b", SecurityGroupId: "sg-demo", VSwitchId: "vsw-demo-i",
		DataSource: &eci.DataSource{Type: "URL", Options: map[string]string{"url": "https://example.com/weights"}},
	}); err != nil {
		s.Fatal(err)
	}
	look := &eci.DescribeContainerGroupsRequest{ContainerGroupIds: []string{web}}
	if _, err := client.DescribeContainerGroups(s.Context(), look); err != nil {
		s.Fatal(err)
	}
	if _, err := client.DescribeContainerLog(s.Context(), &eci.DescribeContainerLogRequest{
		ContainerGroupId: web, ContainerName: "sidecar",
	}); err == nil {
		s.Fatal("there is a log of a container that does not exist")
	}
	return web
}
