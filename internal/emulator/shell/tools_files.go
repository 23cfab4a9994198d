package shell

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/ncruces/go-strftime"
	"github.com/spf13/pflag"
)

var errOperand = errors.New("missing operand")

// each calls do for every name, with the files locked, and complains about what it returns.
func (p *process) each(names []string, do func(file string) error) error {
	var failed error
	for _, name := range names {
		if err := p.spend(len(name)); err != nil {
			return err
		}
		file, err := p.path(name), error(syscall.ENAMETOOLONG)
		if len(file) <= maxPath {
			p.mu.Lock()
			err = do(file)
			p.mu.Unlock()
		}
		if errors.Is(err, errBound) {
			return err
		}
		if err != nil {
			failed = p.complain(name, err)
		}
	}
	return failed
}

func cat(_ context.Context, p *process) error {
	set := options()
	ignored(set, "uvet")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	return p.eachInput(names, func(_ string, content []byte) error { return p.write(string(content)) })
}

func ls(_ context.Context, p *process) error {
	set := options()
	long, all, itself := flag(set, "l", "long"), flag(set, "a", "all"), flag(set, "d", "directory")
	almost, recursive := flag(set, "A", "almost-all"), flag(set, "R", "recursive")
	ignored(set, "1hntrFp")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		names = []string{"."}
	}
	var text strings.Builder
	show := func(name string, node *Node) {
		if strings.HasPrefix(path.Base(name), ".") && !*all && !*almost && !*itself {
			return
		}
		if *long {
			owner := node.Owner
			if owner == "" {
				owner = "root:root"
			}
			user, group, _ := strings.Cut(owner, ":")
			changed := strftime.Format("%b %e %H:%M", node.Changed)
			fmt.Fprintf(&text, "%s 1 %s %s %d %s ", info{node: node}.Mode(), user, group, len(node.Content), changed)
		}
		text.WriteString(name + "\n")
	}
	var list func(name, file string) error
	list = func(name, file string) error {
		node, err := p.disk.get(file)
		if err != nil {
			return err
		}
		if !node.Dir || *itself {
			show(name, node)
			return nil
		}
		if len(names) > 1 || *recursive {
			fmt.Fprintf(&text, "%s:\n", name)
		}
		children := p.disk.children(file)
		for _, child := range children {
			show(child, p.disk.tree[path.Join(file, child)])
		}
		for _, child := range children {
			if *recursive && p.disk.tree[path.Join(file, child)].Dir && text.Len() < maxOutput {
				text.WriteString("\n")
				if err := list(path.Join(name, child), path.Join(file, child)); err != nil {
					return err
				}
			}
		}
		return nil
	}
	var failed error
	for _, name := range names {
		if err := p.each([]string{name}, func(file string) error { return list(name, file) }); err != nil {
			failed = err
		}
		if err := p.write(text.String()); err != nil {
			return err
		}
		text.Reset()
	}
	return failed
}

func mkdir(_ context.Context, p *process) error {
	set := options()
	parents, mode := flag(set, "p", "parents"), set.StringP("mode", "m", "", "")
	ignored(set, "v")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return errOperand
	}
	return p.each(names, func(file string) error {
		made := []string{file}
		for parent := path.Dir(file); *parents && parent != "/"; parent = path.Dir(parent) {
			made = append(made, parent)
		}
		for i, folder := range slices.Backward(made) {
			node, err := p.disk.get(folder)
			switch {
			case err == nil && node.Dir && *parents:
				continue
			case err == nil:
				return syscall.EEXIST
			case !errors.Is(err, syscall.ENOENT):
				return err
			}
			node = p.disk.newFolder()
			if i == 0 && *mode != "" {
				if node, err = node.withMode(*mode); err != nil {
					return err
				}
			}
			if err := p.disk.put(folder, node); err != nil {
				return err
			}
		}
		return nil
	})
}

