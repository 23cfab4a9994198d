package protocol

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// EmptyIsDefault takes "" and 0 for an argument that is left out, where a default or ECI fills in what is left out. Resources never see
// them: they see the default, or null where ECI chooses. Terraform wants to see in plan and state what is configured, so there they stay,
// unless state already holds what the object has, which Terraform lets a plan keep. See .github/adr/0019-empty-is-left-out.md.
//
// terraform-plugin-framework 1.19 has no place where an argument could be taken for null before defaults, validators and plan modifiers
// see it. EmptyIsDefault can go when it has one, and Terraform lets a provider plan the default for what it is given.
func EmptyIsDefault(kinds Kinds) Middleware {
	return func(next Server) Server {
		s := &emptyIsDefault{next, map[string]*emptyKind{}}
		for name, k := range kinds {
			s.kinds[name] = &emptyKind{k.typ, sync.OnceValue(func() *standIns { return standInsOf(k.schema().Schema) })}
		}
		return s
	}
}

type emptyIsDefault struct {
	Server
	kinds map[string]*emptyKind
}

type emptyKind struct {
	typ      func() tftypes.Type
	standIns func() *standIns
}

// standIns holds what "" and 0 stand for.
type standIns struct {
	of    map[string]tftypes.Value // by pattern; null where ECI chooses
	marks map[byte]map[string]bool // by their ends: one of these is in every encoded value that has something to stand in for
}

// "" and 0 in MessagePack.
const (
	emptyString byte = 0xa0
	emptyNumber byte = 0
)

func standInsOf(s schema.Schema) *standIns {
	all := &standIns{of: map[string]tftypes.Value{}, marks: map[byte]map[string]bool{emptyString: {}, emptyNumber: {}}}
	all.add("", s.Attributes)
	return all
}

func (s *standIns) add(prefix string, attributes map[string]schema.Attribute) {
	ctx := context.Background()
	for name, a := range attributes {
		empty := emptyString
		switch a := a.(type) {
		case schema.SingleNestedAttribute:
			s.add(prefix+name+".", a.Attributes)
			continue
		case schema.ListNestedAttribute:
			s.add(prefix+name+".*.", a.NestedObject.Attributes)
			continue
		case schema.MapNestedAttribute:
			s.add(prefix+name+".*.", a.NestedObject.Attributes)
			continue
		case schema.Int64Attribute, schema.Float64Attribute:
			empty = emptyNumber
		case schema.StringAttribute:
		default:
			continue
		}
		if !a.IsOptional() || !a.IsComputed() {
			continue
		}
		standIn := tftypes.NewValue(a.GetType().TerraformType(ctx), nil)
		if fallback := fallbackOf(ctx, a); fallback != nil {
			standIn = *fallback
		}
		if !isEmpty(standIn) {
			s.of[prefix+name] = standIn
			if len(name) > 31 {
				panic(name + " is too long to be encoded behind a byte with its length")
			}
			mark := append([]byte{emptyString | byte(len(name))}, name...)
			s.marks[empty][string(append(mark, empty))] = true
		}
	}
}

// isEmpty reports whether a value is "" or 0.
func isEmpty(v tftypes.Value) bool {
	return v.IsKnown() && !v.IsNull() &&
		(v.Equal(tftypes.NewValue(tftypes.String, "")) || v.Equal(tftypes.NewValue(tftypes.Number, 0)))
}

func emptyOf(v tftypes.Value) tftypes.Value {
	if v.Type().Is(tftypes.String) {
		return tftypes.NewValue(tftypes.String, "")
	}
	return tftypes.NewValue(tftypes.Number, 0)
}

