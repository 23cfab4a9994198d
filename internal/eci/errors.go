package eci

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
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
	return ok && e.retry() == Throttled
}

// isRetryable reports whether err is a refusal that the same request may overcome shortly after: the client has done so
// as often as it is configured to.
func isRetryable(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.retry() != Final
}

// IsFinal reports whether the service has refused for good, so that nothing was done. Otherwise an earlier attempt may have done
// what was asked for, although no answer came.
func (e *Error) IsFinal() bool {
	return e.HTTPStatus < http.StatusInternalServerError && e.retry() == Final
}

// retry goes by the HTTP status where the code is not known.
func (e *Error) retry() Retry {
	known := LookUp(e.Code)
	switch {
	case known.Actor != Unknown:
		return known.Retry
	case e.HTTPStatus == http.StatusTooManyRequests:
		return Throttled
	case e.HTTPStatus >= http.StatusInternalServerError:
		return Passing
	}
	return Final
}

// IsNoNeedUpdate reports whether err says that an update would change nothing, which is a success.
func IsNoNeedUpdate(err error) bool { return hasCode(err, "NoNeedUpdate") }

// IsDryRunSuccess reports whether err says that a dry run found nothing wrong, which the service reports as an error.
func IsDryRunSuccess(err error) bool { return hasCode(err, "DryRunOperation", "DryRun.Success") }

// IsIncorrectStatus reports whether err says that the object's status does not allow the action at the moment.
func IsIncorrectStatus(err error) bool {
	return hasCode(err, "IncorrectStatus", "IncorrectStatusDetail", "ImageSnapshot.IncorrectStatus", "ImageCache.IncorrectStatus")
}

// IsTooSoon reports whether err refuses a recording because another of its kind was switched on or off a moment ago. ECI does not say how
// long that lasts.
func IsTooSoon(err error) bool {
	return hasCode(err, "Ops.IntervalTooShort", "Coredump.RefrshIntervalTooShort")
}

// IsNoStock reports whether err says that the zone cannot provide the resources now, so that another zone, vSwitch or
// size may.
func IsNoStock(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && LookUp(e.Code).Actor == Elsewhere
}

func hasCode(err error, codes ...string) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && slices.Contains(codes, e.Code)
}

// newError reads the answer to a refused request. Secrets in its text are blanked out.
func newError(action string, resp *http.Response, body []byte, secrets []string) *Error {
	e := &Error{Action: action, HTTPStatus: resp.StatusCode}
	if to := resp.Header.Get("Location"); to != "" && resp.StatusCode < 400 {
		e.Message = fmt.Sprintf("the answer is a redirect to %s, which is not followed; check the endpoint", Readable(withoutQuery(to)))
		return e
	}
	var answer struct {
		RequestId, Code, Message, Recommend string
		AccessDeniedDetail                  json.RawMessage
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		e.Message = "the answer is " + notJSON(resp)
		if isJSON(resp) {
			e.Message = "the answer is broken JSON: " + err.Error()
		}
		return e
	}
	e.Code, e.RequestID, e.Recommend = Readable(answer.Code), Readable(answer.RequestId), Readable(answer.Recommend)
	e.AccessDeniedDetail = answer.AccessDeniedDetail
	// The service quotes what it expected to be signed, and with it every parameter.
	message, _, quotes := strings.Cut(answer.Message, "string to sign")
	e.Message = Readable(redact(message, secrets))
	if quotes {
		e.Message += "string to sign is withheld"
	}
	if e.Code == "" && e.Message == "" {
		e.Message = "the answer gives no reason"
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil && strings.HasPrefix(e.Code, "InvalidTimeStamp") {
		e.Message += fmt.Sprintf(" The clock of this machine is %s the service's.", clockDifference(time.Since(date)))
	}
	return e
}

// notJSON describes the body of an answer that does not claim to be JSON.
func notJSON(resp *http.Response) string {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return fmt.Sprintf("of Content-Type %q instead of JSON", kind)
}

// withoutQuery returns an address without what may hold a secret.
func withoutQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "an invalid address"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// mostText limits the bytes of a text of the service that are shown.
const mostText = 4 << 10

// Readable returns a text of the service as it can be shown on a terminal: without its end if it is longer than 4 KiB, and with
// what is neither visible, nor a blank, tab or end of line escaped as in Go.
func Readable(text string) string {
	cut := text
	if len(text) > mostText {
		cut = strings.ToValidUTF8(text[:mostText], "")
	}
	var b strings.Builder
	for _, r := range cut {
		if r == '\n' || r == '\t' || unicode.IsGraphic(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	if len(cut) < len(text) {
		fmt.Fprintf(&b, "… (%d bytes more)", len(text)-len(cut))
	}
	return b.String()
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
