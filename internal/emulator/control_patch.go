package emulator

import (
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// PatchContainerGroup changes a group as a JSON merge patch (RFC 7396) to what DescribeContainerGroups tells of it, and
// returns what it tells then. Neither id nor region can be changed. Containers are matched by name: a new name is a new
// container, which starts, and a missing one is gone. A state that is changed stays until something happens to the container.
func (s *Server) PatchContainerGroup(id string, patch []byte) (*wire.ContainerGroup, error) {
	identity := func(g wire.ContainerGroup) [2]string { return [2]string{g.ContainerGroupId, g.RegionId} }
	return patchObject(s, &s.cloud.ContainerGroups, id, patch, (*containerGroup).describe, identity, (*containerGroup).adopt)
}

// PatchImageCache changes an image cache as PatchContainerGroup does a group; events stay as they are. A cache whose status is
// changed is not built any further.
func (s *Server) PatchImageCache(id string, patch []byte) (*wire.ImageCache, error) {
	identity := func(i wire.ImageCache) [2]string { return [2]string{i.ImageCacheId, i.RegionId} }
	return patchObject(
		s,
		&s.cloud.ImageCaches,
		id,
		patch,
		(*imageCache).describe,
		identity,
		func(i *imageCache, patched wire.ImageCache, _ time.Time) {
			if patched.Status != i.Status {
				i.Build = build{}
			}
			patched.Tags, patched.Events = orNil(patched.Tags), nil
			i.ImageCache = patched
		},
	)
}

// PatchDataCache changes a data cache as PatchImageCache does an image cache.
func (s *Server) PatchDataCache(id string, patch []byte) (*wire.DataCache, error) {
	identity := func(d wire.DataCache) [2]string { return [2]string{d.DataCacheId, d.RegionId} }
	return patchObject(
		s,
		&s.cloud.DataCaches,
		id,
		patch,
		(*dataCache).describe,
		identity,
		func(d *dataCache, patched wire.DataCache, _ time.Time) {
			if patched.Status != d.Status {
				d.Build = build{}
			}
			patched.Tags, patched.Events = orNil(patched.Tags), nil
			d.DataCache = patched
		},
	)
}

// PatchVirtualNode changes a virtual node as PatchImageCache does an image cache.
func (s *Server) PatchVirtualNode(id string, patch []byte) (*wire.VirtualNode, error) {
	identity := func(n wire.VirtualNode) [2]string { return [2]string{n.VirtualNodeId, n.RegionId} }
	return patchObject(
		s,
		&s.cloud.VirtualNodes,
		id,
		patch,
		(*virtualNode).describe,
		identity,
		func(n *virtualNode, patched wire.VirtualNode, _ time.Time) {
			if patched.Status != n.Status {
				n.Failure = ""
			}
			patched.Tags, patched.Events = orNil(patched.Tags), nil
			n.VirtualNode = patched
		},
	)
}

// AddDataCache puts a data cache of that bucket and path into a region, as if it had been loaded before, and returns its id.
func (s *Server) AddDataCache(region, bucket, path string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.clock()
	d := &dataCache{DataCache: wire.DataCache{
		RegionId: region, Name: "added", Bucket: bucket, Path: path, Status: statusAvailable, Progress: "100%", Size: defaultDiskSize,
		DataSource: describeDataSource(
			&wire.DataSource{Type: "SNAPSHOT", Options: map[string]string{"snapshotId": s.cloud.newID("s", s.cloud.nextSequence())}},
		),
		CreationTime: timestamp(at), ResourceGroupId: defaultResourceGroup,
	}}
	s.addDataCache(at, d)
	return d.DataCacheId
}

// defaultReclaim is the time from the notice of its end to the end of a spot group.
const defaultReclaim = 5 * time.Minute

// ReclaimContainerGroup takes a spot group away after some time, as the service does when others bid more: an event tells it
// beforehand, then the group is Expired.
func (s *Server) ReclaimContainerGroup(id string, after time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.settle(everyGroup)
	g, ok := s.cloud.ContainerGroups.byID[id]
	switch {
	case !ok:
		return noObject(id)
	case !spot(g.SpotStrategy):
		return controlError{http.StatusBadRequest, id + " is not a spot group"}
	case !g.active():
		return controlError{http.StatusBadRequest, id + " is " + g.Status}
	case after < 0:
		return controlError{http.StatusBadRequest, "after is negative"}
	}
	g.reclaim(now, after)
	return nil
}

// FailContainer ends a container that runs, as if its program had ended with an exit code from 1 to 255. What follows is up to the
// restart policy.
func (s *Server) FailContainer(id, name string, exitCode int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.settle(everyGroup)
	g, ok := s.cloud.ContainerGroups.byID[id]
	if !ok {
		return noObject(id)
	}
	c := g.part(name)
	switch {
	case c == nil:
		return controlError{http.StatusNotFound, id + " has no container " + name}
	case !g.active() || c.Run.Phase != phaseRunning:
		return controlError{http.StatusBadRequest, "the container " + name + " does not run"}
	case exitCode < 1 || exitCode > 255:
		return controlError{http.StatusBadRequest, fmt.Sprintf("exitCode is %d, not from 1 to 255", exitCode)}
	}
	c.end(g, now, exitCode, "Error", "")
	g.Changed = now
	g.proceed(now)
	return nil
}

// RemoveContainerGroup takes a group away without a trace.
func (s *Server) RemoveContainerGroup(id string) error {
	return removeObject(s, &s.cloud.ContainerGroups, id, func(g *containerGroup) { s.release(g.ContainerGroupId) })
}

// RemoveImageCache takes an image cache away without a trace.
func (s *Server) RemoveImageCache(id string) error {
	return removeObject(s, &s.cloud.ImageCaches, id, s.removeImageCache)
}

// RemoveDataCache takes a data cache away without a trace.
func (s *Server) RemoveDataCache(id string) error {
	return removeObject(s, &s.cloud.DataCaches, id, s.removeDataCache)
}

// RemoveVirtualNode takes a virtual node away without a trace, whatever runs on it.
func (s *Server) RemoveVirtualNode(id string) error {
	return removeObject(s, &s.cloud.VirtualNodes, id, s.removeVirtualNode)
}

// patchObject merges a patch into the description of an object, and lets adopt change the object accordingly. identity is what
// of a description cannot be changed.
func patchObject[T object, Described any](
	s *Server, all *collection[T], id string, patch []byte,
	describe func(T) Described, identity func(Described) [2]string, adopt func(T, Described, time.Time),
) (*Described, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.settle(everyGroup)
	o, ok := all.byID[id]
	if !ok {
		return nil, noObject(id)
	}
	before := describe(o)
	var patched Described
	if err := applyMergePatch(before, patch, &patched); err != nil {
		return nil, err
	}
	if identity(patched) != identity(before) {
		return nil, controlError{http.StatusBadRequest, "id and region cannot be changed"}
	}
	adopt(o, patched, now)
	result := describe(o)
	return &result, nil
}

func removeObject[T object](s *Server, all *collection[T], id string, remove func(T)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := all.byID[id]
	if !ok {
		return noObject(id)
	}
	remove(o)
	return nil
}

func noObject(id string) error {
	return controlError{http.StatusNotFound, "there is no object " + id}
}

// orNil is the inverse of orEmpty: objects hold no list where there is nothing to list.
func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
