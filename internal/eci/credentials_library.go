// Written for github.com/aliyun/credentials-go 1.4.14: this file makes up for what the library keeps to itself, when credentials
// expire and why a source gave none. TestLibraryKnowsWhenCredentialsExpire fails for a version that keeps the first elsewhere.

package eci

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
	"golang.org/x/sync/singleflight"
)

// renewed adapts a provider of the library, which knows no context, is not safe for concurrent use, forgets credentials
// that it could not renew, and panics on some unexpected answers.
type renewed struct {
	inner  providers.CredentialsProvider
	source string
	// fetches holds the one use of inner that all callers share; it may outlast the call that began it.
	fetches singleflight.Group
	last    atomic.Pointer[temporaryCredentials]
}

// temporaryCredentials are what a source gave last.
type temporaryCredentials struct {
	Credentials
	expiration time.Time
}

// Credentials implements [CredentialsProvider]. Those that could not be renewed serve until they expire.
func (r *renewed) Credentials(ctx context.Context) (Credentials, error) {
	var failure error
	select {
	case result := <-r.fetches.DoChan("", r.fetch):
		if result.Err == nil {
			return result.Val.(Credentials), nil
		}
		// Not wrapped, since the cause may quote a secret.
		failure = &sourceError{reason(result.Err), isUnavailable(result.Err)}
	case <-ctx.Done():
		failure = context.Cause(ctx)
	}
	if last := r.last.Load(); last != nil && time.Now().Before(last.expiration) {
		return last.Credentials, nil
	}
	return Credentials{}, fmt.Errorf("credentials from %s: %w", r.source, failure)
}

// fetch returns the Credentials of inner.
func (r *renewed) fetch() (_ any, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the answer lacks a part")
		}
	}()
	got, err := r.inner.GetCredentials()
	if err != nil {
		return nil, err
	}
	credentials := Credentials{got.AccessKeyId, got.AccessKeySecret, got.SecurityToken}
	r.last.Store(&temporaryCredentials{credentials, expiration(r.inner)})
	return credentials, nil
}

// expiration returns when the credentials that provider gave last expire, or a time long ago if it does not know. The
// library keeps it to itself.
func expiration(provider providers.CredentialsProvider) time.Time {
	v := reflect.Indirect(reflect.ValueOf(provider))
	if _, ok := provider.(*providers.CLIProfileCredentialsProvider); ok {
		v = reflect.Indirect(v.FieldByName("innerProvider").Elem())
	}
	if v.Kind() != reflect.Struct || !v.FieldByName("expirationTimestamp").CanInt() {
		return time.Time{}
	}
	return time.Unix(v.FieldByName("expirationTimestamp").Int(), 0)
}

// sourceError is why a source gave no credentials.
type sourceError struct {
	reason    string
	transient bool
}

func (e *sourceError) Error() string { return e.reason }

// private matches the user of a URL, and its query, where STS takes the security token.
var private = regexp.MustCompile(`[^\s"/]*@|\?[^\s"]*`)

// reason returns the text of err without what may hold a secret: the users and the queries of URLs and the bodies of
// answers, of which only the code and the message are kept.
func reason(err error) string {
	text := err.Error()
	var answer struct{ Code, Message string }
	if i := strings.IndexAny(text, "{<\n"); i >= 0 {
		body := text[i:]
		text = text[:i]
		if json.Unmarshal([]byte(body), &answer) == nil && answer.Code != "" {
			message, _, _ := strings.Cut(answer.Message, "string to sign")
			text = strings.TrimRight(text, ": ") + ": " + answer.Code + ": " + message
		}
	}
	text = strings.TrimRight(private.ReplaceAllString(text, ""), ": ")
	if strings.HasSuffix(text, "failed") {
		text += ": the answer does not say why"
	}
	return text
}

// The library keeps only the body of a refusal, and of the metadata service's failures only the text.
var (
	sessionRefused      = regexp.MustCompile(`(?s)^(?:refresh|get) (?:session token|credentials)(?: from [^\n]*?)? failed: (.*)$`)
	metadataUnavailable = regexp.MustCompile(`^(?:get metadata token failed|refresh Ecs sts token err): |httpStatus: (?:429|5\d\d)`)
)

// isUnavailable reports whether a source that failed with err may work again soon.
func isUnavailable(err error) bool {
	if failed, ok := errors.AsType[*url.Error](err); ok {
		return failed.Op != "parse" && isTransient(context.Background(), err)
	}
	if refused := sessionRefused.FindStringSubmatch(err.Error()); refused != nil {
		var answer struct{ Code string }
		// What is not JSON comes from something on the way.
		return json.Unmarshal([]byte(refused[1]), &answer) != nil || isRetryable(&Error{Code: answer.Code})
	}
	_, cut := errors.AsType[*net.OpError](err)
	return cut || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.DeadlineExceeded) ||
		metadataUnavailable.MatchString(err.Error())
}
