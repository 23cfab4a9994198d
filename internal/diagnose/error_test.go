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

The zone has no capacity for this at the moment. Try other vswitch_ids in other zones, another size or other instance_types, or apply again later.

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
		{403, "OperationDenied.NoStock", "Try other vswitch_ids in other zones"},
		{400, "InvalidVSwitchId.IpNotEnough", "Try other vswitch_ids in other zones"},
		{403, "QuotaExceeded", "ask for more in Quota Center"},
		{403, "Throttling.Vcpu.PerDay", "Apply again tomorrow"},
		{429, "Throttling.User", "Raise the provider's max_retries"},
		{400, "IncorrectStatus", "-replace=ADDRESS"},
		{403, "Forbidden.RAM", "Allow the RAM action eci:DeleteContainerGroup."},
		{404, "InvalidAccessKeyId.NotFound", "ALIBABA_CLOUD_ACCESS_KEY_ID"},
		{400, "SignatureDoesNotMatch", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
	} {
		err := &eci.Error{Action: "DeleteContainerGroup", HTTPStatus: test.status, Code: test.code, Message: "No."}
		if got := diagnose.Error("delete", "it", err, nil).Detail(); !strings.Contains(got, test.want) {
			t.Errorf("%s: %q does not say %q", test.code, got, test.want)
		}
	}
}

func TestErrorsThatAreNotTheAPIs(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("DescribeContainerGroups: %w", context.Canceled), "The operation was interrupted. What has been created is in state; the next apply goes on from there."},
		{fmt.Errorf("DescribeContainerGroups: %w", context.DeadlineExceeded), "The operation did not end within its timeout. What has been created is in state. If it needs longer, raise it in timeouts."},
		{errors.New("no route to host"), "no route to host"},
	} {
		if got := diagnose.Error("delete", "it", test.err, nil).Detail(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
