package shell

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"mvdan.cc/sh/v3/interp"
)

// Bounds of what files may take.
const (
	maxFiles    = 2000    // files and folders that a container sees
	maxFileSize = 4 << 20 // bytes of all of them
	maxPath     = 1024    // bytes of a path
	maxChanges  = 20_000  // of all files, each at its time
)

// Node is a file or a folder. It is never changed: whoever changes a file puts another Node in its place.
type Node struct {
	Dir     bool
	Mode    fs.FileMode // permissions only
	Owner   string      // "USER:GROUP" as chown was told; empty for root
	Changed time.Time
	Content []byte
}

// Tree holds files and folders by their absolute, clean paths. The root folder is always there.
type Tree map[string]*Node

// Change puts a Node at a path, or removes what is there.
type Change struct {
	Offset time.Duration // time between the start of the command and the change
	Path   string
	Node   *Node // nil if it is removed
}

// Apply carries out a change.
func (t Tree) Apply(path string, node *Node) {
	if node == nil {
		delete(t, path)
		return
	}
	t[path] = node
}

// disk shows files to the processes of a command. Its methods do not lock.
type disk struct {
	tree     Tree
	known    []string // folders of whose content nothing is unknown
	readOnly []string
	later    []Change       // made by others while the command runs
	changes  []Change       // made by the command
	newest   map[string]int // where in changes the newest one of a path is
	size     int
	now      func() time.Duration
	start    time.Time
}

func newDisk(cmd Command, now func() time.Duration) *disk {
	d := &disk{tree: Tree{}, newest: map[string]int{}, known: cmd.Mounts, readOnly: cmd.ReadOnly, later: slices.Clone(cmd.Later), now: now,
		start: cmd.Start}
	slices.SortStableFunc(d.later, func(a, b Change) int { return cmp.Compare(a.Offset, b.Offset) })
	maps.Copy(d.tree, cmd.Files)
	for _, node := range d.tree {
		d.size += len(node.Content)
	}
	d.catchUp()
	return d
}

// catchUp carries out the changes of others that are due.
func (d *disk) catchUp() {
	for len(d.later) > 0 && d.later[0].Offset <= d.now() {
		change := d.later[0]
		d.later = d.later[1:]
		d.count(change.Path, change.Node)
		d.tree.Apply(change.Path, change.Node)
	}
}

// count keeps the size of all files, if node stands at a path.
func (d *disk) count(name string, node *Node) {
	if old := d.tree[name]; old != nil {
		d.size -= len(old.Content)
	}
	if node != nil {
		d.size += len(node.Content)
	}
}

var rootFolder = &Node{Dir: true, Mode: 0o755}

// get finds a file or folder, or says why there is none.
func (d *disk) get(name string) (*Node, error) {
	switch {
	case name == "/":
		return rootFolder, nil
	case len(name) > maxPath:
		return nil, syscall.ENAMETOOLONG
	}
	if node := d.tree[name]; node != nil {
		return node, nil
	}
	for parent := path.Dir(name); parent != "/"; parent = path.Dir(parent) {
		if node := d.tree[parent]; node != nil && !node.Dir {
			return nil, syscall.ENOTDIR
		}
	}
	return nil, syscall.ENOENT
}

// below reports whether a path is one of the folders or lies below one.
func below(name string, folders []string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool {
		return name == folder || folder == "/" || strings.HasPrefix(name, folder+"/")
	})
}

// put changes what is at a path. What an image would bring is not known: outside of the mounted folders, missing parents come
// into being with what is put into them.
func (d *disk) put(name string, node *Node) error {
	if below(name, d.readOnly) {
		return syscall.EROFS
	}
	if len(name) > maxPath {
		return syscall.ENAMETOOLONG
	}
	if len(d.changes) >= maxChanges {
		return errBound
	}
	if parent := path.Dir(name); node != nil && parent != "/" {
		folder, err := d.get(parent)
		switch {
		case err == nil && !folder.Dir:
			return syscall.ENOTDIR
		case errors.Is(err, syscall.ENOENT) && !below(parent, d.known):
			if err := d.put(parent, d.newFolder()); err != nil {
				return err
			}
		case err != nil:
			return err
		}
	}
	old := d.tree[name]
	if node != nil && old == nil && len(d.tree) >= maxFiles {
		return syscall.ENOSPC
	}
	if node != nil && d.size+len(node.Content) > maxFileSize {
		return syscall.ENOSPC
	}
	d.count(name, node)
	d.tree.Apply(name, node)
	d.record(Change{Offset: d.now(), Path: name, Node: node})
	return nil
}

// record keeps one change for each path and point in time.
func (d *disk) record(change Change) {
	if n, ok := d.newest[change.Path]; ok && d.changes[n].Offset == change.Offset {
		d.changes[n] = change
		return
	}
	d.newest[change.Path] = len(d.changes)
	d.changes = append(d.changes, change)
}

func (d *disk) newFolder() *Node { return &Node{Dir: true, Mode: 0o755, Changed: d.stamp()} }

// stamp is the time of a change that is made now.
func (d *disk) stamp() time.Time { return d.start.Add(d.now()) }

