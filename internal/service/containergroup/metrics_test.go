package containergroup

import (
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestPartsOfMetrics(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		start, end types.String
		period     types.Int64
		want       []string
	}{
		"no begin": {types.StringNull(), text("2026-03-01T10:00:00Z"), types.Int64Value(15),
			[]string{" 2026-03-01T10:00:00Z"}},
		"50 measurements": {text("2026-03-01T10:00:00Z"), text("2026-03-01T10:49:00Z"), types.Int64Null(),
			[]string{"2026-03-01T10:00:00Z 2026-03-01T10:49:00Z"}},
		"51 measurements": {text("2026-03-01T10:00:00Z"), text("2026-03-01T10:50:00Z"), types.Int64Null(),
			[]string{"2026-03-01T10:00:00Z 2026-03-01T10:49:00Z", "2026-03-01T10:49:01Z 2026-03-01T10:50:00Z"}},
		"another zone": {text("2026-03-01T18:00:00+08:00"), text("2026-03-01T10:30:00Z"), types.Int64Value(30),
			[]string{"2026-03-01T10:00:00Z 2026-03-01T10:24:30Z", "2026-03-01T10:24:31Z 2026-03-01T10:30:00Z"}},
		"until now": {text("2026-03-01T11:30:00Z"), types.StringNull(), types.Int64Value(30),
			[]string{"2026-03-01T11:30:00Z 2026-03-01T11:54:30Z", "2026-03-01T11:54:31Z "}},
		"end before begin": {text("2026-03-01T10:00:00Z"), text("2026-03-01T09:00:00Z"), types.Int64Null(),
			[]string{"2026-03-01T10:00:00Z 2026-03-01T09:00:00Z"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, part := range (metricsModel{StartTime: tt.start, EndTime: tt.end, PeriodSeconds: tt.period}).parts(now) {
				got = append(got, part.StartTime+" "+part.EndTime)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
