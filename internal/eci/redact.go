package eci

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// secretValues returns the values in a request that must not be repeated in an error or a log: passwords, values of
// environment variables and headers, files, volume and data source options, kubeconfigs, each as a whole and what is
// secret inside of it, and the security token, and each line of these. The longest comes first. Very short ones are left out, since
// blanking them would make any text unreadable.
func secretValues(params url.Values, credentials Credentials) []string {
	secrets := []string{credentials.AccessKeySecret, credentials.SecurityToken}
	for name := range params {
		if isSecretParameter(name) {
			secrets = append(secrets, params.Get(name))
			secrets = append(secrets, secretsInside(name, params.Get(name))...)
		}
	}
	for _, secret := range secrets { // an error may quote the line that it is about
		if strings.Contains(secret, "\n") {
			for line := range strings.Lines(secret) {
				secrets = append(secrets, strings.TrimSpace(line))
			}
		}
	}
	secrets = slices.DeleteFunc(secrets, func(s string) bool { return len(s) < 4 })
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return secrets
}

// secretsInside returns the strings in options, the text of a file, and the text of a kubeconfig with the strings that
// authenticate its users.
func secretsInside(name, value string) []string {
	if strings.HasSuffix(name, ".Options") {
		var options any
		_ = json.Unmarshal([]byte(value), &options) // if it is no JSON, it has no parts
		return stringsIn(options)
	}
	text, err := base64.StdEncoding.DecodeString(value)
	if err != nil || name != "KubeConfig" && !strings.HasSuffix(name, ".Content") {
		return nil
	}
	secrets := []string{string(text)}
	if name == "KubeConfig" {
		var config struct{ Users []struct{ User any } }
		_ = yaml.Unmarshal(text, &config)
		for _, user := range config.Users {
			secrets = append(secrets, stringsIn(user.User)...)
		}
	}
	return secrets
}

// stringsIn returns the strings in a decoded JSON value.
func stringsIn(value any) []string {
	var found []string
	switch value := value.(type) {
	case string:
		found = append(found, value)
	case []any:
		for _, element := range value {
			found = append(found, stringsIn(element)...)
		}
	case map[string]any:
		for _, element := range value {
			found = append(found, stringsIn(element)...)
		}
	}
	return found
}

func isSecretParameter(name string) bool {
	if strings.HasPrefix(name, "Tag.") {
		return false
	}
	last := name[strings.LastIndex(name, ".")+1:]
	switch last {
	case "Password", "Value", "Content", "Options", "KubeConfig":
		return true
	}
	return strings.Contains(name, ".Options.")
}

// redact blanks the secrets out of text.
func redact(text string, secrets []string) string {
	for _, secret := range secrets {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return text
}
