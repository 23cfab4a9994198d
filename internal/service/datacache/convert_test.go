package datacache

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

func text(s string) types.String { return types.StringValue(s) }

// TestDataSourceRoundTrip expands each kind of source, and flattens what ECI makes of it.
func TestDataSourceRoundTrip(t *testing.T) {
	token := tokenModel{AccessToken: text("secret")}
	tests := []struct {
		name  string
		model *dataSourceModel
		sent  eci.DataSource
		told  string
	}{
		{"url", &dataSourceModel{URL: &urlModel{tokenModel: token, URL: text("https://data.test/a")}},
			eci.DataSource{Type: "URL", Options: map[string]string{"url": "https://data.test/a", "accessToken": "secret"}},
			`{"url":"https://data.test/a"}`},
		{"repository", &dataSourceModel{Repository: &repositoryModel{tokenModel: token, Source: text("HuggingFace/Model"), ID: text("a/b"),
			Revision: text("main")}},
			eci.DataSource{Type: "URL",
				Options: map[string]string{"repoSource": "HuggingFace/Model", "repoId": "a/b", "revision": "main", "accessToken": "secret"}},
			`{"options":{"repoSource":"HuggingFace/Model","repoId":"a/b","revision":"main","accessToken":"told"},"type":"URL"}`},
		{"nas", &dataSourceModel{NAS: &nasModel{Server: text("nas.test"), Path: text("/"), Vers: text("3"), Options: text("nolock")}},
			eci.DataSource{Type: "NAS", Options: map[string]string{"server": "nas.test", "path": "/", "vers": "3", "options": "nolock"}},
			`{"server":"nas.test","path":"/","vers":3,"options":"nolock"}`},
		{"wrapped nas", &dataSourceModel{NAS: &nasModel{Server: text("nas.test"), Path: text("/"), Options: text("nolock")}},
			eci.DataSource{Type: "NAS", Options: map[string]string{"server": "nas.test", "path": "/", "options": "nolock"}},
			`{"type":"NAS","options":{"server":"nas.test","path":"/","options":"nolock"}}`},
		{"oss", &dataSourceModel{OSS: &ossModel{Bucket: text("b"), URL: text("oss.test"), Path: text("/m"),
			Options: map[string]types.String{"ramRole": text("r")}}},
			eci.DataSource{Type: "OSS", Options: map[string]string{"bucket": "b", "url": "oss.test", "path": "/m", "ramRole": "r"}},
			`{"bucket":"b","url":"oss.test","path":"/m","ramRole":"r"}`},
		{"oss with no further options", &dataSourceModel{OSS: &ossModel{Bucket: text("b"), Options: map[string]types.String{}}},
			eci.DataSource{Type: "OSS", Options: map[string]string{"bucket": "b"}},
			`{"bucket":"b"}`},
		{"snapshot", &dataSourceModel{Snapshot: &snapshotModel{SnapshotID: text("s-1")}},
			eci.DataSource{Type: "SNAPSHOT", Options: map[string]string{"snapshotId": "s-1"}},
			`{"snapshotId":"s-1"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := expandDataSource(test.model); !reflect.DeepEqual(*got, test.sent) {
				t.Errorf("sent %+v, want %+v", *got, test.sent)
			}
			told := eci.DescribedDataSource{Type: test.sent.Type, Options: test.told}
			if got := flattenDataSource(told, test.model); !reflect.DeepEqual(got, test.model) {
				t.Errorf("flattened %+v, want %+v", got, test.model)
			}
		})
	}
}

func TestSourceOptionsUnreadable(t *testing.T) {
	for _, options := range []string{"", "null", "[]", "{", `"text"`} {
		if got := sourceOptions(eci.DescribedDataSource{Options: options}); len(got) != 0 {
			t.Errorf("%q gives %v", options, got)
		}
	}
}

func FuzzSourceOptions(f *testing.F) {
	f.Add(`{"options":{"url":"u","accessToken":"t"},"type":"URL"}`)
	f.Add(`{"options":"nolock","vers":3}`)
	f.Fuzz(func(t *testing.T, options string) {
		if _, found := sourceOptions(eci.DescribedDataSource{Options: options})["accessToken"]; found {
			t.Error("the token gets through")
		}
	})
}

func TestWriteOnlyTokenFollowsItsVersion(t *testing.T) {
	of := func(version int64, token types.String) model {
		return model{DataSource: &dataSourceModel{URL: &urlModel{tokenModel: tokenModel{AccessTokenWO: token,
			AccessTokenWOVersion: types.Int64Value(version)}}}}
	}
	stored, config := of(1, types.StringNull()), of(1, text("secret"))
	if got := withSecrets(stored, config).DataSource.URL.AccessTokenWO.ValueString(); got != "secret" {
		t.Errorf("same version: %q", got)
	}
	if !stored.DataSource.URL.AccessTokenWO.IsNull() {
		t.Error("the secret has reached the model that was passed")
	}
	if got := withSecrets(stored, of(2, text("secret"))).DataSource.URL.AccessTokenWO; !got.IsNull() {
		t.Errorf("other version: %v", got)
	}
}

func TestExpandEIP(t *testing.T) {
	if got := expandEIP(nil); got != nil {
		t.Errorf("%+v for no address", got)
	}
	if got := expandEIP(&eipModel{}); got == nil || got.Bandwidth == nil || *got.Bandwidth != defaultBandwidth {
		t.Errorf("%+v for an address of which nothing is said: it would not be sent", got)
	}
	if got := expandEIP(&eipModel{ISP: types.StringValue("BGP_PRO")}); got.Bandwidth != nil || got.ISP != "BGP_PRO" {
		t.Errorf("%+v", got)
	}
}
