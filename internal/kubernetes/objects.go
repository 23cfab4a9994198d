package kubernetes

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// entry is a value of a ConfigMap or of a Secret.
type entry struct {
	text     string
	isBinary bool
}

// objects are the ConfigMaps and Secrets that come along with a Pod, by their names.
type objects struct {
	configMaps map[string]map[string]entry
	secrets    map[string]map[string]entry
}

func newObjects() objects {
	return objects{configMaps: map[string]map[string]entry{}, secrets: map[string]map[string]entry{}}
}

// add takes a document in if it is a ConfigMap or a Secret.
func (o objects) add(d document, at *field.Path) (taken bool, errs field.ErrorList) {
	switch d.Kind {
	case "ConfigMap":
		var m corev1.ConfigMap
		if errs := d.decode(&m, at); len(errs) > 0 {
			return true, errs
		}
		entries := map[string]entry{}
		for key, text := range m.Data {
			entries[key] = entry{text: text}
		}
		for key, data := range m.BinaryData {
			entries[key] = binary(data)
		}
		return true, register(o.configMaps, m.Name, entries, at)
	case "Secret":
		var s corev1.Secret
		if errs := o.decodeSecret(d, &s, at); len(errs) > 0 {
			return true, errs
		}
		entries := map[string]entry{}
		for key, data := range s.Data {
			entries[key] = binary(data)
		}
		for key, text := range s.StringData { // which wins
			entries[key] = entry{text: text}
		}
		return true, register(o.secrets, s.Name, entries, at)
	}
	return false, nil
}

// decodeSecret is decode, but base64 that is none is an error that does not quote it.
func (o objects) decodeSecret(d document, s *corev1.Secret, at *field.Path) field.ErrorList {
	data, _ := d.raw["data"].(map[string]any)
	for key, value := range data {
		text, ok := value.(string)
		if _, err := base64.StdEncoding.DecodeString(text); !ok || err != nil {
			return field.ErrorList{malformed(below(at, "data").Key(key), "is no base64; stringData takes plain text")}
		}
	}
	return d.decode(s, at)
}

func binary(data []byte) entry { return entry{text: string(data), isBinary: !isText(data)} }

func register(all map[string]map[string]entry, name string, entries map[string]entry, at *field.Path) field.ErrorList {
	if name == "" {
		return field.ErrorList{field.Required(below(at, "metadata").Child("name"), "an object has a name")}
	}
	if _, exists := all[name]; exists {
		return field.ErrorList{field.Duplicate(below(at, "metadata").Child("name"), name)}
	}
	var errs field.ErrorList
	for key := range entries {
		for _, fault := range validation.IsConfigMapKey(key) {
			errs = append(errs, field.Invalid(below(at, "data"), key, fault))
		}
	}
	all[name] = entries
	return errs
}

// registryCredentials are the logins that the image pull secrets hold, by registry.
func (o objects) registryCredentials(pull []corev1.LocalObjectReference, at *field.Path) (map[string]Credential, field.ErrorList) {
	if len(pull) == 0 {
		return nil, nil
	}
	var errs field.ErrorList
	logins := map[string]Credential{}
	for i, ref := range pull {
		at := at.Index(i).Child("name")
		secret, exists := o.secrets[ref.Name]
		if !exists {
			errs = append(errs, field.NotFound(at, ref.Name))
			continue
		}
		var config dockerConfig
		var err error
		if text, ok := secret[corev1.DockerConfigJsonKey]; ok {
			err = json.Unmarshal([]byte(text.text), &config)
		} else if text, ok := secret[corev1.DockerConfigKey]; ok {
			err = json.Unmarshal([]byte(text.text), &config.Auths)
		}
		if err != nil || len(config.Auths) == 0 {
			errs = append(errs, field.Invalid(at, ref.Name, "the Secret has no logins in "+corev1.DockerConfigJsonKey+" or "+corev1.DockerConfigKey))
			continue
		}
		found, err := config.logins()
		if err != nil {
			errs = append(errs, field.Invalid(at, ref.Name, "the Secret has "+err.Error()))
		}
		for host, login := range found {
			if _, exists := logins[host]; !exists { // the kubelet tries one after another, ECI takes one
				logins[host] = login
			}
		}
	}
	return logins, errs
}

// dockerConfig is the configuration of Docker's client, as far as it holds logins to registries.
type dockerConfig struct {
	Auths map[string]struct{ Username, Password, Auth string }
}

// DockerConfig returns the logins in the text of a .dockerconfigjson, by the hosts of the registries. No error holds any of it but hosts.
func DockerConfig(text string) (map[string]Credential, error) {
	var config dockerConfig
	if err := json.Unmarshal([]byte(text), &config); err != nil || len(config.Auths) == 0 {
		return nil, errors.New(`has to be JSON like {"auths":{"registry.example.com":{"username":"...","password":"..."}}}`)
	}
	logins, err := config.logins()
	if err != nil {
		return nil, fmt.Errorf("has %w", err)
	}
	return logins, nil
}

// logins returns the logins by host, of several for one the first in the order of their names.
func (c dockerConfig) logins() (map[string]Credential, error) {
	var errs []error
	logins := map[string]Credential{}
	for _, server := range slices.Sorted(maps.Keys(c.Auths)) {
		login := c.Auths[server]
		if decoded, err := base64.StdEncoding.DecodeString(login.Auth); login.Username == "" && err == nil {
			login.Username, login.Password, _ = strings.Cut(string(decoded), ":")
		}
		host := strings.TrimPrefix(strings.TrimPrefix(server, "https://"), "http://")
		host, _, _ = strings.Cut(host, "/")
		if login.Username == "" || login.Password == "" {
			errs = append(errs, fmt.Errorf("no user name and password for %s", server))
		}
		if _, exists := logins[host]; !exists {
			logins[host] = Credential{UserName: login.Username, Password: login.Password}
		}
	}
	return logins, errors.Join(errs...)
}
