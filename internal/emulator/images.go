package emulator

import (
	"path"
	"strings"
	"time"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/shell"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/wire"
)

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// splitImage takes an image reference apart; the tag defaults to latest.
func splitImage(image string) (registry, repository, tag string) {
	image, _, _ = strings.Cut(image, "@")
	repository, tag = image, "latest"
	if i := strings.LastIndex(image, ":"); i > strings.LastIndex(image, "/") {
		repository, tag = image[:i], image[i+1:]
	}
	first, rest, found := strings.Cut(repository, "/")
	if found && (strings.ContainsAny(first, ".:") || first == "localhost") {
		return first, rest, tag
	}
	return "", repository, tag
}

// pullFailure says why an image cannot be pulled; empty if it can.
func pullFailure(image string) string {
	registry, _, tag := splitImage(image)
	host, _, _ := strings.Cut(registry, ":")
	switch {
	case strings.HasSuffix(host, ".invalid"):
		return "failed to do request: dial tcp: lookup " + host + ": no such host"
	case tag == "missing":
		return "failed to resolve reference: " + image + ": not found"
	}
	return ""
}

// imageEnvironment is what an image adds to the variables of its containers.
func imageEnvironment(image string) []wire.EnvironmentVar {
	vars := []wire.EnvironmentVar{{Key: "PATH", Value: defaultPath}}
	_, repository, tag := splitImage(image)
	if path.Base(repository) == "nginx" {
		version, _, _ := strings.Cut(tag, "-")
		if version == "" || strings.Trim(version, "0123456789.") != "" {
			version = "1.15.10"
		}
		vars = append(vars,
			wire.EnvironmentVar{Key: "NGINX_VERSION", Value: version + "-1~stretch"},
			wire.EnvironmentVar{Key: "NJS_VERSION", Value: version + ".0.3.0-1~stretch"})
	}
	return vars
}

// imageLog is what a container of an image writes when its command is not run.
func imageLog(image string, started time.Time) []shell.Line {
	_, repository, _ := splitImage(image)
	stamp := started.Format("2006/01/02 15:04:05")
	var texts []string
	switch path.Base(repository) {
	case "nginx":
		texts = []string{
			stamp + ` [notice] 1#1: using the "epoll" event method`,
			stamp + " [notice] 1#1: nginx starts",
			stamp + " [notice] 1#1: start worker processes",
		}
	case "redis":
		texts = []string{"1:M " + started.Format("02 Jan 2006 15:04:05.000") + " * Ready to accept connections tcp"}
	}
	lines := make([]shell.Line, len(texts))
	for i, text := range texts {
		lines[i].Text = text
	}
	return lines
}
