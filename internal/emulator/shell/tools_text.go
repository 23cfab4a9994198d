package shell

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"mvdan.cc/sh/v3/interp"
)

// count reads the options -n and -c of head and tail; -5 means -n 5.
func (p *process) count() (number string, bytes, follow bool, names []string, err error) {
	if len(p.args) > 0 && len(p.args[0]) > 1 && p.args[0][0] == '-' && strings.Trim(p.args[0][1:], "0123456789") == "" {
		p.args = append([]string{"-n", p.args[0][1:]}, p.args[1:]...)
	}
	set := options()
	inLines, inBytes := set.StringP("lines", "n", "10", ""), set.StringP("bytes", "c", "", "")
	follows, retries := flag(set, "f", "follow"), flag(set, "F", "Follow")
	ignored(set, "qs")
	names, err = p.parse(set)
	number = cmp.Or(*inBytes, *inLines)
	if _, e := strconv.Atoi(number); err == nil && e != nil {
		err = fmt.Errorf("invalid number '%s'", number)
	}
	return number, *inBytes != "", *follows || *retries, names, err
}

// units takes content apart into bytes or lines, and says how to put them together.
func units(content []byte, bytes bool) (parts []string) {
	if bytes {
		return []string{string(content)}
	}
	return slices.Collect(strings.Lines(string(content)))
}

func head(_ context.Context, p *process) error {
	number, bytes, _, names, err := p.count()
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(number)
	return p.eachInput(names, func(_ string, content []byte) error {
		if bytes {
			return p.write(string(content[:cut0(n, len(content))]))
		}
		all := units(content, false)
		return p.write(strings.Join(all[:cut0(n, len(all))], ""))
	})
}

// cut0 is where the first n of size end; a negative n leaves out the last.
func cut0(n, size int) int {
	if n < 0 {
		return max(0, size+n)
	}
	return min(n, size)
}

func tail(_ context.Context, p *process) error {
	number, bytes, follow, names, err := p.count()
	if err != nil {
		return err
	}
	n, _ := strconv.Atoi(number)
	from := func(size int) int {
		if strings.HasPrefix(number, "+") {
			return min(max(0, n-1), size)
		}
		return max(0, size-max(n, -n))
	}
	shown := map[string]int{}
	err = p.eachInput(names, func(name string, content []byte) error {
		shown[name] = len(content)
		if bytes {
			return p.write(string(content[from(len(content)):]))
		}
		all := units(content, false)
		return p.write(strings.Join(all[from(len(all)):], ""))
	})
	for follow && !errors.Is(err, errBound) && !errors.Is(err, errLate) {
		if err = p.sleepUntilChange(); err != nil {
			break
		}
		for _, name := range names {
			content, readErr := p.read(p.path(name))
			if readErr != nil || len(content) <= shown[name] {
				continue
			}
			if err := p.write(string(content[shown[name]:])); err != nil {
				return err
			}
			shown[name] = len(content)
		}
	}
	return err
}

// sleepUntilChange lets time pass until somebody else changes a file.
func (m *machine) sleepUntilChange() error {
	m.mu.Lock()
	wait := maxClock
	if len(m.disk.later) > 0 {
		wait = m.disk.later[0].Offset - m.clock
	}
	m.mu.Unlock()
	return m.sleep(wait)
}

func wc(_ context.Context, p *process) error {
	set := options()
	inLines, inWords, inBytes, inRunes := flag(set, "l", "lines"), flag(set, "w", "words"), flag(set, "c", "bytes"), flag(set, "m", "chars")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	all := !*inLines && !*inWords && !*inBytes && !*inRunes
	var total [4]int
	show := func(counts [4]int, name string) error {
		var fields []string
		for i, wanted := range []bool{*inLines || all, *inWords || all, *inRunes, *inBytes || all} {
			if wanted {
				fields = append(fields, strconv.Itoa(counts[i]))
			}
		}
		if name != "-" {
			fields = append(fields, name)
		}
		return p.write(strings.Join(fields, " ") + "\n")
	}
	err = p.eachInput(names, func(name string, content []byte) error {
		text := string(content)
		counts := [4]int{strings.Count(text, "\n"), len(strings.Fields(text)), utf8.RuneCountInString(text), len(text)}
		for i := range total {
			total[i] += counts[i]
		}
		return show(counts, name)
	})
	if len(names) > 1 && !errors.Is(err, errBound) {
		err = errors.Join(err, show(total, "total"))
	}
	return err
}

