// Package rpc serves the RPC style of the Alibaba Cloud API gateway over HTTP: it takes requests apart, checks their
// signature, decodes their parameters into Go structs and encodes answers and errors. It knows no product; the actions
// are given to it.
//
// A request passes these steps, and the first that refuses it decides the answer: parameters, known action, HTTP
// method, signature (key, token, time, nonce), flow control, injected fault, parameters of the action, the action.
package rpc

import (
	"context"
	"fmt"
	"net/url"
	"reflect"
	"time"
)

// Version is the API version that calls have to name.
const Version = "2018-08-08"

// Call is one authenticated API call.
type Call struct {
	Action      string
	Region      string // the RegionId parameter, empty when absent
	RequestID   string
	AccessKeyID string
	BaseURL     string    // under which the caller reached the server, as http://127.0.0.1:18080
	ClientToken string    // the ClientToken parameter, empty when absent
	Time        time.Time // when the call arrived, by the server's clock
	// Params holds the parameters from query and form without those of the protocol (Action, Signature, ...).
	Params url.Values
}

// Action is one API action. NewAction makes it.
type Action struct {
	Name     string
	PostOnly bool         // GET is refused
	Request  reflect.Type // the struct that Decode fills
	Response reflect.Type // the struct that is encoded as the answer

	shown map[string]bool // by Parameter.Name, whether the journal may show the value
	// decode returns the request and the names of the parameters that it has no place for.
	decode func(url.Values) (request any, unknown []string, err error)
	serve  func(ctx context.Context, call *Call, request any) (any, error)
}

// Option changes how an action is served.
type Option func(*Action)

// PostOnly makes an action refuse GET.
func PostOnly(a *Action) { a.PostOnly = true }

// NewAction makes the action of that name. For each call Req, a struct, is filled by Decode and given to serve; what
// serve returns is encoded as a JSON or XML object whose first member is RequestId. An error that is an *Error is answered as
// such, any other error as InternalError.
//
// NewAction panics if Req or Resp is not a struct, if Decode cannot fill Req, or if Resp has a RequestId of its own.
func NewAction[Req, Resp any](name string, serve func(ctx context.Context, call *Call, req *Req) (*Resp, error), opts ...Option) Action {
	a := Action{
		Name:     name,
		Request:  reflect.TypeFor[Req](),
		Response: reflect.TypeFor[Resp](),
		shown:    map[string]bool{},
		decode: func(params url.Values) (any, []string, error) {
			req := new(Req)
			unknown, err := Decode(params, req)
			return req, unknown, err
		},
		serve: func(ctx context.Context, call *Call, request any) (any, error) {
			return serve(ctx, call, request.(*Req))
		},
	}
	if a.Response.Kind() != reflect.Struct {
		panic(fmt.Sprintf("rpc: response of %s: %s is not a struct", name, a.Response))
	}
	if _, ok := a.Response.FieldByName("RequestId"); ok {
		panic(fmt.Sprintf("rpc: response of %s: RequestId is added by the server", name))
	}
	for _, p := range Parameters(a.Request) {
		a.shown[p.Name] = !p.Secret
	}
	for _, opt := range opts {
		opt(&a)
	}
	return a
}
