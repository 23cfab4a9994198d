package containergroup

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
)

// former replaces a write-only value whose version has changed, since the old value is not stored. No real value equals it, so that
// even an empty one is a change.
var former = types.StringValue("\x00")

// withSecrets adds the write-only values of the configuration to m, which has none, where m has the version of them that
// the configuration has. So the prior state gets those that have not changed.
func withSecrets(m, config model) model {
	containers := make(map[string]containerModel, len(m.Containers))
	for name, container := range m.Containers {
		if configured := config.Containers[name]; configured.SensitiveEnvWOVersion.Equal(container.SensitiveEnvWOVersion) {
			container.SensitiveEnvWO = configured.SensitiveEnvWO
		} else if !container.SensitiveEnvWOVersion.IsNull() {
			container.SensitiveEnvWO = map[string]types.String{former.ValueString(): former}
		}
		containers[name] = container
	}
	m.Containers = containers
	m.ImageRegistryCredentials = imageregistry.WithPasswords(m.ImageRegistryCredentials, config.ImageRegistryCredentials)
	volumes := make(map[string]volumeModel, len(m.Volumes))
	for name, volume := range m.Volumes {
		configured := config.Volumes[name]
		if volume.ConfigFile != nil && configured.ConfigFile != nil {
			files := make(map[string]fileModel, len(volume.ConfigFile.Files))
			for path, file := range volume.ConfigFile.Files {
				if other := configured.ConfigFile.Files[path]; other.ContentWOVersion.Equal(file.ContentWOVersion) {
					file.ContentWO = other.ContentWO
				} else if !file.ContentWOVersion.IsNull() {
					file.ContentWO = former
				}
				files[path] = file
			}
			volume.ConfigFile = &configFileModel{DefaultMode: volume.ConfigFile.DefaultMode, Files: files}
		}
		volumes[name] = volume
	}
	m.Volumes = volumes
	return m
}
