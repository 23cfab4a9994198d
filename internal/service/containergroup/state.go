package containergroup

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/imageregistry"
)

// former stands for a write-only value of another version, which nobody knows any more. No real value equals it, so that even an
// empty one is a change.
var former = types.StringValue("\x00")

// writeOnly returns the write-only values that go with a version: the configured ones if they have the same, and otherwise
// something unlike all of them.
func writeOnly(version, configuredVersion types.Int64, configured map[string]types.String) map[string]types.String {
	switch {
	case version.Equal(configuredVersion):
		return configured
	case version.IsNull():
		return nil
	}
	return map[string]types.String{former.ValueString(): former}
}

// withSecrets adds the write-only values of the configuration to m, which has none, where m has the version of them that
// the configuration has. So the prior state gets those that have not changed.
func withSecrets(m, config model) model {
	m.Containers = maps.Clone(m.Containers)
	for name, container := range m.Containers {
		configured := config.Containers[name]
		container.SensitiveEnvWO = writeOnly(container.SensitiveEnvWOVersion, configured.SensitiveEnvWOVersion, configured.SensitiveEnvWO)
		container.PostStart = withHeaders(container.PostStart, configured.PostStart)
		container.PreStop = withHeaders(container.PreStop, configured.PreStop)
		m.Containers[name] = container
	}
	m.ImageRegistryCredentials = imageregistry.WithPasswords(m.ImageRegistryCredentials, config.ImageRegistryCredentials)
	m.Volumes = maps.Clone(m.Volumes)
	for name, volume := range m.Volumes {
		m.Volumes[name] = volume.withSecrets(config.Volumes[name])
	}
	return m
}

func withHeaders(m, config *hookModel) *hookModel {
	if m == nil || m.HTTPGet == nil {
		return m
	}
	var configured hookHTTPGetModel
	if config != nil && config.HTTPGet != nil {
		configured = *config.HTTPGet
	}
	get := *m.HTTPGet
	get.HeadersWO = writeOnly(get.HeadersWOVersion, configured.HeadersWOVersion, configured.HeadersWO)
	return &hookModel{HTTPGet: &get}
}

func (m volumeModel) withSecrets(config volumeModel) volumeModel {
	if m.ConfigFile != nil && config.ConfigFile != nil {
		files := maps.Clone(m.ConfigFile.Files)
		for path, file := range files {
			configured := config.ConfigFile.Files[path]
			only := writeOnly(file.ContentWOVersion, configured.ContentWOVersion,
				map[string]types.String{former.ValueString(): configured.ContentWO})
			file.ContentWO = only[former.ValueString()]
			files[path] = file
		}
		m.ConfigFile = &configFileModel{DefaultMode: m.ConfigFile.DefaultMode, Files: files}
	}
	if m.FlexVolume != nil && config.FlexVolume != nil {
		flex, configured := *m.FlexVolume, config.FlexVolume
		flex.SensitiveOptionsWO = writeOnly(flex.SensitiveOptionsWOVersion, configured.SensitiveOptionsWOVersion, configured.SensitiveOptionsWO)
		m.FlexVolume = &flex
	}
	return m
}