// write replaces or extends the content of a file.
func (d *disk) write(name string, content []byte, extend bool) error {
	node := &Node{Mode: 0o644}
	if old, err := d.get(name); err == nil {
		if old.Dir {
			return syscall.EISDIR
		}
		*node = *old
	}
	if extend {
		content = append(node.Content, content...) // shares memory with the older content, which never grows in place
	}
	node.Content, node.Changed = content, d.stamp()
	return d.put(name, node)
}

// inside lists the paths of everything in a folder at any depth, parents first.
func (d *disk) inside(folder string) []string {
	var names []string
	for name := range d.tree {
		if name != folder && below(name, []string{folder}) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// children lists the names in a folder.
func (d *disk) children(folder string) []string {
	var names []string
	for name := range d.tree {
		if path.Dir(name) == folder {
			names = append(names, path.Base(name))
		}
	}
	slices.Sort(names)
	return names
}

// read returns a file's content.
func (m *machine) read(name string) ([]byte, error) {
	if name == "/dev/null" {
		return nil, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if content, ok := m.sourced[name]; ok {
		return content, nil
	}
	node, err := m.disk.get(name)
	if err != nil {
		return nil, err
	}
	if node.Dir {
		return nil, syscall.EISDIR
	}
	return node.Content, nil
}

// open serves redirections.
func (m *machine) open(ctx context.Context, name string, flag int, _ os.FileMode) (io.ReadWriteCloser, error) {
	hc := interp.HandlerCtx(ctx)
	name = absolute(hc.Dir, name)
	if flag&(os.O_WRONLY|os.O_RDWR) == 0 {
		content, err := m.read(name)
		if err != nil {
			return nil, &os.PathError{Op: "open", Path: name, Err: err}
		}
		if err := m.spend(len(content)); err != nil {
			return nil, err
		}
		return &file{reader: bytes.NewReader(content)}, nil
	}
	switch name {
	case "/dev/null":
		return &file{}, nil
	case "/dev/stdout", "/proc/1/fd/1":
		return &file{write: hc.Stdout.Write}, nil
	case "/dev/stderr", "/proc/1/fd/2":
		return &file{write: hc.Stderr.Write}, nil
	}
	if err := m.save(name, nil, flag&os.O_APPEND != 0); err != nil {
		return nil, &os.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{write: func(p []byte) (int, error) {
		if err := m.save(name, p, true); err != nil {
			return 0, err
		}
		return len(p), nil
	}}, nil
}

// save writes to a file.
func (m *machine) save(name string, content []byte, extend bool) error {
	if err := m.spend(len(content)); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.disk.write(name, content, extend)
}

// file is an opened file; the zero value is /dev/null.
type file struct {
	reader *bytes.Reader
	write  func([]byte) (int, error)
}

func (f *file) Read(p []byte) (int, error) {
	if f.reader == nil {
		return 0, io.EOF
	}
	return f.reader.Read(p)
}

func (f *file) Write(p []byte) (int, error) {
	if f.write == nil {
		return len(p), nil
	}
	return f.write(p)
}

func (f *file) Close() error { return nil }

// stat answers `test` and cd.
func (m *machine) stat(_ context.Context, name string, _ bool) (fs.FileInfo, error) {
	if name == "/dev/null" {
		return info{name: name, node: &Node{Mode: 0o666}}, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if content, ok := m.sourced[name]; ok {
		return info{name: name, node: &Node{Mode: 0o644, Content: content}}, nil
	}
	node, err := m.disk.get(path.Clean(name))
	if err != nil {
		return nil, &os.PathError{Op: "stat", Path: name, Err: err}
	}
	return info{name: name, node: node}, nil
}

func (m *machine) access(ctx context.Context, name string, mode interp.AccessMode) error {
	found, err := m.stat(ctx, name, true)
	if err != nil {
		return err
	}
	if mode&interp.AccessExec != 0 && found.Mode().Perm()&0o111 == 0 {
		return syscall.EACCES
	}
	return nil
}

// readDir answers patterns.
func (m *machine) readDir(_ context.Context, name string) ([]fs.DirEntry, error) {
	m.mu.Lock()
	names := m.disk.children(path.Clean(name))
	m.mu.Unlock()
	entries := make([]fs.DirEntry, len(names))
	size := 0
	for i, child := range names {
		size += len(name) + len(child) + 16
		m.mu.Lock()
		entries[i] = fs.FileInfoToDirEntry(info{name: child, node: m.disk.tree[path.Join(name, child)]})
		m.mu.Unlock()
	}
	return entries, m.spend(size)
}

// assume makes a folder that the image would bring, so that cd finds it.
func (m *machine) assume(folder string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.disk.get(folder); errors.Is(err, syscall.ENOENT) && !below(folder, m.disk.known) {
		_ = m.disk.put(folder, m.disk.newFolder()) // if it cannot be, cd says so
	}
}

// info describes an emulated file.
type info struct {
	name string
	node *Node
}

func (i info) Name() string       { return path.Base(i.name) }
func (i info) Size() int64        { return int64(len(i.node.Content)) }
func (i info) ModTime() time.Time { return i.node.Changed }
func (i info) IsDir() bool        { return i.node.Dir }
func (i info) Sys() any           { return &syscall.Stat_t{} } // root's; the interpreter expects this type

func (i info) Mode() fs.FileMode {
	if i.node.Dir {
		return i.node.Mode | fs.ModeDir
	}
	return i.node.Mode
}

func absolute(dir, name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(dir, name)
}
