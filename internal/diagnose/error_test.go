package diagnose_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/diagnose"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

func attributeOf(parameter string) (path.Path, bool) {
	first, _, _ := strings.Cut(parameter, ".")
	return path.Root(strings.ToLower(first)), first == "Container" || first == "Cpu"
}

// The whole text of an error: what the API said, what to do, and what support asks for.
func TestErrorText(t *testing.T) {
	err := fmt.Errorf("wrapped: %w", &eci.Error{Action: "CreateContainerGroup", HTTPStatus: 403, Code: "OperationDenied.NoStock",
		Message: "The resource is sold out.", RequestID: "4D2A", Recommend: "https://help.example/NoStock"})
	got := diagnose.Error("create", "container group web", err, attributeOf)
	want := `The resource is sold out.

The zone has no capacity for this at the moment. Use a vSwitch in another zone, or apply again later.

ECI answered CreateContainerGroup with HTTP 403 and code OperationDenied.NoStock. Request ID: 4D2A.
More about this error: https://help.example/NoStock`
	if got.Severity() != diag.SeverityError || got.Summary() != "Cannot create container group web" || got.Detail() != want {
		t.Errorf("%s\n%s\nwant:\n%s", got.Summary(), got.Detail(), want)
	}
}

func TestErrorNamesTheAttribute(t *testing.T) {
	for message, want := range map[string]string{
		`The parameter Container.1.Image is not valid.`: "container",
		`Cpu: not sold`:                          "cpu",
		`The specified ContainerGroup is gone.`:  "",
		`The parameter "Container.2" is missing`: "container",
		``:                                       "",
	} {
		got := diagnose.Error("update", "it", &eci.Error{Message: message}, attributeOf)
		at := ""
		if withPath, ok := got.(diag.DiagnosticWithPath); ok {
			at = withPath.Path().String()
		}
		if at != want {
			t.Errorf("%q points at %q, want %q", message, at, want)
		}
	}
}

