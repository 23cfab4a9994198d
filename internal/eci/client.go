package eci

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// Defaults for [Config].
const (
	DefaultMaxRetries     = 8
	DefaultRequestTimeout = time.Minute
	defaultRetryWaitMin   = 500 * time.Millisecond
	defaultRetryWaitMax   = time.Minute
)

// Limits of the service.
const (
	MaxIDs  = 20 // IDs in a call
	MaxTags = 20 // tags of an object
)

// Config says how to reach the service.
type Config struct {
	// Region is the region ID, such as cn-hangzhou. Required.
	Region string
	// Endpoint is a host or a URL instead of the region's public host; HTTPS unless it says http://.
	Endpoint string
	// Credentials sign every request. Required; see [NewCredentials].
	Credentials CredentialsProvider
	// UserAgent names the program to the service.
	UserAgent string
	// MaxRetries limits how often a failed request is sent again; 0 is never.
	MaxRetries int
	// RetryWaitMin is the longest wait before the first retry. It doubles with each, up to RetryWaitMax. A call whose
	// retry the service wants later than RetryWaitMax fails at once. 0 is the default.
	RetryWaitMin, RetryWaitMax time.Duration
	// RequestTimeout limits each attempt, from connecting to the end of the answer; 0 is the default.
	RequestTimeout time.Duration
	// RateLimits are calls per minute by action, "*" for all that are not named, each positive. They replace what the
	// service documents.
	RateLimits map[string]int
	// ReadAhead lets [Client.RecentContainerGroup] list groups that nobody has asked for yet.
	ReadAhead bool
	// Transport replaces the HTTP transport, for tests; nil is the default.
	Transport http.RoundTripper
}

// Client calls the API in one region. It is safe for concurrent use.
type Client struct {
	config       Config
	region       string
	endpoint     string
	credentials  CredentialsProvider
	userAgent    string
	maxRetries   int
	retryWaitMin time.Duration
	retryWaitMax time.Duration
	http         *http.Client
	limits       limits
	groups       *loader[ContainerGroup]
	groupsAhead  ahead[ContainerGroup]
	imageCaches  *loader[ImageCache]
	dataCaches   *loader[DataCache]
	virtualNodes *loader[VirtualNode]
	prices       prices
}

// New returns a client, or an error that says what is wrong with the configuration. It sends nothing.
func New(config Config) (*Client, error) {
	endpoint, err := endpointURL(config.Region, config.Endpoint)
	if err != nil {
		return nil, err
	}
	if config.Credentials == nil {
		return nil, errors.New("no credentials provider given")
	}
	if config.MaxRetries < 0 {
		return nil, errors.New("the number of retries must not be negative")
	}
	for action, perMinute := range config.RateLimits {
		if perMinute < 1 {
			return nil, fmt.Errorf("the limit of %s is %d calls per minute, not a positive number", action, perMinute)
		}
	}
	transport := config.Transport
	if transport == nil {
		pooled := cleanhttp.DefaultPooledTransport()
		// All calls go to one host, many at a time; over plain HTTP each needs a connection.
		pooled.MaxIdleConnsPerHost = pooled.MaxIdleConns
		transport = pooled
	}
	c := &Client{
		config:       config,
		region:       config.Region,
		endpoint:     endpoint,
		credentials:  config.Credentials,
		userAgent:    config.UserAgent,
		maxRetries:   config.MaxRetries,
		retryWaitMin: orDefault(config.RetryWaitMin, defaultRetryWaitMin),
		retryWaitMax: orDefault(config.RetryWaitMax, defaultRetryWaitMax),
		http: &http.Client{
			Transport: transport,
			Timeout:   orDefault(config.RequestTimeout, DefaultRequestTimeout),
			// A redirect would carry the signed form to another host.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	c.limits.perMinute = config.RateLimits
	c.groups = newLoader(MaxIDs, batchGap, c.fetchContainerGroups)
	if config.ReadAhead {
		c.groupsAhead.page, c.groups.hurried = c.listContainerGroups, c.groupsAhead.isListing
	}
	c.imageCaches = newLoader(MaxIDs, batchGap, c.fetchImageCaches)
	c.dataCaches = newLoader(MaxIDs, batchGap, c.fetchDataCaches)
	c.virtualNodes = newLoader(MaxIDs, batchGap, c.fetchVirtualNodes)
	return c, nil
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d <= 0 {
		return fallback
	}
	return d
}

// In returns a client of another region that is configured like c otherwise, endpoint included if there is one.
func (c *Client) In(region string) (*Client, error) {
	config := c.config
	config.Region = region
	config.Transport = c.http.Transport
	return New(config)
}

// Region returns the region ID that the client was made for.
func (c *Client) Region() string { return c.region }

// call performs action with the parameters in the struct that req points to. An empty RegionId is filled in, except where
// it means every region, and so is an empty ClientToken, which stays the same on every retry: a lost answer then never
// makes a second object.
func call[R any](ctx context.Context, c *Client, action string, req any) (*R, error) {
	params := encode(req)
	if !params.Has("RegionId") && action != "DescribeRegions" {
		params.Set("RegionId", c.region)
	}
	if takesClientToken(req) && !params.Has("ClientToken") {
		params.Set("ClientToken", rand.Text())
	}
	if !onlyReads(action) {
		c.groupsAhead.stop()
	}
	resp := new(R)
	x := &exchange{client: c, action: action, params: params, take: func(answer []byte) error {
		*resp = *new(R) // an earlier answer that is broken may have filled some of it
		return decode(answer, resp)
	}}
	if err := x.send(ctx); err != nil {
		return nil, err
	}
	return resp, nil
}

// Call performs an action with parameters as they are, for what the other methods cannot ask, and decodes the answer into the struct
// that answer points to. A missing RegionId is filled in, in params. A call that only reads, or has a ClientToken, is repeated like others.
func (c *Client) Call(ctx context.Context, action string, params url.Values, answer any) error {
	if !params.Has("RegionId") {
		params.Set("RegionId", c.region)
	}
	x := &exchange{client: c, action: action, params: params, take: func(body []byte) error { return decode(body, answer) }}
	return x.send(ctx)
}

// decode fills the struct that resp points to from an answer. One that lacks its RequestId, or a member with the tag
// eci:",required", is broken: it is not ECI's, and counts as little as one that is cut off. The members of an answer that ECI
// leaves out when they are empty have no such tag; a list may also be null or missing beside a TotalCount of 0.
func decode(answer []byte, resp any) error {
	if err := json.Unmarshal(answer, resp); err != nil {
		return fmt.Errorf("is broken JSON: %w", err)
	}
	v := reflect.ValueOf(resp).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if (field.Name == "RequestId" || field.Tag.Get("eci") == ",required") && v.Field(i).IsZero() &&
			(field.Type.Kind() != reflect.Slice || !hasNone(answer)) {
			return fmt.Errorf("lacks its %s", field.Name)
		}
	}
	return nil
}

// hasNone reports whether an answer says that it lists nothing.
func hasNone(answer []byte) bool {
	var list struct{ TotalCount *int64 }
	return json.Unmarshal(answer, &list) == nil && list.TotalCount != nil && *list.TotalCount == 0
}
