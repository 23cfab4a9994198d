package shell

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// The interpreter answers the name PPID with the host's process, and lets nobody change that. A script that says the name is
// refused; what is below keeps it from making the name while it runs. There are four ways from a value to a name: arithmetic,
// indirect expansion, references, and declarations made by an expansion.

const (
	// indirectName stands for ${!name}, and looks at the script's own variables only.
	indirectName = ownPrefix + "indirect-"
	// declareName stands for a declaration whose names are expansions.
	declareName = ownPrefix + "declare-"
)

// confineNames changes a node so that it looks up no name that is made at run time.
func (c *checker) confineNames(node syntax.Node) {
	switch node := node.(type) {
	case *syntax.ArithmExp:
		node.X = operand(node.X)
	case *syntax.ArithmCmd:
		node.X = operand(node.X)
	case *syntax.LetClause:
		for i := range node.Exprs {
			node.Exprs[i] = operand(node.Exprs[i])
		}
	case *syntax.CStyleLoop:
		node.Init, node.Cond, node.Post = operand(node.Init), operand(node.Cond), operand(node.Post)
	case *syntax.ParenArithm:
		node.X = operand(node.X)
	case *syntax.UnaryArithm:
		if node.Op != syntax.Inc && node.Op != syntax.Dec {
			node.X = operand(node.X)
		}
	case *syntax.BinaryArithm:
		if !assigns(node.Op) {
			node.X = operand(node.X)
		}
		node.Y = operand(node.Y)
	case *syntax.ParamExp:
		node.Index = operand(node.Index)
		if node.Slice != nil {
			node.Slice.Offset, node.Slice.Length = operand(node.Slice.Offset), operand(node.Slice.Length)
		}
	case *syntax.Assign:
		node.Index = operand(node.Index)
	case *syntax.ArrayElem:
		node.Index = operand(node.Index)
	case *syntax.Word:
		c.indirect(node.Parts)
	case *syntax.DblQuoted:
		c.indirect(node.Parts)
	case *syntax.Stmt:
		if clause, ok := node.Cmd.(*syntax.DeclClause); ok {
			c.declaration(node, clause)
		}
	}
}

// operand puts a space before a value, which numbers bear and names do not: the interpreter takes a value that is a name as
// the name of the next value.
func operand(expr syntax.ArithmExpr) syntax.ArithmExpr {
	word, ok := expr.(*syntax.Word)
	if !ok || strings.HasPrefix(word.Lit(), "@") || strings.HasPrefix(word.Lit(), "*") {
		return expr
	}
	space := &syntax.DblQuoted{Parts: []syntax.WordPart{&syntax.Lit{Value: " "}}}
	parts := word.Parts
	if name := word.Lit(); syntax.ValidName(name) {
		parts = []syntax.WordPart{&syntax.ParamExp{Param: &syntax.Lit{Value: name}, Exp: &syntax.Expansion{
			Op: syntax.DefaultUnsetOrNull, Word: &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: "0"}}},
		}}}
	} else if word.Lit() != "" {
		return expr // a number
	}
	return &syntax.Word{Parts: append([]syntax.WordPart{space}, parts...)}
}

func assigns(op syntax.BinAritOperator) bool {
	switch op {
	case syntax.Assgn, syntax.AddAssgn, syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn,
		syntax.AndAssgn, syntax.OrAssgn, syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
		return true
	}
	return false
}

// indirect replaces ${!name} by a command that looks the value up.
func (c *checker) indirect(parts []syntax.WordPart) {
	for i, part := range parts {
		p, ok := part.(*syntax.ParamExp)
		if !ok || !p.Excl || p.Names != 0 || p.Index != nil {
			continue
		}
		if p.Exp != nil || p.Slice != nil {
			c.refuse("operations on indirect expansions are")
			return
		}
		value := &syntax.DblQuoted{Parts: []syntax.WordPart{&syntax.ParamExp{Param: p.Param}}}
		parts[i] = &syntax.CmdSubst{Stmts: []*syntax.Stmt{command(indirectName, &syntax.Word{Parts: []syntax.WordPart{value}})}}
	}
}

func command(name string, args ...*syntax.Word) *syntax.Stmt {
	program := &syntax.Word{Parts: []syntax.WordPart{&syntax.Lit{Value: name}}}
	return &syntax.Stmt{Cmd: &syntax.CallExpr{Args: append([]*syntax.Word{program}, args...)}}
}

// declaration refuses declarations that refer by name or print, and makes those whose names are expansions calls.
func (c *checker) declaration(stmt *syntax.Stmt, clause *syntax.DeclClause) {
	if clause.Variant.Value == "nameref" {
		c.refuse("references by name are")
	}
	expansions := false
	for _, arg := range clause.Args {
		expansions = expansions || arg.Name == nil && arg.Value.Lit() == ""
	}
	words := []*syntax.Word{{Parts: []syntax.WordPart{&syntax.Lit{Value: clause.Variant.Value}}}}
	for _, arg := range clause.Args {
		switch {
		case arg.Name != nil && expansions:
			c.refuse("declarations beside an expansion are")
		case arg.Name == nil && !expansions:
			if err := plainFlags(arg.Value.Lit()); err != nil {
				c.refused = err
			}
		}
		words = append(words, arg.Value)
	}
	if expansions && c.refused == nil {
		stmt.Cmd = command(declareName, words...).Cmd
	}
}

// plainFlags refuses flags of a declaration that have to do with names: references, keys, and printing.
func plainFlags(flags string) error {
	if strings.HasPrefix(flags, "-") && strings.ContainsAny(flags, "npA") {
		return fmt.Errorf("declarations with %s are not emulated", flags)
	}
	return nil
}

// declare carries out a declaration whose names were expansions.
func (m *machine) declare(ctx context.Context, args []string) error {
	if len(args) == 0 || !slices.Contains([]string{"declare", "typeset", "local", "export", "readonly"}, args[0]) {
		return errPanic
	}
	words := []string{args[0]}
	for _, arg := range args[1:] {
		if err := plainFlags(arg); err != nil {
			fmt.Fprintf(interp.HandlerCtx(ctx).Stderr, "%s: %v\n", args[0], err)
			return interp.ExitStatus(1)
		}
		name, value, assigned := strings.Cut(arg, "=")
		if !syntax.ValidName(name) && strings.Trim(arg, "-xrag") != "" {
			fmt.Fprintf(interp.HandlerCtx(ctx).Stderr, "%s: %s: not a valid identifier\n", args[0], name)
			return interp.ExitStatus(1)
		}
		if assigned {
			name += "=" + quote([]string{value})
		}
		words = append(words, name)
	}
	return interp.HandlerCtx(ctx).Builtin(ctx, []string{"eval", strings.Join(words, " ")})
}

// indirectly prints the value of a variable whose name is a value.
func (m *machine) indirectly(hc interp.HandlerContext, name string) error {
	value := hc.Env.Get(name)
	if !value.IsSet() {
		return interp.ExitStatus(1)
	}
	if err := m.spend(len(value.String())); err != nil {
		return err
	}
	_, err := fmt.Fprint(hc.Stdout, value.String())
	return err
}
