package eci

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Error is a refusal by the service, or by something on the way to it (then Code is empty).
type Error struct {
	// Action is the API action, such as CreateContainerGroup.
	Action     string
	HTTPStatus int
	// Code is the API's error code, such as InvalidParameter.NotFound.
	Code string
	// Message is the API's text. Values of secret parameters are blanked out.
	Message   string
	RequestID string
	// Recommend is the address of a page about the error.
	Recommend string
	// AccessDeniedDetail is the API's JSON object about a refused permission, nil if there is none.
	AccessDeniedDetail json.RawMessage
}

// Error says which action failed and why, with the request ID that support asks for, on one line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Action + ": ")
	if e.Code != "" {
		b.WriteString(e.Code + ": ")
	}
	fmt.Fprintf(&b, "%s (HTTP %d", e.Message, e.HTTPStatus)
	if e.RequestID != "" {
		b.WriteString(", request ID " + e.RequestID)
	}
	b.WriteString(")")
	return b.String()
}

// IsNotFound reports whether err says that the object of the call does not exist. Codes about another object that a
// request refers to, such as a disk, are not meant.
func IsNotFound(err error) bool {
	return hasCode(err, "InvalidParameter.NotFound", "InvalidInstanceId.NotFound")
}

// IsThrottled reports whether err says that there were too many requests in a short time. The daily vCPU allowance
// (Throttling.Vcpu.PerDay) is not meant.
func IsThrottled(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Code != "Throttling.Vcpu.PerDay" &&
		(strings.Contains(e.Code, "Throttling") || e.Code == "EipPurchaseFlowControl" || e.HTTPStatus == http.StatusTooManyRequests)
}

// isConflict reports whether err says that an earlier request for the same object is still in progress.
func isConflict(err error) bool {
	return hasCode(err, "OperationConflict", "IdempotentProcessing")
}

// isRetryable reports whether err is a refusal that the same request may overcome shortly after: the client has done so
// as often as it is configured to.
func isRetryable(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.HTTPStatus >= http.StatusInternalServerError || IsThrottled(e) || isConflict(e) || hasCode(e,
		"ServiceUnavailable", "InternalError", "UnknownError", "SignatureNonceUsed",
		"Ops.IntervalTooShort", "Coredump.RefrshIntervalTooShort"))
}

// IsNoNeedUpdate reports whether err says that an update would change nothing, which is a success.
func IsNoNeedUpdate(err error) bool { return hasCode(err, "NoNeedUpdate") }

// IsDryRunSuccess reports whether err says that a dry run found nothing wrong, which the service reports as an error.
func IsDryRunSuccess(err error) bool { return hasCode(err, "DryRunOperation", "DryRun.Success") }

// IsIncorrectStatus reports whether err says that the object's status does not allow the action at the moment.
func IsIncorrectStatus(err error) bool {
	return hasCode(err, "IncorrectStatus", "IncorrectStatusDetail", "ImageSnapshot.IncorrectStatus", "ImageCache.IncorrectStatus")
}

// IsNoStock reports whether err says that the zone cannot provide the resources now, so that another zone, vSwitch or
// size may.
func IsNoStock(err error) bool {
	return hasCode(err, "OperationDenied.NoStock", "Spot.NotMatched", "Zone.NotOnSale",
		"RecommendEmpty.InstanceTypeFamilyNotMatched", "InvalidVSwitchId.IpNotEnough")
}

func hasCode(err error, codes ...string) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && slices.Contains(codes, e.Code)
}

// newError reads the answer to a refused request.
func newError(action string, resp *http.Response, body []byte) *Error {
	e := &Error{Action: action, HTTPStatus: resp.StatusCode}
	var answer struct {
		RequestId, Code, Message, Recommend string
		AccessDeniedDetail                  json.RawMessage
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		e.Message = "the answer is " + notJSON(resp, err).Error()
		return e
	}
	e.Code, e.Message, e.RequestID = answer.Code, answer.Message, answer.RequestId
	e.Recommend, e.AccessDeniedDetail = answer.Recommend, answer.AccessDeniedDetail
	if e.Code == "" && e.Message == "" {
		e.Message = "the answer gives no reason"
	}
	// The service quotes what it expected to be signed, and with it every parameter.
	if before, _, found := strings.Cut(e.Message, "string to sign"); found {
		e.Message = before + "string to sign is withheld"
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil && strings.HasPrefix(e.Code, "InvalidTimeStamp") {
		e.Message += fmt.Sprintf(" The clock of this machine is %s the service's.", clockDifference(time.Since(date)))
	}
	return e
}

// notJSON explains err, which came from decoding the body of resp. Such a body is often a proxy's or a portal's page.
func notJSON(resp *http.Response, err error) error {
	if isJSON(resp) {
		return fmt.Errorf("broken JSON: %w", err)
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return fmt.Errorf("of Content-Type %q instead of JSON", kind)
}

// isJSON reports whether resp claims to be JSON.
func isJSON(resp *http.Response) bool {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return kind == "application/json"
}

func clockDifference(ahead time.Duration) string {
	if ahead < 0 {
		return (-ahead).Round(time.Second).String() + " behind"
	}
	return ahead.Round(time.Second).String() + " ahead of"
}
