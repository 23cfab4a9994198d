package probe

import (
	"fmt"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// updateProbes ask what an update does to what it names and to what it does not.
var updateProbes = []Probe{
	{Assumption: "incremental-lists", Groups: 1, find: func(b *bench) (string, string) {
		id := b.pair()
		_, g := b.accepted(id, incremental, containers(b.sleeper("main", env("A", "2"))))
		return answerOf(len(g.Containers) == 2, "by-name", "whole", "of main and side, main was sent; then there are %s", names(g))
	}},
	{Assumption: "incremental-volumes", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(emptyDirs("one", "two")).ContainerGroupId
		_, g := b.accepted(id, incremental, eci.UpdateContainerGroupRequest{Volume: limited("one")})
		return answerOf(len(g.Volumes) == 2, "by-name", "whole", "of two volumes one was sent; then there are %d", len(g.Volumes))
	}},
	{Assumption: "incremental-members", Groups: 1, find: func(b *bench) (string, string) {
		return b.memberLeftOut(incremental)
	}},
	{Assumption: "incremental-nested", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(with(b.sleeper("main", env("A", "1", "B", "2")))).ContainerGroupId
		_, g := b.accepted(id, incremental, containers(b.sleeper("main", env("A", "3"))))
		_, kept := variable(g, "B")
		return answerOf(kept, "merged", "replaced", "of the variables A and B, A was sent; B is still there: %v", kept)
	}},
	{Assumption: "renew-members", Groups: 1, find: func(b *bench) (string, string) {
		return b.memberLeftOut(renew)
	}},
	{Assumption: "renew-init-containers", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(func(req *eci.CreateContainerGroupRequest) {
			req.InitContainer = []eci.CreateInitContainer{{ContainerSpec: b.script("init", "true")}}
		}).ContainerGroupId
		_, g := b.accepted(id, renew, containers(b.sleeper("main", env("A", "2"))))
		return answerOf(len(g.InitContainers) > 0, "kept", "removed", "after an update of containers there are %d init containers, of 1",
			len(g.InitContainers))
	}},
	{Assumption: "renew-volumes", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(emptyDirs("one")).ContainerGroupId
		_, g := b.accepted(id, renew, containers(b.sleeper("main", env("A", "2"))))
		return answerOf(len(g.Volumes) > 0, "kept", "removed", "after an update of containers there are %d volumes, of 1", len(g.Volumes))
	}},
	{Assumption: "container-adding", Groups: 1, find: func(b *bench) (string, string) {
		code, g := b.update(b.createRunning().ContainerGroupId, renew, containers(b.sleeper("main"), b.sleeper("other")))
		return worked(code, g, "main, other")
	}},
	{Assumption: "container-removing", Groups: 1, find: func(b *bench) (string, string) {
		code, g := b.update(b.pair(), renew, containers(b.sleeper("main")))
		if code == "" && len(g.Containers) == 2 {
			return "ignored", "accepted, and there are still " + names(g)
		}
		return worked(code, g, "main")
	}},
	{Assumption: "container-renaming", Groups: 1, find: func(b *bench) (string, string) {
		code, g := b.update(b.pair(), renew, containers(b.sleeper("main"), b.sleeper("other")))
		return worked(code, g, "main, other")
	}},
	{Assumption: "update-size", Groups: 1, CPU: 0.5, Memory: 1, find: func(b *bench) (string, string) {
		code, g := b.update(b.createRunning().ContainerGroupId, renew, eci.UpdateContainerGroupRequest{Cpu: new(0.5), Memory: new(1.0)})
		if code != "" {
			return "refused", "refused with " + code
		}
		return answerOf(g.Cpu == 0.5, "resized", "ignored", "0.5 vCPU and 1 GiB were accepted; the group has %v vCPU and %v GiB", g.Cpu, g.Memory)
	}},
	{Assumption: "update-hidden", Groups: 1, find: func(b *bench) (string, string) {
		g := b.createRunning(with(b.sleeper("main", env("A", "1"))), func(req *eci.CreateContainerGroupRequest) {
			req.Container[0].EnvironmentVarHide = new(true)
		})
		if _, shown := variable(g, "A"); shown {
			return "", "EnvironmentVarHide does not hide variables"
		}
		_, g = b.accepted(g.ContainerGroupId, renew, containers(b.sleeper("main", env("A", "2"))))
		_, shown := variable(g, "A")
		return answerOf(shown, "lost", "kept", "after an update, hidden variables are shown: %v", shown)
	}},
	{Assumption: "update-restarts", Groups: 1, find: func(b *bench) (string, string) {
		before, after := b.accepted(b.pair(), renew, containers(b.sleeper("main", env("A", "2")), b.sleeper("side")))
		if started(before, "main") == started(after, "main") {
			return "", "not even the container that differs was restarted"
		}
		same := started(before, "side") == started(after, "side")
		return answerOf(same, "changed", "all", "main was changed; side runs since %s, before since %s", started(after, "side"),
			started(before, "side"))
	}},
	{Assumption: "volume-restarts", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(emptyDirs("one")).ContainerGroupId
		before, after := b.accepted(id, renew, eci.UpdateContainerGroupRequest{Volume: limited("one")})
		same := started(before, "main") == started(after, "main")
		return answerOf(same, "none", "all", "a volume was changed; main runs since %s, before since %s", started(after, "main"),
			started(before, "main"))
	}},
	{Assumption: "policy-restarts", Groups: 1, find: func(b *bench) (string, string) {
		before, after := b.accepted(b.createRunning().ContainerGroupId, renew, eci.UpdateContainerGroupRequest{RestartPolicy: "OnFailure"})
		same := started(before, "main") == started(after, "main")
		return answerOf(same, "none", "all", "the restart policy was changed; main runs since %s, before since %s", started(after, "main"),
			started(before, "main"))
	}},
	{Assumption: "emptydir-update", Groups: 1, find: func(b *bench) (string, string) {
		id := b.createRunning(with(b.sleeper("main", mounted), b.sleeper("side", mounted)), emptyDirs("one")).ContainerGroupId
		b.sh(id, "side", "echo there >/one/file")
		change := containers(b.sleeper("main", mounted, env("A", "2")), b.sleeper("side", mounted))
		if code, _ := b.update(id, renew, change); code != "" { // it may want the volumes that are mounted
			change.Volume = []eci.UpdateVolume{{VolumeSpec: emptyDir("one", "")}}
			b.accepted(id, renew, change)
		}
		return b.fileLeft(id, "kept", "emptied")
	}},
}

