package shell

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// Commands that are put into scripts.
const (
	ownPrefix = "-emulated-"
	// stepName stands before every statement. It counts steps and looks at the size of the variables, since the interpreter
	// itself has no bounds.
	stepName = ownPrefix + "step-"
	// pieceName stands for a side of a pipe, by its number.
	pieceName = ownPrefix + "piece-"
	// lookupName stands for `command -v`, `command -V` and `type`, for which the interpreter would look at the host's files.
	lookupName = ownPrefix + "lookup-"
)

// pidName is the variable that is read in place of $$, which the interpreter takes from the host.
const pidName = "BASHPID"

// Bounds of what a single command can expand to.
const (
	maxExpansions = 1000    // in one source
	maxBraces     = 1 << 20 // bytes that the braces of one word make
)

// step passes the status of the statement before it on, so that $? and `set -e` behave as if it were not there: the left
// side of && never triggers `set -e`.
var step = mustParse(stepName + ` "$?" && ` + stepName + ` 0`)

func mustParse(source string) *syntax.Stmt {
	file, err := syntax.NewParser().Parse(strings.NewReader(source), "")
	if err != nil {
		panic(err)
	}
	return file.Stmts[0]
}

// compile parses a script, refuses what cannot be confined, and puts a step before every statement.
func (m *machine) compile(source string) (*syntax.File, error) {
	if len(source) > maxSource {
		return nil, errors.New("script too long to be emulated")
	}
	// Bash's grammar for every shell: the interpreter knows export and local only as a part of that.
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(source), "")
	if err != nil {
		return nil, err
	}
	var c checker
	syntax.Walk(file, func(node syntax.Node) bool {
		if node == step {
			return false
		}
		if c.refused == nil && node != nil {
			c.check(node)
			c.confineNames(node)
			guardIn(node)
		}
		return c.refused == nil
	})
	if c.refused != nil {
		return nil, c.refused
	}
	return file, m.cutPipes(file)
}

// checker refuses what cannot be confined.
type checker struct {
	expansions int
	documents  map[*syntax.Word]bool // bodies of here-documents, which have neither tildes nor braces
	refused    error
}

func (c *checker) check(node syntax.Node) {
	switch node := node.(type) {
	case *syntax.Stmt:
		if node.Background || node.Coprocess {
			c.refuse("background jobs are")
		}
	case *syntax.CallExpr:
		if len(node.Assigns) > 1 {
			c.refused = errors.Join(c.refused, oneByOne(node))
		}
	case *syntax.ProcSubst:
		c.refuse("process substitution is")
	case *syntax.Redirect:
		if node.Hdoc != nil {
			if c.documents == nil {
				c.documents = map[*syntax.Word]bool{}
			}
			c.documents[node.Hdoc] = true
		}
	case *syntax.ParamExp:
		c.checkParameter(node)
	case *syntax.Word:
		if !c.documents[node] {
			c.checkWord(node)
		}
	case *syntax.Lit:
		if strings.Contains(node.Value, "{") && strings.Contains(node.Value, "..") {
			c.refuse("brace ranges are")
		}
	case *syntax.Assign:
		if node.Name != nil && node.Name.Value == "PPID" {
			c.refuse("PPID is")
		}
	case *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.LetClause, *syntax.CStyleLoop:
		syntax.Walk(node, func(node syntax.Node) bool {
			if lit, ok := node.(*syntax.Lit); ok && lit.Value == "PPID" {
				c.refuse("PPID is")
			}
			return true
		})
	}
}

func (c *checker) refuse(what string) { c.refused = errors.New(what + " not emulated") }

func (c *checker) checkParameter(p *syntax.ParamExp) {
	if c.expansions++; c.expansions > maxExpansions {
		c.refuse("so many expansions are")
	}
	if p.Repl != nil {
		c.refuse("pattern substitution is")
	}
	if p.Param == nil {
		return
	}
	switch p.Param.Value {
	case "$":
		p.Short, p.Param.Value = false, pidName
	case "PPID":
		c.refuse("PPID is")
	}
}

