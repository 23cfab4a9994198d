package emulator

import (
	"net/http"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/emulator/rpc"
)

// refuse makes an error answer with HTTP status 400.
func refuse(code, format string, args ...any) error {
	return rpc.Errorf(http.StatusBadRequest, code, format, args...)
}

func missingParameter(name string) error {
	return refuse("MissingParameter", "The parameter %s is required.", name)
}

func invalidParameter(name, why string) error {
	return refuse("InvalidParameter", "The specified parameter %s is not valid: %s.", name, why)
}

func lengthExceeded(name string, limit int) error {
	return refuse("InvalidParameter.LengthExceeded", "The length of the parameter %s exceeds %d.", name, limit)
}

func valueExceeded(name string, low, high int64) error {
	return refuse("InvalidParameter.ValueExceeded", "The value of the parameter %s is not within %d to %d.", name, low, high)
}

// notFound is the answer to an id that does not exist, from actions on a single object.
func notFound(name string) error {
	return rpc.Errorf(http.StatusNotFound, "InvalidParameter.NotFound", "The object that the parameter %s names does not exist.", name)
}

func forbidden() error {
	return rpc.Errorf(http.StatusForbidden, "Forbidden.RAM", "The caller is not authorized to perform this operation.")
}

func denied(code, format string, args ...any) error {
	return rpc.Errorf(http.StatusForbidden, code, format, args...)
}

func incorrectStatus(status, operation string) error {
	return refuse("IncorrectStatus", "The status %s of the container group does not allow to %s it.", status, operation)
}

// check returns the first error.
func check(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
