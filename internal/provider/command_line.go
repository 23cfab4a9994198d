package provider

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
)

// commandLine returns the arguments of the process that has started the provider. Terraform tells providers nothing of what a plan is
// for; its command line does. It is to be had on Linux; elsewhere, and where Terraform runs out of sight, there are none.
var commandLine = sync.OnceValue(func() []string {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", os.Getppid()))
	if err != nil {
		return nil
	}
	arguments := strings.Split(string(line), "\x00")
	return arguments[min(1, len(arguments)):]
})

// destroys reports whether arguments let Terraform destroy everything, before which it plans the configuration, as a refresh.
func destroys(arguments []string) bool {
	return slices.ContainsFunc(arguments, func(argument string) bool {
		switch argument {
		case "destroy", "-destroy", "--destroy", "-destroy=true", "--destroy=true":
			return true
		}
		return false
	})
}

// applies reports whether arguments let Terraform apply, and plan before that no other way than with a refresh.
func applies(arguments []string, getenv func(string) string) bool {
	command := slices.IndexFunc(arguments, func(argument string) bool { return !strings.HasPrefix(argument, "-") })
	if command < 0 || arguments[command] != "apply" {
		return false
	}
	all := append([]string{getenv("TF_CLI_ARGS"), getenv("TF_CLI_ARGS_apply")}, arguments...)
	return !slices.ContainsFunc(all, func(argument string) bool { return strings.Contains(argument, "-refresh") })
}
