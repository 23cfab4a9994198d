package attribute

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/util/validation"
)

// text validates a string that is no secret.
type text struct {
	description string
	valid       func(string) bool
}

func (v text) Description(context.Context) string         { return v.description }
func (v text) MarkdownDescription(context.Context) string { return v.description }

func (v text) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if given := req.ConfigValue; !given.IsNull() && !given.IsUnknown() && !v.valid(given.ValueString()) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Value", fmt.Sprintf("%s, got: %q", v.description, given.ValueString()))
	}
}

// IP accepts an IPv4 or IPv6 address.
func IP() validator.String {
	return text{"value must be an IP address", func(s string) bool {
		_, err := netip.ParseAddr(s)
		return err == nil
	}}
}

// IPv4 accepts an IPv4 address.
func IPv4() validator.String {
	return text{"value must be an IPv4 address", func(s string) bool {
		address, err := netip.ParseAddr(s)
		return err == nil && address.Is4()
	}}
}

// CIDR accepts a network in CIDR notation, such as 10.0.0.0/8.
func CIDR() validator.String {
	return text{"must be a network such as 10.0.0.0/8", func(s string) bool {
		_, err := netip.ParsePrefix(s)
		return err == nil
	}}
}

// Time accepts a time in RFC 3339 such as 2026-01-31T08:00:00Z.
func Time() validator.String {
	return text{"value must be a time in RFC 3339 such as 2026-01-31T08:00:00Z", func(s string) bool {
		_, err := time.Parse(time.RFC3339, s)
		return err == nil
	}}
}

// Quantity accepts a Kubernetes quantity such as 256Mi that is not negative.
func Quantity() validator.String {
	return text{"value must be a Kubernetes quantity such as 256Mi or 1Gi, not negative", func(s string) bool {
		quantity, err := resource.ParseQuantity(s)
		return err == nil && quantity.Sign() >= 0
	}}
}

// JSONObject accepts a JSON object.
func JSONObject() validator.String {
	return text{"value must be a JSON object", func(s string) bool {
		var object map[string]any
		return json.Unmarshal([]byte(s), &object) == nil
	}}
}

// SameJSON reports whether two texts are the same JSON.
func SameJSON(a, b string) bool {
	var one, other any
	return json.Unmarshal([]byte(a), &one) == nil && json.Unmarshal([]byte(b), &other) == nil && reflect.DeepEqual(one, other)
}

// Text accepts what valid does. description begins with must.
func Text(description string, valid func(string) bool) validator.String {
	return text{"value " + description, valid}
}

// Matches accepts what a pattern does. description begins with must.
func Matches(pattern, description string) validator.String {
	return Text(description, regexp.MustCompile(pattern).MatchString)
}

// ID accepts IDs that begin with a prefix, such as sg-, and hold no comma, since ECI takes lists of them in one parameter.
func ID(object, prefix string) validator.String {
	return Matches(`^`+prefix+`[A-Za-z0-9*_-]+$`,
		"must be the ID of "+object+", which begins with "+prefix)
}

// SecurityGroupID accepts the ID of a security group.
func SecurityGroupID() validator.String { return ID("a security group", "sg-") }

// VSwitchID accepts the ID of a vSwitch.
func VSwitchID() validator.String { return ID("a vSwitch", "vsw-") }

// EIPID accepts the ID of an elastic IP address.
func EIPID() validator.String { return ID("an elastic IP address", "eip-") }

// BandwidthPackageID accepts the ID of a shared bandwidth package.
func BandwidthPackageID() validator.String { return ID("a shared bandwidth package", "cbwp-") }

// RoleARN accepts the ARN of a RAM role.
func RoleARN() validator.String {
	return Matches(`^acs:ram::[0-9*]+:role/[A-Za-z0-9._-]+$`,
		"must be the ARN of a RAM role, such as acs:ram::1234567890123456:role/name")
}

// RegistryHost accepts the host name of an image registry, with or without a port, and without scheme or path.
func RegistryHost() validator.String {
	return Text("must be a host name, or host:port with a port from 1 to 65535, without http:// or https:// and without a path",
		func(s string) bool {
			host, port, found := strings.Cut(s, ":")
			number, err := strconv.ParseUint(port, 10, 16)
			return len(content.IsDNS1123Subdomain(strings.ToLower(host))) == 0 && (!found || err == nil && number > 0)
		})
}

// HostName accepts a host name as Kubernetes does: labels of lowercase letters, digits and inner hyphens, joined by periods, 253
// characters at most.
func HostName() validator.String {
	return Text("must be a host name of lowercase letters, digits, hyphens and periods", func(s string) bool {
		return len(content.IsDNS1123Subdomain(s)) == 0
	})
}

