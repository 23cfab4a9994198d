package containergroup

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// ECI acts on environment variables that no parameter of its API covers. The attributes for them become such variables just before a
// model is expanded, by sent, and are made of them right after an answer was flattened, by told. In between they do not exist. A
// variable that the user has in env stays there.

// treatmentModel says how ECI is to treat a container.
type treatmentModel struct {
	Sidecar         types.Bool  `tfsdk:"sidecar"`
	StartPriority   types.Int64 `tfsdk:"start_priority"`
	ExitPriority    types.Int64 `tfsdk:"exit_priority"`
	IgnoreExitCode  types.Bool  `tfsdk:"ignore_exit_code"`
	IgnoreNotReady  types.Bool  `tfsdk:"ignore_not_ready"`
	ExcludeFromSize types.Bool  `tfsdk:"exclude_from_size"`
}

// treatment is an attribute of a treatmentModel and its variable.
type treatment struct {
	attribute, variable string
	// text returns the value of the variable, empty where the attribute says what ECI does anyway.
	text func(m treatmentModel) string
	// take sets the attribute, and reports whether text is one of its values. An empty one sets what ECI does anyway.
	take func(m *treatmentModel, text string) bool
	// isSet reports whether somebody has given the attribute.
	isSet func(m treatmentModel) bool
}

// ignoreResources is the variable with which a container does not count for the size of its group, if it is TRUE.
const ignoreResources = "__ECI_RESOURCE_IGNORE__"

var treatments = []treatment{
	flag("sidecar", "ECI_CONTAINER_TYPE", "sidecar", func(m *treatmentModel) *types.Bool { return &m.Sidecar }),
	priority("start_priority", "ECI_CONTAINER_LAUNCH_PRIORITY", func(m *treatmentModel) *types.Int64 { return &m.StartPriority }),
	priority("exit_priority", "ECI_CONTAINER_EXIT_PRIORITY", func(m *treatmentModel) *types.Int64 { return &m.ExitPriority }),
	flag("ignore_exit_code", "ECI_CONTAINER_IGNORE_EXIT_CODE", "true", func(m *treatmentModel) *types.Bool { return &m.IgnoreExitCode }),
	flag("ignore_not_ready", "ECI_CONTAINER_IGNORE_READY", "true", func(m *treatmentModel) *types.Bool { return &m.IgnoreNotReady }),
	flag("exclude_from_size", ignoreResources, "TRUE", func(m *treatmentModel) *types.Bool { return &m.ExcludeFromSize }),
}

// flag is an attribute that is a variable of one value, or no variable.
func flag(attribute, variable, yes string, at func(*treatmentModel) *types.Bool) treatment {
	return treatment{attribute, variable,
		func(m treatmentModel) string {
			if at(&m).ValueBool() {
				return yes
			}
			return ""
		},
		func(m *treatmentModel, text string) bool {
			*at(m) = types.BoolValue(text == yes)
			return text == yes || text == ""
		},
		func(m treatmentModel) bool { return !at(&m).IsNull() },
	}
}

// Priorities go from -1000 to 1000.
const maxPriority = 1000

func priority(attribute, variable string, at func(*treatmentModel) *types.Int64) treatment {
	return treatment{attribute, variable,
		func(m treatmentModel) string { return int64Text(*at(&m)) },
		func(m *treatmentModel, text string) bool {
			n, err := strconv.ParseInt(cmp.Or(text, "0"), 10, 64)
			*at(m) = types.Int64Value(n)
			return err == nil && n >= -maxPriority && n <= maxPriority && int64Text(*at(m)) == text
		},
		func(m treatmentModel) bool { return !at(&m).IsNull() },
	}
}

