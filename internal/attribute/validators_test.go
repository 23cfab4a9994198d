package attribute

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestValidators(t *testing.T) {
	long := strings.Repeat("a", 64)
	for name, test := range map[string]struct {
		validator    validator.String
		right, wrong []string
	}{
		"host name": {HostName(), []string{"a", "a-b.c", "1.example.com"},
			[]string{"", "A", "a_b", "-a", "a..b", "a.", "a b", strings.Repeat("a.", 127)}},
		"host": {Host(), []string{"NTP.example.com", "10.0.0.1", "2001:db8::1"},
			[]string{"", "a b", "http://a", "[::1]", "a:80"}},
		"search domain": {SearchDomain(), []string{".", "example.com.", "_tcp.example.com"}, []string{"", "..", "a..b", "A", "a b"}},
		"registry": {RegistryHost(), []string{"localhost", "r.example:1", "R.Example:65535", "10.0.0.1:5000"},
			[]string{"", ":80", "r.example:", "r.example:0", "r.example:65536", "r.example:x", "http://r", "r/p", "r:1:2"}},
		"label key": {LabelKey(), []string{"a", "example.com/A_b.c", long[:63]},
			[]string{"", "a b", "/a", "a/", "a/b/c", "-a", long}},
		"label value": {LabelValue(), []string{"", "a", "A_b.c-d"}, []string{"-", "a b", "a/b", long}},
		"role": {RoleARN(), []string{"acs:ram::1234567890123456:role/a.b_c-d", "acs:ram::*:role/aliyunserviceroleforx"},
			[]string{"", "role/a", "acs:ram::1:role/", "acs:ram::x:role/a", "acs:ram::1:user/a", "arn:aws:iam::1:role/a"}},
		"URL": {URL(), []string{"http://a", "https://a.example:8080/b?c=d"},
			[]string{"", "a.example/b", "ftp://a", "https://", "https:///b", "://"}},
		"ID":    {ID("a disk", "d-"), []string{"d-1", "d-bp1****"}, []string{"", "d-", "x-1", "d-1,d-2", "d-1 "}},
		"image": {Image(), []string{"a", "A.example/b:C", "a@sha256:0A"}, []string{"", "A", "a.example/B", "a b", "https://a"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, wanted := range []bool{true, false} {
				texts := test.wrong
				if wanted {
					texts = test.right
				}
				for _, text := range texts {
					if is := accepts(t, test.validator, types.StringValue(text)); is != wanted {
						t.Errorf("%q: accepted %v", text, is)
					}
				}
			}
			for _, nothing := range []types.String{types.StringNull(), types.StringUnknown()} {
				if !accepts(t, test.validator, nothing) {
					t.Errorf("%s is refused", nothing)
				}
			}
		})
	}
}

func accepts(t *testing.T, v validator.String, text types.String) bool {
	t.Helper()
	var resp validator.StringResponse
	v.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("test"), ConfigValue: text}, &resp)
	return len(resp.Diagnostics) == 0
}
