package rpc

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
)

// signed holds what the caller signed, in either style of signature.
type signed struct {
	action, version, format string
	accessKeyID, token      string
	nonce                   string
	time                    time.Time
	signature               string                       // as sent
	sign                    func(secret string) []string // as it should be: one of these
}

// verify checks the signature against the secret, in a time that tells nothing about it.
func (s *signed) verify(secret string) error {
	for _, signature := range s.sign(secret) {
		if hmac.Equal([]byte(signature), []byte(s.signature)) {
			return nil
		}
	}
	return badRequest("SignatureDoesNotMatch", "The signature does not match the request and the secret of the access key.")
}

// readSigned reads the signature in the style that the request has.
func readSigned(r *request) (*signed, error) {
	if r.signedWithACS3() {
		return readACS3(r)
	}
	return readV1(r)
}

func parseTimestamp(text string) (time.Time, error) {
	t, err := time.Parse("2006-01-02T15:04:05Z", text)
	if err != nil {
		return time.Time{}, badRequest("InvalidTimeStamp.Format", "The time of the request is not of the form yyyy-MM-ddTHH:mm:ssZ in UTC.")
	}
	return t, nil
}

// readV1 reads a signature of version 1, HMAC-SHA1 over all parameters, which is itself a parameter.
func readV1(r *request) (*signed, error) {
	for _, name := range []string{
		"Action", "Version", "AccessKeyId", "Timestamp", "SignatureNonce", "SignatureMethod", "SignatureVersion", "Signature",
	} {
		if r.params.Get(name) == "" {
			return nil, missingProtocol(name, "The parameter "+name)
		}
	}
	if r.params.Get("SignatureMethod") != "HMAC-SHA1" || r.params.Get("SignatureType") != "" {
		return nil, badRequest("InvalidSignatureMethod", "Version 1 signatures are served with SignatureMethod HMAC-SHA1 and no SignatureType.")
	}
	if r.params.Get("SignatureVersion") != "1.0" {
		return nil, badRequest("InvalidSignatureVersion", "SignatureVersion has to be 1.0.")
	}
	at, err := parseTimestamp(r.params.Get("Timestamp"))
	if err != nil {
		return nil, err
	}
	return &signed{
		action:      r.params.Get("Action"),
		version:     r.params.Get("Version"),
		format:      r.format(),
		accessKeyID: r.params.Get("AccessKeyId"),
		token:       r.params.Get("SecurityToken"),
		nonce:       r.params.Get("SignatureNonce"),
		time:        at,
		signature:   r.params.Get("Signature"),
		sign: func(secret string) []string {
			params := maps.Clone(r.params)
			params.Del("Signature")
			mac := hmac.New(sha1.New, []byte(secret+"&"))
			mac.Write([]byte(r.Method + "&%2F&" + percentEncode(canonicalParams(params, percentEncode))))
			return []string{base64.StdEncoding.EncodeToString(mac.Sum(nil))}
		},
	}, nil
}

const acs3Algorithm = "ACS3-HMAC-SHA256"

// readACS3 reads a signature of version 3, HMAC-SHA256 over method, query, headers and the hash of the body, in the
// header Authorization.
func readACS3(r *request) (*signed, error) {
	header := r.Header
	algorithm, rest, _ := strings.Cut(header.Get("Authorization"), " ")
	if algorithm != acs3Algorithm {
		return nil, badRequest("InvalidSignatureMethod", "The algorithm of the header Authorization has to be %s.", acs3Algorithm)
	}
	parts := map[string]string{}
	for part := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		parts[name] = value
	}
	for _, name := range []string{"Credential", "SignedHeaders", "Signature"} {
		if parts[name] == "" {
			return nil, badRequest("IncompleteSignature", "The header Authorization lacks %s.", name)
		}
	}
	for _, needed := range []struct{ parameter, header string }{
		{"Action", "x-acs-action"}, {"Version", "x-acs-version"},
		{"Timestamp", "x-acs-date"}, {"SignatureNonce", "x-acs-signature-nonce"},
	} {
		if header.Get(needed.header) == "" {
			return nil, missingProtocol(needed.parameter, "The header "+needed.header)
		}
	}
	if id := header.Get("X-Acs-Accesskey-Id"); id != "" && id != parts["Credential"] {
		return nil, badRequest("IncompleteSignature", "The header x-acs-accesskey-id names another access key than Credential.")
	}
	names := strings.Split(parts["SignedHeaders"], ";")
	if err := checkSignedHeaders(r, names); err != nil {
		return nil, err
	}
	at, err := parseTimestamp(header.Get("X-Acs-Date"))
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(r.body)
	payload := hex.EncodeToString(digest[:])
	if header.Get("X-Acs-Content-Sha256") != payload {
		return nil, badRequest("SignatureDoesNotMatch", "The header x-acs-content-sha256 is not the SHA-256 of the body.")
	}
	sign := func(secret, query string) string {
		canonical := sha256.Sum256([]byte(strings.Join([]string{
			r.Method, "/", query, canonicalHeaders(r, names), parts["SignedHeaders"], payload,
		}, "\n")))
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(acs3Algorithm + "\n" + hex.EncodeToString(canonical[:])))
		return hex.EncodeToString(mac.Sum(nil))
	}
	return &signed{
		action:      header.Get("X-Acs-Action"),
		version:     header.Get("X-Acs-Version"),
		format:      r.format(),
		accessKeyID: parts["Credential"],
		token:       header.Get("X-Acs-Security-Token"),
		nonce:       header.Get("X-Acs-Signature-Nonce"),
		time:        at,
		signature:   parts["Signature"],
		// Alibaba's own clients do not encode the names, the specification does. It matters for keys of maps, which hold a #.
		sign: func(secret string) []string {
			return []string{
				sign(secret, canonicalParams(r.query, percentEncode)),
				sign(secret, canonicalParams(r.query, plainName)),
			}
		},
	}, nil
}

// checkSignedHeaders refuses a signature that leaves out a header that counts.
func checkSignedHeaders(r *request, names []string) error {
	want := []string{"host"}
	for name := range r.Header {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-acs-") || name == "content-type" {
			want = append(want, name)
		}
	}
	slices.Sort(want)
	for _, name := range want {
		if !slices.Contains(names, name) {
			return badRequest("IncompleteSignature", "The header %.100q has to be signed.", name)
		}
	}
	if !slices.IsSorted(names) {
		return badRequest("IncompleteSignature", "The names of the signed headers have to be sorted.")
	}
	return nil
}

// canonicalHeaders writes the named headers as name:value lines.
func canonicalHeaders(r *request, names []string) string {
	var b strings.Builder
	for _, name := range names {
		value := strings.Join(r.Header.Values(name), ",")
		if name == "host" {
			value = r.Host // net/http keeps it apart
		}
		b.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	return b.String()
}

// canonicalParams writes parameters sorted by name and joined with &, the values percent-encoded and the names by encodeName.
func canonicalParams(params url.Values, encodeName func(string) string) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(params)) {
		for _, value := range params[name] {
			pairs = append(pairs, encodeName(name)+"="+percentEncode(value))
		}
	}
	return strings.Join(pairs, "&")
}

// plainName leaves a parameter's name as it is, unless the query could then be read in another way.
func plainName(name string) string {
	if strings.ContainsFunc(name, func(r rune) bool { return strings.ContainsRune("&=%", r) || unicode.IsControl(r) }) {
		return percentEncode(name)
	}
	return name
}

// percentEncode encodes everything but RFC 3986's unreserved characters; QueryEscape differs in the space only.
func percentEncode(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}
