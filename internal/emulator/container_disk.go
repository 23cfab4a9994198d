package emulator

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// disk holds the files of a volume, or of a container outside of its volumes. What a program does to files is known when it
// begins, so changes have a time, which may be still to come. Paths are those inside the disk.
type disk struct {
	Base    shell.Tree   // before all changes
	Changes []diskChange // in the order of time
}

// diskChange is a change that a container makes to a file.
type diskChange struct {
	shell.Change // Offset is unused
	At           time.Time
	By           string // the run of a container: see container.writer
}

// tree returns what the disk holds at a time, without what one container does in its newest run.
func (d *disk) tree(at time.Time, without string) shell.Tree {
	tree := maps.Clone(d.Base)
	for _, change := range d.Changes {
		if !change.At.After(at) && change.By != without {
			tree.Apply(change.Path, change.Node)
		}
	}
	return tree
}

// replace puts what one run of a container does in the place of what it was known to do, and reports whether that differs.
func (d *disk) replace(by string, changes []diskChange) bool {
	var before []diskChange
	d.Changes = slices.DeleteFunc(d.Changes, func(c diskChange) bool {
		if c.By == by {
			before = append(before, c)
		}
		return c.By == by
	})
	d.add(changes)
	return !slices.EqualFunc(before, changes, sameChange)
}

func (d *disk) add(changes []diskChange) {
	d.Changes = append(d.Changes, changes...)
	slices.SortStableFunc(d.Changes, func(a, b diskChange) int { return a.At.Compare(b.At) })
}

func sameChange(a, b diskChange) bool {
	if !a.At.Equal(b.At) || a.Path != b.Path || (a.Node == nil) != (b.Node == nil) {
		return false
	}
	return a.Node == nil || a.Node.Dir == b.Node.Dir && a.Node.Mode == b.Node.Mode && a.Node.Owner == b.Node.Owner &&
		bytes.Equal(a.Node.Content, b.Node.Content)
}

// clear makes the disk empty.
func (d *disk) clear() { d.Base, d.Changes = shell.Tree{}, nil }

// settle forgets the order of changes before a time, which nobody asks for any more.
func (d *disk) settle(until time.Time) {
	d.Changes = slices.DeleteFunc(d.Changes, func(c diskChange) bool {
		if c.At.Before(until) {
			d.Base.Apply(c.Path, c.Node)
		}
		return c.At.Before(until)
	})
}

// disk finds a disk, or makes an empty one.
func (g *containerGroup) disk(name string) *disk {
	if g.Disks == nil {
		g.Disks = map[string]*disk{}
	}
	if g.Disks[name] == nil {
		g.Disks[name] = &disk{Base: shell.Tree{}}
	}
	return g.Disks[name]
}

// ownDisk names the disk of a container outside of its volumes. No volume has such a name.
func ownDisk(container string) string { return "container/" + container }

// mount is a place where a container sees a disk.
type mount struct {
	path     string // in the container
	disk     string // its name; empty for files that nobody can change
	inside   string // the part of the disk that is seen
	files    shell.Tree
	readOnly bool
}

// mountsOf are the places at which a container sees disks, those inside others first. The last one is the root.
func (g *containerGroup) mountsOf(c *container) []mount {
	var mounts []mount
	for _, m := range c.VolumeMounts {
		v := g.volume(m.Name)
		if v == nil {
			continue
		}
		mounted := mount{path: path.Clean(m.MountPath), disk: v.Name, inside: path.Join("/", m.SubPath), readOnly: m.ReadOnly}
		if v.Type == "ConfigFileVolume" {
			mounted.disk, mounted.files, mounted.readOnly = "", g.configFiles(v), true
		}
		mounts = append(mounts, mounted)
	}
	slices.SortStableFunc(mounts, func(a, b mount) int { return cmp.Compare(len(b.path), len(a.path)) })
	return append(mounts, mount{path: "/", disk: ownDisk(c.Name), inside: "/"})
}

// outward is where a container sees a path of the disk; false if it does not.
func (m mount) outward(name string) (string, bool) {
	rest, ok := cutFolder(name, m.inside)
	return path.Join(m.path, rest), ok
}

// inward is the path in the disk of a path in the container; false if it lies elsewhere.
func (m mount) inward(name string) (string, bool) {
	rest, ok := cutFolder(name, m.path)
	return path.Join(m.inside, rest), ok
}

// cutFolder is a path as seen from a folder that holds it.
func cutFolder(name, folder string) (string, bool) {
	if folder == "/" || name == folder {
		return strings.TrimPrefix(name, folder), true
	}
	return strings.CutPrefix(name, folder+"/")
}

// configFiles are the files of a volume of config files.
func (g *containerGroup) configFiles(v *wire.Volume) shell.Tree {
	tree := shell.Tree{}
	for _, file := range v.ConfigFileVolumeConfigFileToPaths {
		content, err := base64.StdEncoding.DecodeString(file.Content)
		if err != nil { // only after the control changed it
			content = nil
		}
		name := path.Join("/", file.Path)
		node := &shell.Node{Mode: 0o644, Changed: g.Created, Content: content}
		if mode, ok := g.Undescribed.FileModes[v.Name+name]; ok {
			node.Mode = mode
		}
		tree[name] = node
		for parent := path.Dir(name); parent != "/"; parent = path.Dir(parent) {
			tree[parent] = &shell.Node{Dir: true, Mode: 0o755, Changed: g.Created}
		}
	}
	return tree
}

