package eci

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
)

// secretValues returns the values in a request that must not be repeated in an error or a log: passwords, values of
// environment variables and headers, files, volume and data source options, and the security token. The longest comes
// first. Very short ones are left out, since blanking them would make any text unreadable.
func secretValues(params url.Values, credentials Credentials) []string {
	secrets := []string{credentials.AccessKeySecret, credentials.SecurityToken}
	for name := range params {
		if isSecretParameter(name) {
			secrets = append(secrets, params.Get(name))
			if text, err := base64.StdEncoding.DecodeString(params.Get(name)); err == nil && strings.HasSuffix(name, ".Content") {
				secrets = append(secrets, string(text))
			}
		}
	}
	secrets = slices.DeleteFunc(secrets, func(s string) bool { return len(s) < 4 })
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return secrets
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
