package eci

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// maxAnswer bounds the memory for one answer. The largest real ones, pages of 20 container groups, stay far below.
const maxAnswer = 16 << 20

// exchange is one call of an action with all of its attempts.
type exchange struct {
	client *Client
	action string
	params url.Values
	// take decodes an answer. Its error says what is wrong with it.
	take func(answer []byte) error
	// refusals counts how often the source of the credentials has failed in a way that may pass.
	refusals int

	// What follows is about the latest attempt.
	attempt  int
	started  time.Time
	form     string
	secrets  []string
	latest   outcome
	unsigned error // why the next attempt could not be signed
}

// outcome is the result of an attempt.
type outcome struct {
	answer    []byte
	requestID string
	err       error // why there is no answer, or none of the API's, or the service's refusal
}

// send runs the attempts until one has an answer that take takes. They end in one of four ways:
//
//	the last attempt     and then                          send returns
//	was answered         -                                 nil
//	failed               no more was to be made            its error
//	failed               signing the next one failed       the error of signing
//	failed               ctx ended before the next one     why ctx ended, with the error of the attempt
func (x *exchange) send(ctx context.Context) error {
	if err := x.sign(ctx); err != nil {
		return fmt.Errorf("%s: %w", x.action, err)
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodPost, x.client.endpoint,
		retryablehttp.ReaderFunc(func() (io.Reader, error) { return strings.NewReader(x.form), nil }))
	if err != nil {
		return fmt.Errorf("%s: %w", x.action, err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", x.client.userAgent)

	// One sender per call, because its hooks need to know the call; connections are pooled in HTTPClient.
	sender := retryablehttp.Client{
		HTTPClient:   x.client.http,
		RetryMax:     x.client.maxRetries,
		RetryWaitMin: x.client.retryWaitMin,
		RetryWaitMax: x.client.retryWaitMax,
		CheckRetry:   x.check,
		Backoff:      x.backoff,
		PrepareRetry: x.prepareRetry,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	_, err = sender.Do(req) //nolint:bodyclose // readAnswer has closed it
	switch failed := x.latest.err; {
	case x.unsigned != nil:
		return fmt.Errorf("%s: %w", x.action, x.unsigned)
	case failed != nil && ctx.Err() != nil && !errors.Is(failed, ctx.Err()):
		return fmt.Errorf("%s: %w; attempt %d had failed: %w", x.action, context.Cause(ctx), x.attempt, failed)
	case failed != nil:
		return failed
	case err != nil:
		return fmt.Errorf("%s: %w", x.action, err)
	}
	return nil
}

// sign makes the form for the next attempt once it is allowed.
func (x *exchange) sign(ctx context.Context) error {
	if err := x.client.limits.wait(ctx, x.action); err != nil {
		return err
	}
	credentials, err := x.getCredentials(ctx)
	if err != nil {
		return err
	}
	if x.form, err = sign(x.action, x.params, credentials); err != nil {
		return fmt.Errorf("signing: %w", err)
	}
	x.secrets = secretValues(x.params, credentials)
	x.attempt++
	x.started = time.Now()
	return nil
}

// mostRefusals limits how often a call waits for a source of credentials to work again. What a source says does not always tell
// whether it will.
const mostRefusals = 3

// getCredentials asks for credentials until there are some, or there is no hope.
func (x *exchange) getCredentials(ctx context.Context) (Credentials, error) {
	for {
		credentials, err := x.client.askForCredentials(ctx)
		failed, ok := errors.AsType[*sourceError](err)
		if err == nil || !ok || !failed.transient || x.refusals == min(mostRefusals, x.client.maxRetries) {
			return credentials, err
		}
		tflog.Debug(ctx, "Got no credentials", map[string]any{"action": x.action, "error": err.Error()})
		select {
		case <-time.After(backoff(x.client.retryWaitMin, x.client.retryWaitMax, x.refusals, nil)):
			x.refusals++
		case <-ctx.Done():
			return Credentials{}, fmt.Errorf("%w; %w", context.Cause(ctx), err)
		}
	}
}

// askForCredentials gives up after as long as a request may take.
func (c *Client) askForCredentials(ctx context.Context) (Credentials, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.http.Timeout, &sourceError{fmt.Sprintf("no answer within %s", c.http.Timeout), true})
	defer cancel()
	return c.credentials.Credentials(ctx)
}

// prepareRetry signs anew, since the service refuses a nonce that it has seen.
func (x *exchange) prepareRetry(req *http.Request) error {
	x.unsigned = x.sign(req.Context())
	req.ContentLength = int64(len(x.form))
	return x.unsigned
}

// check takes in the answer of an attempt, logs it, and decides whether another attempt makes sense.
func (x *exchange) check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	var retry bool
	x.latest, retry = x.judge(ctx, resp, err)
	x.log(ctx, resp)
	return retry && ctx.Err() == nil, nil
}

// judge returns what an attempt came to and whether another may come to more.
func (x *exchange) judge(ctx context.Context, resp *http.Response, err error) (o outcome, retry bool) {
	if err == nil {
		o.answer, err = readAnswer(resp)
	}
	switch {
	case err != nil:
		o.err = fmt.Errorf("%s: %w", x.action, x.client.explainTimeout(ctx, err))
		return o, x.canRepeat() && isTransient(ctx, err)
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		refusal := newError(x.action, resp, o.answer, x.secrets)
		o.err, o.requestID = refusal, refusal.RequestID
		if IsThrottled(refusal) {
			x.client.limits.throttled(x.action, x.started)
		} else {
			x.client.limits.served(x.action)
		}
		retry = IsThrottled(refusal) || x.canRepeat() && isRetryable(refusal)
		// Asking earlier than the service wants is useless, waiting longer than configured unwelcome.
		return o, retry && retryAfter(resp.Header) <= x.client.retryWaitMax
	}
	x.client.limits.served(x.action)
	var common Response
	_ = json.Unmarshal(o.answer, &common) // take says what is wrong
	o.requestID = common.RequestId
	if err := x.take(o.answer); err != nil && isJSON(resp) {
		o.err = fmt.Errorf("%s: HTTP %d, but the answer %w", x.action, resp.StatusCode, err)
		return o, x.canRepeat()
	} else if err != nil { // it is often a proxy's or a portal's page
		o.err = fmt.Errorf("%s: HTTP %d, but the answer is %s", x.action, resp.StatusCode, notJSON(resp))
	}
	return o, false
}

// explainTimeout tells an attempt that took too long from a caller's time that is over: Go has one error for both.
func (c *Client) explainTimeout(ctx context.Context, err error) error {
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s did not answer within %s", c.endpoint, c.http.Timeout)
	}
	return err
}

