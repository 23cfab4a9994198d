package emulator

import (
	"io"
	"net/http"
)

// PatchPrices changes prices as a JSON merge patch (RFC 7396):
//
//	{"currency": "USD", "discountPercent": 15, "rules": [{"RuleId": 1, "Description": "..."}],
//	 "lists": {"USD": {"cpu": 0.0000077, "instanceTypes": {"ecs.c6.large": 0.07}, "spot": {"cn-hangzhou-i/ecs.c6.large": 0.01}}}}
//
// Prices of vCPUs (cpu, economyCpu), memory and storage are per second, others per hour.
func (s *Server) PatchPrices(patch []byte) error { return patchSetting(s, &s.settings.Prices, patch) }

// PatchStock changes what is in stock as a JSON merge patch: {"cn-hangzhou-i": "WithoutStock", "ecs.c6.large": null}. Keys are
// zones, instance types, families, or ZONE/TYPE and ZONE/FAMILY; what no key tells is in stock.
func (s *Server) PatchStock(patch []byte) error { return patchSetting(s, &s.settings.Stock, patch) }

// PatchQuotas changes quotas as a JSON merge patch, by their names in ListUsage: {"MaxCpu": 10}.
func (s *Server) PatchQuotas(patch []byte) error { return patchSetting(s, &s.settings.Quotas, patch) }

// handleSetting serves a part of the settings that can be patched.
func handleSetting[T any](
	s *Server, handle func(string, func(*http.Request) (any, error)), name string, setting *T, patch func([]byte) error,
) {
	read := func() T {
		s.mu.Lock()
		defer s.mu.Unlock()
		return *setting
	}
	handle("GET "+controlPrefix+name, func(*http.Request) (any, error) { return read(), nil })
	handle("PATCH "+controlPrefix+name, func(r *http.Request) (any, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if err := patch(body); err != nil {
			return nil, err
		}
		return read(), nil
	})
}

// patchSetting changes a part of the settings if what comes out of it is valid.
func patchSetting[T interface{ Validate() error }](s *Server, setting *T, patch []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var patched T
	if err := applyMergePatch(*setting, patch, &patched); err != nil {
		return err
	}
	if err := patched.Validate(); err != nil {
		return err
	}
	*setting = patched
	return nil
}
