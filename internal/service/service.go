// Package service holds what all resources and data sources share. Each kind of object has a package below.
package service

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/creation"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
)

// What becomes of a refusal by ECI when it is asked during plan whether it would create something.
const (
	DryRunOff     = "off" // it is not asked
	DryRunWarning = "warning"
	DryRunError   = "error"
)

// Config is the configured provider, in one region.
type Config struct {
	// Client calls the API. It is nil while the provider's configuration depends on values that are not known yet.
	Client *eci.Client
	// Problems are why there is no client, when the provider's configuration says nothing at all: it may only serve functions and
	// data sources that need none. FromProviderData reports them to all others.
	Problems diag.Diagnostics
	// DefaultTags are put on every object that has tags.
	DefaultTags map[string]string
	// DefaultTagsUnknown says that DefaultTags are not known yet.
	DefaultTagsUnknown bool
	// DryRun is whether ECI is asked during plan whether it would create what is planned: one of the DryRun constants.
	DryRun string
	// Destroying says that Terraform is about to destroy everything, as far as that can be told.
	Destroying bool
	// Planned knows the caches that are to be created or changed.
	Planned Planned
	// Caches remembers the sizes of those that exist.
	Caches CacheSizes
	// UnitPrices are prices that ECI does not tell, as the user knows them.
	UnitPrices pricing.UnitPrices
	// Prices estimates during plan what is planned, if somebody asked for it.
	Prices pricing.Estimates
	// Journal notes down what is being created, and finds what an interrupted run has created.
	Journal *creation.Journal

	regions sync.Map // region to the *Config for it; see In
}

// FromProviderData returns the configuration that the provider handed over, or nil when it has not been configured yet,
// as during validation.
func FromProviderData(data any, diags *diag.Diagnostics) *Config {
	if data == nil {
		return nil
	}
	config, ok := data.(*Config)
	if !ok {
		diags.AddError("Wrong Provider Data",
			fmt.Sprintf("The provider handed over %T instead of %T. This is a bug in the provider.", data, config))
		return nil
	}
	for _, problem := range config.Problems {
		diags.AddError(problem.Summary(), problem.Detail())
	}
	return config
}

// RequireClient reports an error when there is no client yet.
func (c *Config) RequireClient(diags *diag.Diagnostics) *eci.Client {
	if c == nil || c.Client == nil {
		diags.AddError("Provider Not Configured", "The provider's configuration depends on values that are known only after apply, "+
			"so ECI cannot be asked. Give region, endpoint and credentials values that are known at plan, or apply what they depend on first.")
		return nil
	}
	return c.Client
}