// expression reads a regular expression as grep and sed do. Without extended, the signs + ? | ( ) { } are literal, and mean
// something behind a backslash.
func expression(text string, extended, fold bool) (*regexp.Regexp, error) {
	var b strings.Builder
	if fold {
		b.WriteString("(?i)")
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		special := strings.IndexByte("+?|(){}", c) >= 0
		switch {
		case c == '\\' && i+1 < len(text):
			i++
			switch next := text[i]; {
			case strings.IndexByte("+?|(){}", next) >= 0 && !extended:
				b.WriteByte(next)
			case next == '<' || next == '>':
				b.WriteString(`\b`)
			case next >= '1' && next <= '9':
				return nil, errors.New("back references in patterns are not emulated")
			default:
				b.WriteString(`\` + string(next))
			}
		case c == '[':
			end := strings.IndexByte(text[min(len(text), i+2):], ']')
			if strings.HasPrefix(text[i:], "[[:") || strings.HasPrefix(text[i:], "[^[:") {
				if end = strings.Index(text[i+1:], ":]]"); end >= 0 {
					end++
				}
			}
			if end < 0 {
				return nil, errors.New("unterminated [")
			}
			end += i + 2
			b.WriteString(strings.ReplaceAll(text[i:end+1], `\`, `\\`))
			i = end
		case c == '*' && (i == 0 || !extended && text[i-1] == '^' && i == 1):
			b.WriteString(`\*`)
		case special && !extended:
			b.WriteString(`\` + string(c))
		default:
			b.WriteByte(c)
		}
	}
	return regexp.Compile(b.String())
}

func grep(_ context.Context, p *process) error {
	set := options()
	extended, fixed, fold := flag(set, "E", "extended-regexp"), flag(set, "F", "fixed-strings"), flag(set, "i", "ignore-case")
	invert, counting, quiet := flag(set, "v", "invert-match"), flag(set, "c", "count"), flag(set, "q", "quiet")
	numbers, only, whole := flag(set, "n", "line-number"), flag(set, "o", "only-matching"), flag(set, "x", "line-regexp")
	words, list, silent := flag(set, "w", "word-regexp"), flag(set, "l", "files-with-matches"), flag(set, "s", "no-messages")
	recursive, noName := flag(set, "r", "recursive"), flag(set, "h", "no-filename")
	patterns := set.StringArrayP("regexp", "e", nil, "")
	most := set.IntP("max-count", "m", maxOutput, "")
	ignored(set, "PaH")
	names, err := p.parse(set)
	if err != nil {
		return p.misused(err)
	}
	if len(*patterns) == 0 {
		if len(names) == 0 {
			return p.misused(errOperand)
		}
		*patterns, names = names[:1], names[1:]
	}
	var expressions []*regexp.Regexp
	for text := range strings.SplitSeq(strings.Join(*patterns, "\n"), "\n") {
		if *fixed || p.name == "fgrep" {
			text = regexp.QuoteMeta(text)
		}
		if *words {
			text = `\b` + text + `\b`
		}
		e, err := expression(text, *extended || *fixed || p.name != "grep", *fold)
		if err != nil {
			return p.misused(err)
		}
		expressions = append(expressions, e)
	}
	if *recursive {
		if len(names) == 0 {
			names = []string{"."}
		}
		names = p.filesIn(names)
	}
	found := false
	err = p.eachInput(names, func(name string, content []byte) error {
		if err := p.spend(len(content) * (len(expressions) - 1)); err != nil {
			return err
		}
		prefix, matches := "", 0
		if (len(names) > 1 || *recursive) && !*noName {
			prefix = name + ":"
		}
		for number, line := range lines(content) {
			var match []int
			for _, e := range expressions {
				if at := e.FindStringIndex(line); len(at) == 2 && (!*whole || at[0] == 0 && at[1] == len(line)) {
					match = at
					break
				}
			}
			if (match != nil) == *invert || matches >= *most {
				continue
			}
			found = true
			matches++
			if *counting || *quiet || *list {
				continue
			}
			text := line
			if *only && match != nil {
				text = strings.Join(expressions[0].FindAllString(line, -1), "\n")
			}
			if *numbers {
				text = strconv.Itoa(number+1) + ":" + text
			}
			if err := p.write(prefix + text + "\n"); err != nil {
				return err
			}
		}
		switch {
		case *list && matches > 0:
			return p.write(name + "\n")
		case *counting:
			return p.write(prefix + strconv.Itoa(matches) + "\n")
		}
		return nil
	})
	switch {
	case errors.Is(err, errBound):
		return err
	case err != nil && !*silent && (!found || !*quiet):
		return interp.ExitStatus(exitUsage)
	case !found:
		return interp.ExitStatus(1)
	}
	return nil
}

// filesIn lists the files that are named, or lie in folders that are.
func (p *process) filesIn(names []string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var files []string
	for _, name := range names {
		file := p.path(name)
		if node, err := p.disk.get(file); err != nil || !node.Dir {
			files = append(files, name)
			continue
		}
		for _, inside := range p.disk.inside(file) {
			if !p.disk.tree[inside].Dir {
				files = append(files, name+strings.TrimPrefix(inside, strings.TrimSuffix(file, "/")))
			}
		}
	}
	return files
}

func sortTool(_ context.Context, p *process) error {
	set := options()
	numeric, reverse, unique := flag(set, "n", "numeric-sort"), flag(set, "r", "reverse"), flag(set, "u", "unique")
	fold, version := flag(set, "f", "ignore-case"), flag(set, "V", "version-sort")
	key, separator := set.StringP("key", "k", "", ""), set.StringP("field-separator", "t", "", "")
	output := set.StringP("output", "o", "", "")
	ignored(set, "bs")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	var all []string
	if err := p.eachInput(names, func(_ string, content []byte) error { all = append(all, lines(content)...); return nil }); err != nil {
		return err
	}
	field, _ := strconv.Atoi(strings.TrimRight(strings.Split(*key+",", ",")[0], "nrfb"))
	if strings.Contains(*key, "n") {
		*numeric = true
	}
	if strings.Contains(*key, "r") {
		*reverse = true
	}
	of := func(line string) string {
		if field > 0 {
			fields := strings.Fields(line)
			if *separator != "" {
				fields = strings.Split(line, *separator)
			}
			line = strings.Join(fields[min(field-1, len(fields)):], " ")
		}
		if *fold {
			line = strings.ToUpper(line)
		}
		return line
	}
	compare := func(a, b string) int {
		x, y := of(a), of(b)
		order := strings.Compare(x, y)
		switch {
		case *numeric:
			order = cmp.Compare(leadingNumber(x), leadingNumber(y))
		case *version:
			order = slices.CompareFunc(strings.FieldsFunc(x, notDigit), strings.FieldsFunc(y, notDigit),
				func(a, b string) int { return cmp.Compare(leadingNumber(a), leadingNumber(b)) })
		}
		if *reverse {
			return -order
		}
		return order
	}
	slices.SortStableFunc(all, func(a, b string) int {
		if order := compare(a, b); order != 0 || *unique {
			return order
		}
		return strings.Compare(a, b)
	})
	if *unique {
		all = slices.CompactFunc(all, func(a, b string) bool { return compare(a, b) == 0 })
	}
	text := joined(all)
	if *output != "" {
		return p.save(p.path(*output), []byte(text), false)
	}
	return p.write(text)
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

func leadingNumber(text string) float64 {
	text = strings.TrimSpace(text)
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.' || text[end] == '-' && end == 0) {
		end++
	}
	n, _ := strconv.ParseFloat(text[:end], 64)
	return n
}

// joined makes text of lines.
func joined(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

func uniq(_ context.Context, p *process) error {
	set := options()
	counting, repeated, single := flag(set, "c", "count"), flag(set, "d", "repeated"), flag(set, "u", "unique")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	return p.eachInput(names, func(_ string, content []byte) error {
		all := lines(content)
		for len(all) > 0 {
			n := 1
			for n < len(all) && all[n] == all[0] {
				n++
			}
			text := all[0] + "\n"
			if *counting {
				text = fmt.Sprintf("%7d %s", n, text)
			}
			if (!*repeated || n > 1) && (!*single || n == 1) {
				if err := p.write(text); err != nil {
					return err
				}
			}
			all = all[n:]
		}
		return nil
	})
}

func cut(_ context.Context, p *process) error {
	set := options()
	fields, characters, bytes := set.StringP("fields", "f", "", ""), set.StringP("characters", "c", "", ""), set.StringP("bytes", "b", "", "")
	delimiter, only := set.StringP("delimiter", "d", "\t", ""), flag(set, "s", "only-delimited")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	list := cmp.Or(*fields, *characters, *bytes)
	chosen, err := ranges(list)
	if err != nil {
		return err
	}
	if *fields == "" {
		*delimiter = ""
	}
	return p.eachInput(names, func(_ string, content []byte) error {
		for _, line := range lines(content) {
			if *fields != "" && !strings.Contains(line, *delimiter) {
				if !*only {
					if err := p.write(line + "\n"); err != nil {
						return err
					}
				}
				continue
			}
			var kept []string
			for i, part := range strings.Split(line, *delimiter) {
				if chosen(i + 1) {
					kept = append(kept, part)
				}
			}
			if err := p.write(strings.Join(kept, *delimiter) + "\n"); err != nil {
				return err
			}
		}
		return nil
	})
}

const maxRanges = 100

// ranges reads lists such as 1,3-5,7-.
func ranges(list string) (func(int) bool, error) {
	if strings.Count(list, ",") >= maxRanges {
		return nil, errors.New("so many ranges are not emulated")
	}
	var bounds [][2]int
	for item := range strings.SplitSeq(list, ",") {
		first, last, open := strings.Cut(item, "-")
		from, err := strconv.Atoi(cmp.Or(first, "1"))
		if err != nil || item == "-" || item == "" {
			return nil, fmt.Errorf("invalid range '%s'", item)
		}
		to := from
		if open {
			to = maxOutput
			if last != "" {
				if to, err = strconv.Atoi(last); err != nil {
					return nil, fmt.Errorf("invalid range '%s'", item)
				}
			}
		}
		bounds = append(bounds, [2]int{from, to})
	}
	return func(n int) bool {
		return slices.ContainsFunc(bounds, func(b [2]int) bool { return b[0] <= n && n <= b[1] })
	}, nil
}

func tr(_ context.Context, p *process) error {
	set := options()
	remove, squeeze, others := flag(set, "d", "delete"), flag(set, "s", "squeeze-repeats"), flag(set, "c", "complement")
	sets, err := p.parse(set)
	if err != nil {
		return err
	}
	if len(sets) == 0 || len(sets) == 1 && !*remove && !*squeeze {
		return errOperand
	}
	from := characters(sets[0])
	var to []byte
	if len(sets) > 1 {
		to = characters(sets[1])
	}
	content, err := p.input("-")
	if err != nil {
		return err
	}
	var out []byte
	first, squeezed := indexOf(from), indexOf(from)
	if len(to) > 0 {
		squeezed = indexOf(to)
	}
	for _, c := range content {
		at := first[c]
		chosen := (at >= 0) != *others
		switch {
		case chosen && *remove:
			continue
		case chosen && len(to) > 0:
			if *others {
				at = len(to) - 1
			}
			c = to[min(at, len(to)-1)]
		}
		if *squeeze && len(out) > 0 && out[len(out)-1] == c && (squeezed[c] >= 0) != (*others && len(to) == 0) {
			continue
		}
		out = append(out, c)
	}
	return p.write(string(out))
}

// indexOf is where in a set each byte stands first; -1 if it does not.
func indexOf(set []byte) (index [256]int) {
	for i := range index {
		index[i] = -1
	}
	for i, c := range slices.Backward(set) {
		index[c] = i
	}
	return index
}

// characters reads a set of tr: ranges, classes and escapes.
func characters(text string) []byte {
	for class, members := range map[string]string{
		"[:upper:]": "A-Z", "[:lower:]": "a-z", "[:digit:]": "0-9", "[:alpha:]": "A-Za-z", "[:alnum:]": "A-Za-z0-9", "[:space:]": ` \t\n\r\v\f`,
		"[:blank:]": ` \t`, "[:punct:]": "!-/:-@[-`{-~",
	} {
		text = strings.ReplaceAll(text, class, members)
	}
	var set []byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\\' && i+1 < len(text) {
			i++
			c = text[i]
			if escaped := strings.IndexByte("ntrvf0", c); escaped >= 0 {
				c = "\n\t\r\v\f\x00"[escaped]
			}
		}
		if i+2 < len(text) && text[i+1] == '-' && text[i+2] >= c {
			for r := int(c); r <= int(text[i+2]); r++ {
				set = append(set, byte(r))
			}
			i += 2
			continue
		}
		set = append(set, c)
	}
	return set
}

func base64Tool(_ context.Context, p *process) error {
	set := options()
	decode, wrap := flag(set, "d", "decode"), set.IntP("wrap", "w", 76, "")
	ignored(set, "i")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	return p.eachInput(names, func(_ string, content []byte) error {
		if *decode {
			plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(content)), ""))
			if err != nil {
				return errors.New("invalid input")
			}
			return p.write(string(plain))
		}
		text := base64.StdEncoding.EncodeToString(content)
		for *wrap > 0 && len(text) > *wrap {
			if err := p.write(text[:*wrap] + "\n"); err != nil {
				return err
			}
			text = text[*wrap:]
		}
		if *wrap > 0 {
			text += "\n"
		}
		return p.write(text)
	})
}

