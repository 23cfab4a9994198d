package kubernetes

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Format is the notation of a value in the text of an annotation. Values are those of encoding/json: string, json.Number, bool, []any and
// map[string]any.
type Format struct {
	// Type is that of the values.
	Type Type
	// Parse reads an annotation.
	Parse func(string) (any, error)
	// Render writes one, for values that Parse can return.
	Render func(any) string
}

// Type is a type of values.
type Type int

// The types of values.
const (
	StringType Type = iota
	IntegerType
	NumberType
	BooleanType
	ListType // of strings
	MapType  // of strings
	HostsType
	ResolverType
)

// The formats of annotations.
var (
	Text      = Format{StringType, func(s string) (any, error) { return s, nil }, func(v any) string { return v.(string) }}
	Boolean   = Format{BooleanType, parseBoolean, func(v any) string { return strconv.FormatBool(v.(bool)) }}
	Integer   = number(IntegerType, `([0-9]+)`, "a whole number", nil, "%s")
	Decimal   = number(NumberType, `([0-9]+(?:\.[0-9]+)?)`, "a number such as 0.5", nil, "%s")
	Megabits  = number(IntegerType, `([0-9]+)M?`, "Mbit/s such as 100M", nil, "%sM")
	Gibibytes = number(IntegerType, `([0-9]+)Gi`, "GiB such as 20Gi", nil, "%sGi")
	// Bytes has the units that Alibaba Cloud lists, which are powers of 1000: 40M is 320 Mbit/s.
	Bytes = number(IntegerType, `([0-9]+)([KMGT]?B?)`, "bytes such as 40M",
		map[string]int64{"": 1, "B": 1, "K": 1e3, "KB": 1e3, "M": 1e6, "MB": 1e6,
			"G": 1e9, "GB": 1e9, "T": 1e12, "TB": 1e12}, "%s")
	// Once is the number 1, said by true or by 1.
	Once = Format{IntegerType, parseOnce, func(any) string { return "true" }}
	List = Format{ListType, parseList, func(v any) string { return strings.Join(texts(v), ",") }}
	// Pairs is k:v,k:v.
	Pairs = Format{MapType, parsePairs, renderPairs(":", ",")}
	// Object is a JSON object of strings.
	Object = Format{MapType, parseJSON[map[string]string], renderJSON}
	// Settings is a JSON list of objects with name and value.
	Settings = Format{MapType, parseSettings, renderSettings}
	// Hosts is a JSON list of objects with host and ip.
	Hosts = Format{HostsType, parseHosts, renderHosts}
	// Resolver is a JSON object with three lists as texts.
	Resolver = Format{ResolverType, parseResolver, renderResolver}
)

func parseBoolean(text string) (any, error) {
	if text != "true" && text != "false" {
		return nil, errors.New("must be true or false")
	}
	return text == "true", nil
}

func parseOnce(text string) (any, error) {
	if text != "true" && text != "1" {
		return nil, errors.New("must be true")
	}
	return json.Number("1"), nil
}

// number is a format of digits with a unit, which is the pattern's second group.
func number(kind Type, pattern, like string, units map[string]int64, format string) Format {
	compiled := regexp.MustCompile("^" + pattern + "$")
	parse := func(text string) (any, error) {
		match := compiled.FindStringSubmatch(text)
		if match == nil {
			return nil, fmt.Errorf("must be %s", like)
		}
		if units == nil {
			return json.Number(match[1]), nil
		}
		count, err := strconv.ParseInt(match[1], 10, 64)
		if unit := units[match[2]]; err != nil || count > math.MaxInt64/unit {
			return nil, errors.New("is too large")
		}
		return json.Number(strconv.FormatInt(count*units[match[2]], 10)), nil
	}
	return Format{kind, parse, func(v any) string { return fmt.Sprintf(format, v) }}
}

func parseList(text string) (any, error) {
	var list []any
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			return nil, errors.New("must be a list with commas and without empty elements")
		}
		list = append(list, part)
	}
	return list, nil
}

func parsePairs(text string) (any, error) {
	pairs := map[string]any{}
	for part := range strings.SplitSeq(text, ",") {
		key, value, found := strings.Cut(strings.TrimSpace(part), ":")
		if !found || key == "" {
			return nil, errors.New("must be a list such as key:value,key:value")
		}
		pairs[key] = value
	}
	return pairs, nil
}

