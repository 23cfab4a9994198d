package rpc

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type common struct {
	RegionId string `param:",required"`
}

type port struct {
	Port     int64
	Protocol string
}

type probe struct {
	Command []string
	Period  *int64
}

type container struct {
	Name   string `param:",required"`
	Cpu    *float64
	Arg    []string
	Port   []port
	Probe  *probe
	Hidden *bool
}

type everything struct {
	common
	Text       string
	TextPtr    *string
	Flag       bool
	FlagPtr    *bool
	Count      int64
	Small      int32
	CountPtr   *int64
	Size       float64
	Renamed    string `param:"Other"`
	Container  []container
	DnsConfig  probe
	Ids        []string `param:"ContainerGroupIds,json"`
	VSwitchId  []string `param:",comma"`
	Password   string   `param:",secret"`
	Registry   []port   `param:",secret"`
	DataSource struct {
		Type    string            `param:",required"`
		Options map[string]string `param:",map"`
	}
}

func values(pairs ...string) url.Values {
	v := url.Values{"RegionId": {"cn-hangzhou"}}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		v.Set(name, value)
	}
	return v
}

func TestDecode(t *testing.T) {
	tests := map[string]struct {
		sent []string
		want func(*everything)
	}{
		"nothing":             {nil, func(*everything) {}},
		"text":                {[]string{"Text=a b"}, func(e *everything) { e.Text = "a b" }},
		"empty text, pointer": {[]string{"TextPtr="}, func(e *everything) { e.TextPtr = new(string) }},
		"bool":                {[]string{"Flag=true", "FlagPtr=False"}, func(e *everything) { e.Flag, e.FlagPtr = true, new(bool) }},
		"negative number":     {[]string{"Count=-3"}, func(e *everything) { e.Count = -3 }},
		"zero, pointer":       {[]string{"CountPtr=0"}, func(e *everything) { e.CountPtr = new(int64) }},
		"fraction":            {[]string{"Size=0.25"}, func(e *everything) { e.Size = 0.25 }},
		"exponent":            {[]string{"Size=1E3"}, func(e *everything) { e.Size = 1000 }},
		"renamed":             {[]string{"Other=x"}, func(e *everything) { e.Renamed = "x" }},
		"struct, nested list": {[]string{"DnsConfig.Command.1=a", "DnsConfig.Command.2="},
			func(e *everything) { e.DnsConfig.Command = []string{"a", ""} }},
		"list of structs": {
			[]string{"Container.1.Name=a", "Container.2.Name=b", "Container.2.Port.1.Port=80", "Container.2.Probe.Command.1=c",
				"Container.1.Arg.1=d"},
			func(e *everything) {
				e.Container = []container{
					{Name: "a", Arg: []string{"d"}},
					{Name: "b", Port: []port{{Port: 80}}, Probe: &probe{Command: []string{"c"}}},
				}
			},
		},
		"ten and more": {
			[]string{
				"DnsConfig.Command.10=j", "DnsConfig.Command.11=k", "DnsConfig.Command.1=a", "DnsConfig.Command.2=b", "DnsConfig.Command.3=c",
				"DnsConfig.Command.4=d", "DnsConfig.Command.5=e", "DnsConfig.Command.6=f", "DnsConfig.Command.7=g", "DnsConfig.Command.8=h",
				"DnsConfig.Command.9=i",
			},
			func(e *everything) { e.DnsConfig.Command = strings.Split("abcdefghijk", "") },
		},
		"JSON list":             {[]string{`ContainerGroupIds=["eci-a", "eci-b"]`}, func(e *everything) { e.Ids = []string{"eci-a", "eci-b"} }},
		"empty JSON list":       {[]string{`ContainerGroupIds=[]`}, func(*everything) {}},
		"empty parameter, JSON": {[]string{`ContainerGroupIds=`}, func(*everything) {}},
		"comma list":            {[]string{"VSwitchId=vsw-a,vsw-b"}, func(e *everything) { e.VSwitchId = []string{"vsw-a", "vsw-b"} }},
		"map": {
			[]string{"DataSource.Type=URL", "DataSource.Options.#10#repoSource=Hub/Model", "DataSource.Options.a.b=c"},
			func(e *everything) {
				e.DataSource.Type = "URL"
				e.DataSource.Options = map[string]string{"repoSource": "Hub/Model", "a.b": "c"}
			},
		},
		"parameters of old": {[]string{"OwnerId=1", "OwnerAccount=a", "ResourceOwnerId=2", "ResourceOwnerAccount=b"}, func(*everything) {}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := everything{common: common{RegionId: "cn-hangzhou"}}
			tt.want(&want)
			var got everything
			if _, err := Decode(values(tt.sent...), &got); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %s\nwant %s", dump(got), dump(want))
			}
		})
	}
}

