package acctest

import (
	"testing"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
)

// Client returns a client of the cloud, for what Terraform is not to do.
func (c *Cloud) Client(t testing.TB) *eci.Client {
	t.Helper()
	credentials, err := eci.NewCredentials(eci.CredentialsConfig{AccessKeyId: AccessKey, AccessKeySecret: SecretKey})
	if err != nil {
		t.Fatal(err)
	}
	client, err := eci.New(eci.Config{Region: Region, Endpoint: c.URL, Credentials: credentials, Transport: c.transport})
	if err != nil {
		t.Fatal(err)
	}
	return client
}