func rm(_ context.Context, p *process) error {
	set := options()
	force, recursive, too := flag(set, "f", "force"), flag(set, "r", "recursive"), flag(set, "R", "Recursive")
	ignored(set, "vip")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	if len(names) == 0 && !*force {
		return errOperand
	}
	onlyFolders := p.name == "rmdir"
	return p.each(names, func(file string) error {
		node, err := p.disk.get(file)
		switch {
		case errors.Is(err, syscall.ENOENT) && *force:
			return nil
		case err != nil:
			return err
		case onlyFolders && !node.Dir:
			return syscall.ENOTDIR
		case onlyFolders && len(p.disk.children(file)) > 0:
			return syscall.ENOTEMPTY
		case node.Dir && !onlyFolders && !*recursive && !*too:
			return syscall.EISDIR
		case slices.Contains(p.disk.known, file):
			return syscall.EBUSY
		}
		return p.remove(file)
	})
}

// remove takes a file away, or a folder with everything in it.
func (p *process) remove(file string) error {
	for _, name := range slices.Backward(append([]string{file}, p.disk.inside(file)...)) {
		if err := p.disk.put(name, nil); err != nil {
			return err
		}
	}
	return nil
}

func cp(_ context.Context, p *process) error {
	set := options()
	recursive, archive, too := flag(set, "r", "recursive"), flag(set, "a", "archive"), flag(set, "R", "Recursive")
	keep := flag(set, "n", "no-clobber")
	ignored(set, "pfvLPT")
	return p.transfer(set, func(from, to string) error {
		node, err := p.disk.get(from)
		if err != nil {
			return err
		}
		if node.Dir && !*recursive && !*archive && !*too {
			return syscall.EISDIR
		}
		if below(to, []string{from}) {
			return errors.New("source and destination are the same")
		}
		for _, name := range append([]string{from}, p.disk.inside(from)...) {
			copied := *p.disk.tree[name]
			copied.Content = slices.Clip(copied.Content)
			target := path.Join(to, strings.TrimPrefix(name, from))
			if old, err := p.disk.get(target); err == nil && (old.Dir || *keep) {
				continue
			}
			if err := p.disk.put(target, &copied); err != nil {
				return err
			}
		}
		return nil
	})
}

func mv(_ context.Context, p *process) error {
	set := options()
	keep := flag(set, "n", "no-clobber")
	ignored(set, "fvT")
	return p.transfer(set, func(from, to string) error {
		if _, err := p.disk.get(from); err != nil {
			return err
		}
		if below(to, []string{from}) {
			return errors.New("source and destination are the same")
		}
		if _, err := p.disk.get(to); err == nil && *keep {
			return nil
		}
		for _, name := range append([]string{from}, p.disk.inside(from)...) {
			if err := p.disk.put(path.Join(to, strings.TrimPrefix(name, from)), p.disk.tree[name]); err != nil {
				return err
			}
		}
		return p.remove(from)
	})
}

// transfer reads a command line of sources and a target, and calls do for every source with the place where it is to go.
func (p *process) transfer(set *pflag.FlagSet, do func(from, to string) error) error {
	into := set.StringP("target-directory", "t", "", "")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	if *into == "" {
		if len(names) < 2 {
			return errOperand
		}
		*into, names = names[len(names)-1], names[:len(names)-1]
	}
	target := p.path(*into)
	p.mu.Lock()
	node, err := p.disk.get(target)
	p.mu.Unlock()
	inside := err == nil && node.Dir || strings.HasSuffix(*into, "/")
	if len(names) > 1 && !inside {
		return p.complain(*into, syscall.ENOTDIR)
	}
	var failed error
	for _, name := range names {
		to := target
		if inside && path.Base(name) != "." {
			to = path.Join(target, path.Base(p.path(name)))
		}
		if err := p.each([]string{name}, func(file string) error { return do(file, to) }); err != nil {
			failed = err
		}
	}
	return failed
}

func chmod(_ context.Context, p *process) error {
	return p.change("Rvf", func(node *Node, mode string) (*Node, error) { return node.withMode(mode) })
}

func chown(_ context.Context, p *process) error {
	return p.change("Rvfh", func(node *Node, owner string) (*Node, error) {
		changed := *node
		user, group, both := strings.Cut(strings.ReplaceAll(owner, ".", ":"), ":")
		oldUser, oldGroup, _ := strings.Cut(node.Owner, ":")
		switch {
		case p.name == "chgrp":
			user, group = oldUser, owner
		case !both:
			group = oldGroup
		}
		changed.Owner = orRoot(user) + ":" + orRoot(group)
		return &changed, nil
	})
}

func orRoot(name string) string {
	if name == "" || name == "0" {
		return "root"
	}
	return name
}

