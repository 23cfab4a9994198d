package containergroup

import "testing"

func TestMask(t *testing.T) {
	const key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n  hkiG9w0BAQEFAASC\nend\n"
	mask := masking([]string{"pass", "password-long", "", "abc", key})
	for text, want := range map[string]string{
		"the pass is wrong":                   "the (secret) is wrong",
		"password-long":                       "(secret)",
		"password":                            "(secret)word",
		"abc is too short to be masked":       "abc is too short to be masked",
		key + "tail":                          "(secret)tail",
		"  | MIIEvQIBADANBgkq":                "  | (secret)",
		"  | hkiG9w0BAQEFAASC and more\n end": "  | (secret) and more\n end",
		"":                                    "",
	} {
		if got := mask(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
