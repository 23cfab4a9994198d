package shell

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// address chooses lines of sed: a number, the last, or those that a pattern matches.
type address struct {
	line    int
	last    bool
	pattern *regexp.Regexp
}

func (a *address) matches(number, count int, line string) bool {
	switch {
	case a.pattern != nil:
		return a.pattern.MatchString(line)
	case a.last:
		return number == count
	}
	return number == a.line
}

// sedCommand is a command of sed: s, d, p, q, =, a, i or c.
type sedCommand struct {
	from, to *address
	not      bool
	open     bool // within from,to
	letter   byte
	text     string // of a, i and c

	// Of s.
	pattern     *regexp.Regexp
	replacement []string // text, and between two texts the number of a group
	all, print  bool
	nth         int
}

func sed(_ context.Context, p *process) error {
	set := options()
	quiet, extended, too := flag(set, "n", "quiet"), flag(set, "E", "regexp-extended"), flag(set, "r", "Regexp-extended")
	scripts, files := set.StringArrayP("expression", "e", nil, ""), set.StringArrayP("file", "f", nil, "")
	// -i takes a suffix only right behind it.
	inPlace := false
	for i, arg := range p.args {
		if arg == "-i" || arg == "--in-place" || strings.HasPrefix(arg, "-i.") {
			inPlace = true
			p.args = append(append([]string{}, p.args[:i]...), p.args[i+1:]...)
			break
		}
	}
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	for _, name := range *files {
		content, err := p.input(name)
		if err != nil {
			return p.complain(name, err)
		}
		*scripts = append(*scripts, string(content))
	}
	if len(*scripts) == 0 {
		if len(names) == 0 {
			return errOperand
		}
		*scripts, names = names[:1], names[1:]
	}
	commands, err := parseSed(strings.Join(*scripts, "\n"), *extended || *too)
	if err != nil {
		return err
	}
	return p.eachInput(names, func(name string, content []byte) error {
		edited, err := p.edit(lines(content), commands, *quiet)
		if err != nil {
			return err
		}
		if inPlace && name != "-" {
			return p.save(p.path(name), []byte(edited), false)
		}
		return p.write(edited)
	})
}

// commandCost is the work of a command on a line, in bytes, beside the line itself.
const commandCost = 32

// edit runs the commands on every line.
func (p *process) edit(all []string, commands []sedCommand, quiet bool) (string, error) {
	var out strings.Builder
	for i, line := range all {
		removed, quit, after := false, false, ""
		for c := range commands {
			command := &commands[c]
			if err := p.spend(commandCost + len(line)); err != nil {
				return "", err
			}
			if !command.chosen(i+1, len(all), line) {
				continue
			}
			switch command.letter {
			case 's':
				changed, did, err := p.substitute(command, line)
				if err != nil {
					return "", err
				}
				if line = changed; did && command.print {
					out.WriteString(line + "\n")
				}
			case 'd':
				removed = true
			case 'p':
				out.WriteString(line + "\n")
			case '=':
				out.WriteString(strconv.Itoa(i+1) + "\n")
			case 'q':
				quit = true
			case 'a':
				after += command.text + "\n"
			case 'i':
				out.WriteString(command.text + "\n")
			case 'c':
				out.WriteString(command.text + "\n")
				removed = true
			}
			if removed || quit {
				break
			}
		}
		if !removed && !quiet {
			out.WriteString(line + "\n")
		}
		out.WriteString(after)
		if out.Len() > maxFileSize {
			return "", errBound
		}
		if quit {
			break
		}
	}
	return out.String(), nil
}

// chosen reports whether the command is for a line.
func (c *sedCommand) chosen(number, count int, line string) bool {
	switch {
	case c.from == nil:
		return !c.not
	case c.to == nil:
		return c.from.matches(number, count, line) != c.not
	case c.open:
		c.open = !c.to.matches(number, count, line)
		return !c.not
	case c.from.matches(number, count, line):
		c.open = c.to.pattern != nil || c.to.last && number < count || c.to.line > number
		return !c.not
	}
	return c.not
}

// substitute carries out s. It spends what it makes, since a replacement can be far longer than what it replaces.
func (p *process) substitute(c *sedCommand, line string) (string, bool, error) {
	var out strings.Builder
	end, n := 0, 0
	for _, match := range c.pattern.FindAllStringSubmatchIndex(line, -1) {
		if n++; n < c.nth {
			continue
		}
		out.WriteString(line[end:match[0]])
		for i, part := range c.replacement {
			if i%2 == 0 {
				out.WriteString(part)
				continue
			}
			group, _ := strconv.Atoi(part)
			if 2*group+1 < len(match) && match[2*group] >= 0 {
				out.WriteString(line[match[2*group]:match[2*group+1]])
			}
		}
		end = match[1]
		if out.Len() > maxOutput {
			return "", false, errBound
		}
		if !c.all {
			break
		}
	}
	if n < max(1, c.nth) {
		return line, false, nil
	}
	out.WriteString(line[end:])
	return out.String(), true, p.spend(out.Len())
}

