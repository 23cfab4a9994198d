package rpc

import (
	"fmt"
	"net/http"
	"time"
)

// Error is an API error, answered with its HTTP status and a body that holds Code and Message.
type Error struct {
	HTTPStatus    int
	Code, Message string

	retryAfter time.Duration // told to the caller if positive
}

// Error says code and message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Errorf makes an Error with a formatted message.
func Errorf(status int, code, format string, args ...any) *Error {
	return &Error{HTTPStatus: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// badRequest makes an Error with HTTP status 400.
func badRequest(code, format string, args ...any) *Error {
	return Errorf(http.StatusBadRequest, code, format, args...)
}

// invalid is the refusal of a business parameter. The message names it but does not repeat its value, which may be a
// secret.
func invalid(parameter, why string) *Error {
	return badRequest("InvalidParameter", "The specified parameter %.200q is not valid: %s.", parameter, why)
}

// missing is the refusal of a call without a business parameter that the action needs.
func missing(parameter string) *Error {
	return badRequest("MissingParameter", "The required parameter %.200q is missing.", parameter)
}

// missingProtocol is the refusal of a call without a parameter that the protocol needs. The gateway has a code for
// each; sent says under which name the caller would have sent it.
func missingProtocol(parameter, sent string) *Error {
	return badRequest("Missing"+parameter, "%s is required for every call.", sent)
}