func renderPairs(between, after string) func(any) string {
	return func(v any) string {
		pairs := v.(map[string]any)
		var parts []string
		for _, key := range slices.Sorted(maps.Keys(pairs)) {
			parts = append(parts, strings.TrimSuffix(fmt.Sprint(key, between, pairs[key]), between))
		}
		return strings.Join(parts, after)
	}
}

func parseJSON[T any](text string) (any, error) {
	var into T
	if err := json.Unmarshal([]byte(text), &into); err != nil {
		return nil, errors.New("must be JSON of another form")
	}
	var result any
	encoded, err := json.Marshal(into)
	if err == nil {
		err = json.Unmarshal(encoded, &result)
	}
	return result, err
}

func renderJSON(v any) string {
	encoded, err := json.Marshal(v)
	if err != nil {
		panic(err) // values come from JSON
	}
	return string(encoded)
}

type setting struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func parseSettings(text string) (any, error) {
	var list []setting
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil, errors.New(`must be JSON such as [{"name":"…","value":"…"}]`)
	}
	settings := map[string]any{}
	for _, s := range list {
		settings[s.Name] = s.Value
	}
	return settings, nil
}

func renderSettings(v any) string {
	settings := v.(map[string]any)
	list := []setting{}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		list = append(list, setting{name, fmt.Sprint(settings[name])})
	}
	return renderJSON(list)
}

type host struct {
	Host string `json:"host"`
	IP   string `json:"ip"`
}

func parseHosts(text string) (any, error) {
	var list []host
	if json.Unmarshal([]byte(text), &list) != nil {
		return nil, errors.New(`must be JSON such as [{"host":"…","ip":"…"}]`)
	}
	var aliases []any
	for _, h := range list {
		aliases = append(aliases, map[string]any{"ip": h.IP, "hostnames": []any{h.Host}})
	}
	return aliases, nil
}

func renderHosts(v any) string {
	list := []host{}
	for _, alias := range v.([]any) {
		for _, name := range texts(alias.(map[string]any)["hostnames"]) {
			list = append(list, host{name, alias.(map[string]any)["ip"].(string)})
		}
	}
	return renderJSON(list)
}

// resolverConfig has lists with commas.
type resolverConfig struct {
	Nameservers string `json:"nameservers,omitempty"`
	Searches    string `json:"searches,omitempty"`
	Options     string `json:"options,omitempty"`
}

func parseResolver(text string) (any, error) {
	var config resolverConfig
	if json.Unmarshal([]byte(text), &config) != nil {
		return nil, errors.New(`must be JSON such as {"nameservers":"…,…","searches":"…","options":"ndots:2,edns0"}`)
	}
	result := map[string]any{}
	for name, list := range map[string]string{"nameservers": config.Nameservers, "searches": config.Searches} {
		if list != "" {
			parsed, err := parseList(list)
			if err != nil {
				return nil, fmt.Errorf("%s %w", name, err)
			}
			result[name] = parsed
		}
	}
	if config.Options != "" {
		options := map[string]any{}
		for option := range strings.SplitSeq(config.Options, ",") {
			name, value, _ := strings.Cut(strings.TrimSpace(option), ":")
			options[name] = value
		}
		result["options"] = options
	}
	return result, nil
}

func renderResolver(v any) string {
	config := v.(map[string]any)
	rendered := resolverConfig{Nameservers: strings.Join(texts(config["nameservers"]), ","),
		Searches: strings.Join(texts(config["searches"]), ",")}
	if options, ok := config["options"].(map[string]any); ok {
		rendered.Options = renderPairs(":", ",")(options)
	}
	return renderJSON(rendered)
}

func among(allowed ...string) func(any) error {
	return func(v any) error {
		if !slices.Contains(allowed, v.(string)) {
			return fmt.Errorf("must be %s", strings.Join(allowed, " or "))
		}
		return nil
	}
}

func matching(pattern, like string) func(any) error {
	compiled := regexp.MustCompile(`^(?:` + pattern + `)$`)
	return func(v any) error {
		if !compiled.MatchString(v.(string)) {
			return fmt.Errorf("%q must be %s", v, like)
		}
		return nil
	}
}