// parseSed reads a script of sed.
func parseSed(script string, extended bool) ([]sedCommand, error) {
	var commands []sedCommand
	for rest := script; ; {
		rest = strings.TrimLeft(rest, "; \t\n")
		if rest == "" {
			return commands, nil
		}
		if rest[0] == '#' {
			_, rest, _ = strings.Cut(rest, "\n")
			continue
		}
		var c sedCommand
		var err error
		if c.from, rest, err = parseAddress(rest, extended); err != nil {
			return nil, err
		}
		if c.from != nil && strings.HasPrefix(rest, ",") {
			if c.to, rest, err = parseAddress(rest[1:], extended); err != nil {
				return nil, err
			}
		}
		rest = strings.TrimLeft(rest, " ")
		if strings.HasPrefix(rest, "!") {
			c.not, rest = true, strings.TrimLeft(rest[1:], " ")
		}
		if rest == "" {
			return nil, errors.New("missing command")
		}
		c.letter, rest = rest[0], rest[1:]
		switch c.letter {
		case 'd', 'p', 'q', '=':
		case 'a', 'i', 'c':
			rest = strings.TrimLeft(strings.TrimPrefix(strings.TrimLeft(rest, " "), `\`), " \n")
			c.text, rest, _ = strings.Cut(rest, "\n")
		case 's':
			if rest, err = c.parseSubstitution(rest, extended); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("the command '%c' is not emulated", c.letter)
		}
		rest = strings.TrimLeft(rest, " \t")
		if rest != "" && strings.IndexByte(";\n#", rest[0]) < 0 && strings.IndexByte("aic", c.letter) < 0 {
			return nil, errors.New("extra characters after command")
		}
		commands = append(commands, c)
	}
}

// parseAddress reads an address from the start of a script; nil if there is none.
func parseAddress(script string, extended bool) (*address, string, error) {
	digits := len(script) - len(strings.TrimLeft(script, "0123456789"))
	switch {
	case digits > 0:
		line, err := strconv.Atoi(script[:digits])
		return &address{line: line}, script[digits:], err
	case strings.HasPrefix(script, "$"):
		return &address{last: true}, script[1:], nil
	case strings.HasPrefix(script, "/"):
		text, rest, err := delimited(script[1:], '/')
		if err != nil {
			return nil, "", err
		}
		pattern, err := expression(text, extended, false)
		return &address{pattern: pattern}, rest, err
	}
	return nil, script, nil
}

// delimited reads up to a delimiter that has no backslash before it.
func delimited(script string, delimiter byte) (text, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(script); i++ {
		switch {
		case script[i] == delimiter:
			return b.String(), script[i+1:], nil
		case script[i] == '\\' && i+1 < len(script):
			if i++; script[i] != delimiter {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(script[i])
	}
	return "", "", errors.New("unterminated address or command")
}

// parseSubstitution reads what follows the letter s.
func (c *sedCommand) parseSubstitution(script string, extended bool) (rest string, err error) {
	if script == "" {
		return "", errors.New("unterminated address or command")
	}
	delimiter := script[0]
	pattern, rest, err := delimited(script[1:], delimiter)
	if err != nil {
		return "", err
	}
	replacement, rest, err := delimited(rest, delimiter)
	if err != nil {
		return "", err
	}
	fold := false
	for ; rest != "" && strings.IndexByte("gpiI0123456789", rest[0]) >= 0; rest = rest[1:] {
		switch rest[0] {
		case 'g':
			c.all = true
		case 'p':
			c.print = true
		case 'i', 'I':
			fold = true
		default:
			c.nth = 10*min(c.nth, maxOutput) + int(rest[0]-'0')
		}
	}
	c.replacement = parseReplacement(replacement)
	c.pattern, err = expression(pattern, extended, fold)
	return rest, err
}

// parseReplacement takes a replacement apart: text, and between two texts the number of a group.
func parseReplacement(text string) []string {
	parts := []string{""}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '&':
			parts = append(parts, "0", "")
			continue
		case c == '\\' && i+1 < len(text):
			i++
			if c = text[i]; c >= '0' && c <= '9' {
				parts = append(parts, string(c), "")
				continue
			}
			if escaped := strings.IndexByte("nt", c); escaped >= 0 {
				c = "\n\t"[escaped]
			}
		}
		parts[len(parts)-1] += string(c)
	}
	return parts
}
