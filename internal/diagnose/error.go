// Package diagnose turns what went wrong into text that says what to do.
package diagnose

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Error says that doing something to an object failed, for example "create", "container group web". attributes finds
// the attribute for a parameter that the API names, such as Container.1.Image; it may be nil.
func Error(verb, object string, err error, attributes func(parameter string) (path.Path, bool)) diag.Diagnostic {
	summary := fmt.Sprintf("Cannot %s %s", verb, object)
	var refused *eci.Error
	if !errors.As(err, &refused) {
		return diag.NewErrorDiagnostic(summary, describe(err))
	}
	detail := refused.Message
	if advice := adviceFor(refused); advice != "" {
		detail += "\n\n" + advice
	}
	detail += fmt.Sprintf("\n\nECI answered %s with HTTP %d", refused.Action, refused.HTTPStatus)
	if refused.Code != "" {
		detail += " and code " + refused.Code
	}
	detail += "."
	if refused.RequestID != "" {
		detail += " Request ID: " + refused.RequestID + "."
	}
	if refused.Recommend != "" {
		detail += "\nMore about this error: " + refused.Recommend
	}
	if attributes != nil {
		for _, word := range strings.FieldsFunc(refused.Message, isNoParameter) {
			if at, ok := attributes(strings.Trim(word, ".")); ok {
				return diag.NewAttributeErrorDiagnostic(at, summary, detail)
			}
		}
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func isNoParameter(r rune) bool {
	return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.'
}

func describe(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "The operation was interrupted. What has been created is in state; the next apply goes on from there."
	case errors.Is(err, context.DeadlineExceeded):
		return "The operation did not end within its timeout. What has been created is in state. If it needs longer, raise it in timeouts."
	}
	return err.Error()
}

// adviceFor says what to do about errors whose text does not say it.
func adviceFor(err *eci.Error) string {
	switch {
	case eci.IsNoStock(err):
		return "The zone has no capacity for this at the moment. Try other vswitch_ids in other zones, another size or other instance_types, or apply again later."
	case err.Code == "QuotaExceeded":
		return "The account's quota in this region is used up. Delete what is not needed or ask for more in Quota Center."
	case eci.IsNodeInUse(err):
		return "Pods still run on the virtual node. Cordon it and delete them, for instance with kubectl drain, and apply again."
	case err.Code == "Throttling.Vcpu.PerDay":
		return "The account has created as many vCPUs as it may today. Apply again tomorrow or ask for more in Quota Center."
	case eci.IsThrottled(err):
		return "ECI kept refusing because of too many requests. Raise the provider's max_retries or apply with a lower -parallelism."
	case eci.IsIncorrectStatus(err):
		return "The status of the object does not allow this now. Apply again when it has settled, or replace it with terraform apply -replace=ADDRESS."
	case err.HTTPStatus == 403 && (strings.HasPrefix(err.Code, "Forbidden") || strings.HasPrefix(err.Code, "NoPermission")):
		return fmt.Sprintf("The credentials may not do this. Allow the RAM action eci:%s.", err.Action)
	case err.Code == "InvalidSecurityToken.Expired":
		return "The temporary credentials have expired. Get new ones and run Terraform again; what has been done is in state. With assume_role, ecs_role_name or " +
			"credentials_uri the provider renews them itself."
	case strings.HasPrefix(err.Code, "InvalidAccessKeyId"), err.Code == "SignatureDoesNotMatch":
		return "Check the provider's access_key and secret_key, or the environment variables ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET."
	}
	return ""
}