// An error whose own text leaves a user at a loss comes with what to do.
func TestErrorAdvice(t *testing.T) {
	for _, test := range []struct {
		status     int
		code, want string
	}{
		{403, "OperationDenied.NoStock", "Use a vSwitch in another zone"},
		{400, "InvalidVSwitchId.IpNotEnough", "has no free IP addresses left"},
		{403, "QuotaExceeded", "ask for more in Quota Center"},
		{403, "Throttling.Vcpu.PerDay", "Apply again tomorrow"},
		{429, "Throttling.User", "Raise its max_retries"},
		{400, "Degrade.Api", "Raise its max_retries"},
		{400, "OperationConflict", "Apply again later"},
		{400, "IncorrectStatus", "-replace=ADDRESS"},
		{403, "Forbidden.RAM", "Allow the RAM action eci:DeleteContainerGroup."},
		{403, "Forbidden.SubUser", "Allow the RAM action eci:DeleteContainerGroup."},
		{403, "InvalidUser.PassRoleForbidden", "ram:PassRole"},
		{403, "CreateServiceLinkedRole.Denied", "ram:CreateServiceLinkedRole"},
		{403, "Forbidden.UserBussinessStatus", "overdue bills"},
		{400, "Account.Arrearage", "unpaid bills"},
		{400, "ServiceNotEnabled", "has not activated"},
		{403, "OperationDenied.SecurityGroupMisMatch", "in different VPCs"},
		{400, "IdempotentParameterMismatch", "bug in the provider"},
		{404, "InvalidAccessKeyId.NotFound", "ALIBABA_CLOUD_ACCESS_KEY_ID"},
		{400, "SignatureDoesNotMatch", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
	} {
		err := &eci.Error{Action: "DeleteContainerGroup", HTTPStatus: test.status, Code: test.code, Message: "No."}
		if got := diagnose.Error("delete", "it", err, nil).Detail(); !strings.Contains(got, test.want) {
			t.Errorf("%s: %q does not say %q", test.code, got, test.want)
		}
	}
}

// Nobody is told to grant a right, to look elsewhere or to wait where that is no help.
func TestNoAdviceThatDoesNotFit(t *testing.T) {
	for _, test := range []struct{ code, never string }{
		{"Forbidden.UserBussinessStatus", "RAM action"},
		{"Forbidden.UserNotRealNameAuthentication", "RAM action"},
		{"Forbidden.RiskControl", "RAM action"},
		{"Forbidden.AccountClosed", "RAM action"},
		{"Forbidden.OnlyForInvitedTest", "RAM action"},
		{"InvalidVSwitchId.IpNotEnough", "no capacity"},
		{"Zone.NotOnSale", "later"},
		{"Throttling.Vcpu.PerDay", "max_retries"},
	} {
		err := &eci.Error{Action: "CreateContainerGroup", HTTPStatus: 403, Code: test.code, Message: "No."}
		if got := diagnose.Error("create", "it", err, nil).Detail(); strings.Contains(got, test.never) {
			t.Errorf("%s: %q says %q", test.code, got, test.never)
		}
	}
	err := &eci.Error{Action: "CreateContainerGroup", HTTPStatus: 403, Code: "Forbidden.Unheard", Message: "No."}
	if got, want := diagnose.Error("create", "it", err, nil).Detail(),
		"No.\n\nECI answered CreateContainerGroup with HTTP 403 and code Forbidden.Unheard."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A code says what it is about where the message does not, and only objects that have sizes are advised to take another.
func TestAdviceFitsTheObject(t *testing.T) {
	group := func(parameter string) (path.Path, bool) {
		name, ok := map[string]string{"VSwitchId": "vswitch_ids", "InstanceType": "instance_types"}[parameter]
		return path.Root(name), ok
	}
	spot := &eci.Error{Action: "Create", HTTPStatus: 403, Code: "Spot.NotMatched", Message: "no spot"}
	limit := func(parameter string) (path.Path, bool) {
		return path.Root("spot_price_limit"), parameter == "SpotPriceLimit"
	}
	if got := diagnose.Error("create", "it", spot, limit).Detail(); !strings.Contains(got, "So may a higher spot_price_limit.") {
		t.Error(got)
	}
	if got := diagnose.Error("create", "it", spot, group).Detail(); strings.Contains(got, "spot_price_limit") {
		t.Error(got)
	}
	cache := func(parameter string) (path.Path, bool) { return path.Root("vswitch_ids"), parameter == "VSwitchId" }
	soldOut := &eci.Error{Action: "Create", HTTPStatus: 403, Code: "OperationDenied.NoStock", Message: "sold out"}
	for name, attributes := range map[string]func(string) (path.Path, bool){"group": group, "cache": cache} {
		got := diagnose.Error("create", "it", soldOut, attributes)
		if at, ok := got.(diag.DiagnosticWithPath); !ok || at.Path().String() != "vswitch_ids" {
			t.Errorf("%s: %v points nowhere", name, got)
		}
		if strings.Contains(got.Detail(), "instance_types") != (name == "group") {
			t.Errorf("%s: %s", name, got.Detail())
		}
	}
}

// The service may say which permission is missing.
func TestErrorNamesThePermission(t *testing.T) {
	err := &eci.Error{Action: "CreateContainerGroup", Code: "NoPermission",
		AccessDeniedDetail: []byte(`{"AuthAction":"vpc:DescribeVSwitches"}`)}
	if got := diagnose.Error("create", "it", err, nil).Detail(); !strings.Contains(got, "allow the RAM action vpc:DescribeVSwitches.") {
		t.Error(got)
	}
}

func TestErrorsThatAreNotTheAPIs(t *testing.T) {
	const maybe = "\n\nIf ECI has created the object all the same, the next apply in this directory finds it."
	canceled, late := fmt.Errorf("CreateVirtualNode: %w", context.Canceled), fmt.Errorf("CreateVirtualNode: %w", context.DeadlineExceeded)
	const tooLong = "The operation took too long: CreateVirtualNode: context deadline exceeded."
	for _, test := range []struct {
		verb string
		err  error
		want string
	}{
		{"create", canceled, "The operation was interrupted." + maybe},
		{"update", canceled, "The operation was interrupted."},
		{"create", late, tooLong + " If it needs longer, raise its time in timeouts." + maybe},
		{"delete", late, tooLong + " If it needs longer, raise its time in timeouts."},
		{"read", late, tooLong},
		{"delete", errors.New("no route to host"), "no route to host"},
		{"create", errors.New("no route to host"), "no route to host" + maybe},
		{"create", &eci.Error{Action: "CreateVirtualNode", HTTPStatus: 500, Message: "Broken."},
			"Broken.\n\nECI answered CreateVirtualNode with HTTP 500." + maybe},
	} {
		if got := diagnose.Error(test.verb, "it", test.err, nil).Detail(); got != test.want {
			t.Errorf("%s: %q, want %q", test.verb, got, test.want)
		}
	}
}
