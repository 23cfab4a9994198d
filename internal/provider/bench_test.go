package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/acctest"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// BenchmarkGroup has what Terraform asks of the provider for a container group, over the protocol but within the process.
func BenchmarkGroup(b *testing.B) {
	cloud := acctest.NewCloud(b, func(config *emulator.Config) { config.BootTime = -1 })
	server := configure(b, cloud, nil)
	created := server.create(b)
	b.Run("schema", func(b *testing.B) {
		for b.Loop() {
			_, err := provider.Server("bench", nil, new(creation.Journal)).GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
			must(b, err, nil)
		}
	})
	b.Run("validate", func(b *testing.B) {
		config := dynamic(b, server.group, object(server.group, group))
		for b.Loop() {
			resp, err := server.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: groupType, Config: config})
			must(b, err, resp.Diagnostics)
		}
	})
	b.Run("plan", func(b *testing.B) {
		for b.Loop() {
			server.plan(b)
		}
	})
	b.Run("stay", func(b *testing.B) {
		config := dynamic(b, server.group, object(server.group, group))
		for b.Loop() {
			resp, err := server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: groupType,
				PriorState: created.NewState, ProposedNewState: created.NewState, Config: config, PriorPrivate: created.Private})
			must(b, err, resp.Diagnostics)
		}
	})
	b.Run("change", func(b *testing.B) {
		var state map[string]tftypes.Value
		must(b, decoded(b, server.group, created.NewState).As(&state), nil)
		state["name"] = tftypes.NewValue(tftypes.String, "other")
		proposed, config := dynamic(b, server.group, tftypes.NewValue(server.group, state)), dynamic(b, server.group, object(server.group, group))
		for b.Loop() {
			resp, err := server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{TypeName: groupType,
				PriorState: created.NewState, ProposedNewState: proposed, Config: config, PriorPrivate: created.Private})
			must(b, err, resp.Diagnostics)
		}
	})
	b.Run("upgrade", func(b *testing.B) { // what every refresh begins with, though nothing is to be upgraded
		state := &tfprotov6.RawState{JSON: stateJSON(b, server.group, created.NewState)}
		for b.Loop() {
			resp, err := server.UpgradeResourceState(b.Context(),
				&tfprotov6.UpgradeResourceStateRequest{TypeName: groupType, Version: 0, RawState: state})
			must(b, err, resp.Diagnostics)
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			must(b, nil, server.read(b, created))
		}
	})
}

// stateJSON is a state as Terraform keeps it.
func stateJSON(b *testing.B, typ tftypes.Type, state *tfprotov6.DynamicValue) []byte {
	b.Helper()
	decoded, err := msgpack.Unmarshal(state.MsgPack, ctyType(b, typ))
	if err != nil {
		b.Fatal(err)
	}
	text, err := json.Marshal(decoded, decoded.Type())
	if err != nil {
		b.Fatal(err)
	}
	return text
}

// ctyType is a type in Terraform's own terms.
func ctyType(b *testing.B, typ tftypes.Type) cty.Type {
	b.Helper()
	text, err := typ.MarshalJSON() //nolint:staticcheck // nothing else writes it
	if err != nil {
		b.Fatal(err)
	}
	parsed, err := json.UnmarshalType(text)
	if err != nil {
		b.Fatal(err)
	}
	return parsed
}
