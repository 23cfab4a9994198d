package protocol

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Validate accepts configurations in which nothing is wrong, and leaves it to [RefuseNull] and the framework to say what is wrong with the
// others. On a value that is decoded once it looks for null elements, and calls what the framework calls: the resource's ValidateConfig and
// each validator of the schema.
//
// terraform-plugin-framework 1.19 looks each attribute up in the schema and in the configuration from the root, and for each step of
// each path copies the map of the schema's attributes: of a resource with many it takes ten times as long as all validators. Terraform
// validates each object of each plan. Validate can go when the framework walks schema and value side by side.
func Validate(kinds Kinds) Middleware {
	return func(next Server) Server {
		s := &validate{next, map[string]*checkedKind{}}
		for name, k := range kinds {
			s.kinds[name] = &checkedKind{k, sync.OnceValue(func() []*checkedAttribute { return checksOf(k.schema().Attributes) })}
		}
		return s
	}
}

type validate struct {
	Server
	kinds map[string]*checkedKind
}

type checkedKind struct {
	*kind
	attributes func() []*checkedAttribute
}

func (s *validate) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (
	*tfprotov6.ValidateResourceConfigResponse, error) {
	if kind := s.kinds[req.TypeName]; kind != nil && req.Config != nil && kind.accepts(ctx, req) {
		return &tfprotov6.ValidateResourceConfigResponse{}, nil
	}
	return s.Server.ValidateResourceConfig(ctx, req)
}

// accepts reports whether nothing is to be said about a configuration. The resource gets no configuration of the provider: what it
// says must not depend on it, since Terraform validates without one, too.
func (k *checkedKind) accepts(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) bool {
	raw, err := req.Config.Unmarshal(k.typ())
	if err != nil {
		return false
	}
	writeOnly := req.ClientCapabilities != nil && req.ClientCapabilities.WriteOnlyAttributesAllowed
	c := check{ctx: ctx, config: tfsdk.Config{Raw: raw, Schema: k.schema()},
		capabilities: validator.ValidateSchemaClientCapabilities{WriteOnlyAttributesAllowed: writeOnly}}
	value, err := k.schema().Type().ValueFromTerraform(ctx, raw)
	if err != nil || !c.object(k.attributes(), path.Empty(), value) {
		return false
	}
	var resp resource.ValidateConfigResponse
	if r, ok := k.construct().(resource.ResourceWithValidateConfig); ok {
		r.ValidateConfig(ctx, resource.ValidateConfigRequest{Config: c.config,
			ClientCapabilities: resource.ValidateConfigClientCapabilities{WriteOnlyAttributesAllowed: writeOnly}}, &resp)
	}
	return len(resp.Diagnostics) == 0
}

// check holds what the validators of a configuration are told.
type check struct {
	ctx          context.Context //nolint:containedctx // lives as long as a call
	config       tfsdk.Config
	capabilities validator.ValidateSchemaClientCapabilities
}

// object reports whether nothing is wrong with the attributes of an object.
func (c check) object(attributes []*checkedAttribute, at path.Path, v attr.Value) bool {
	valuable, ok := v.(basetypes.ObjectValuable)
	if !ok || v.IsNull() || v.IsUnknown() { // which the framework takes for an object of nulls
		return false
	}
	object, diags := valuable.ToObjectValue(c.ctx)
	if len(diags) > 0 {
		return false
	}
	values := object.Attributes()
	for _, a := range attributes {
		if !c.attribute(a, at, values[a.name]) {
			return false
		}
	}
	return true
}

func (c check) attribute(a *checkedAttribute, parent path.Path, v attr.Value) bool {
	isNull := v.IsNull()
	switch {
	case isNull && a.required,
		!isNull && (a.readOnly || a.deprecated || a.writeOnly && !c.capabilities.WriteOnlyAttributesAllowed):
		return false
	case isNull && a.validators == nil:
		return true
	}
	at := parent.AtName(a.name)
	if !c.all(a.validators, at, v) {
		return false
	}
	switch {
	case isNull || v.IsUnknown():
		return true
	case a.members == nil:
		return !hasNull(v)
	}
	return c.nested(a, at, v)
}

// hasNull reports whether a value is a list, map or set with a null element.
func hasNull(v attr.Value) bool {
	switch v := v.(type) {
	case basetypes.ListValue:
		return slices.ContainsFunc(v.Elements(), attr.Value.IsNull)
	case basetypes.SetValue:
		return slices.ContainsFunc(v.Elements(), attr.Value.IsNull)
	case basetypes.MapValue:
		for _, element := range v.Elements() {
			if element.IsNull() {
				return true
			}
		}
	}
	return false
}

// nested reports whether nothing is wrong with an object, or with the objects of a list, map or set.
func (c check) nested(a *checkedAttribute, at path.Path, v attr.Value) bool {
	element := func(at path.Path, v attr.Value) bool { return c.all(a.elements, at, v) && c.object(a.members, at, v) }
	switch v := v.(type) {
	case basetypes.ListValue:
		for i, e := range v.Elements() {
			if !element(at.AtListIndex(i), e) {
				return false
			}
		}
		return true
	case basetypes.MapValue:
		for key, e := range v.Elements() {
			if !element(at.AtMapKey(key), e) {
				return false
			}
		}
		return true
	case basetypes.SetValue:
		for _, e := range v.Elements() {
			if !element(at.AtSetValue(e), e) {
				return false
			}
		}
		return true
	}
	return element(at, v)
}

func (c check) all(validators []checker, at path.Path, v attr.Value) bool {
	for _, valid := range validators {
		if len(valid(c, at, v)) > 0 {
			return false
		}
	}
	return true
}
