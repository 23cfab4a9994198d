package attribute

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	v1 "k8s.io/client-go/tools/clientcmd/api/v1"
	"sigs.k8s.io/yaml"
)

// Kubeconfig accepts a kubeconfig in YAML that works on another machine: its current context names a cluster with an
// address and a user with credentials, and nothing refers to files or programs of this machine.
func Kubeconfig() validator.String { return wholeKubeconfig{} }

type wholeKubeconfig struct{}

func (wholeKubeconfig) Description(context.Context) string {
	return "value must be a kubeconfig that holds everything it needs"
}

func (v wholeKubeconfig) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v wholeKubeconfig) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := checkKubeconfig(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Value", fmt.Sprintf("%s: %v.", v.Description(ctx), err))
	}
}

// checkKubeconfig says what is wrong with a kubeconfig. It never repeats any of it but names, which are no secrets.
func checkKubeconfig(text string) error {
	var config v1.Config
	if yaml.Unmarshal([]byte(text), &config) != nil { // the error may quote the text
		return errors.New("it is not the YAML of a kubeconfig")
	}
	if config.Kind != "Config" || config.APIVersion != "v1" {
		return errors.New("it is not of kind Config and apiVersion v1")
	}
	current := find(config.Contexts, config.CurrentContext, func(c v1.NamedContext) (string, v1.Context) { return c.Name, c.Context })
	if current == nil {
		return fmt.Errorf("it has no context %q, which current-context names", config.CurrentContext)
	}
	cluster := find(config.Clusters, current.Cluster, func(c v1.NamedCluster) (string, v1.Cluster) { return c.Name, c.Cluster })
	if cluster == nil {
		return fmt.Errorf("it has no cluster %q, which context %q names", current.Cluster, config.CurrentContext)
	}
	user := find(config.AuthInfos, current.AuthInfo, func(u v1.NamedAuthInfo) (string, v1.AuthInfo) { return u.Name, u.AuthInfo })
	if user == nil {
		return fmt.Errorf("it has no user %q, which context %q names", current.AuthInfo, config.CurrentContext)
	}
	if server, err := url.Parse(cluster.Server); err != nil || server.Host == "" {
		return fmt.Errorf("cluster %q has no server with a URL", current.Cluster)
	}
	for field, value := range map[string]string{
		"certificate-authority of cluster " + current.Cluster: cluster.CertificateAuthority,
		"client-certificate of user " + current.AuthInfo:      user.ClientCertificate,
		"client-key of user " + current.AuthInfo:              user.ClientKey,
		"tokenFile of user " + current.AuthInfo:               user.TokenFile,
	} {
		if value != "" {
			return fmt.Errorf("%s is a file of this machine; kubectl config view --minify --flatten puts it into the text", field)
		}
	}
	if user.Exec != nil || user.AuthProvider != nil {
		return fmt.Errorf("user %q logs in with a program of this machine; use a token or a certificate", current.AuthInfo)
	}
	if user.Token == "" && user.Password == "" && (len(user.ClientCertificateData) == 0 || len(user.ClientKeyData) == 0) {
		return fmt.Errorf("user %q has neither a token nor a certificate with its key", current.AuthInfo)
	}
	return nil
}

// find returns the element of a name, or nil.
func find[N, T any](all []N, name string, of func(N) (string, T)) *T {
	for _, element := range all {
		if n, value := of(element); n == name {
			return &value
		}
	}
	return nil
}