// folders that every image has.
var imageFolders = []string{"/bin", "/dev", "/etc", "/home", "/opt", "/proc", "/root", "/run", "/srv", "/sys", "/tmp", "/usr", "/usr/bin",
	"/usr/local", "/usr/local/bin", "/var", "/var/lib", "/var/log", "/var/run", "/var/tmp"}

// see fills in the files that a container sees at a time, and those that others will change later.
func (g *containerGroup) see(c *container, at time.Time, cmd *shell.Command) {
	cmd.Files = shell.Tree{}
	for _, folder := range imageFolders {
		cmd.Files[folder] = &shell.Node{Dir: true, Mode: 0o755, Changed: g.Created}
	}
	for _, m := range slices.Backward(g.mountsOf(c)) {
		tree := m.files
		if m.disk != "" {
			tree = g.disk(m.disk).tree(at, c.writer())
		}
		if m.path != "/" {
			cmd.Mounts = append(cmd.Mounts, m.path)
			cmd.Files[m.path] = &shell.Node{Dir: true, Mode: 0o777, Changed: g.Created}
			for parent := path.Dir(m.path); parent != "/"; parent = path.Dir(parent) {
				if cmd.Files[parent] == nil {
					cmd.Files[parent] = &shell.Node{Dir: true, Mode: 0o755, Changed: g.Created}
				}
			}
		}
		if m.readOnly {
			cmd.ReadOnly = append(cmd.ReadOnly, m.path)
		}
		for name, node := range tree {
			if seen, ok := m.outward(name); ok && seen != "/" {
				cmd.Files[seen] = node
			}
		}
		if m.disk == "" {
			continue
		}
		for _, change := range g.disk(m.disk).Changes {
			if seen, ok := m.outward(change.Path); ok && change.At.After(at) && change.By != c.writer() {
				cmd.Later = append(cmd.Later, shell.Change{Offset: change.At.Sub(at), Path: seen, Node: change.Node})
			}
		}
	}
}

// spread tells changes that a container makes apart by the disks on which they are. Their offsets are from a time.
func (g *containerGroup) spread(c *container, by string, since time.Time, changes []shell.Change) map[string][]diskChange {
	mounts := g.mountsOf(c)
	spread := map[string][]diskChange{}
	for _, change := range changes {
		for _, m := range mounts {
			if name, ok := m.inward(change.Path); ok {
				change.Path = name
				spread[m.disk] = append(spread[m.disk], diskChange{Change: change, At: since.Add(change.Offset), By: by})
				break
			}
		}
	}
	delete(spread, "")
	return spread
}

// keep notes what a container does to files from its start on, and returns the names of the disks on which that is news.
func (g *containerGroup) keep(c *container, changes []shell.Change) []string {
	spread := g.spread(c, c.writer(), c.Run.Start, changes)
	var news []string
	for _, m := range g.mountsOf(c) {
		if m.disk != "" && !slices.Contains(news, m.disk) && g.disk(m.disk).replace(c.writer(), spread[m.disk]) {
			news = append(news, m.disk)
		}
	}
	return news
}

// wrote notes what a command did to files that was run in a container at a time.
func (g *containerGroup) wrote(c *container, at time.Time, changes []shell.Change) {
	spread := g.spread(c, "", at, changes)
	for name, changes := range spread {
		g.disk(name).add(changes)
	}
	g.tell(nil, slices.Collect(maps.Keys(spread)))
}

// writer names the newest run of a container, as one that changes files.
func (c *container) writer() string {
	return fmt.Sprintf("%s/%d/%d", c.Name, c.Run.Start.UnixNano(), c.Run.Number)
}

// cut forgets what a container would have done to files after a time at which it was stopped.
func (g *containerGroup) cut(c *container, at time.Time) {
	var news []string
	for name, d := range g.Disks {
		before := len(d.Changes)
		d.Changes = slices.DeleteFunc(d.Changes, func(change diskChange) bool { return change.By == c.writer() && change.At.After(at) })
		if len(d.Changes) != before {
			news = append(news, name)
		}
	}
	g.tell(c, news)
}

// tell makes the programs be worked out anew of those who see disks on which another container has changed what will be.
func (g *containerGroup) tell(by *container, disks []string) {
	isNews := func(m mount) bool { return slices.Contains(disks, m.disk) }
	for _, c := range g.Parts {
		if c != by && c.Run.Phase == phaseRunning && slices.ContainsFunc(g.mountsOf(c), isNews) {
			c.Run.again()
		}
	}
}

// settleDisks forgets the order of changes that were made before everything that still runs.
func (g *containerGroup) settleDisks(at time.Time) {
	for _, c := range g.Parts {
		if c.Run.Phase == phaseRunning && c.Run.Start.Before(at) {
			at = c.Run.Start
		}
	}
	for _, d := range g.Disks {
		d.settle(at)
	}
}