// pair is a group with the containers main and side.
func (b *bench) pair() (id string) {
	return b.createRunning(with(b.sleeper("main", env("A", "1")), b.sleeper("side"))).ContainerGroupId
}

// accepted makes an update that has to be accepted, and returns the group as it was and as it has become.
func (b *bench) accepted(id, updateType string, change eci.UpdateContainerGroupRequest) (before, after eci.ContainerGroup) {
	before, _ = b.look(id)
	code, after := b.update(id, updateType, change)
	if code != "" {
		b.fail(fmt.Errorf("the update was refused with %s", code))
	}
	return before, after
}

// memberLeftOut updates a container without the working directory that it has.
func (b *bench) memberLeftOut(updateType string) (answer, evidence string) {
	id := b.createRunning(with(b.sleeper("main", env("A", "1"), func(spec *eci.ContainerSpec) { spec.WorkingDir = "/tmp" }))).ContainerGroupId
	_, g := b.accepted(id, updateType, containers(b.sleeper("main", env("A", "2"))))
	dir := container(g, "main").WorkingDir
	return answerOf(dir == "/tmp", "kept", "default", "WorkingDir was /tmp and not sent; then it is %q", dir)
}

// worked tells what an update has made of the containers of a group.
func worked(code string, g eci.ContainerGroup, want string) (answer, evidence string) {
	if code != "" {
		return "refused", "refused with " + code
	}
	return answerOf(names(g) == want, "works", "", "then there are %s", names(g))
}

// emptyDirs gives a creation volumes.
func emptyDirs(volumes ...string) func(*eci.CreateContainerGroupRequest) {
	return func(req *eci.CreateContainerGroupRequest) {
		for _, name := range volumes {
			req.Volume = append(req.Volume, eci.CreateVolume{VolumeSpec: emptyDir(name, "")})
		}
	}
}

// limited is a volume of emptyDirs with a limit to its size.
func limited(name string) []eci.UpdateVolume {
	return []eci.UpdateVolume{{VolumeSpec: emptyDir(name, "1Gi")}}
}

func emptyDir(name, limit string) eci.VolumeSpec {
	return eci.VolumeSpec{Name: name, Type: "EmptyDirVolume", EmptyDirVolume: &eci.EmptyDirVolume{SizeLimit: limit}}
}

// mounted mounts the volume called one.
func mounted(spec *eci.ContainerSpec) {
	spec.VolumeMount = append(spec.VolumeMount, eci.VolumeMount{Name: "one", MountPath: "/one"})
}

// fileLeft tells whether the file that a container wrote into the volume is there.
func (b *bench) fileLeft(id, yes, no string) (answer, evidence string) {
	left := b.sh(id, "main", "ls /one")
	return answerOf(left != "", yes, no, "of a file in the volume is left: %q", left)
}
