package protocol

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestLocated(t *testing.T) {
	image := tftypes.NewAttributePath().WithAttributeName("containers").WithElementKeyString("web").WithAttributeName("image")
	for _, test := range []struct {
		name            string
		at              *tftypes.AttributePath
		summary, detail string
		want            string
	}{
		{"ours", image, "Invalid Value", "must be an image, got: x", `containers["web"].image: must be an image, got: x`},
		{"the library's", image, "Invalid Attribute Value Length", `Attribute containers["web"].image string length must be at least 1, got: 0`,
			`containers["web"].image: string length must be at least 1, got: 0`},
		{"one that names it", image, "Changed", `containers["web"].image of the group has been changed.`,
			`containers["web"].image of the group has been changed.`},
		{"one that begins alike", tftypes.NewAttributePath().WithAttributeName("name"), "Invalid Value", "names are longer",
			"name: names are longer"},
		{"what it needs", image, "Invalid Attribute Combination",
			`Attribute "containers[\"web\"].args" must be specified when "containers[\"web\"].image" is specified`,
			`containers["web"].image: It needs containers["web"].args beside it. Set that too, or leave this out.`},
		{"what it excludes", image, "Invalid Attribute Combination",
			`Attribute "name" cannot be specified when "containers[\"web\"].image" is specified`,
			`containers["web"].image: It cannot be set together with name. Leave one of them out.`},
		{"none", nil, "Cannot read group", "There is none.", "There is none."},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := located([]*tfprotov6.Diagnostic{{Attribute: test.at, Summary: test.summary, Detail: test.detail}})
			if len(got) != 1 || got[0].Detail != test.want {
				t.Errorf("got %+v, want %q", got, test.want)
			}
		})
	}
	twice := []*tfprotov6.Diagnostic{{Attribute: image, Summary: "Invalid Value", Detail: "one"},
		{Attribute: image, Summary: "Invalid Value", Detail: "two"}}
	if got := located(twice); len(got) != 1 {
		t.Errorf("one cause gave %d errors", len(got))
	}
}

// complaining says of an attribute that it is wrong whenever an object is read or imported.
type complaining struct{ Server }

func complaint() []*tfprotov6.Diagnostic {
	at := tftypes.NewAttributePath().WithAttributeName("region")
	return []*tfprotov6.Diagnostic{{Attribute: at, Summary: "Wrong", Detail: "It is wrong."}}
}

func (complaining) ReadResource(context.Context, *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{Diagnostics: complaint()}, nil
}

func (complaining) ImportResourceState(context.Context, *tfprotov6.ImportResourceStateRequest) (
	*tfprotov6.ImportResourceStateResponse, error) {
	return &tfprotov6.ImportResourceStateResponse{Diagnostics: complaint()}, nil
}

func TestReadsAndImportsAreLocated(t *testing.T) {
	server := Locate()(complaining{})
	read, err := server.ReadResource(t.Context(), nil)
	if err != nil || read.Diagnostics[0].Detail != "region: It is wrong." {
		t.Errorf("%+v, %v", read, err)
	}
	imported, err := server.ImportResourceState(t.Context(), nil)
	if err != nil || imported.Diagnostics[0].Detail != "region: It is wrong." {
		t.Errorf("%+v, %v", imported, err)
	}
}
