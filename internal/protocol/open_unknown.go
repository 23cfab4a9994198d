package protocol

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// OpenUnknown makes unknown containers, volumes and the like into objects of unknown attributes. They are unknown as a whole
// as long as a module's variable is, which is so whenever Terraform validates.
//
// terraform-plugin-framework 1.19 says of such an element that its required attributes are missing and that its write-only
// ones are not null. OpenUnknown can go when the framework validates and plans nothing below an unknown object.
func OpenUnknown(kinds Kinds) Middleware {
	return func(next Server) Server { return &openUnknown{next, kinds} }
}

type openUnknown struct {
	Server
	kinds Kinds
}

func (s *openUnknown) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (
	*tfprotov6.ValidateResourceConfigResponse, error) {
	var err error
	opened := *req
	if opened.Config, err = s.open(req.TypeName, req.Config); err != nil {
		return nil, err
	}
	return s.Server.ValidateResourceConfig(ctx, &opened)
}

func (s *openUnknown) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (
	*tfprotov6.PlanResourceChangeResponse, error) {
	var err error
	opened := *req
	if opened.Config, err = s.open(req.TypeName, req.Config); err != nil {
		return nil, err
	}
	if opened.ProposedNewState, err = s.open(req.TypeName, req.ProposedNewState); err != nil {
		return nil, err
	}
	return s.Server.PlanResourceChange(ctx, &opened)
}

// open returns a value of a resource with its unknown elements opened, or as it is if there are none.
func (s *openUnknown) open(name string, encoded *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	kind := s.kinds[name]
	if kind == nil || encoded == nil { // the framework takes nil for null, and says so of a resource that does not exist
		return encoded, nil
	}
	if len(encoded.MsgPack) > 0 && !slices.ContainsFunc(encoded.MsgPack, beginsExtension) {
		return encoded, nil
	}
	decoded, err := encoded.Unmarshal(kind.typ())
	if err == nil && decoded.IsFullyKnown() {
		return encoded, nil
	}
	if err == nil {
		decoded, err = value.OpenUnknown(decoded)
	}
	if err != nil {
		return nil, fmt.Errorf("values of %s cannot be read: %w", name, err)
	}
	opened, err := tfprotov6.NewDynamicValue(kind.typ(), decoded)
	if err != nil {
		return nil, fmt.Errorf("values of %s cannot be written: %w", name, err)
	}
	return &opened, nil
}

// beginsExtension reports whether a byte may begin an extension of MessagePack, as which unknown values are encoded. Others are not looked
// at any further.
func beginsExtension(b byte) bool { return 0xc7 <= b && b <= 0xc9 || 0xd4 <= b && b <= 0xd8 }
