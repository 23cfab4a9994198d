package shell

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// stepName is the command that compile puts before every statement. It counts steps and looks at the size of the variables,
// since the interpreter itself has no bounds.
const stepName = "-emulated-step-"

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
func compile(call shellCall) (*syntax.File, error) {
	if len(call.source) > maxSource {
		return nil, errors.New("script too long to be emulated")
	}
	// Bash's grammar for every shell: the interpreter knows export and local only as a part of that.
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(call.source), "")
	if err != nil {
		return nil, err
	}
	var refused error
	syntax.Walk(file, func(node syntax.Node) bool {
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
		case *syntax.Stmt:
			if node.Background || node.Coprocess {
				refused = errors.New("background jobs are not emulated")
			}
		case *syntax.CallExpr:
			if len(node.Assigns) > 1 {
				refused = errors.Join(refused, oneByOne(node))
			}
		case *syntax.ProcSubst:
			refused = errors.New("process substitution is not emulated")
		case *syntax.ParamExp:
			if node.Repl != nil {
				refused = errors.New("pattern substitution is not emulated")
			}
		case *syntax.Lit:
			if strings.Contains(node.Value, "{") && strings.Contains(node.Value, "..") {
				refused = errors.New("brace ranges are not emulated")
			}
		}
		return refused == nil
	})
	return file, refused
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
	beyond := m.steps > maxSteps || size > maxVariables
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

// call sees every simple command before it runs, builtins too.
func (m *machine) call(_ context.Context, args []string) ([]string, error) {
	work := 0
	for _, arg := range args {
		work += len(arg) + 1
	}
	if args[0] == "printf" && len(args) > 1 {
		if !plainFormat(args[1]) {
			return []string{"false"}, nil
		}
		work += 100 * len(args)
	}
	return args, m.spend(work)
}

// plainFormat reports whether no width or precision of a printf format is over 99 or taken from an argument.
func plainFormat(format string) bool {
	for i, digits := 0, 0; i < len(format); i++ {
		switch c := format[i]; {
		case c == '*':
			return false
		case c >= '0' && c <= '9':
			if digits++; digits > 2 {
				return false
			}
		default:
			digits = 0
		}
	}
	return true
}