// change reads a command line of options, a value, and files, and changes the files. What an image may have brought is left alone.
func (p *process) change(letters string, do func(*Node, string) (*Node, error)) error {
	recursive := false
	args := p.args
	for ; len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' && strings.Trim(args[0][1:], letters) == ""; args = args[1:] {
		recursive = recursive || strings.Contains(args[0], "R")
	}
	if len(args) < 2 {
		return errOperand
	}
	return p.each(args[1:], func(file string) error {
		_, err := p.disk.get(file)
		if errors.Is(err, syscall.ENOENT) && !below(file, p.disk.known) {
			return nil
		}
		if err != nil {
			return err
		}
		names := []string{file}
		if recursive {
			names = append(names, p.disk.inside(file)...)
		}
		for _, name := range names {
			node := p.disk.tree[name]
			if node == nil { // the root folder
				continue
			}
			changed, err := do(node, args[0])
			if err != nil {
				return err
			}
			if err := p.disk.put(name, changed); err != nil {
				return err
			}
		}
		return nil
	})
}

// withMode returns the node with its permissions changed, as chmod reads them: 0644, u+x,go-w, a=r.
func (n *Node) withMode(mode string) (*Node, error) {
	changed := *n
	if number, err := strconv.ParseUint(mode, 8, 32); err == nil {
		changed.Mode = fs.FileMode(number) & fs.ModePerm
		return &changed, nil
	}
	for clause := range strings.SplitSeq(mode, ",") {
		at := strings.IndexAny(clause, "+-=")
		if at < 0 {
			return nil, fmt.Errorf("invalid mode '%s'", mode)
		}
		var whose, bits fs.FileMode
		for _, who := range clause[:at] {
			bits, known := map[rune]fs.FileMode{'u': 0o700, 'g': 0o070, 'o': 0o007, 'a': 0o777}[who]
			if !known {
				return nil, fmt.Errorf("invalid mode '%s'", mode)
			}
			whose |= bits
		}
		if at == 0 {
			whose = 0o777
		}
		for _, what := range clause[at+1:] {
			bit, known := map[rune]fs.FileMode{'r': 0o444, 'w': 0o222, 'x': 0o111, 'X': 0o111, 's': 0, 't': 0}[what]
			if !known {
				return nil, fmt.Errorf("invalid mode '%s'", mode)
			}
			if what != 'X' || n.Dir || n.Mode&0o111 != 0 {
				bits |= bit
			}
		}
		switch clause[at] {
		case '+':
			changed.Mode |= bits & whose
		case '-':
			changed.Mode &^= bits & whose
		case '=':
			changed.Mode = changed.Mode&^whose | bits&whose
		}
	}
	return &changed, nil
}

func touch(_ context.Context, p *process) error {
	set := options()
	ignored(set, "acm")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	return p.each(names, func(file string) error {
		node, err := p.disk.get(file)
		if err != nil {
			return p.disk.write(file, nil, true)
		}
		touched := *node
		touched.Changed = p.disk.stamp()
		return p.disk.put(file, &touched)
	})
}

func mktemp(_ context.Context, p *process) error {
	set := options()
	folder := flag(set, "d", "directory")
	ignored(set, "tqu")
	if _, err := p.parse(set); err != nil {
		return err
	}
	p.mu.Lock()
	var name string
	for i := 1; ; i++ {
		name = fmt.Sprintf("/tmp/tmp.%06d", i)
		if _, err := p.disk.get(name); err != nil {
			break
		}
	}
	node := &Node{Mode: 0o600, Changed: p.disk.stamp()}
	if *folder {
		node = &Node{Dir: true, Mode: 0o700, Changed: p.disk.stamp()}
	}
	err := p.disk.put(name, node)
	p.mu.Unlock()
	if err != nil {
		return err
	}
	return p.write(name + "\n")
}

func tee(_ context.Context, p *process) error {
	set := options()
	extend := flag(set, "a", "append")
	names, err := p.parse(set)
	if err != nil {
		return err
	}
	content, err := p.input("-")
	if err != nil {
		return err
	}
	var failed error
	for _, name := range names {
		if err := p.save(p.path(name), content, *extend); err != nil {
			failed = p.complain(name, err)
		}
	}
	if err := p.write(string(content)); err != nil {
		return err
	}
	return failed
}