// collectionModel is what the log service is to collect from a container.
type collectionModel struct {
	Container     types.String            `tfsdk:"container"`
	Stream        types.String            `tfsdk:"stream"`
	Path          types.String            `tfsdk:"path"`
	Project       types.String            `tfsdk:"project"`
	Logstore      types.String            `tfsdk:"logstore"`
	MachineGroup  types.String            `tfsdk:"machine_group"`
	Shards        types.Int64             `tfsdk:"shards"`
	RetentionDays types.Int64             `tfsdk:"retention_days"`
	Tags          map[string]types.String `tfsdk:"tags"`
}

// logPrefix begins the variables of log collection, and the name of the collection follows. The variable that is no more says what to
// collect; others have a setting behind another underscore.
const logPrefix = "aliyun_logs_"

// logStreams are the streams that can be collected.
var logStreams = []string{"stdout", "stdout-only", "stderr-only"}

// logDefaults are no names of collections: with logPrefix before it, each is a default for all of a container.
var logDefaults = []string{"project", "machinegroup"}

// variables returns the variables of a collection of a name.
func (m collectionModel) variables(name string) map[string]types.String {
	variables := map[string]types.String{logPrefix + name: types.StringValue(cmp.Or(m.Stream.ValueString(), m.Path.ValueString()))}
	for setting, text := range map[string]string{
		"project": m.Project.ValueString(), "logstore": m.Logstore.ValueString(), "machinegroup": m.MachineGroup.ValueString(),
		"shard": int64Text(m.Shards), "ttl": int64Text(m.RetentionDays), "tags": tagText(m.Tags),
	} {
		if text != "" {
			variables[logPrefix+name+"_"+setting] = types.StringValue(text)
		}
	}
	return variables
}

// tagText writes a tag as ECI takes it, of which it takes one.
func tagText(tags map[string]types.String) string {
	for key, value := range value.Sorted(tags) {
		return key + "=" + value.ValueString()
	}
	return ""
}

// logsOf returns the collections that variables of a container describe. One of which a variable cannot be read is none.
func logsOf(container string, env map[string]types.String) map[string]collectionModel {
	logs := map[string]collectionModel{}
	for variable := range env {
		name, ok := strings.CutPrefix(variable, logPrefix)
		if !ok || name == "" || strings.Contains(name, "_") || slices.Contains(logDefaults, name) {
			continue
		}
		m := collectionModel{Container: types.StringValue(container)}
		setting := func(of string) string { return env[logPrefix+name+"_"+of].ValueString() }
		switch source := env[variable].ValueString(); {
		case slices.Contains(logStreams, source):
			m.Stream = types.StringValue(source)
		default:
			m.Path = types.StringValue(source)
		}
		m.Project, m.Logstore = value.String(setting("project")), value.String(setting("logstore"))
		m.MachineGroup = value.String(setting("machinegroup"))
		m.Shards, m.RetentionDays = positive(setting("shard")), positive(setting("ttl"))
		if key, of, ok := strings.Cut(setting("tags"), "="); ok {
			m.Tags = map[string]types.String{key: types.StringValue(of)}
		}
		if contains(env, m.variables(name)) && contains(m.variables(name), family(env, name)) {
			logs[name] = m
		}
	}
	return logs
}

// contains reports whether all has every variable of some, with the same value.
func contains(all, some map[string]types.String) bool {
	for key, value := range some {
		if found, ok := all[key]; !ok || !found.Equal(value) {
			return false
		}
	}
	return true
}

// family returns the variables of a collection.
func family(env map[string]types.String, name string) map[string]types.String {
	found := map[string]types.String{}
	for variable, value := range env {
		if variable == logPrefix+name || strings.HasPrefix(variable, logPrefix+name+"_") {
			found[variable] = value
		}
	}
	return found
}

func positive(text string) types.Int64 {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
		return types.Int64Value(n)
	}
	return types.Int64Null()
}

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

// told returns m, which was flattened, with attributes in place of variables where asked has no such variable. Of variables whose
// value stands for something that only ECI knows, which asked has, it keeps what they stand for.
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