// canRepeat reports whether it does no harm if the action is carried out twice, because no answer came to the first request: it
// only reads, its ClientToken makes two requests one, or the second finds done what it wants.
func (x *exchange) canRepeat() bool {
	return onlyReads(x.action) || x.action == "TagResources" || x.params.Has("ClientToken")
}

// onlyReads reports whether an action changes nothing.
func onlyReads(action string) bool {
	return strings.HasPrefix(action, "Describe") || strings.HasPrefix(action, "List")
}

// errTooLarge is not transient.
var errTooLarge = fmt.Errorf("the answer is larger than %d MiB", maxAnswer>>20)

// readAnswer reads and closes the body, so that the connection can be used again.
func readAnswer(resp *http.Response) ([]byte, error) {
	defer func() { resp.Body = http.NoBody }()
	defer resp.Body.Close()
	var answer bytes.Buffer
	if n, err := answer.ReadFrom(io.LimitReader(resp.Body, maxAnswer+1)); err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	} else if n > maxAnswer {
		return nil, errTooLarge
	}
	return answer.Bytes(), nil
}

// isTransient reports whether an attempt that got no answer is worth repeating.
func isTransient(ctx context.Context, err error) bool {
	// A name that does not exist is a mistyped region or endpoint.
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return false
	}
	transient, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err)
	return transient && !errors.Is(err, errTooLarge)
}

// backoff returns the wait before a retry: longer where the code says so and the service does not. After throttling it depends on how all
// calls of the action fare: one that was unlucky where others get through need not wait long.
func (x *exchange) backoff(waitMin, waitMax time.Duration, retry int, resp *http.Response) time.Duration {
	if IsThrottled(x.latest.err) {
		retry = max(0, x.client.limits.strain(x.action)-1)
	}
	wait := backoff(waitMin, waitMax, retry, resp)
	if refusal, ok := errors.AsType[*Error](x.latest.err); ok && retryAfter(resp.Header) == 0 {
		wait += min(LookUp(refusal.Code).Wait, waitMax)
	}
	return wait
}

// backoff is exponential with full jitter: between nothing and waitMin, doubled for each retry up to waitMax. What the
// service asks for comes on top.
func backoff(waitMin, waitMax time.Duration, retry int, resp *http.Response) time.Duration {
	limit := waitMax
	if retry < 30 && waitMin<<retry < waitMax {
		limit = waitMin << retry
	}
	wait := rand.N(limit + 1)
	if resp != nil {
		wait += retryAfter(resp.Header)
	}
	return wait
}

// retryAfter returns how long the service asks to wait: Retry-After in seconds or as a date, X-Acs-Retry-After in
// milliseconds.
func retryAfter(header http.Header) time.Duration {
	if ms, err := strconv.ParseUint(header.Get("X-Acs-Retry-After"), 10, 32); err == nil {
		return time.Duration(ms) * time.Millisecond
	}
	value := header.Get("Retry-After")
	if s, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(s) * time.Second
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(date))
	}
	return 0
}
