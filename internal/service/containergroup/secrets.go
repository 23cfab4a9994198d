package containergroup

import (
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