// decode returns the values of a call. They are nil if it has nothing to stand in for, which is found out without decoding.
func (s *emptyIsDefault) decode(name string, encoded ...*tfprotov6.DynamicValue) (*emptyKind, []tftypes.Value, error) {
	kind := s.kinds[name]
	if kind == nil || !kind.mayBeEmpty(encoded) {
		return nil, nil, nil
	}
	values := make([]tftypes.Value, len(encoded))
	for i, one := range encoded {
		values[i] = tftypes.NewValue(kind.typ(), nil)
		if one == nil {
			continue
		}
		var err error
		if values[i], err = one.Unmarshal(kind.typ()); err != nil {
			return nil, nil, fmt.Errorf("values of %s cannot be read: %w", name, err)
		}
	}
	return kind, values, nil
}

// mayBeEmpty reports whether one of the values may have "" or 0 where something stands for it.
func (k *emptyKind) mayBeEmpty(encoded []*tfprotov6.DynamicValue) bool {
	for _, one := range encoded {
		if one == nil {
			continue
		}
		if one.MsgPack == nil {
			return true
		}
		for end, marks := range k.standIns().marks {
			if bytes.IndexByte(one.MsgPack, end) < 0 {
				continue // as of "" mostly, which is found out fast
			}
			for mark := range marks {
				if bytes.Contains(one.MsgPack, []byte(mark)) {
					return true
				}
			}
		}
	}
	return false
}

// change returns a value encoded, with replace called for each argument that something may stand in for.
func (k *emptyKind) change(
	v tftypes.Value, replace func(at *tftypes.AttributePath, v, standIn tftypes.Value) tftypes.Value,
) (*tfprotov6.DynamicValue, error) {
	changed, err := tftypes.Transform(v, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if standIn, ok := k.standIns().of[value.Pattern(at)]; ok {
			return replace(at, v, standIn), nil
		}
		return v, nil
	})
	if err != nil {
		return nil, fmt.Errorf("a value cannot be changed: %w", err)
	}
	encoded, err := tfprotov6.NewDynamicValue(k.typ(), changed)
	if err != nil {
		return nil, fmt.Errorf("a value cannot be written: %w", err)
	}
	return &encoded, nil
}

// find returns what a value has at a path, null of no type if there is nothing.
func find(in tftypes.Value, at *tftypes.AttributePath) tftypes.Value {
	found, _, err := tftypes.WalkAttributePath(in, at)
	if v, ok := found.(tftypes.Value); ok && err == nil {
		return v
	}
	return tftypes.NewValue(tftypes.DynamicPseudoType, nil)
}

// leaveOut makes null of what is empty.
func leaveOut(_ *tftypes.AttributePath, v, _ tftypes.Value) tftypes.Value {
	if isEmpty(v) {
		return tftypes.NewValue(v.Type(), nil)
	}
	return v
}

// putStandIn makes of what is empty what stands for it.
func putStandIn(_ *tftypes.AttributePath, v, standIn tftypes.Value) tftypes.Value {
	if isEmpty(v) {
		return standIn
	}
	return v
}

func (s *emptyIsDefault) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (
	*tfprotov6.ValidateResourceConfigResponse, error) {
	kind, values, err := s.decode(req.TypeName, req.Config)
	if err != nil {
		return nil, err
	}
	if values == nil {
		return s.Server.ValidateResourceConfig(ctx, req)
	}
	changed := *req
	if changed.Config, err = kind.change(values[0], leaveOut); err != nil {
		return nil, err
	}
	return s.Server.ValidateResourceConfig(ctx, &changed)
}

func (s *emptyIsDefault) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	kind, values, err := s.decode(req.TypeName, req.CurrentState)
	if err != nil {
		return nil, err
	}
	if values == nil {
		return s.Server.ReadResource(ctx, req)
	}
	current, changed := values[0], *req
	if changed.CurrentState, err = kind.change(current, putStandIn); err != nil {
		return nil, err
	}
	resp, err := s.Server.ReadResource(ctx, &changed)
	if err != nil || resp.NewState == nil {
		return resp, err
	}
	read, err := resp.NewState.Unmarshal(kind.typ())
	if err != nil {
		return nil, fmt.Errorf("a state cannot be read: %w", err)
	}
	resp.NewState, err = kind.change(read, func(at *tftypes.AttributePath, v, standIn tftypes.Value) tftypes.Value {
		if isEmpty(find(current, at)) && (standIn.IsNull() || v.Equal(standIn)) {
			return emptyOf(v)
		}
		return v // what somebody has changed shows
	})
	return resp, err
}

