package rpc

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxIndex bounds the length of any list in a request. The limits of single lists are the action's to check.
const maxIndex = 1000

// ignored names parameters that every action takes although it may have no field for them: the region, and four that
// the API has kept from before it had access keys of RAM users.
var ignored = map[string]bool{
	"RegionId": true, "OwnerId": true, "OwnerAccount": true, "ResourceOwnerId": true, "ResourceOwnerAccount": true,
}

// Decode fills the struct that into points to from RPC parameters. Its field tags are `param:"Name,option,..."`; a
// field without a name in its tag is the parameter of its own name, and an embedded struct's fields are the outer
// struct's. Pointers stay nil and slices empty where nothing was sent. Structs are Name.Field, lists Name.1, Name.2,
// and so on without a gap.
//
// Options: json and comma (a list of strings in one parameter), word (with json: also a bare word, for a list of one), map (a
// map[string]string), required, and secret (the journal masks it). A list, struct or text that is required must not be empty.
//
// It returns the names of the parameters that the struct has no place for. The error is an *Error, MissingParameter or
// InvalidParameter, whose message names the parameter.
func Decode(params url.Values, into any) (unknown []string, err error) {
	d := decoder{params: params, names: slices.Sorted(maps.Keys(params)), used: map[string]bool{}}
	for _, name := range d.names {
		if !utf8.ValidString(name) || !utf8.ValidString(params.Get(name)) {
			return nil, invalid(name, "it is not UTF-8")
		}
	}
	if err := d.structure("", reflect.ValueOf(into).Elem()); err != nil {
		return nil, err
	}
	for _, name := range d.names {
		if !d.used[name] && !ignored[name] {
			unknown = append(unknown, name)
		}
	}
	return unknown, nil
}

type decoder struct {
	params url.Values
	names  []string // of params, sorted, so that what belongs to one struct or list lies together
	used   map[string]bool
}

// below returns the names that start with prefix.
func (d *decoder) below(prefix string) []string {
	from, _ := slices.BinarySearch(d.names, prefix)
	to := from
	for to < len(d.names) && strings.HasPrefix(d.names[to], prefix) {
		to++
	}
	return d.names[from:to]
}

// has reports whether name, or any part of it, was sent.
func (d *decoder) has(name string) bool {
	if d.params.Has(name) {
		return true
	}
	i, _ := slices.BinarySearch(d.names, name+".")
	return i < len(d.names) && strings.HasPrefix(d.names[i], name+".")
}

func (d *decoder) structure(prefix string, v reflect.Value) error {
	for _, f := range fieldsOf(v.Type()) {
		fv := v.Field(f.index)
		if f.embedded {
			if err := d.structure(prefix, fv); err != nil {
				return err
			}
			continue
		}
		name := prefix + f.name
		if text := d.params.Get(name); f.word && text != "" && !strings.HasPrefix(text, "[") {
			d.used[name] = true
			fv.Set(reflect.ValueOf([]string{text}))
		} else if d.has(name) {
			if err := d.value(name, f.encoding, fv); err != nil {
				return err
			}
		}
		if f.required && (!d.has(name) || empty(fv)) {
			return missing(name)
		}
	}
	return nil
}

// empty reports whether a field that was sent holds nothing all the same.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer:
		return v.IsNil() || empty(v.Elem())
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return false
}

// value decodes the parameter of that name, or those below it, into v.
func (d *decoder) value(name string, encoding Encoding, v reflect.Value) error {
	switch encoding {
	case JSON:
		return d.jsonList(name, v)
	case Comma:
		return d.commaList(name, v)
	case Map:
		return d.mapping(name, v)
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(name, Plain, v.Elem())
	case reflect.Slice:
		return d.list(name, v)
	case reflect.Struct:
		return d.structure(name+".", v)
	}
	return d.scalar(name, v)
}

func (d *decoder) scalar(name string, v reflect.Value) error {
	if !d.params.Has(name) {
		return nil // only something below it was sent, which is unknown
	}
	d.used[name] = true
	text := d.params.Get(name)
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		// Clients in some languages write True and False.
		switch strings.ToLower(text) {
		case "true":
			v.SetBool(true)
		case "false":
		default:
			return invalid(name, "it is neither true nor false")
		}
	case reflect.Float64:
		n, err := strconv.ParseFloat(text, 64)
		// ParseFloat also takes hexadecimal, underscores, NaN and infinities.
		if err != nil || strings.Trim(text, "0123456789.eE+-") != "" {
			return invalid(name, "it is not a number")
		}
		v.SetFloat(n)
	default:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err != nil || text[0] == '+' {
			return invalid(name, "it is not a whole number, or out of range")
		}
		v.SetInt(n)
	}
	return nil
}

// list decodes Name.1, Name.2 and so on.
func (d *decoder) list(name string, v reflect.Value) error {
	seen := map[int]bool{}
	for _, sent := range d.below(name + ".") {
		digits, _, _ := strings.Cut(sent[len(name)+1:], ".")
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > maxIndex || strconv.Itoa(n) != digits {
			return invalid(sent, fmt.Sprintf("an index is a number from 1 to %d", maxIndex))
		}
		seen[n] = true
	}
	list := reflect.MakeSlice(v.Type(), len(seen), len(seen))
	for i := range len(seen) {
		element := fmt.Sprintf("%s.%d", name, i+1)
		if !seen[i+1] {
			return invalid(element, "indices leave no gap, and this one is missing")
		}
		if err := d.value(element, Plain, list.Index(i)); err != nil {
			return err
		}
	}
	v.Set(list)
	return nil
}

// text takes a parameter as it is. Empty stands for absent where one parameter holds a list.
func (d *decoder) text(name string) string {
	d.used[name] = true
	return d.params.Get(name)
}

func (d *decoder) jsonList(name string, v reflect.Value) error {
	text := d.text(name)
	if text == "" {
		return nil
	}
	var items []*string
	if err := json.Unmarshal([]byte(text), &items); err != nil || items == nil || slices.Contains(items, nil) {
		return invalid(name, "it is not a JSON array of strings")
	}
	for _, item := range items {
		v.Set(reflect.Append(v, reflect.ValueOf(*item).Convert(v.Type().Elem())))
	}
	return nil
}

func (d *decoder) commaList(name string, v reflect.Value) error {
	text := d.text(name)
	if text == "" {
		return nil
	}
	for item := range strings.SplitSeq(text, ",") {
		if item == "" {
			return invalid(name, "it holds an empty item")
		}
		v.Set(reflect.Append(v, reflect.ValueOf(item).Convert(v.Type().Elem())))
	}
	return nil
}

func (d *decoder) mapping(name string, v reflect.Value) error {
	entries := map[string]string{}
	for _, sent := range d.below(name + ".") {
		key, ok := mapKey(sent[len(name)+1:])
		if _, twice := entries[key]; !ok || twice {
			return invalid(sent, "the key is empty, sent twice, or not as long as it says")
		}
		entries[key] = d.text(sent)
	}
	v.Set(reflect.ValueOf(entries))
	return nil
}

// mapKey reads a key written as #<length>#<key>, or as it is.
func mapKey(s string) (key string, ok bool) {
	if !strings.HasPrefix(s, "#") {
		return s, s != ""
	}
	length, key, ok := strings.Cut(s[1:], "#")
	return key, ok && key != "" && length == strconv.Itoa(len(key))
}
