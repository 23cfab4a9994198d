package emulator

import (
	"slices"
	"strconv"
	"strings"
)

// Environment variables by which a container tells the service how to treat it.
const (
	ignoreResources = "__ECI_RESOURCE_IGNORE__"        // TRUE: does not count when sizes are summed up
	containerType   = "ECI_CONTAINER_TYPE"             // sidecar: is killed when all others have ended
	ignoreExitCode  = "ECI_CONTAINER_IGNORE_EXIT_CODE" // true: every end is a success
	ignoreReady     = "ECI_CONTAINER_IGNORE_READY"     // true: the group can be ready without it
	launchPriority  = "ECI_CONTAINER_LAUNCH_PRIORITY"  // -1000 to 1000: larger starts earlier
	exitPriority    = "ECI_CONTAINER_EXIT_PRIORITY"    // -1000 to 1000: larger ends earlier
)

const maxPriority = 1000

// setting is the value of a variable; empty if there is none.
func (c *container) setting(name string) string {
	for _, v := range c.EnvironmentVars {
		if v.Key == name {
			return v.Value
		}
	}
	return ""
}

// says reports whether a variable says true, in whatever case.
func (c *container) says(name string) bool { return strings.EqualFold(c.setting(name), "true") }

// priority reads one of the priorities; what is none is 0.
func (c *container) priority(name string) int {
	n, err := strconv.Atoi(c.setting(name))
	if err != nil || n < -maxPriority || n > maxPriority {
		return 0
	}
	return n
}

func (c *container) sidecar() bool { return c.setting(containerType) == "sidecar" }

// launched reports whether the container no longer keeps those from starting whose priority is lower: it has started, and is ready if it
// has a readiness probe.
func (c *container) launched() bool {
	switch c.Run.Phase {
	case phaseEnded, phaseBackOff:
		return true
	case phaseRunning:
		return c.Ready || c.ReadinessProbe.PeriodSeconds == nil
	}
	return false
}

// launches reports whether it is the container's turn to start.
func (g *containerGroup) launches(c *container) bool {
	return !slices.ContainsFunc(g.containers(), func(other *container) bool {
		return other.priority(launchPriority) > c.priority(launchPriority) && !other.launched()
	})
}
