package containergroup

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/convert"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/registry"
)

// secretsOf lists every secret of a configuration, to blank it out of texts that come from outside.
func secretsOf(m model) []string {
	var secrets []string
	for _, container := range convert.Sorted(m.Containers) {
		for _, value := range convert.Sorted(container.SensitiveEnv) {
			secrets = append(secrets, value.ValueString())
		}
		for _, value := range convert.Sorted(container.SensitiveEnvWO) {
			secrets = append(secrets, value.ValueString())
		}
	}
	secrets = append(secrets, registry.Passwords(m.ImageRegistryCredentials)...)
	for _, volume := range convert.Sorted(m.Volumes) {
		if volume.ConfigFile != nil {
			for _, file := range convert.Sorted(volume.ConfigFile.Files) {
				secrets = append(secrets, file.Content.ValueString(), file.ContentWO.ValueString())
			}
		}
	}
	return secrets
}

// withoutSecrets returns m with every secret value emptied; the names of variables, files and registries stay.
func withoutSecrets(m model) model {
	blank := func(values map[string]types.String) map[string]types.String {
		result := make(map[string]types.String, len(values))
		for key := range values {
			result[key] = types.StringValue("")
		}
		return result
	}
	containers := make(map[string]containerModel, len(m.Containers))
	for name, container := range m.Containers {
		container.SensitiveEnv, container.SensitiveEnvWO = blank(container.SensitiveEnv), blank(container.SensitiveEnvWO)
		containers[name] = container
	}
	credentials := make(map[string]registry.CredentialModel, len(m.ImageRegistryCredentials))
	for server, credential := range m.ImageRegistryCredentials {
		credential.Password, credential.PasswordWO = types.StringNull(), types.StringNull()
		credentials[server] = credential
	}
	volumes := make(map[string]volumeModel, len(m.Volumes))
	for name, volume := range m.Volumes {
		if volume.ConfigFile != nil {
			files := make(map[string]fileModel, len(volume.ConfigFile.Files))
			for path, file := range volume.ConfigFile.Files {
				file.Content, file.ContentWO = types.StringNull(), types.StringNull()
				files[path] = file
			}
			volume.ConfigFile = &configFileModel{DefaultMode: volume.ConfigFile.DefaultMode, Files: files}
		}
		volumes[name] = volume
	}
	m.Containers, m.ImageRegistryCredentials, m.Volumes = containers, credentials, volumes
	return m
}