// checkWord refuses a tilde with a user's name, whose home the interpreter would look up on the host, and braces that make
// too much of a word.
func (c *checker) checkWord(word *syntax.Word) {
	size, braces, commas := 0, 0, 0
	for i, part := range word.Parts {
		size += int(part.End().Offset() - part.Pos().Offset())
		lit, ok := part.(*syntax.Lit)
		if !ok {
			continue
		}
		if user, ok := strings.CutPrefix(lit.Value, "~"); ok && i == 0 && user != "" && user[0] != '/' {
			c.refuse("home directories of users are")
		}
		braces += strings.Count(lit.Value, "{")
		commas += strings.Count(lit.Value, ",")
	}
	for range braces {
		if size *= commas + 1; size > maxBraces {
			c.refuse("so many braces are")
			return
		}
	}
}

// guardIn puts a step before every statement of a list that a node holds.
func guardIn(node syntax.Node) {
	switch node := node.(type) {
	case *syntax.File:
		node.Stmts = guard(node.Stmts)
	case *syntax.Block:
		node.Stmts = guard(node.Stmts)
	case *syntax.Subshell:
		node.Stmts = guard(node.Stmts)
	case *syntax.CmdSubst:
		node.Stmts = guard(node.Stmts)
	case *syntax.IfClause:
		node.Cond, node.Then = guard(node.Cond), guard(node.Then)
	case *syntax.WhileClause:
		node.Cond, node.Do = guard(node.Cond), guard(node.Do)
	case *syntax.ForClause:
		node.Do = guard(node.Do)
	case *syntax.CaseItem:
		node.Stmts = guard(node.Stmts)
	case *syntax.BinaryCmd:
		if node.Op == syntax.AndStmt || node.Op == syntax.OrStmt {
			node.Y = block(node.Y)
		}
	}
}

// block makes a list of a statement that does not stand in one.
func block(stmt *syntax.Stmt) *syntax.Stmt {
	if _, ok := stmt.Cmd.(*syntax.Block); ok {
		return stmt
	}
	return &syntax.Stmt{Position: stmt.Position, Cmd: &syntax.Block{Stmts: []*syntax.Stmt{stmt}}}
}

// cutPipes turns the sides of every pipe into pieces: the interpreter runs one of them in a goroutine of its own, where nobody
// but runPiece could recover a panic.
func (m *machine) cutPipes(file *syntax.File) error {
	var failed error
	var open []syntax.Node
	syntax.Walk(file, func(node syntax.Node) bool {
		if node != nil {
			open = append(open, node)
			return true
		}
		// Inner pipes first: a piece is text.
		last := len(open) - 1
		if pipe, ok := open[last].(*syntax.BinaryCmd); ok && (pipe.Op == syntax.Pipe || pipe.Op == syntax.PipeAll) {
			failed = errors.Join(failed, m.cut(&pipe.X), m.cut(&pipe.Y))
		}
		open = open[:last]
		return true
	})
	return failed
}

func (m *machine) cut(side **syntax.Stmt) error {
	text, err := source(*side)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	*side = mustParse(pieceName + " " + strconv.Itoa(len(m.pieces)))
	m.pieces = append(m.pieces, text)
	return nil
}

func source(node syntax.Node) (string, error) {
	var text bytes.Buffer
	err := syntax.NewPrinter().Print(&text, node)
	return text.String(), err
}

// runPiece runs a side of a pipe.
func (m *machine) runPiece(ctx context.Context, args []string) (err error) {
	defer recovered(&err)
	text, err := m.piece(args[1])
	if err != nil {
		return err
	}
	return interp.HandlerCtx(ctx).Builtin(ctx, []string{"eval", text})
}

