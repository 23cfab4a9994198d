package function

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/kubernetes"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
)

// allocated is the size that a group gets, and as a spot group; nil if none is sold that is large enough.
type allocated struct {
	CPU    float64   `json:"cpu"`
	Memory float64   `json:"memory"`
	Spot   *spotSize `json:"spot"`
}

type spotSize struct {
	CPU    float64 `json:"cpu"`
	Memory float64 `json:"memory"`
}

func newSize() function.Function {
	return pure[allocated]{
		name: "size",
		definition: function.Definition{
			Summary: "Size that ECI allocates and bills",
			MarkdownDescription: "Tells which size a container group gets, and is billed for, that asks for so many vCPUs and so much memory: the " +
				"next larger one that ECI sells. The result has `cpu`, `memory`, and `spot`, an object with both for a spot group, null if there is " +
				"none that large. It is by the table in the provider, as `eci_specs` is.",
			Parameters: []function.Parameter{
				function.Float64Parameter{Name: "cpu", AllowUnknownValues: true, MarkdownDescription: "vCPUs."},
				function.Float64Parameter{Name: "memory", AllowUnknownValues: true, MarkdownDescription: "Memory in GiB."},
			},
			VariadicParameter: function.StringParameter{Name: "region", AllowUnknownValues: true,
				MarkdownDescription: "Region, one at most, since some regions sell more sizes."},
		},
		compute: func(arguments []any) (allocated, int64, error) {
			if len(arguments) > 3 {
				return allocated{}, 3, errors.New("a group is in one region")
			}
			region := ""
			if len(arguments) == 3 {
				region, _ = arguments[2].(string)
			}
			var wanted pricing.Size
			for i, into := range []*float64{&wanted.CPU, &wanted.Memory} {
				number, _ := arguments[i].(json.Number)
				value, err := number.Float64()
				if err != nil || value <= 0 {
					return allocated{}, int64(i), errors.New("has to be above 0")
				}
				*into = value
			}
			sold, ok := pricing.RoundUp(wanted, region, false)
			if !ok {
				return allocated{}, 0, fmt.Errorf("ECI sells no size with %v vCPU and %v GiB or more of both", wanted.CPU, wanted.Memory)
			}
			result := allocated{CPU: sold.CPU, Memory: sold.Memory}
			if spot, ok := pricing.RoundUp(wanted, region, true); ok {
				result.Spot = &spotSize{spot.CPU, spot.Memory}
			}
			return result, 0, nil
		},
	}
}

func newDockerConfig() function.Function {
	return pure[map[string]kubernetes.Credential]{
		name: "dockerconfig",
		definition: function.Definition{
			Summary: "Logins of a .dockerconfigjson",
			MarkdownDescription: "Makes `image_registry_credentials` from the configuration of Docker's client, as `docker login` writes it and " +
				"Kubernetes keeps it in Secrets of type `kubernetes.io/dockerconfigjson`: user names and passwords by the host of the registry.",
			Parameters: []function.Parameter{function.StringParameter{Name: "json", AllowUnknownValues: true,
				MarkdownDescription: "The text, not encoded in base64. Logins that are kept by a program (`credsStore`) are not in it."}},
		},
		compute: func(arguments []any) (map[string]kubernetes.Credential, int64, error) {
			text, _ := arguments[0].(string)
			logins, err := kubernetes.DockerConfig(text)
			return logins, 0, err
		},
	}
}

var (
	accountID = regexp.MustCompile(`^[0-9]{1,20}$`)
	roleName  = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
)

func newRoleARN() function.Function {
	return pure[string]{
		name: "arn_role",
		definition: function.Definition{
			Summary:             "ARN of a RAM role",
			MarkdownDescription: "Makes the ARN of a RAM role, as `role_arn` and its like take it, from the account that has it and its name.",
			Parameters: []function.Parameter{
				function.StringParameter{Name: "account_id", AllowUnknownValues: true, MarkdownDescription: "ID of the account, a number."},
				function.StringParameter{Name: "role_name", AllowUnknownValues: true, MarkdownDescription: "Name of the role."},
			},
		},
		compute: func(arguments []any) (string, int64, error) {
			account, _ := arguments[0].(string)
			name, _ := arguments[1].(string)
			switch {
			case !accountID.MatchString(account):
				return "", 0, fmt.Errorf("has to be the number of an account, got: %q", account)
			case !roleName.MatchString(name):
				return "", 1, fmt.Errorf("has to be 1 to 64 letters, digits, periods and hyphens, got: %q", name)
			}
			return "acs:ram::" + account + ":role/" + name, 0, nil
		},
	}
}
