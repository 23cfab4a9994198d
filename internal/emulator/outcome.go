package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
)

// Outcome tells beforehand what a program does that containers run, in a container's command as in a script, also if it is one of
// the small tools of package shell. The first one that matches counts.
type Outcome struct {
	// Image and Command are patterns for the container's image and for the program with its arguments, joined by spaces. A *
	// stands for any characters; a pattern that is empty matches everything. An image's own program has the image's name.
	Image   string `json:"image,omitempty"`
	Command string `json:"command,omitempty"`

	ExitCode int      `json:"exitCode,omitempty"` // 0 to 255
	Seconds  *float64 `json:"seconds,omitempty"`  // until it ends; nil: 2, or until the container is stopped if it has ports
	Log      []string `json:"log,omitempty"`      // lines that it writes at its start
	Ports    []int    `json:"ports,omitempty"`    // that it listens on
}

// maxOutcomeSeconds is ten years.
const maxOutcomeSeconds = 10 * 365 * 24 * 3600

func (o Outcome) check() error {
	switch {
	case o.Image == "" && o.Command == "":
		return errors.New("it needs an image or a command")
	case o.ExitCode < 0 || o.ExitCode > 255:
		return fmt.Errorf("exitCode is %d, and has to lie between 0 and 255", o.ExitCode)
	case o.Seconds != nil && (*o.Seconds < 0 || *o.Seconds > maxOutcomeSeconds):
		return fmt.Errorf("seconds is %v, and has to lie between 0 and %d", *o.Seconds, maxOutcomeSeconds)
	}
	for _, port := range o.Ports {
		if port < 1 || port > 65535 {
			return fmt.Errorf("a port is %d, and has to lie between 1 and 65535", port)
		}
	}
	return nil
}

// matches reports whether the outcome is for a command line in a container of an image.
func (o Outcome) matches(args []string, image string) bool {
	return matchesPattern(o.Image, image) && matchesPattern(o.Command, strings.Join(args, " "))
}

func matchesPattern(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	expression := "(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$"
	return regexp.MustCompile(expression).MatchString(text)
}

func (o Outcome) asShell() shell.Outcome {
	told := shell.Outcome{ExitCode: o.ExitCode, Log: o.Log, Ports: o.Ports, Duration: shell.UnknownDuration}
	switch {
	case o.Seconds != nil:
		told.Duration = time.Duration(*o.Seconds * float64(time.Second))
	case len(o.Ports) > 0:
		told.Duration = shell.Forever
	}
	return told
}

// outcome returns how a program of the container ends, if that was told; false if not.
func (i *imitation) outcome(args []string) (shell.Outcome, bool) {
	for _, o := range i.outcomes {
		if o.matches(args, i.Image) {
			return o.asShell(), true
		}
	}
	name := path.Base(args[0])
	ports, ok := servers[name]
	if !ok {
		return shell.Outcome{}, false
	}
	running := shell.Outcome{Duration: shell.Forever, Ports: slices.Clone(ports)}
	for _, port := range i.Ports {
		running.Ports = append(running.Ports, int(port.Port))
	}
	if log := serverLogs[name]; log != nil {
		running.Log = log(i.command.Start)
	}
	return running, true
}

// ReadOutcomes reads a JSON list of outcomes, and refuses what cannot be.
func ReadOutcomes(data []byte) ([]Outcome, error) {
	var outcomes []Outcome
	if err := decodeStrictly(data, &outcomes); err != nil {
		return nil, controlError{http.StatusBadRequest, "the outcomes are not a list of outcomes: " + err.Error()}
	}
	return outcomes, checkOutcomes(outcomes)
}

func checkOutcomes(outcomes []Outcome) error {
	for n, o := range outcomes {
		if err := o.check(); err != nil {
			return controlError{http.StatusBadRequest, fmt.Sprintf("outcome %d: %v", n+1, err)}
		}
	}
	return nil
}

// SetOutcomes replaces what is told of programs. It counts for containers that start from then on.
func (s *Server) SetOutcomes(outcomes []Outcome) error {
	if err := checkOutcomes(outcomes); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settings.Outcomes = slices.Clone(outcomes)
	return nil
}

// Outcomes returns what is told of programs.
func (s *Server) Outcomes() []Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.settings.Outcomes)
}
