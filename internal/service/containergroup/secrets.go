package containergroup

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// writeOnlySecret is a write-only value of a group.
type writeOnlySecret struct {
	at      path.Path
	version types.Int64
	values  map[string]types.String // {"": value} if it is a single one
}

// writeOnlySecrets lists the write-only values that a configuration gives, in a fixed order.
func writeOnlySecrets(m model) []writeOnlySecret {
	var secrets []writeOnlySecret
	add := func(at path.Path, version types.Int64, values map[string]types.String) {
		if !version.IsNull() {
			secrets = append(secrets, writeOnlySecret{at, version, values})
		}
	}
	for name, container := range value.Sorted(m.Containers) {
		at := path.Root("containers").AtMapKey(name)
		add(at.AtName("sensitive_env_wo"), container.SensitiveEnvWOVersion, container.SensitiveEnvWO)
		for hook, m := range map[string]*hookModel{"post_start": container.PostStart, "pre_stop": container.PreStop} {
			if m != nil && m.HTTPGet != nil {
				add(at.AtName(hook).AtName("http_get").AtName("headers_wo"), m.HTTPGet.HeadersWOVersion, m.HTTPGet.HeadersWO)
			}
		}
	}
	for name, volume := range value.Sorted(m.Volumes) {
		at := path.Root("volumes").AtMapKey(name)
		if volume.ConfigFile != nil {
			for file, m := range value.Sorted(volume.ConfigFile.Files) {
				add(at.AtName("config_file").AtName("files").AtMapKey(file).AtName("content_wo"), m.ContentWOVersion,
					map[string]types.String{"": m.ContentWO})
			}
		}
		if volume.FlexVolume != nil {
			add(at.AtName("flex_volume").AtName("sensitive_options_wo"), volume.FlexVolume.SensitiveOptionsWOVersion,
				volume.FlexVolume.SensitiveOptionsWO)
		}
	}
	for server, credential := range value.Sorted(m.ImageRegistryCredentials) {
		add(path.Root("image_registry_credentials").AtMapKey(server).AtName("password_wo"), credential.PasswordWOVersion,
			map[string]types.String{"": credential.PasswordWO})
	}
	return secrets
}

// text goes into a fingerprint, empty if the value is not known.
func (s writeOnlySecret) text() string {
	plain := make(map[string]string, len(s.values))
	for key, value := range s.values {
		if value.IsUnknown() {
			return ""
		}
		plain[key] = value.ValueString()
	}
	text, err := json.Marshal(plain)
	if err != nil {
		panic(err) // a map of strings always marshals
	}
	return string(text)
}

// texts returns what the fingerprints of all write-only values are made of, by path.
func texts(m model) map[string]string {
	all := map[string]string{}
	for _, secret := range writeOnlySecrets(m) {
		if text := secret.text(); text != "" {
			all[secret.at.String()] = text
		}
	}
	return all
}

// checkTravelling refuses an update that has to send lists as a whole, and in them a write-only value which is another than was
// sent before although its version is the same: it would restart a container, unseen in the plan. differ names the values that are
// others than were sent.
func checkTravelling(from, to model, whole map[string]bool, differ []string) (diags diag.Diagnostics) {
	before := map[string]types.Int64{}
	for _, secret := range writeOnlySecrets(from) {
		before[secret.at.String()] = secret.version
	}
	for _, secret := range writeOnlySecrets(to) {
		name := secret.at.String()
		root := secret.at.Steps()[0].String()
		if version, exists := before[name]; !exists || !version.Equal(secret.version) || !whole[root] || !slices.Contains(differ, name) {
			continue
		}
		diags.AddAttributeError(secret.at, "Secret Would Change Unseen", fmt.Sprintf("The update has to send all of %s, and %s is another "+
			"value than ECI has, although its version is the same. Raise %s_version to have it sent, or give the value as it was.", root, name,
			name))
	}
	return diags
}

// secretsOf lists every secret of a configuration, to blank it out of texts that come from outside.
func secretsOf(m model) []string {
	var secrets []string
	add := func(values map[string]types.String) {
		for _, value := range value.Sorted(values) {
			secrets = append(secrets, value.ValueString())
		}
	}
	for _, container := range value.Sorted(m.Containers) {
		add(container.SensitiveEnv)
		for _, hook := range []*hookModel{container.PostStart, container.PreStop} {
			if hook != nil && hook.HTTPGet != nil {
				add(hook.HTTPGet.Headers)
			}
		}
	}
	secrets = append(secrets, imageregistry.Passwords(m.ImageRegistryCredentials)...)
	for _, volume := range value.Sorted(m.Volumes) {
		if volume.ConfigFile != nil {
			for _, file := range value.Sorted(volume.ConfigFile.Files) {
				secrets = append(secrets, file.Content.ValueString(), file.ContentBase64.ValueString())
			}
		}
		if volume.FlexVolume != nil {
			add(volume.FlexVolume.SensitiveOptions)
		}
	}
	for _, secret := range writeOnlySecrets(m) {
		add(secret.values)
	}
	return secrets
}
