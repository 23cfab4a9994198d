package containergroup

import (
	"cmp"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

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
