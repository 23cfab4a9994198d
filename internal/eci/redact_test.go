package eci

import (
	"net/url"
	"testing"
)

func TestRedact(t *testing.T) {
	params := url.Values{
		"ContainerGroupName":                                           {"web-server"},
		"Tag.1.Value":                                                  {"tag-value"},
		"ImageRegistryCredential.1.UserName":                           {"user"},
		"ImageRegistryCredential.1.Password":                           {"pass word"},
		"Container.1.EnvironmentVar.1.Key":                             {"VARIABLE"},
		"Container.1.EnvironmentVar.1.Value":                           {"variable-value"},
		"Container.1.EnvironmentVar.2.Value":                           {"variable-value-longer"},
		"Container.1.EnvironmentVar.3.Value":                           {"is"},
		"Container.1.EnvironmentVar.4.Value":                           {""},
		"Container.1.LifecyclePreStopHandlerHttpGetHttpHeader.1.Value": {"Bearer abc"},
		"Volume.1.ConfigFileVolume.ConfigFileToPath.1.Content":         {"Y29uZmln"},
		"Volume.2.FlexVolume.Options":                                  {`{"ak":"x"}`},
		"DataSource.Options.#11#accessToken":                           {"hf_token"},
	}
	text := `web-server tag-value user pass word VARIABLE variable-value variable-value-longer is Bearer abc Y29uZmln config {"ak":"x"} hf_token key-secret token-value`
	want := `web-server tag-value user *** VARIABLE *** *** is *** *** *** *** *** *** ***`
	if got := redact(text, secretValues(params, Credentials{"id", "key-secret", "token-value"})); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
