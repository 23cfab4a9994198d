package eci

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// endpointHosts lists the regions whose host is not made from the region's own name.
var endpointHosts = map[string]string{
	"cn-shanghai-finance-1": "eci.cn-shanghai-finance.aliyuncs.com",
	"cn-shenzhen-finance-1": "eci.cn-shenzhen-finance.aliyuncs.com",
}

// RegionPattern matches region IDs. They become part of a host name, so nothing else may get in.
var RegionPattern = regexp.MustCompile(`^[a-z]{2}(-[a-z0-9]+)+$`)

// endpointURL returns where to send requests: endpoint if given, a host or a URL, else the region's public host. It is
// HTTPS unless endpoint says http://.
func endpointURL(region, endpoint string) (string, error) {
	if !RegionPattern.MatchString(region) {
		return "", fmt.Errorf("region %q is not a region ID such as cn-hangzhou", region)
	}
	if endpoint == "" {
		endpoint = "eci." + region + ".aliyuncs.com"
		if host, ok := endpointHosts[region]; ok {
			endpoint = host
		}
	}
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	u, err := url.Parse(endpoint)
	// The text of err would repeat a password that someone put into the URL.
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" ||
		u.Scheme != "https" && u.Scheme != "http" || u.Path != "" && u.Path != "/" {
		return "", errors.New("the endpoint must be a host, optionally with a port, or an https:// or http:// URL of one, " +
			"without credentials, path or query")
	}
	return u.Scheme + "://" + u.Host + "/", nil
}
