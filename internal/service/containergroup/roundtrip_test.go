package containergroup

import (
	"net/http/httptest"
	"testing"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// cloudClient is a client of a new cloud where groups run at once.
func cloudClient(tb testing.TB) *eci.Client {
	tb.Helper()
	server, err := emulator.New(emulator.Config{Keys: []rpc.Key{{ID: "id", Secret: "secret"}}, BootTime: -1, Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	listener := httptest.NewServer(server)
	tb.Cleanup(listener.Close)
	credentials, err := eci.NewCredentials(eci.CredentialsConfig{AccessKeyId: "id", AccessKeySecret: "secret"})
	if err != nil {
		tb.Fatal(err)
	}
	client, err := eci.New(eci.Config{Region: "cn-hangzhou", Endpoint: listener.URL, Credentials: credentials})
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

// small is a group with texts of a user's in several places.
func small(arg, key, value, content, tag string) model {
	return model{
		Name: text("round-trip"), CPU: types.Float64Value(1), Memory: types.Float64Value(2), RestartPolicy: text("Never"),
		Containers: map[string]containerModel{"main": {commonContainerModel: commonContainerModel{
			Image: text("busybox:1"), Command: []types.String{text("sleep")}, Args: []types.String{text(arg)}, Env: textMap(key, value)}}},
		Volumes: map[string]volumeModel{"files": {ConfigFile: &configFileModel{Files: map[string]fileModel{"file": {Content: text(content)}}}}},
		Tags:    textMap("tag", tag),
		TagsAll: types.MapValueMust(types.StringType, map[string]attr.Value{"tag": text(tag)}),
	}
}

// FuzzRoundTrip creates groups and reads them: what a user writes and ECI takes comes back as it was.
func FuzzRoundTrip(f *testing.F) {
	f.Add("10", "KEY", "value", "content\n", "team")
	f.Add("a b", "A_B", "", "", "")
	f.Add("\"'$(x)\\", "UNICODE", "ü€😀 +&=%", "\x00\r\n", "/:=+-@")
	client := cloudClient(f)
	f.Fuzz(func(t *testing.T, arg, key, value, content, tag string) {
		for _, text := range []string{arg, key, value, content, tag} {
			if !utf8.ValidString(text) {
				return // HCL has no such text
			}
		}
		prior := small(arg, key, value, content, tag)
		created, err := client.CreateContainerGroup(t.Context(), expandCreate(prior))
		if err != nil {
			return // refused
		}
		group, found, err := client.ContainerGroup(t.Context(), created.ContainerGroupId)
		if err != nil || !found {
			t.Fatal(found, err)
		}
		read := flatten(group, prior, nil)
		equal(t, read.Containers["main"].Args, prior.Containers["main"].Args)
		equal(t, read.Containers["main"].Env, prior.Containers["main"].Env)
		equal(t, read.Volumes["files"].ConfigFile.Files, prior.Volumes["files"].ConfigFile.Files)
		equal(t, read.Tags, prior.Tags)
	})
}

func BenchmarkExpand(b *testing.B) {
	m := small("10", "KEY", "value", "content", "team")
	b.ReportAllocs()
	for b.Loop() {
		expandCreate(m)
	}
}

func BenchmarkFlatten(b *testing.B) {
	client, prior := cloudClient(b), small("10", "KEY", "value", "content", "team")
	created, err := client.CreateContainerGroup(b.Context(), expandCreate(prior))
	if err != nil {
		b.Fatal(err)
	}
	group, found, err := client.ContainerGroup(b.Context(), created.ContainerGroupId)
	if err != nil || !found {
		b.Fatal(found, err)
	}
	b.ReportAllocs()
	for b.Loop() {
		flatten(group, prior, nil)
	}
}
