package rpc

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// maxBody bounds the body of a request. A group with many config files fits.
const maxBody = 8 << 20

// request is an HTTP request taken apart.
type request struct {
	*http.Request
	body   []byte
	query  url.Values
	params url.Values // of query and form; a parameter that was sent twice has two equal values
}

// readRequest reads the parameters from query and form.
func readRequest(w http.ResponseWriter, r *http.Request) (*request, error) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, unsupportedMethod(r.Method)
	}
	if r.URL.Path != "/" {
		return nil, Errorf(http.StatusNotFound, "InvalidApi.NotFound", "The API is served at the path / only.")
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("InvalidParameter", "The query is not URL-encoded.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, bodyError(err)
	}
	form := url.Values{}
	if len(body) > 0 {
		if form, err = parseForm(r, body); err != nil {
			return nil, err
		}
	}
	params, err := merge(query, form)
	if err != nil {
		return nil, err
	}
	return &request{Request: r, body: body, query: query, params: params}, nil
}

// format is the format of the answer. Without the parameter it is the gateway's default for the style of the signature.
func (r *request) format() string {
	if format := r.params.Get("Format"); format != "" {
		return format
	}
	if r.signedWithACS3() {
		return "JSON"
	}
	return "XML"
}

// wantsXML reports whether the answer is to be XML. A format that does not exist is refused in JSON.
func (r *request) wantsXML() bool { return strings.EqualFold(r.format(), "XML") }

func (r *request) signedWithACS3() bool {
	return strings.HasPrefix(r.Header.Get("Authorization"), "ACS3-")
}

func unsupportedMethod(method string) *Error {
	return badRequest("UnsupportedHTTPMethod", "The action cannot be called with the HTTP method %.20q.", method)
}

func bodyError(err error) *Error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return Errorf(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The body is larger than %d bytes.", tooLarge.Limit)
	}
	return badRequest("ContentLengthDoesNotMatch", "The body ended early.")
}

func parseForm(r *http.Request, body []byte) (url.Values, error) {
	contentType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || contentType != "application/x-www-form-urlencoded" {
		return nil, badRequest("InvalidContentType", "A body has to be of type application/x-www-form-urlencoded.")
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, badRequest("InvalidParameter", "The body is not URL-encoded.")
	}
	return form, nil
}

// merge joins query and form. A parameter may be in both, but has one value only.
func merge(query, form url.Values) (url.Values, error) {
	params := url.Values{}
	for _, values := range []url.Values{query, form} {
		for name, all := range values {
			params[name] = append(params[name], all...)
			for _, value := range all {
				if value != params[name][0] {
					return nil, invalid(name, "it was sent twice, with different values")
				}
			}
		}
	}
	return params, nil
}

// protocolParameters carry the protocol, not the action's business.
var protocolParameters = []string{
	"Action", "Version", "Format", "AccessKeyId", "SecurityToken", "Timestamp",
	"Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "SignatureType",
}

// business returns the parameters without those of the protocol.
func (r *request) business() url.Values {
	params := url.Values{}
	for name, values := range r.params {
		params.Set(name, values[0])
	}
	for _, name := range protocolParameters {
		params.Del(name)
	}
	return params
}
