package acctest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// KillProvider ends the provider that Terraform runs, as the kernel does when memory is short, and says whether there was
// one. It needs /proc.
func (c *CLI) KillProvider() bool {
	c.t.Helper()
	programs, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil || len(programs) == 0 {
		c.t.Fatal("no processes below /proc: ", err)
	}
	killed := false
	for _, file := range programs {
		// A process may end at any moment: what cannot be read is not running.
		dir := filepath.Dir(file)
		command, _ := os.ReadFile(file)
		name, _, _ := strings.Cut(string(command), "\x00")
		if filepath.Base(name) != program {
			continue
		}
		if folder, err := os.Readlink(filepath.Join(dir, "cwd")); err != nil || folder != c.Dir {
			continue // another test's
		}
		id, err := strconv.Atoi(filepath.Base(dir))
		if err != nil {
			continue
		}
		if process, err := os.FindProcess(id); err == nil && process.Kill() == nil {
			killed = true
		}
	}
	return killed
}
