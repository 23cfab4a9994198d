package emulator

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

// Limits on tags.
const (
	maxTags         = 20
	maxTagKey       = 64  // where an object is created or updated
	maxTagKeyLater  = 128 // in TagResources
	maxTagValue     = 128
	maxTagFilters   = 10
	maxTagResources = 50 // entries in a page of ListTagResources
)

func (s *Server) tagActions() []rpc.Action {
	return []rpc.Action{
		action(s, "TagResources", s.tagResources),
		action(s, "UntagResources", s.untagResources),
		action(s, "ListTagResources", s.listTagResources),
	}
}

// taggable lists the visible objects of a kind in a region, oldest first.
func (s *Server) taggable(c call, kind string) ([]object, error) {
	all, err := s.ofKind(kind)
	return slices.DeleteFunc(all, func(o object) bool { return o.region() != c.Region || o.visibleAt().After(c.at) }), err
}

// ofKind lists all objects of a kind, oldest first.
func (s *Server) ofKind(kind string) ([]object, error) {
	switch kind {
	case "ContainerGroup":
		return objects(s.cloud.ContainerGroups.list), nil
	case "ImageCache":
		return objects(s.cloud.ImageCaches.list), nil
	case "DataCache":
		return objects(s.cloud.DataCaches.list), nil
	case "VirtualNode":
		return objects(s.cloud.VirtualNodes.list), nil
	default:
		return nil, invalidParameter("ResourceType", "there is no such kind of resource")
	}
}

// objects forgets of what kind objects are.
func objects[T object](list []T) []object {
	all := make([]object, len(list))
	for i, o := range list {
		all[i] = o
	}
	return all
}

// tagTargets finds the objects that a call names.
func (s *Server) tagTargets(c call, kind string, ids []string) ([]object, error) {
	all, err := s.taggable(c, kind)
	if err != nil {
		return nil, err
	}
	if len(ids) > 50 {
		return nil, lengthExceeded("ResourceId", 50)
	}
	targets := make([]object, len(ids))
	for i, id := range ids {
		n := slices.IndexFunc(all, func(o object) bool { return o.id() == id })
		if n < 0 {
			return nil, notFound(element("ResourceId", i))
		}
		targets[i] = all[n]
	}
	return targets, nil
}

func (s *Server) tagResources(c call, req *wire.TagResourcesRequest) (*wire.Empty, error) {
	if err := validateTags(req.Tag, maxTagKeyLater); err != nil {
		return nil, err
	}
	targets, err := s.tagTargets(c, req.ResourceType, req.ResourceId)
	if err != nil {
		return nil, err
	}
	for _, o := range targets {
		if len(mergeTags(*o.tags(), req.Tag)) > maxTags {
			return nil, tooManyTags()
		}
	}
	late := lateTags{At: c.at, Region: c.Region, Kind: req.ResourceType, IDs: req.ResourceId, Tags: req.Tag}
	if s.assumes(assumeTagLag) == "later" {
		late.At = c.at.Add(lag)
	}
	s.cloud.LateTags = append(s.cloud.LateTags, late)
	s.showTags(c.at)
	return new(wire.Empty), nil
}

// systemTag is a tag that the service attaches itself.
var systemTag = wire.Tag{Key: "acs:eci:origin", Value: "openapi"}

// lateTags are tags that objects have from a time on.
type lateTags struct {
	At           time.Time
	Region, Kind string
	IDs          []string
	Tags         []wire.Tag
}

// showTags attaches the tags whose time has come.
func (s *Server) showTags(now time.Time) {
	s.cloud.LateTags = slices.DeleteFunc(s.cloud.LateTags, func(l lateTags) bool {
		if l.At.After(now) {
			return false
		}
		all, _ := s.ofKind(l.Kind) // it was known when they came
		for _, o := range all {
			if o.region() == l.Region && slices.Contains(l.IDs, o.id()) {
				*o.tags() = mergeTags(*o.tags(), l.Tags)
			}
		}
		return true
	})
}

