package service_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

var identityType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String, "region": tftypes.String}}

// TestImportOfWrongID says what an ID looks like.
func TestImportOfWrongID(t *testing.T) {
	server := acctest.NewCloud(t).Session(t)
	for kind, prefix := range map[string]string{
		"eci_container_group": "eci-", "eci_image_cache": "imc-", "eci_data_cache": "edc-", "eci_virtual_node": "vnd-"} {
		for name, req := range map[string]*tfprotov6.ImportResourceStateRequest{
			"empty":          {TypeName: kind},
			"name":           {TypeName: kind, ID: "web"},
			"region alone":   {TypeName: kind, ID: "@cn-beijing"},
			"other kind":     {TypeName: kind, ID: "i-bp1"},
			"empty identity": {TypeName: kind, Identity: identity(t, "", "")},
			"wrong identity": {TypeName: kind, Identity: identity(t, "web", "")},
		} {
			resp, err := server.ImportResourceState(t.Context(), req)
			if err != nil || len(resp.Diagnostics) != 1 || !strings.Contains(resp.Diagnostics[0].Detail, "begins with "+prefix+". Of one in "+
				"another region than the provider's, give id@region.") {
				t.Errorf("%s, %s: %v, %+v", kind, name, err, resp)
			}
		}
		for name, req := range map[string]*tfprotov6.ImportResourceStateRequest{
			"host":             {TypeName: kind, ID: prefix + "1@evil.example/"},
			"host in identity": {TypeName: kind, Identity: identity(t, prefix+"1", "evil.example/")},
		} {
			resp, err := server.ImportResourceState(t.Context(), req)
			if err != nil || summaries(resp.Diagnostics) != "Invalid Region" {
				t.Errorf("%s, %s: %v, %+v", kind, name, err, resp)
			}
		}
	}
}

// TestImport imports objects by identity, as Terraform 1.12 does, and refreshes them, and once more when they are gone.
func TestImport(t *testing.T) {
	cloud := acctest.NewCloud(t)
	client := cloud.Client(t)
	image, err := client.CreateImageCache(t.Context(), &eci.CreateImageCacheRequest{
		ImageCacheName: "test", Image: []string{"nginx:1.27"}, SecurityGroupId: "sg-1", VSwitchId: []string{"vsw-1"}})
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig := "kind: Config\nclusters: [{cluster: {server: \"https://10.0.0.1\"}}]\n"
	node, err := client.CreateVirtualNode(t.Context(), &eci.CreateVirtualNodeRequest{
		VirtualNodeName: "test", KubeConfig: base64.StdEncoding.EncodeToString([]byte(kubeconfig)), SecurityGroupId: "sg-1",
		VSwitchId: []string{"vsw-1"}})
	if err != nil {
		t.Fatal(err)
	}
	server := cloud.Session(t)
	for _, object := range []struct {
		kind, id string
		remove   func(string) error
	}{
		{"eci_image_cache", image.ImageCacheId, cloud.RemoveImageCache},
		{"eci_data_cache", cloud.AddDataCache(acctest.Region, "default", "/test"), cloud.RemoveDataCache},
		{"eci_virtual_node", node.VirtualNodeId, cloud.RemoveVirtualNode},
	} {
		t.Run(object.kind, func(t *testing.T) {
			elsewhere := cloud.Session(t, `region = "cn-beijing"`)
			for name, request := range map[string]struct {
				session *acctest.Session
				id      string
				by      *tfprotov6.ResourceIdentityData
			}{
				"identity":                     {server, "", identity(t, object.id, "")},
				"identity with region":         {server, "", identity(t, object.id, acctest.Region)},
				"identity with another region": {elsewhere, "", identity(t, object.id, acctest.Region)},
				"ID with region":               {server, object.id + "@" + acctest.Region, nil},
				"ID with another region":       {elsewhere, object.id + "@" + acctest.Region, nil},
			} {
				imported, err := request.session.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{
					TypeName: object.kind, ID: request.id, Identity: request.by})
				if err != nil || len(imported.Diagnostics) > 0 {
					t.Fatalf("import by %s: %v, %s", name, err, summaries(imported.Diagnostics))
				}
				found := imported.ImportedResources[0]
				read, err := request.session.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
					TypeName: object.kind, CurrentState: found.State, CurrentIdentity: found.Identity, Private: found.Private})
				if err != nil || len(read.Diagnostics) > 0 {
					t.Fatalf("read after import by %s: %v, %s", name, err, summaries(read.Diagnostics))
				}
				for name, value := range map[string]string{"id": object.id, "region": acctest.Region} {
					if got := member(t, read.NewIdentity.IdentityData, identityType, name); got != value {
						t.Errorf("%s of the identity is %s, want %s", name, got, value)
					}
				}
			}
			imported, err := server.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: object.kind, ID: object.id})
			if err != nil || len(imported.Diagnostics) > 0 {
				t.Fatalf("import by ID: %v, %s", err, summaries(imported.Diagnostics))
			}
			if err := object.remove(object.id); err != nil {
				t.Fatal(err)
			}
			found := imported.ImportedResources[0]
			read, err := server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: object.kind, CurrentState: found.State, CurrentIdentity: found.Identity, Private: found.Private})
			said := summaries(read.Diagnostics)
			mayBeForgotten := object.kind == "eci_container_group" && said == ""
			if err != nil || said != "Object Not Found" && !mayBeForgotten {
				t.Errorf("read of what is gone: %v, %s", err, said)
			}
		})
	}
}

func identity(t *testing.T, id, region string) *tfprotov6.ResourceIdentityData {
	t.Helper()
	from := tftypes.NewValue(tftypes.String, nil)
	if region != "" {
		from = tftypes.NewValue(tftypes.String, region)
	}
	value, err := tfprotov6.NewDynamicValue(identityType, tftypes.NewValue(identityType, map[string]tftypes.Value{
		"id": tftypes.NewValue(tftypes.String, id), "region": from}))
	if err != nil {
		t.Fatal(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &value}
}

func member(t *testing.T, data *tfprotov6.DynamicValue, kind tftypes.Type, name string) string {
	t.Helper()
	value, err := data.Unmarshal(kind)
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]tftypes.Value
	if err := value.As(&members); err != nil {
		t.Fatal(err)
	}
	var text string
	if err := members[name].As(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

func summaries(diagnostics []*tfprotov6.Diagnostic) string {
	var all []string
	for _, d := range diagnostics {
		all = append(all, d.Summary)
	}
	return strings.Join(all, ", ")
}
