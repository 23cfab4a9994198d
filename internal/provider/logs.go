package provider

import (
	"cmp"
	"os"
	"strings"
)

// logLevels are the variables by which the libraries learn how much to log: all if they are empty.
var logLevels = []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_ECI"}

// silenceLogs keeps the libraries from logging what Terraform would drop unread. Without a level they write every line, many for
// each attribute, and Terraform parses them all: that was a third of the processor time of a plan. A level that somebody has set stays.
func silenceLogs() error {
	if logsAreRead() {
		return nil
	}
	for _, name := range logLevels {
		if os.Getenv(name) != "" {
			continue
		}
		if err := os.Setenv(name, "off"); err != nil {
			return err
		}
	}
	return nil
}

// logsAreRead reports whether Terraform or OpenTofu does anything with logs of providers: TF_LOG_PROVIDER goes before TF_LOG, and
// TF_TEMP_LOG_PATH names a file for all lines whatever the level is. TF_LOG_PATH alone names one for none.
func logsAreRead() bool {
	level := cmp.Or(os.Getenv("TF_LOG_PROVIDER"), os.Getenv("TF_LOG"))
	return level != "" && !strings.EqualFold(level, "off") || os.Getenv("TF_TEMP_LOG_PATH") != ""
}
