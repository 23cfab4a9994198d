package eci

import (
	"maps"
	"net/url"
	"reflect"
	"slices"
	"testing"
)

func TestEncode(t *testing.T) {
	type inner struct {
		Name  string
		Value *string
	}
	type Embedded struct {
		WorkingDir string
		Port       []inner
	}
	type outer struct {
		Embedded
		RegionId string
		Flag     *bool
		Count    *int64
		Cpu      *float64
		Arg      []string
		Probe    *inner
		Ids      []string          `eci:",json"`
		Subnets  []string          `eci:",comma"`
		Options  map[string]string `eci:",map"`
		Internal string            `eci:"-"`
	}
	tests := map[string]struct {
		req  outer
		want map[string]string
	}{
		"nothing":      {outer{}, map[string]string{}},
		"empty slices": {outer{Arg: []string{}, Ids: []string{}, Subnets: []string{}, Options: map[string]string{}}, map[string]string{}},
		"scalars": {
			outer{RegionId: "cn-beijing", Flag: new(false), Count: new(int64(0)), Cpu: new(2.0)},
			map[string]string{"RegionId": "cn-beijing", "Flag": "false", "Count": "0", "Cpu": "2"},
		},
		"shortest decimals": {outer{Cpu: new(0.1)}, map[string]string{"Cpu": "0.1"}},
		"large numbers": {
			outer{Cpu: new(1e21), Count: new(int64(-1 << 63))},
			map[string]string{"Cpu": "1000000000000000000000", "Count": "-9223372036854775808"},
		},
		"an empty element keeps its place": {
			outer{Arg: []string{"a", "", "c"}},
			map[string]string{"Arg.1": "a", "Arg.2": "", "Arg.3": "c"},
		},
		"embedded and nested": {
			outer{Embedded: Embedded{WorkingDir: "/", Port: []inner{{Name: "x"}, {Value: new("")}}}, Probe: &inner{Name: "p"}},
			map[string]string{"WorkingDir": "/", "Port.1.Name": "x", "Port.2.Value": "", "Probe.Name": "p"},
		},
		"JSON":  {outer{Ids: []string{"eci-a", `"<`}}, map[string]string{"Ids": `["eci-a","\"<"]`}},
		"comma": {outer{Subnets: []string{"vsw-a", "vsw-b"}}, map[string]string{"Subnets": "vsw-a,vsw-b"}},
		"map": {
			outer{Options: map[string]string{"repoSource": "HuggingFace/Model", "é": "x"}},
			map[string]string{"Options.#10#repoSource": "HuggingFace/Model", "Options.#2#é": "x"},
		},
		"left out by tag": {outer{Internal: "x"}, map[string]string{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			want := url.Values{}
			for name, value := range test.want {
				want.Set(name, value)
			}
			for range 2 { // the second time from the cache
				if got := encode(&test.req); !reflect.DeepEqual(got, want) {
					t.Errorf("got  %v\nwant %v", got, want)
				}
			}
		})
	}
}

func TestEncodeCreateContainerGroup(t *testing.T) {
	req := &CreateContainerGroupRequest{
		VSwitchId: []string{"vsw-1", "vsw-2"},
		Tag:       []Tag{{Key: "team", Value: new("")}},
		Container: []CreateContainer{{
			ContainerSpec: ContainerSpec{
				Name:           "web",
				EnvironmentVar: []EnvironmentVar{{Key: "IP", FieldRef: &FieldRef{FieldPath: "status.podIP"}}},
				SecurityContext: &SecurityContext{
					Capability: &Capability{Add: []string{"NET_ADMIN"}},
				},
			},
			ContainerProbes: ContainerProbes{LivenessProbe: &Probe{HttpGet: &HttpGetAction{Path: "/", Port: new(int64(80))}}},
		}},
		Volume: []CreateVolume{{
			VolumeSpec: VolumeSpec{Name: "cfg"},
			ConfigFileVolume: &CreateConfigFileVolume{
				ConfigFileToPath: []CreateConfigFile{{ConfigFile: ConfigFile{Path: "a"}, Mode: new(int64(644))}},
			},
		}},
	}
	want := []string{
		"Container.1.EnvironmentVar.1.FieldRef.FieldPath", "Container.1.EnvironmentVar.1.Key",
		"Container.1.LivenessProbe.HttpGet.Path", "Container.1.LivenessProbe.HttpGet.Port",
		"Container.1.Name", "Container.1.SecurityContext.Capability.Add.1",
		"Tag.1.Key", "Tag.1.Value", "VSwitchId",
		"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Mode", "Volume.1.ConfigFileVolume.ConfigFileToPath.1.Path",
		"Volume.1.Name",
	}
	if got := slices.Sorted(maps.Keys(encode(req))); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
