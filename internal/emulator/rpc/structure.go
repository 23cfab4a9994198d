package rpc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// flat writes out structs and lists that came as JSON in one parameter, Name={"Field": …}, into the parameters that they stand for,
// Name.Field and Name.1: Alibaba's command line sends those so that it calls Struct. What is no JSON stays as it is.
func (a *Action) flat(params url.Values) url.Values {
	written := url.Values{}
	for name, values := range params {
		var value any
		decoder := json.NewDecoder(bytes.NewReader([]byte(params.Get(name))))
		decoder.UseNumber()
		if !a.isStructure(name) || decoder.Decode(&value) != nil || decoder.More() {
			written[name] = values
			continue
		}
		write(written, name, value)
	}
	return written
}

// isStructure reports whether the action has parameters below a name, and none of that name.
func (a *Action) isStructure(name string) bool {
	name = pattern(name)
	if _, known := a.shown[name]; known {
		return false
	}
	for known := range a.shown {
		if strings.HasPrefix(known, name+".") {
			return true
		}
	}
	return false
}

// write adds a value of decoded JSON under its name.
func write(to url.Values, name string, value any) {
	switch value := value.(type) {
	case nil:
	case map[string]any:
		for field, member := range value {
			write(to, name+"."+field, member)
		}
	case []any:
		for i, element := range value {
			write(to, fmt.Sprintf("%s.%d", name, i+1), element)
		}
	default:
		to.Set(name, fmt.Sprint(value))
	}
}
