// Command terraform-provider-eci is the Terraform provider for Alibaba Cloud Elastic Container Instance.
package main

import (
	"flag"
	"log"
	"os"
	runtimedebug "runtime/debug"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	// Converting values makes far more garbage than it keeps, and the process is short-lived.
	if os.Getenv("GOGC") == "" {
		runtimedebug.SetGCPercent(300)
	}
	debug := flag.Bool("debug", false, "wait for a debugger: print how Terraform can attach to this process")
	flag.Parse()
	if err := provider.Serve(version, *debug); err != nil {
		log.Fatal(err)
	}
}