func (s *Server) untagResources(c call, req *wire.UntagResourcesRequest) (*wire.Empty, error) {
	return once(s, c, func() (*wire.Empty, error) {
		targets, err := s.tagTargets(c, req.ResourceType, req.ResourceId)
		if err != nil {
			return nil, err
		}
		if len(req.TagKey) > maxTags {
			return nil, tooManyTags()
		}
		if len(req.TagKey) == 0 && !req.All {
			return nil, missingParameter("TagKey")
		}
		for _, o := range targets {
			*o.tags() = slices.DeleteFunc(slices.Clone(*o.tags()), func(t wire.Tag) bool {
				return len(req.TagKey) == 0 || slices.Contains(req.TagKey, t.Key)
			})
		}
		return new(wire.Empty), nil
	})
}

func (s *Server) listTagResources(c call, req *wire.ListTagResourcesRequest) (*wire.ListTagResourcesResponse, error) {
	limit := maxTagResources
	if req.Limit != "" {
		n, err := strconv.Atoi(req.Limit)
		if err != nil || n < 1 || n > maxTagResources {
			return nil, valueExceeded("Limit", 1, maxTagResources)
		}
		limit = n
	}
	if len(req.ResourceId) == 0 && len(req.Tag) == 0 {
		return nil, missingParameter("ResourceId")
	}
	objects, err := s.taggable(c, req.ResourceType)
	if err != nil {
		return nil, err
	}
	objects = slices.DeleteFunc(objects, func(o object) bool {
		return len(*o.tags()) == 0 || !hasTags(*o.tags(), req.Tag) || len(req.ResourceId) > 0 && !slices.Contains(req.ResourceId, o.id())
	})
	// A page holds whole objects, so it may have more entries than Limit, though never without reason.
	objects, next, err := page(objects, limit, req.NextToken)
	if err != nil {
		return nil, err
	}
	resp := &wire.ListTagResourcesResponse{NextToken: next, TagResources: []wire.TagResource{}}
	for _, o := range objects {
		for _, t := range *o.tags() {
			resp.TagResources = append(resp.TagResources, wire.TagResource{ResourceType: req.ResourceType, ResourceId: o.id(), TagKey: t.Key,
				TagValue: t.Value})
		}
	}
	return resp, nil
}

// mergeTags adds tags or changes their values.
func mergeTags(have, add []wire.Tag) []wire.Tag {
	values := map[string]string{}
	for _, t := range add {
		values[t.Key] = t.Value
	}
	var merged []wire.Tag
	for _, t := range have {
		if value, ok := values[t.Key]; ok {
			t.Value = value
			delete(values, t.Key)
		}
		merged = append(merged, t)
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		merged = append(merged, wire.Tag{Key: key, Value: values[key]})
	}
	return merged
}

// hasTags reports whether all wanted tags are there; one without a value matches by its key.
func hasTags(have, want []wire.Tag) bool {
	for _, w := range want {
		if !slices.ContainsFunc(have, func(h wire.Tag) bool { return h.Key == w.Key && (w.Value == "" || h.Value == w.Value) }) {
			return false
		}
	}
	return true
}

func validateTags(tags []wire.Tag, maxKey int) error {
	if len(tags) > maxTags {
		return tooManyTags()
	}
	keys := map[string]bool{}
	for i, t := range tags {
		name := element("Tag", i)
		switch {
		case t.Key == "":
			return missingParameter(name + ".Key")
		case len([]rune(t.Key)) > maxKey:
			return lengthExceeded(name+".Key", maxKey)
		case strings.HasPrefix(t.Key, "aliyun") || reservedTag(t.Key):
			return invalidParameter(name+".Key", "it may not start with aliyun or acs:, nor hold http:// or https://")
		case keys[t.Key]:
			return invalidParameter(name+".Key", "another tag has it")
		case len([]rune(t.Value)) > maxTagValue:
			return lengthExceeded(name+".Value", maxTagValue)
		case reservedTag(t.Value):
			return invalidParameter(name+".Value", "it may not start with acs:, nor hold http:// or https://")
		}
		keys[t.Key] = true
	}
	return nil
}

func reservedTag(text string) bool {
	return strings.HasPrefix(text, "acs:") || strings.Contains(text, "http://") || strings.Contains(text, "https://")
}

func tooManyTags() error {
	return refuse("NumberExceed.Tags", "A resource has at most %d tags.", maxTags)
}
