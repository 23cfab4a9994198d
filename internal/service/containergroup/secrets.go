package containergroup

import (
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// secretsOf lists every secret of a configuration, to blank it out of texts that come from outside.
func secretsOf(m model) []string {
	var secrets []string
	for _, container := range value.Sorted(m.Containers) {
		for _, value := range value.Sorted(container.SensitiveEnv) {
			secrets = append(secrets, value.ValueString())
		}
		for _, value := range value.Sorted(container.SensitiveEnvWO) {
			secrets = append(secrets, value.ValueString())
		}
	}
	secrets = append(secrets, imageregistry.Passwords(m.ImageRegistryCredentials)...)
	for _, volume := range value.Sorted(m.Volumes) {
		if volume.ConfigFile != nil {
			for _, file := range value.Sorted(volume.ConfigFile.Files) {
				secrets = append(secrets, file.Content.ValueString(), file.ContentWO.ValueString())
			}
		}
	}
	return secrets
}
