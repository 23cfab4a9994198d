package provider

import (
	"bytes"
	"fmt"
	"os"
	"slices"
)

// isDestroying reports whether the process that has started the provider is Terraform with a command line that destroys
// everything. Terraform plans the configuration before it destroys, as a refresh, and tells providers nothing of the purpose; the
// parent's command line does. It is to be had on Linux; elsewhere, and where Terraform runs out of sight, the answer is false.
func isDestroying() bool {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", os.Getppid()))
	return err == nil && destroys(bytes.Split(line, []byte{0}))
}

// destroys reports whether a command line of Terraform destroys everything.
func destroys(line [][]byte) bool {
	return slices.ContainsFunc(line[min(1, len(line)):], func(argument []byte) bool {
		switch string(argument) {
		case "destroy", "-destroy", "--destroy", "-destroy=true", "--destroy=true":
			return true
		}
		return false
	})
}
