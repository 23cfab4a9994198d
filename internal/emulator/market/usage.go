package market

import "errors"

// Quotas are how much an account may have in a region, by the names of ListUsage.
type Quotas struct {
	MaxCpu                 float64
	MaxImageCacheCount     int
	MaxAutoImageCacheCount int
	MaxDataCacheCount      int
}

// DefaultQuotas are those of examples in the API's documentation.
var DefaultQuotas = Quotas{MaxCpu: 1000, MaxImageCacheCount: 50, MaxAutoImageCacheCount: 25, MaxDataCacheCount: 100}

// Validate refuses negative quotas.
func (q Quotas) Validate() error {
	if q.MaxCpu < 0 || q.MaxImageCacheCount < 0 || q.MaxAutoImageCacheCount < 0 || q.MaxDataCacheCount < 0 {
		return errors.New("a quota is negative")
	}
	return nil
}