// Host accepts a host name, whatever its case, or an IP address.
func Host() validator.String {
	return Text("must be a host name or an IP address", func(s string) bool {
		_, err := netip.ParseAddr(s)
		return err == nil || len(content.IsDNS1123Subdomain(strings.ToLower(s))) == 0
	})
}

// SearchDomain accepts a domain to search names in as Kubernetes does: with underscores, a period at the end, and the root domain.
func SearchDomain() validator.String {
	return Text("must be a domain of lowercase letters, digits, hyphens, underscores and periods", func(s string) bool {
		return s == "." || len(validation.IsDNS1123SubdomainWithUnderscore(strings.TrimSuffix(s, "."))) == 0
	})
}

// LabelKey accepts what can be the key of a label or a taint in Kubernetes, or the name of a resource.
func LabelKey() validator.String {
	return Text("must be a name such as app or example.com/app: up to 63 letters, digits, hyphens, underscores and periods, with a letter or "+
		"digit at both ends, after a domain and / if it has one", func(s string) bool { return len(content.IsLabelKey(s)) == 0 })
}

// LabelValue accepts what can be the value of a label or a taint in Kubernetes.
func LabelValue() validator.String {
	return Text("must be up to 63 letters, digits, hyphens, underscores and periods, with a letter or digit at both ends",
		func(s string) bool { return len(content.IsLabelValue(s)) == 0 })
}

// URL accepts the address of something to download by HTTP or HTTPS.
func URL() validator.String {
	return Text("must be a URL such as https://example.com/file", func(s string) bool {
		address, err := url.Parse(s)
		return err == nil && (address.Scheme == "http" || address.Scheme == "https") && address.Host != ""
	})
}

var (
	tagForbidden       = regexp.MustCompile(`https?://`)
	tagReservedPrefix  = regexp.MustCompile(`^(acs:|aliyun)`)
	tagValueReservedAt = regexp.MustCompile(`^acs:`)
)

// AbsolutePath accepts paths that begin with /.
func AbsolutePath() validator.String {
	return Text("must be an absolute path", func(s string) bool { return strings.HasPrefix(s, "/") })
}

// PathInside accepts relative paths that do not lead out of where they begin.
func PathInside() validator.String {
	return Text("must be a relative path without ..", func(s string) bool {
		return s != "" && !strings.HasPrefix(s, "/") && !slices.Contains(strings.Split(s, "/"), "..")
	})
}

// Image accepts what can name an image: no white space, no scheme, and no upper case in the repository.
func Image() validator.String {
	return Text("must be an image such as nginx:1.27 or registry.example.com/team/app@sha256:..., without http:// and with a repository in "+
		"lower case", func(s string) bool {
		repository, _, _ := strings.Cut(s, "@")
		if at := strings.LastIndexByte(repository, ':'); at > strings.LastIndexByte(repository, '/') {
			repository = repository[:at]
		}
		if _, path, found := strings.Cut(repository, "/"); found {
			repository = path
		}
		return s != "" && !strings.ContainsFunc(s, unicode.IsSpace) && !strings.Contains(s, "://") && strings.ToLower(repository) == repository
	})
}

// Tags accepts at most limit tags with keys of 1 to 64 and values of up to 128 characters, as CreateContainerGroup does.
func Tags(limit int) []validator.Map {
	return []validator.Map{
		mapvalidator.SizeAtMost(limit),
		mapvalidator.KeysAre(stringvalidator.UTF8LengthBetween(1, 64), text{"tag key must not begin with acs: or aliyun and not contain " +
			"http:// or https://", func(s string) bool {
			return !tagReservedPrefix.MatchString(s) && !tagForbidden.MatchString(s)
		}}),
		mapvalidator.ValueStringsAre(stringvalidator.UTF8LengthAtMost(128), text{"tag value must not begin with acs: and not contain " +
			"http:// or https://", func(s string) bool {
			return !tagValueReservedAt.MatchString(s) && !tagForbidden.MatchString(s)
		}}),
	}
}

// Base64 accepts Base64 of at most so many bytes.
func Base64(most int) validator.String { return base64Text(most) }

type base64Text int

func (v base64Text) Description(context.Context) string {
	return fmt.Sprintf("must be Base64 of at most %d bytes", int(v))
}

func (v base64Text) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString does not quote the value, which may be secret.
func (v base64Text) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	decoded, err := base64.StdEncoding.DecodeString(req.ConfigValue.ValueString())
	if err != nil || len(decoded) > int(v) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Value", "value "+v.Description(ctx))
	}
}
