package containergroup

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// ECI acts on environment variables that no parameter of its API covers. The attributes for them become such variables just before a
// model is expanded, by sent, and are made of them right after an answer was flattened, by told. In between they do not exist. A
// variable that the user has in env stays there.

// sent returns m with the variables that its attributes become.
func sent(m model) model {
	containers := make(map[string]containerModel, len(m.Containers))
	for name, container := range m.Containers {
		if variables := specialVariables(name, container.treatmentModel, m.LogCollection); len(variables) > 0 {
			maps.Copy(variables, container.Env)
			container.Env = variables
		}
		containers[name] = container
	}
	if len(containers) > 0 {
		m.Containers = containers
	}
	return m
}

// specialVariables returns the variables that the attributes of a container become.
func specialVariables(container string, treatment treatmentModel, logs map[string]collectionModel) map[string]types.String {
	variables := map[string]types.String{}
	for _, t := range treatments {
		if text := t.text(treatment); text != "" {
			variables[t.variable] = types.StringValue(text)
		}
	}
	for name, log := range logs {
		if log.Container.ValueString() == container {
			maps.Copy(variables, log.variables(name))
		}
	}
	return variables
}

// told returns m, which was flattened, with attributes in place of variables where asked has no such variable. A variable of asked whose
// value stands for something that only ECI knows keeps that value if ECI answers with what it stands for.
func told(m, asked model, group eci.ContainerGroup) model {
	logs := map[string]collectionModel{}
	for name, container := range m.Containers {
		own, env := asked.Containers[name].Env, maps.Clone(container.Env)
		for _, t := range treatments {
			if _, bare := own[t.variable]; bare || !t.take(&container.treatmentModel, env[t.variable].ValueString()) {
				t.take(&container.treatmentModel, "")
			} else {
				delete(env, t.variable)
			}
		}
		for of, log := range logsOf(name, env) {
			if variables := log.variables(of); !overlap(own, variables) {
				logs[of] = log
				maps.DeleteFunc(env, func(variable string, _ types.String) bool { _, ok := variables[variable]; return ok })
			}
		}
		for variable, text := range env {
			if filling, ok := filled(own[variable].ValueString(), group, name); ok && text.ValueString() == filling {
				env[variable] = own[variable]
			}
		}
		container.Env = value.KeepEmptyMap(nilIfEmpty(env), own)
		m.Containers[name] = container
	}
	m.LogCollection = value.KeepEmptyMap(nilIfEmpty(logs), asked.LogCollection)
	return m
}

// overlap reports whether two sets of variables have one in common.
func overlap(a, b map[string]types.String) bool {
	for variable := range b {
		if _, ok := a[variable]; ok {
			return true
		}
	}
	return false
}

// filled returns what ECI puts in the place of a value of a variable, if it does.
func filled(placeholder string, group eci.ContainerGroup, container string) (string, bool) {
	switch placeholder {
	case "__ECI_ID__":
		return group.ContainerGroupId, true
	case "__ECI_NAME__":
		return group.ContainerGroupName, true
	case "__REGION_ID__":
		return group.RegionId, true
	case "__ZONE_ID__":
		return group.ZoneId, true
	case "__CONTAINER_NAME__":
		return container, true
	}
	return "", false
}