func (m *machine) piece(number string) (string, error) {
	n, err := strconv.Atoi(number)
	if err != nil {
		return "", errPanic
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.steps++; m.steps > m.maxSteps { // a script could call a piece from itself
		return "", errBound
	}
	return m.pieces[n], nil
}

// oneByOne refuses several assignments in one statement that build on each other: they could grow a variable beyond every
// bound between two steps.
func oneByOne(call *syntax.CallExpr) error {
	assigned := map[string]bool{}
	var refused error
	for _, assign := range call.Assigns {
		syntax.Walk(assign, func(node syntax.Node) bool {
			if p, ok := node.(*syntax.ParamExp); ok && p.Param != nil && assigned[p.Param.Value] {
				refused = errors.New("assignments that build on each other within one statement are not emulated")
			}
			return true
		})
		if assign.Name != nil {
			assigned[assign.Name.Value] = true
		}
	}
	return refused
}

// guard puts a step before every statement.
func guard(stmts []*syntax.Stmt) []*syntax.Stmt {
	guarded := make([]*syntax.Stmt, 0, 2*len(stmts))
	for _, stmt := range stmts {
		guarded = append(guarded, step, stmt)
	}
	return guarded
}

// step counts one statement.
func (m *machine) step(ctx context.Context, args []string) error {
	size := 0
	for name, variable := range interp.HandlerCtx(ctx).Env.Each {
		size += len(name) + variableSize(variable)
	}
	m.mu.Lock()
	m.steps++
	beyond := m.steps > m.maxSteps || size > maxVariables || m.steps%64 == 0 && tooDeep()
	m.mu.Unlock()
	if beyond {
		return errBound
	}
	if len(args) < 2 {
		return nil
	}
	if status, err := strconv.Atoi(args[1]); err == nil && status != 0 {
		return interp.ExitStatus(status)
	}
	return nil
}

// tooDeep reports whether functions call each other more than several hundred times deep, where every look at a variable goes
// through all of them.
func tooDeep() bool {
	var frames [maxFrames]uintptr
	return runtime.Callers(0, frames[:]) == maxFrames
}

func variableSize(v expand.Variable) int {
	size := len(v.Str)
	for _, item := range v.List {
		size += len(item)
	}
	for key, item := range v.Map {
		size += len(key) + len(item)
	}
	return size
}

// call sees every simple command before it runs, builtins too, and returns what is run instead.
func (m *machine) call(ctx context.Context, args []string) ([]string, error) {
	if args[0] == stepName {
		return args[:min(2, len(args))], nil
	}
	size := 0
	for _, arg := range args {
		size += len(arg) + 1
	}
	m.mu.Lock()
	m.steps++
	m.unreal.name = ""
	beyond := m.steps > m.maxSteps
	m.mu.Unlock()
	if beyond || size > maxArguments {
		return nil, errBound
	}
	if err := m.spend(size); err != nil {
		return nil, err
	}
	hc := interp.HandlerCtx(ctx)
	// What is called may stand behind commands that call others.
	rest := args
	for len(rest) > 1 && (rest[0] == "builtin" || rest[0] == "exec" || rest[0] == "command" && rest[1][:min(1, len(rest[1]))] != "-") {
		rest = rest[1:]
	}
	changed, err := m.confine(hc, rest)
	if err != nil {
		if errors.Is(err, errBound) {
			return nil, err
		}
		fmt.Fprintf(hc.Stderr, "%s: %v\n", rest[0], err)
		return []string{"false"}, nil
	}
	return append(args[:len(args)-len(rest):len(args)-len(rest)], changed...), nil
}

// plainFormat reports whether no width or precision of a printf format is over 99 or taken from an argument.
func plainFormat(format string) bool {
	for {
		_, conversion, found := strings.Cut(format, "%")
		if !found {
			return true
		}
		format = strings.TrimLeft(conversion, "-+ #0")
		if format == "" || format[0] == '%' { // a literal percent sign, or the end
			format = format[min(1, len(format)):]
			continue
		}
		flags := strings.TrimLeft(format, "0123456789.*")
		field := format[:len(format)-len(flags)]
		width, precision, _ := strings.Cut(field, ".")
		if strings.Contains(field, "*") || len(width) > 2 || len(precision) > 2 {
			return false
		}
		format = flags
	}
}
