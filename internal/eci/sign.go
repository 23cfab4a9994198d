package eci

import (
	"net/url"

	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth"
	sdkcredentials "github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
)

// version is the version of the API that the package speaks.
const version = "2018-08-08"

// sign composes an RPC request for POST: it adds the common parameters, a fresh nonce, the current time and the
// HMAC-SHA1 signature to params and returns all of them as a form body. It leaves params alone.
func sign(action string, params url.Values, credentials Credentials) (string, error) {
	rpc := new(requests.RpcRequest)
	rpc.InitWithApiInfo("Eci", version, action, "eci", "openAPI")
	for name := range params {
		rpc.FormParams[name] = params.Get(name)
	}
	// The SDK puts its own parameters into the query, where a proxy would log them; one map for both keeps all in the form.
	rpc.QueryParams = rpc.FormParams
	if err := auth.Sign(rpc, nil, params.Get("RegionId"), signingCredentials(credentials)); err != nil {
		return "", err
	}
	form := url.Values{}
	for name, value := range rpc.FormParams {
		form.Set(name, value)
	}
	return form.Encode(), nil
}

// signingCredentials offers credentials to the SDK, whose providers take no context and therefore must not fetch any.
type signingCredentials Credentials

func (c signingCredentials) GetCredentials() (*sdkcredentials.Credentials, error) {
	return &sdkcredentials.Credentials{
		AccessKeyId:     c.AccessKeyId,
		AccessKeySecret: c.AccessKeySecret,
		SecurityToken:   c.SecurityToken,
	}, nil
}

func (c signingCredentials) GetProviderName() string { return "static" }
