package protocol

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// EmptyIsNull takes an empty string in the provider block, and an object there that says nothing else, for one that is left out, as
// wrappers that pass on every argument mean it. Elements of maps stay: a tag may be empty. block returns the block's type.
//
// terraform-plugin-framework 1.19 has no place where a provider could change its configuration before all validators see it, and those
// that look at other attributes take "" for a value. EmptyIsNull can go when it has one.
func EmptyIsNull(block func() tftypes.Type) Middleware {
	return func(next Server) Server { return &emptyIsNull{next, block} }
}

type emptyIsNull struct {
	Server
	block func() tftypes.Type
}

func (s *emptyIsNull) ValidateProviderConfig(ctx context.Context, req *tfprotov6.ValidateProviderConfigRequest) (
	*tfprotov6.ValidateProviderConfigResponse, error) {
	config, err := s.without(req.Config)
	if err != nil {
		return nil, err
	}
	resp, err := s.Server.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: config})
	if resp != nil {
		resp.PreparedConfig = req.Config // Terraform wants to hear of no changes
	}
	return resp, err
}

func (s *emptyIsNull) ConfigureProvider(ctx context.Context, req *tfprotov6.ConfigureProviderRequest) (
	*tfprotov6.ConfigureProviderResponse, error) {
	config, err := s.without(req.Config)
	if err != nil {
		return nil, err
	}
	changed := *req
	changed.Config = config
	return s.Server.ConfigureProvider(ctx, &changed)
}

// without returns a provider block without what is empty in it.
func (s *emptyIsNull) without(encoded *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	if encoded == nil {
		return nil, nil
	}
	config, err := encoded.Unmarshal(s.block())
	if err == nil {
		config, err = tftypes.Transform(config, nullIfEmpty)
	}
	if err != nil {
		return nil, fmt.Errorf("the provider block cannot be read: %w", err)
	}
	changed, err := tfprotov6.NewDynamicValue(s.block(), config)
	if err != nil {
		return nil, fmt.Errorf("the provider block cannot be written: %w", err)
	}
	return &changed, nil
}

// nullIfEmpty returns null for an attribute that says nothing.
func nullIfEmpty(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
	if _, isAttribute := at.LastStep().(tftypes.AttributeName); !isAttribute || v.IsNull() || !v.IsKnown() {
		return v, nil
	}
	var text string
	var members map[string]tftypes.Value
	switch {
	case v.Type().Is(tftypes.String):
		if err := v.As(&text); err != nil || text != "" {
			return v, err
		}
	case v.Type().Is(tftypes.Object{}):
		if err := v.As(&members); err != nil {
			return v, err
		}
		for _, member := range members {
			if !member.IsNull() {
				return v, nil
			}
		}
	default:
		return v, nil
	}
	return tftypes.NewValue(v.Type(), nil), nil
}
