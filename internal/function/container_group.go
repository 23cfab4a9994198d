package function

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/agext/levenshtein"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// containerGroup checks the names in what a module has built. It returns its argument as it is, with all types, so it is no [pure].
type containerGroup struct{ schema func() schema.Schema }

func (containerGroup) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "container_group"
}

func (containerGroup) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Container group whose names are checked",
		MarkdownDescription: "Returns an object with arguments of `eci_container_group` as it is, if every name in it is one of an argument, " +
			"at every depth. It is for modules that build, say, containers by `merge`: Terraform drops a misspelt name inside of an argument " +
			"without a word.",
		Parameters: []function.Parameter{function.DynamicParameter{Name: "container_group", AllowUnknownValues: true,
			MarkdownDescription: "An object with arguments of `eci_container_group`, such as `containers`."}},
		Return: function.DynamicReturn{},
	}
}

func (f containerGroup) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var argument types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &argument); resp.Error != nil {
		return
	}
	raw, err := argument.ToTerraformValue(ctx)
	if err == nil {
		err = checkNames(raw, f.schema().Type().TerraformType(ctx), tftypes.NewAttributePath())
	}
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, argument)
}

// checkNames looks for names in v that its type has not, and for what is no object where the type has one. No error holds any value.
func checkNames(v tftypes.Value, as tftypes.Type, at *tftypes.AttributePath) error {
	if !v.IsKnown() || v.IsNull() {
		return nil
	}
	where := "the container group"
	if len(at.Steps()) > 0 {
		where = value.Path(at).String()
	}
	members, elements := map[string]tftypes.Value{}, []tftypes.Value{}
	isObject, isList := v.As(&members) == nil, v.As(&elements) == nil
	switch as := as.(type) {
	case tftypes.Object:
		if !isObject {
			return fmt.Errorf("%s has to be an object", where)
		}
		for name, member := range value.Sorted(members) {
			attribute, ok := as.AttributeTypes[name]
			if !ok {
				return fmt.Errorf("%s has no argument %s. Did you mean %s?", where, name, closest(name, as.AttributeTypes))
			}
			if err := checkNames(member, attribute, at.WithAttributeName(name)); err != nil {
				return err
			}
		}
	case tftypes.Map:
		if !isObject {
			return fmt.Errorf("%s has to be a map", where)
		}
		for key, member := range value.Sorted(members) {
			if err := checkNames(member, as.ElementType, at.WithElementKeyString(key)); err != nil {
				return err
			}
		}
	case tftypes.List:
		return checkElements(isList, elements, as.ElementType, where, at)
	case tftypes.Set:
		return checkElements(isList, elements, as.ElementType, where, at)
	}
	return nil
}

func checkElements(isList bool, elements []tftypes.Value, as tftypes.Type, where string, at *tftypes.AttributePath) error {
	if !isList {
		return fmt.Errorf("%s has to be a list", where)
	}
	for i, element := range elements {
		if err := checkNames(element, as, at.WithElementKeyInt(i)); err != nil {
			return err
		}
	}
	return nil
}

// closest is the name that is most like another.
func closest(name string, names map[string]tftypes.Type) string {
	return slices.MinFunc(slices.Sorted(maps.Keys(names)), func(a, b string) int {
		return levenshtein.Distance(name, a, nil) - levenshtein.Distance(name, b, nil)
	})
}