func dump(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestDecodeRefuses(t *testing.T) {
	tests := map[string]struct {
		sent  string
		code  string
		names string
	}{
		"bool":                  {"Flag=yes", "InvalidParameter", "Flag"},
		"empty bool":            {"FlagPtr=", "InvalidParameter", "FlagPtr"},
		"number":                {"Count=1x", "InvalidParameter", "Count"},
		"empty number":          {"Count=", "InvalidParameter", "Count"},
		"fraction for whole":    {"Count=1.5", "InvalidParameter", "Count"},
		"plus sign":             {"Count=+1", "InvalidParameter", "Count"},
		"too large":             {"Count=9223372036854775808", "InvalidParameter", "Count"},
		"too large for 32 bits": {"Small=2147483648", "InvalidParameter", "Small"},
		"NaN":                   {"Size=NaN", "InvalidParameter", "Size"},
		"infinity":              {"Size=1e999", "InvalidParameter", "Size"},
		"hexadecimal":           {"Size=0x10", "InvalidParameter", "Size"},
		"not UTF-8":             {"Text=\xff", "InvalidParameter", "Text"},
		"nested number":         {"Container.1.Port.1.Port=x&Container.1.Name=a", "InvalidParameter", "Container.1.Port.1.Port"},
		"index zero":            {"Container.0.Name=a", "InvalidParameter", "Container.0.Name"},
		"negative index":        {"Container.-1.Name=a", "InvalidParameter", "Container.-1.Name"},
		"leading zero":          {"Container.01.Name=a", "InvalidParameter", "Container.01.Name"},
		"gap":                   {"Container.2.Name=a", "InvalidParameter", "Container.1"},
		"index above the bound": {"Container.1001.Name=a", "InvalidParameter", "Container.1001.Name"},
		"index beyond integers": {"Container.99999999999999999999.Name=a", "InvalidParameter", "Container.99999999999999999999.Name"},
		"no index":              {"Container.Name=a", "InvalidParameter", "Container.Name"},
		"not JSON":              {"ContainerGroupIds=eci-a", "InvalidParameter", "ContainerGroupIds"},
		"JSON object":           {"ContainerGroupIds={}", "InvalidParameter", "ContainerGroupIds"},
		"JSON null":             {"ContainerGroupIds=null", "InvalidParameter", "ContainerGroupIds"},
		"JSON list of null":     {"ContainerGroupIds=[null]", "InvalidParameter", "ContainerGroupIds"},
		"JSON list of numbers":  {"ContainerGroupIds=[1]", "InvalidParameter", "ContainerGroupIds"},
		"empty item":            {"VSwitchId=vsw-a,", "InvalidParameter", "VSwitchId"},
		"wrong length of map key": {"DataSource.Options.#3#repoSource=x&DataSource.Type=a", "InvalidParameter",
			"DataSource.Options.#3#repoSource"},
		"empty map key":        {"DataSource.Options.#0#=x&DataSource.Type=a", "InvalidParameter", "DataSource.Options.#0#"},
		"required, empty":      {"RegionId=", "MissingParameter", "RegionId"},
		"required in an item":  {"Container.1.Arg.1=a", "MissingParameter", "Container.1.Name"},
		"required in a struct": {"DataSource.Options.a=b", "MissingParameter", "DataSource.Type"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var refused *Error
			if _, err := Decode(values(strings.Split(tt.sent, "&")...), new(everything)); !errors.As(err, &refused) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if refused.HTTPStatus != 400 || refused.Code != tt.code || !strings.Contains(refused.Message, strconv.Quote(tt.names)) {
				t.Errorf("got %d %v, want 400 %s that names %q", refused.HTTPStatus, refused, tt.code, tt.names)
			}
			if _, value, _ := strings.Cut(tt.sent, "="); len(value) > 3 && strings.Contains(refused.Message, value) {
				t.Errorf("%q repeats the value, which may be secret", refused.Message)
			}
		})
	}
}