func (s *emptyIsDefault) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (
	*tfprotov6.PlanResourceChangeResponse, error) {
	kind, values, err := s.decode(req.TypeName, req.Config, req.PriorState, req.ProposedNewState)
	if err != nil {
		return nil, err
	}
	if values == nil {
		return s.Server.PlanResourceChange(ctx, req)
	}
	config, prior, changed := values[0], values[1], *req
	if changed.Config, err = kind.change(config, leaveOut); err != nil {
		return nil, err
	}
	if changed.PriorState, err = kind.change(prior, putStandIn); err != nil {
		return nil, err
	}
	changed.ProposedNewState, err = kind.change(values[2], func(at *tftypes.AttributePath, v, standIn tftypes.Value) tftypes.Value {
		switch was := find(prior, at); {
		case !isEmpty(v):
			return v
		case isEmpty(was):
			return standIn
		case was.Type().Is(v.Type()): // as Terraform proposes for what is left out
			return was
		}
		return tftypes.NewValue(v.Type(), nil)
	})
	if err != nil {
		return nil, err
	}
	resp, err := s.Server.PlanResourceChange(ctx, &changed)
	if err != nil || resp.PlannedState == nil {
		return resp, err
	}
	planned, err := resp.PlannedState.Unmarshal(kind.typ())
	if err != nil {
		return nil, fmt.Errorf("a plan cannot be read: %w", err)
	}
	resp.PlannedState, err = kind.change(planned, func(at *tftypes.AttributePath, v, standIn tftypes.Value) tftypes.Value {
		configured, was := find(config, at), find(prior, at)
		switch {
		case isEmpty(configured) && (was.IsNull() || !v.Equal(was)):
			return configured
		case configured.IsNull() && isEmpty(was) && v.Equal(standIn):
			return was
		}
		return v
	})
	return resp, err
}

func (s *emptyIsDefault) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (
	*tfprotov6.ApplyResourceChangeResponse, error) {
	kind, values, err := s.decode(req.TypeName, req.Config, req.PriorState, req.PlannedState)
	if err != nil {
		return nil, err
	}
	if values == nil {
		return s.Server.ApplyResourceChange(ctx, req)
	}
	prior, planned, changed := values[1], values[2], *req
	if changed.Config, err = kind.change(values[0], leaveOut); err != nil {
		return nil, err
	}
	if changed.PriorState, err = kind.change(prior, putStandIn); err != nil {
		return nil, err
	}
	changed.PlannedState, err = kind.change(planned, func(at *tftypes.AttributePath, v, standIn tftypes.Value) tftypes.Value {
		switch {
		case !isEmpty(v):
			return v
		case standIn.IsNull() && !isEmpty(find(prior, at)): // the plan had something to say, and may not say it
			return tftypes.NewValue(v.Type(), tftypes.UnknownValue)
		}
		return standIn
	})
	if err != nil {
		return nil, err
	}
	resp, err := s.Server.ApplyResourceChange(ctx, &changed)
	if err != nil || resp.NewState == nil {
		return resp, err
	}
	applied, err := resp.NewState.Unmarshal(kind.typ())
	if err != nil {
		return nil, fmt.Errorf("a state cannot be read: %w", err)
	}
	resp.NewState, err = kind.change(applied, func(at *tftypes.AttributePath, v, _ tftypes.Value) tftypes.Value {
		if isEmpty(find(planned, at)) {
			return emptyOf(v)
		}
		return v
	})
	return resp, err
}