func seq(_ context.Context, p *process) error {
	from, step := 1, 1
	var numbers []int
	for _, arg := range p.args {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return fmt.Errorf("invalid number '%s'", arg)
		}
		numbers = append(numbers, n)
	}
	switch len(numbers) {
	case 1:
	case 2:
		from = numbers[0]
	case 3:
		from, step = numbers[0], numbers[1]
	default:
		return errOperand
	}
	to := numbers[len(numbers)-1]
	if step == 0 {
		return errors.New("the increment is 0")
	}
	for n := from; step > 0 && n <= to || step < 0 && n >= to; n += step {
		if err := p.write(strconv.Itoa(n) + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// sleepTime adds up the arguments of sleep: numbers with an optional unit, as coreutils reads them.
func sleepTime(args []string) (time.Duration, error) {
	if len(args) == 0 {
		return 0, errOperand
	}
	var total time.Duration
	for _, arg := range args {
		if arg == "inf" || arg == "infinity" {
			return maxClock, nil
		}
		unit, number := time.Second, arg
		for suffix, d := range map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour} {
			if n, ok := strings.CutSuffix(arg, suffix); ok {
				unit, number = d, n
			}
		}
		n, err := strconv.ParseFloat(number, 64)
		if err != nil || !(n >= 0) {
			return 0, fmt.Errorf("invalid time interval '%s'", arg)
		}
		total = min(total+time.Duration(min(n*float64(unit), float64(maxClock))), maxClock)
	}
	return total, nil
}

func sleep(_ context.Context, p *process) error {
	total, err := sleepTime(p.args)
	if err != nil {
		return err
	}
	return p.sleep(total)
}