// id accepts IDs of a kind, such as vsw.
func id(kind string) func(any) error { return matching(kind+"-.+", "an ID that begins with "+kind+"-") }

func between(least, most int64) func(any) error {
	return func(v any) error {
		n, err := strconv.ParseInt(fmt.Sprint(v), 10, 64)
		if err != nil || n < least || n > most {
			return fmt.Errorf("must be a whole number from %d to %d", least, most)
		}
		return nil
	}
}

// each accepts lists of up to most elements, which check accepts if it is given.
func each(most int, check func(any) error) func(any) error {
	return func(v any) error {
		list := v.([]any)
		if len(list) == 0 || len(list) > most {
			return fmt.Errorf("must have 1 to %d elements, and has %d", most, len(list))
		}
		for i, element := range list {
			text, ok := element.(string)
			if !ok || text == "" || strings.Contains(text, ",") {
				return errors.New("elements must not be null or empty, nor have commas in them")
			}
			if slices.Contains(list[:i], element) {
				return fmt.Errorf("has %q twice", text)
			}
			if check != nil {
				if err := check(element); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// consistent accepts lists of what to use, or with a hyphen before all elements of what not to use.
func consistent(pattern string) func(any) error {
	elements := each(50, matching("-?(?:"+pattern+")", "of the form "+pattern+", with a hyphen before it to exclude it"))
	return func(v any) error {
		if err := elements(v); err != nil {
			return err
		}
		excluded := 0
		for _, text := range texts(v) {
			if strings.HasPrefix(text, "-") {
				excluded++
			}
		}
		if excluded > 0 && excluded < len(v.([]any)) {
			return errors.New("must either list what to use or what to exclude")
		}
		return nil
	}
}

var size = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)-([0-9]+(?:\.[0-9]+)?)Gi$`)

func spec(v any) error {
	if text := v.(string); !size.MatchString(text) && !regexp.MustCompile(`^ecs\.[a-z0-9-]+(\.[a-z0-9-]+)+$`).MatchString(text) {
		return fmt.Errorf("%q must be vCPUs and memory such as 2-4Gi, or an ECS instance type such as ecs.c7.large", text)
	}
	return nil
}

// sizeOf are the vCPUs and GiB of a text such as 2-4Gi.
func sizeOf(spec string) (cpu, memory json.Number) {
	match := size.FindStringSubmatch(spec)
	if match == nil {
		return "", ""
	}
	return json.Number(match[1]), json.Number(match[2])
}

func price(v any) error {
	f, err := strconv.ParseFloat(fmt.Sprint(v), 64)
	if err != nil || f <= 0 || math.Abs(f*1000-math.Round(f*1000)) > 1e-6 {
		return errors.New("must be a positive number with at most three decimals")
	}
	return nil
}

var registryHost = matching(`[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?`,
	"host or host:port, without http:// and without a path")

func registry(v any) error { return registryHost(v) }

func tags(v any) error {
	pairs := v.(map[string]any)
	if len(pairs) == 0 || len(pairs) > 3 {
		return fmt.Errorf("must have 1 to 3 tags, and has %d", len(pairs))
	}
	for key, value := range pairs {
		if strings.ContainsAny(key, ":,") || strings.Contains(fmt.Sprint(value), ",") {
			return errors.New("keys must not have colons or commas in them, and values no commas")
		}
	}
	return nil
}

func hosts(v any) error {
	for _, alias := range v.([]any) {
		a, _ := alias.(map[string]any)
		address, _ := a["ip"].(string)
		if _, err := netip.ParseAddr(address); err != nil {
			return fmt.Errorf("%q must be an IP address", address)
		}
		if len(texts(a["hostnames"])) == 0 {
			return fmt.Errorf("%s must have a host name", address)
		}
	}
	return nil
}

func resolver(v any) error {
	config := v.(map[string]any)
	servers := texts(config["nameservers"])
	if len(servers) > 2 || len(texts(config["searches"])) > 32 {
		return errors.New("must have at most 2 name servers and 32 search domains; ECI drops others")
	}
	for _, server := range servers {
		if _, err := netip.ParseAddr(server); err != nil {
			return fmt.Errorf("%q must be an IP address", server)
		}
	}
	return nil
}
