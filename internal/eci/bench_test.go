package eci

import (
	"testing"
)

// manyParameters is a request with parameters of every shape.
func manyParameters() *CreateContainerGroupRequest {
	spec := ContainerSpec{Name: "web", Image: "nginx:1.27", Command: []string{"nginx"}, Arg: []string{"-g", "daemon off;"}}
	for range 10 {
		spec.EnvironmentVar = append(spec.EnvironmentVar, EnvironmentVar{Key: "KEY", Value: new("value")})
	}
	req := &CreateContainerGroupRequest{ContainerGroupName: "bench", VSwitchId: []string{"vsw-1", "vsw-2"}}
	for range 3 {
		req.Container = append(req.Container, CreateContainer{ContainerSpec: spec})
		req.Tag = append(req.Tag, Tag{Key: "key", Value: new("value")})
	}
	return req
}

func BenchmarkEncode(b *testing.B) {
	req := manyParameters()
	b.ReportAllocs()
	for b.Loop() {
		encode(req)
	}
}

func BenchmarkSign(b *testing.B) {
	params := encode(manyParameters())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sign("CreateContainerGroup", params, Credentials(testCredentials)); err != nil {
			b.Fatal(err)
		}
	}
}
