package emulator

import (
	"path"
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

// imageName is the last part of an image's repository, which is often the name of its program.
func imageName(image string) string {
	_, repository, _ := splitImage(image)
	return path.Base(repository)
}

// server is a program that runs until it is stopped.
type server struct {
	ports []int
	log   func(started time.Time) []string
}

// servers are well-known ones, by the name of their program or of their image.
var servers = map[string]server{
	"apache2": {ports: []int{80}}, "caddy": {ports: []int{80, 443}}, "celery": {}, "consul": {ports: []int{8500}}, "crond": {}, "cron": {},
	"elasticsearch": {ports: []int{9200}}, "envoy": {ports: []int{9901}}, "etcd": {ports: []int{2379}}, "fluent-bit": {}, "grafana": {ports: []int{3000}},
	"gunicorn": {ports: []int{8000}}, "haproxy": {ports: []int{80}}, "httpd": {ports: []int{80}}, "kafka": {ports: []int{9092}},
	"mariadb": {ports: []int{3306}}, "mariadbd": {ports: []int{3306}}, "memcached": {ports: []int{11211}}, "minio": {ports: []int{9000}},
	"mongo": {ports: []int{27017}}, "mongod": {ports: []int{27017}}, "mysql": {ports: []int{3306}}, "mysqld": {ports: []int{3306}},
	"nats": {ports: []int{4222}}, "nats-server": {ports: []int{4222}}, "php-fpm": {ports: []int{9000}}, "postgres": {ports: []int{5432}},
	"prometheus": {ports: []int{9090}}, "rabbitmq": {ports: []int{5672}}, "rabbitmq-server": {ports: []int{5672}}, "redis": {ports: []int{6379}, log: redisLog},
	"redis-server": {ports: []int{6379}, log: redisLog}, "registry": {ports: []int{5000}}, "sshd": {ports: []int{22}}, "supervisord": {},
	"nginx": {ports: []int{80}, log: nginxLog}, "tomcat": {ports: []int{8080}}, "traefik": {ports: []int{80}}, "uvicorn": {ports: []int{8000}},
	"uwsgi": {}, "valkey": {ports: []int{6379}}, "valkey-server": {ports: []int{6379}}, "vault": {ports: []int{8200}}, "zookeeper": {ports: []int{2181}},
}

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