func TestDecodeRequiresByPresence(t *testing.T) {
	type needs struct {
		Count  int64  `param:",required"`
		Flag   *bool  `param:",required"`
		Source port   `param:",required"`
		List   []port `param:",required"`
	}
	all := []string{"Count=0", "Flag=false", "Source.Port=0", "List.1.Port=0"}
	if _, err := Decode(values(all...), new(needs)); err != nil {
		t.Errorf("zero values that were sent: %v", err)
	}
	for i, left := range all {
		sent := append(append([]string{}, all[:i]...), all[i+1:]...)
		name, _, _ := strings.Cut(left, ".")
		name, _, _ = strings.Cut(name, "=")
		_, err := Decode(values(sent...), new(needs))
		if err == nil || !strings.HasPrefix(err.Error(), "MissingParameter") || !strings.Contains(err.Error(), `"`+name+`"`) {
			t.Errorf("without %s: got %v, want MissingParameter", left, err)
		}
	}
}

func TestDecodeUnknown(t *testing.T) {
	var got everything
	sent := []string{
		"Container=of a list", "Count.X=of a scalar", "DnsConfig=of a struct", "DnsConfig.Command.1.X=of an item", "DnsConfig.Txet=nested",
		"Txet=misspelt", "text=other case",
	}
	var want []string
	for _, pair := range sent {
		name, _, _ := strings.Cut(pair, "=")
		want = append(want, name)
	}
	unknown, err := Decode(values(append(sent, "Text=b", "OwnerId=1")...), &got)
	if err != nil || got.Text != "b" || !slices.Equal(unknown, want) {
		t.Errorf("got %q, unknown %q, %v", got.Text, unknown, err)
	}
}

func TestParameters(t *testing.T) {
	got := map[string]Parameter{}
	for _, p := range Parameters(reflect.TypeFor[everything]()) {
		got[p.Name] = p
	}
	tests := []Parameter{
		{Name: "RegionId", Type: reflect.TypeFor[string](), Required: true},
		{Name: "Other", Type: reflect.TypeFor[string]()},
		{Name: "Password", Type: reflect.TypeFor[string](), Secret: true},
		{Name: "Registry.N.Port", Type: reflect.TypeFor[int64](), Secret: true},
		{Name: "CountPtr", Type: reflect.TypeFor[int64]()},
		{Name: "Container.N.Cpu", Type: reflect.TypeFor[float64]()},
		{Name: "Container.N.Arg.N", Type: reflect.TypeFor[string]()},
		{Name: "Container.N.Port.N.Port", Type: reflect.TypeFor[int64]()},
		{Name: "Container.N.Probe.Command.N", Type: reflect.TypeFor[string]()},
		{Name: "ContainerGroupIds", Type: reflect.TypeFor[[]string](), Encoding: JSON},
		{Name: "VSwitchId", Type: reflect.TypeFor[[]string](), Encoding: Comma},
		{Name: "DataSource.Options.#len#key", Type: reflect.TypeFor[map[string]string](), Encoding: Map},
	}
	for _, want := range tests {
		if got[want.Name] != want {
			t.Errorf("%s: got %+v, want %+v", want.Name, got[want.Name], want)
		}
	}
	if len(got) != 27 {
		t.Errorf("got %d parameters: %v", len(got), got)
	}
}

