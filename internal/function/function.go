// Package function holds the functions that the provider defines. They compute without a configured provider, without
// credentials and without the network.
package function

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// All are the functions. group is the schema of eci_container_group.
func All(group func() schema.Schema) []func() function.Function {
	return []func() function.Function{newPod, newPodManifest, newPodStatus, newMatches, newImageCacheManifest, newDataCacheManifest,
		newSize, newDockerConfig, newRoleARN, func() function.Function { return containerGroup{group} }}
}

// pure is a function that computes an R, whose JSON is the result, from its arguments.
type pure[R any] struct {
	name       string
	definition function.Definition
	// compute gets all arguments, those of the variadic parameter last, as encoding/json decodes them. An error is about the
	// argument at the index.
	compute func(arguments []any) (result R, at int64, err error)
}

func (f pure[R]) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f pure[R]) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = f.definition
	switch as := resultType[R]().(type) {
	case types.ObjectType:
		resp.Definition.Return = function.ObjectReturn{AttributeTypes: as.AttrTypes}
	case types.MapType:
		resp.Definition.Return = function.MapReturn{ElementType: as.ElemType}
	default:
		resp.Definition.Return = function.StringReturn{}
	}
}

// Run computes with a mark in place of what is not known yet. If that fails, so might it with any other text: then nothing is
// known about the result.
func (f pure[R]) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	arguments, isKnown, err := f.arguments(ctx, req)
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resultType := resultType[R]()
	unknown := ""
	if !isKnown {
		unknown = kubernetes.Unknown
	}
	computed, at, err := f.compute(arguments)
	var result attr.Value
	switch {
	case err == nil:
		result, err = encode(ctx, resultType, computed, unknown)
	case isKnown:
		resp.Error = function.NewArgumentFuncError(at, err.Error())
		return
	default:
		result, err = resultType.ValueFromTerraform(ctx, tftypes.NewValue(resultType.TerraformType(ctx), tftypes.UnknownValue))
	}
	if err != nil {
		resp.Error = function.NewFuncError(err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, result)
}

func (f pure[R]) arguments(ctx context.Context, req function.RunRequest) (arguments []any, isKnown bool, err error) {
	var all []attr.Value
	for i, parameter := range f.definition.Parameters {
		// A target has to be of the very type that the parameter's values have.
		target := reflect.New(reflect.TypeOf(parameter.GetType().ValueType(ctx)))
		if err := req.Arguments.GetArgument(ctx, i, target.Interface()); err != nil {
			return nil, false, err
		}
		all = append(all, target.Elem().Interface().(attr.Value))
	}
	if f.definition.VariadicParameter != nil {
		var rest types.Tuple
		if err := req.Arguments.GetArgument(ctx, len(all), &rest); err != nil {
			return nil, false, err
		}
		all = append(all, rest.Elements()...)
	}
	isKnown = true
	for _, v := range all {
		raw, err := v.ToTerraformValue(ctx)
		if err != nil {
			return nil, false, err
		}
		isKnown = isKnown && raw.IsFullyKnown()
		arguments = append(arguments, value.Plain(raw, kubernetes.Unknown))
	}
	return arguments, isKnown, nil
}

func encode(ctx context.Context, as attr.Type, v any, unknown string) (attr.Value, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var plain any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&plain); err != nil {
		return nil, err
	}
	raw, err := value.FromPlain(as.TerraformType(ctx), plain, unknown)
	if err != nil {
		return nil, err
	}
	return as.ValueFromTerraform(ctx, raw)
}

// resultType is the type of what the JSON of an R becomes.
func resultType[R any]() attr.Type { return typeOf(reflect.TypeFor[R]()) }

func typeOf(t reflect.Type) attr.Type {
	switch t.Kind() {
	case reflect.Pointer:
		return typeOf(t.Elem())
	case reflect.String:
		return types.StringType
	case reflect.Bool:
		return types.BoolType
	case reflect.Int64:
		return types.Int64Type
	case reflect.Float64:
		return types.Float64Type
	case reflect.Slice:
		return types.ListType{ElemType: typeOf(t.Elem())}
	case reflect.Map:
		return types.MapType{ElemType: typeOf(t.Elem())}
	case reflect.Interface:
		return types.DynamicType
	case reflect.Struct:
		attributes := map[string]attr.Type{}
		for field := range t.Fields() {
			if field.Anonymous {
				maps.Copy(attributes, typeOf(field.Type).(types.ObjectType).AttrTypes)
				continue
			}
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			attributes[name] = typeOf(field.Type)
		}
		return types.ObjectType{AttrTypes: attributes}
	}
	panic("no type of Terraform is like " + t.String())
}
