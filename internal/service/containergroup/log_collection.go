package containergroup

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

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

// logName is the form of the names of collections.
var logName = regexp.MustCompile(`^[a-z0-9-]+$`)

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
		if !ok || !logName.MatchString(name) || slices.Contains(logDefaults, name) {
			continue
		}
		m := collectionModel{Container: types.StringValue(container)}
		setting := func(of string) string { return env[logPrefix+name+"_"+of].ValueString() }
		switch source := env[variable]; {
		case slices.Contains(logStreams, source.ValueString()):
			m.Stream = source
		case strings.HasPrefix(source.ValueString(), "/"):
			m.Path = source
		}
		m.Project, m.Logstore = value.String(setting("project")), value.String(setting("logstore"))
		m.MachineGroup = value.String(setting("machinegroup"))
		m.Shards, m.RetentionDays = positive(setting("shard")), positive(setting("ttl"))
		if key, of, ok := strings.Cut(setting("tags"), "="); ok {
			m.Tags = map[string]types.String{key: types.StringValue(of)}
		}
		if maps.Equal(m.variables(name), family(env, name)) {
			logs[name] = m
		}
	}
	return logs
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
