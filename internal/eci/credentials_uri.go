package eci

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
	"github.com/hashicorp/go-cleanhttp"
)

// uriProvider takes temporary credentials from a URL. The library's provider loses the status of a refusal.
type uriProvider struct {
	url         *url.URL
	credentials *providers.Credentials
	// expirationTimestamp has the name and the unit that it has in the library, see [expiration].
	expirationTimestamp int64
}

func newURI(uri string) (*uriProvider, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("it is not an http:// or https:// URL")
	}
	return &uriProvider{url: u}, nil
}

// GetCredentials renews the credentials as early as the library's providers do.
func (p *uriProvider) GetCredentials() (*providers.Credentials, error) {
	if time.Until(time.Unix(p.expirationTimestamp, 0)) > 3*time.Minute {
		return p.credentials, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url.String(), nil)
	if err != nil {
		return nil, err
	}
	resp, err := cleanhttp.DefaultClient().Do(req)
	if err != nil {
		return nil, err
	}
	body, err := readAnswer(resp)
	if err != nil {
		return nil, &url.Error{Op: "Get", URL: p.url.String(), Err: err}
	}
	if resp.StatusCode != http.StatusOK {
		return nil, newError("GET "+withoutSecrets(p.url), resp, body)
	}
	return p.read(body)
}

// read takes the credentials out of an answer.
func (p *uriProvider) read(body []byte) (*providers.Credentials, error) {
	var answer struct {
		AccessKeyId, AccessKeySecret, SecurityToken string
		Expiration                                  time.Time
	}
	if json.Unmarshal(body, &answer) != nil {
		return nil, errors.New("the answer is not JSON with credentials")
	}
	if answer.AccessKeyId == "" || answer.AccessKeySecret == "" || answer.SecurityToken == "" || answer.Expiration.IsZero() {
		return nil, errors.New("the answer lacks AccessKeyId, AccessKeySecret, SecurityToken or Expiration")
	}
	p.credentials = &providers.Credentials{
		AccessKeyId: answer.AccessKeyId, AccessKeySecret: answer.AccessKeySecret, SecurityToken: answer.SecurityToken, ProviderName: p.GetProviderName(),
	}
	p.expirationTimestamp = answer.Expiration.Unix()
	return p.credentials, nil
}

// GetProviderName returns what the library calls such a provider.
func (p *uriProvider) GetProviderName() string { return "credential_uri" }

// withoutSecrets returns u without the user and the query.
func withoutSecrets(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