func TestParametersRefusesWhatDecodeCannotFill(t *testing.T) {
	tests := map[string]any{
		"not a struct": "",
		"kind":         struct{ F func() }{},
		"map":          struct{ M map[string]string }{},
		"JSON of number": struct {
			N int64 `param:",json"`
		}{},
		"map of numbers": struct {
			M map[string]int64 `param:",map"`
		}{},
		"option": struct {
			S string `param:",secrte"`
		}{},
	}
	for name, v := range tests {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Errorf("%T was accepted", v)
				}
			}()
			Parameters(reflect.TypeOf(v))
		})
	}
}

// encodeParams is the inverse of Decode, for the fields that hold something.
func encodeParams(prefix string, v reflect.Value, into url.Values) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, options, _ := strings.Cut(f.Tag.Get("param"), ",")
			if name == "" {
				name = f.Name
			}
			switch path := strings.TrimPrefix(prefix+"."+name, "."); {
			case f.Anonymous:
				encodeParams(prefix, v.Field(i), into)
			case options == "json" && v.Field(i).Len() > 0:
				into.Set(path, dump(v.Field(i).Interface()))
			case options == "comma" && v.Field(i).Len() > 0:
				into.Set(path, strings.Join(v.Field(i).Interface().([]string), ","))
			case options == "map":
				for key, value := range v.Field(i).Interface().(map[string]string) {
					into.Set(fmt.Sprintf("%s.#%d#%s", path, len(key), key), value)
				}
			case options == "json", options == "comma":
			default:
				encodeParams(path, v.Field(i), into)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			encodeParams(fmt.Sprintf("%s.%d", prefix, i+1), v.Index(i), into)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			encodeParams(prefix, v.Elem(), into)
		}
	default:
		into.Set(prefix, fmt.Sprint(v.Interface()))
	}
}

// FuzzDecode holds that Decode never panics, refuses only with errors of the API, and reads back what it has read.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"RegionId=cn-hangzhou", "RegionId=r&Container.1.Name=a&Container.1.Port.1.Port=80&Container.2.Name=b&Container.2.Cpu=0.5",
		"RegionId=r&ContainerGroupIds=%5B%22a%22%5D&VSwitchId=a,b",
		"RegionId=r&DataSource.Type=t&DataSource.Options.%233%23abc=d&DataSource.Options.x.y=z",
		"RegionId=r&Container.0.Name=a", "RegionId=r&Container.01.Name=a", "RegionId=r&Container.2.Name=a", "RegionId=r&Container..Name=a",
		"RegionId=r&Container.99999999999999999999.Name=a",
		"RegionId=r&Count=9223372036854775807&Size=-1e-3&Flag=TRUE&FlagPtr=false&CountPtr=0&TextPtr=",
		"RegionId=r&Container.1=a&Container.1.Name=b", "RegionId=r&=x&.=y&..=z", "RegionId=%ff",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		params, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		var first, second everything
		if _, err := Decode(params, &first); err != nil {
			if refused := new(Error); !errors.As(err, &refused) || refused.HTTPStatus != 400 || refused.Code == "" {
				t.Fatalf("got %v, want an *Error with status 400", err)
			}
			return
		}
		again := url.Values{}
		encodeParams("", reflect.ValueOf(first), again)
		if first.DataSource.Type == "" {
			again.Del("DataSource.Type") // not sent, and the rest of the struct neither
		}
		if _, err := Decode(again, &second); err != nil {
			t.Fatalf("read %s\nwritten as %v\nrefused: %v", dump(first), again, err)
		}
		if dump(first) != dump(second) {
			t.Fatalf("read  %s\nagain %s", dump(first), dump(second))
		}
	})
}
