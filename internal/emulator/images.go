package emulator

import (
	"path"
	"slices"
	"strings"
	"time"

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

// imageEnvironment returns what an image adds to the variables of its containers.
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

// withImageVariables puts the image's variables first; one that is also the container's own keeps its place there.
func withImageVariables(image, own []wire.EnvironmentVar) []wire.EnvironmentVar {
	all := slices.DeleteFunc(slices.Clone(image), func(v wire.EnvironmentVar) bool {
		return slices.ContainsFunc(own, func(o wire.EnvironmentVar) bool { return o.Key == v.Key })
	})
	return append(all, own...)
}

// imageName is the last part of an image's repository, which is often the name of its program.
func imageName(image string) string {
	_, repository, _ := splitImage(image)
	return path.Base(repository)
}

// servers are well-known programs that run until they are stopped, by their name or that of their image, with the ports on which
// they listen.
var servers = map[string][]int{
	"apache2": {80}, "caddy": {80, 443}, "celery": nil, "consul": {8500}, "cron": nil, "crond": nil, "elasticsearch": {9200},
	"envoy": {9901}, "etcd": {2379}, "fluent-bit": nil, "grafana": {3000}, "gunicorn": {8000}, "haproxy": {80}, "httpd": {80},
	"kafka": {9092}, "mariadb": {3306}, "mariadbd": {3306}, "memcached": {11211}, "minio": {9000}, "mongo": {27017},
	"mongod": {27017}, "mysql": {3306}, "mysqld": {3306}, "nats": {4222}, "nats-server": {4222}, "nginx": {80}, "php-fpm": {9000},
	"postgres": {5432}, "prometheus": {9090}, "rabbitmq": {5672}, "rabbitmq-server": {5672}, "redis": {6379},
	"redis-server": {6379}, "registry": {5000}, "sshd": {22}, "supervisord": nil, "tomcat": {8080}, "traefik": {80},
	"uvicorn": {8000}, "uwsgi": nil, "valkey": {6379}, "valkey-server": {6379}, "vault": {8200}, "zookeeper": {2181},
}

// serverLogs are what some of them write when they start.
var serverLogs = map[string]func(started time.Time) []string{"nginx": nginxLog, "redis": redisLog, "redis-server": redisLog}

func nginxLog(started time.Time) []string {
	stamp := started.Format("2006/01/02 15:04:05")
	return []string{
		stamp + ` [notice] 1#1: using the "epoll" event method`,
		stamp + " [notice] 1#1: nginx starts",
		stamp + " [notice] 1#1: start worker processes",
	}
}

func redisLog(started time.Time) []string {
	return []string{"1:M " + started.Format("02 Jan 2006 15:04:05.000") + " * Ready to accept connections tcp"}
}
