package shell

import (
	"bytes"
	"strings"
)

// output collects the lines that a command writes, with the virtual time of each.
type output struct {
	machine *machine
	size    int
	lines   []Line
}

// stream returns a writer for one of the command's outputs. Each has its own unfinished line.
func (o *output) stream(isError bool) *stream { return &stream{output: o, isError: isError} }

type stream struct {
	output  *output
	isError bool
	partial []byte
}

func (s *stream) Write(p []byte) (int, error) {
	if err := s.output.machine.spend(len(p)); err != nil {
		return 0, err
	}
	s.output.machine.mu.Lock()
	defer s.output.machine.mu.Unlock()
	s.partial = append(s.partial, p...)
	for {
		line, rest, found := bytes.Cut(s.partial, []byte("\n"))
		if !found {
			return len(p), nil
		}
		s.output.add(string(line), s.isError)
		s.partial = rest
	}
}

// flush ends an unfinished line. To be called when the command has ended.
func (s *stream) flush() {
	if len(s.partial) > 0 {
		s.output.add(string(s.partial), s.isError)
		s.partial = nil
	}
}

func (o *output) add(line string, isError bool) {
	if strings.HasPrefix(line, "+ "+ownPrefix) { // `set -x` shows what compile puts in
		return
	}
	if o.size += len(line) + 1; o.size <= maxOutput {
		o.lines = append(o.lines, Line{Offset: o.machine.clock, Text: line, IsError: isError})
	}
}
