package eci

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
)

// Credentials sign requests. SecurityToken is empty unless they are temporary.
type Credentials struct {
	AccessKeyId     string
	AccessKeySecret string
	SecurityToken   string
}

// Format prints the access key ID only, with any verb, so that no log or error can hold the secrets.
func (c Credentials) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "credentials of access key "+c.AccessKeyId)
}

// CredentialsProvider returns credentials that are valid for the next few minutes. It is asked before every attempt and
// is safe for concurrent use.
type CredentialsProvider interface {
	Credentials(ctx context.Context) (Credentials, error)
}

// CredentialsConfig says where credentials come from. At most one source may be given: an access key, a profile, OIDC,
// an ECS RAM role or a URI; with none, the environment decides, see [NewCredentials].
type CredentialsConfig struct {
	AccessKeyId     string
	AccessKeySecret string
	SecurityToken   string

	// Profile is the name of a profile of the aliyun CLI; empty takes that of the environment, or the current one.
	Profile string
	// SharedConfigFile is the configuration file of the aliyun CLI; empty takes that of the environment, or
	// ~/.aliyun/config.json. Here and in all other paths, ~ is the home directory.
	SharedConfigFile string

	// ECSRoleName is the RAM role of the ECS instance that the program runs on. Only IMDSv2 is used.
	ECSRoleName string

	// CredentialsURI is a URL that answers temporary credentials as JSON.
	CredentialsURI string

	AssumeRoleWithOIDC *AssumeRoleWithOIDC

	// AssumeRole, if not nil, exchanges the credentials of the source for those of a role.
	AssumeRole *AssumeRole

	// STSEndpoint is the host, optionally with a port, that AssumeRole and AssumeRoleWithOIDC call over HTTPS; empty is
	// ALIBABA_CLOUD_STS_ENDPOINT or ALICLOUD_STS_ENDPOINT, else the public one.
	STSEndpoint string
}

// AssumeRole names a RAM role to assume.
type AssumeRole struct {
	RoleArn string
	// SessionName appears in the audit log; empty is a generated one.
	SessionName string
	// SessionExpiration is at least 15 minutes; 0 is an hour.
	SessionExpiration time.Duration
	// Policy restricts the session further; empty does not.
	Policy     string
	ExternalId string
}

// AssumeRoleWithOIDC names a RAM role to assume with a token of an OpenID Connect provider.
type AssumeRoleWithOIDC struct {
	RoleArn         string
	OIDCProviderArn string
	// OIDCToken is the token itself; OIDCTokenFile holds it, and is read again for each session. Exactly one is set.
	OIDCToken     string
	OIDCTokenFile string
	// SessionName appears in the audit log; empty is a generated one.
	SessionName string
	// SessionExpiration is at least 15 minutes; 0 is an hour.
	SessionExpiration time.Duration
	// Policy restricts the session further; empty does not.
	Policy string
}

// NewCredentials returns the provider that config describes. Without a source in config, these are tried in the
// environment, in this order; of two names the first wins:
//
//   - ALIBABA_CLOUD_ACCESS_KEY_ID or ALICLOUD_ACCESS_KEY, with ALIBABA_CLOUD_ACCESS_KEY_SECRET or ALICLOUD_SECRET_KEY
//     and optionally ALIBABA_CLOUD_SECURITY_TOKEN or ALICLOUD_SECURITY_TOKEN
//   - ALIBABA_CLOUD_OIDC_PROVIDER_ARN with ALIBABA_CLOUD_ROLE_ARN, either ALIBABA_CLOUD_OIDC_TOKEN or
//     ALIBABA_CLOUD_OIDC_TOKEN_FILE, and optionally ALIBABA_CLOUD_ROLE_SESSION_NAME, or the same names with ALICLOUD_
//   - ALIBABA_CLOUD_PROFILE or ALICLOUD_PROFILE, ALIBABA_CLOUD_CONFIG_FILE or ALICLOUD_SHARED_CREDENTIALS_FILE
//   - ALIBABA_CLOUD_ECS_METADATA or ALICLOUD_ECS_ROLE_NAME
//   - ALIBABA_CLOUD_CREDENTIALS_URI or ALICLOUD_CREDENTIALS_URI
//   - the current profile in ~/.aliyun/config.json
//
// It reads the profile but contacts nobody, so its errors are about the configuration. Temporary credentials are fetched
// when first needed and renewed three minutes before they expire. Errors name the source and never hold a secret.
func NewCredentials(config CredentialsConfig) (CredentialsProvider, error) {
	config, err := withSource(config)
	if err != nil {
		return nil, err
	}
	if config.STSEndpoint == "" {
		config.STSEndpoint = getenv("STS_ENDPOINT", "STS_ENDPOINT")
	}
	inner, source, err := newSource(config)
	if err == nil && config.AssumeRole != nil {
		inner, err = newAssumeRole(*config.AssumeRole, config.STSEndpoint, inner)
		source = fmt.Sprintf("role %s assumed with %s", config.AssumeRole.RoleArn, source)
	}
	if err != nil {
		return nil, fmt.Errorf("credentials from %s: %s", source, reason(err))
	}
	return &renewed{inner: inner, source: source}, nil
}

// withSource returns config with exactly one source: its own, or the first one in the environment.
func withSource(config CredentialsConfig) (CredentialsConfig, error) {
	sources := sourcesIn(config)
	if len(sources) > 1 {
		return config, fmt.Errorf("more than one source of credentials given: %s", strings.Join(sources, ", "))
	}
	if len(sources) == 1 {
		return config, nil
	}
	for _, candidate := range environmentSources() {
		if len(sourcesIn(candidate)) > 0 {
			candidate.AssumeRole, candidate.STSEndpoint = config.AssumeRole, config.STSEndpoint
			return candidate, nil
		}
	}
	return config, errors.New("no credentials: none are configured, none of the environment variables for an access key, " +
		"OIDC, a profile, an ECS RAM role or a credentials URI is set, and there is no ~/.aliyun/config.json")
}

// sourcesIn names the sources that config gives.
func sourcesIn(config CredentialsConfig) []string {
	var sources []string
	for _, source := range []struct {
		name  string
		given bool
	}{
		{"an access key", config.AccessKeyId+config.AccessKeySecret+config.SecurityToken != ""},
		{"OIDC", config.AssumeRoleWithOIDC != nil},
		{"a profile", config.Profile+config.SharedConfigFile != ""},
		{"an ECS RAM role", config.ECSRoleName != ""},
		{"a credentials URI", config.CredentialsURI != ""},
	} {
		if source.given {
			sources = append(sources, source.name)
		}
	}
	return sources
}

// environmentSources returns what the environment says about each source, in the order of NewCredentials.
func environmentSources() []CredentialsConfig {
	candidates := []CredentialsConfig{{
		AccessKeyId:     getenv("ACCESS_KEY_ID", "ACCESS_KEY"),
		AccessKeySecret: getenv("ACCESS_KEY_SECRET", "SECRET_KEY"),
	}}
	if candidates[0].AccessKeyId != "" {
		candidates[0].SecurityToken = getenv("SECURITY_TOKEN", "SECURITY_TOKEN")
	}
	if arn := getenv("OIDC_PROVIDER_ARN", "OIDC_PROVIDER_ARN"); arn != "" {
		role := &AssumeRoleWithOIDC{
			OIDCProviderArn: arn,
			RoleArn:         getenv("ROLE_ARN", "ROLE_ARN"),
			OIDCToken:       getenv("OIDC_TOKEN", "OIDC_TOKEN"),
			SessionName:     getenv("ROLE_SESSION_NAME", "ROLE_SESSION_NAME"),
		}
		if role.OIDCToken == "" {
			role.OIDCTokenFile = getenv("OIDC_TOKEN_FILE", "OIDC_TOKEN_FILE")
		}
		candidates = append(candidates, CredentialsConfig{AssumeRoleWithOIDC: role})
	}
	candidates = append(candidates,
		CredentialsConfig{
			Profile:          getenv("PROFILE", "PROFILE"),
			SharedConfigFile: getenv("CONFIG_FILE", "SHARED_CREDENTIALS_FILE"),
		},
		CredentialsConfig{ECSRoleName: getenv("ECS_METADATA", "ECS_ROLE_NAME")},
		CredentialsConfig{CredentialsURI: getenv("CREDENTIALS_URI", "CREDENTIALS_URI")},
	)
	if file := defaultConfigFile(); file != "" {
		if _, err := os.Stat(file); err == nil {
			candidates = append(candidates, CredentialsConfig{SharedConfigFile: file})
		}
	}
	return candidates
}

// getenv returns ALIBABA_CLOUD_newName, or if that is empty ALICLOUD_oldName.
func getenv(newName, oldName string) string {
	if value := os.Getenv("ALIBABA_CLOUD_" + newName); value != "" {
		return value
	}
	return os.Getenv("ALICLOUD_" + oldName)
}

func defaultConfigFile() string {
	if _, err := os.UserHomeDir(); err != nil {
		return ""
	}
	return inHome("~/.aliyun/config.json")
}

// inHome returns a path with the home directory in place of ~ at its beginning, which no shell has replaced in a configuration.
func inHome(file string) string {
	below, found := strings.CutPrefix(file, "~/")
	home, err := os.UserHomeDir()
	if !found || err != nil {
		return file
	}
	return filepath.Join(home, below)
}

// newSource builds the one source of config and names it. Every field that the library would otherwise fill in from the
// environment is checked or set, so that a given source is never mixed with another.
func newSource(config CredentialsConfig) (providers.CredentialsProvider, string, error) {
	switch {
	case config.AssumeRoleWithOIDC != nil:
		source := fmt.Sprintf("role %s assumed with OIDC", config.AssumeRoleWithOIDC.RoleArn)
		provider, err := newOIDC(*config.AssumeRoleWithOIDC, config.STSEndpoint)
		return provider, source, err
	case config.ECSRoleName != "":
		provider, err := providers.NewECSRAMRoleCredentialsProviderBuilder().
			WithRoleName(config.ECSRoleName).WithDisableIMDSv1(true).Build()
		return provider, fmt.Sprintf("ECS RAM role %s", config.ECSRoleName), err
	case config.CredentialsURI != "":
		provider, err := providers.NewURLCredentialsProviderBuilder().WithUrl(config.CredentialsURI).Build()
		return provider, "the credentials URI", err
	case config.Profile+config.SharedConfigFile != "":
		return newProfile(config)
	default:
		provider, err := newAccessKey(config)
		return provider, "an access key", err
	}
}

func newAccessKey(config CredentialsConfig) (providers.CredentialsProvider, error) {
	if config.AccessKeyId == "" || config.AccessKeySecret == "" {
		return nil, errors.New("the access key ID and the access key secret are only valid together")
	}
	if config.SecurityToken == "" {
		return providers.NewStaticAKCredentialsProviderBuilder().
			WithAccessKeyId(config.AccessKeyId).WithAccessKeySecret(config.AccessKeySecret).Build()
	}
	return providers.NewStaticSTSCredentialsProviderBuilder().
		WithAccessKeyId(config.AccessKeyId).WithAccessKeySecret(config.AccessKeySecret).
		WithSecurityToken(config.SecurityToken).Build()
}

func newOIDC(role AssumeRoleWithOIDC, stsEndpoint string) (providers.CredentialsProvider, error) {
	switch {
	case role.RoleArn == "" || role.OIDCProviderArn == "":
		return nil, errors.New("the ARNs of the role and of the OIDC provider are required")
	case (role.OIDCToken == "") == (role.OIDCTokenFile == ""):
		return nil, errors.New("either an OIDC token or a file with one is required")
	case role.OIDCTokenFile != "" && os.Getenv("ALIBABA_CLOUD_OIDC_TOKEN") != "":
		return nil, errors.New("ALIBABA_CLOUD_OIDC_TOKEN would be used instead of the OIDC token file: unset it")
	}
	return providers.NewOIDCCredentialsProviderBuilder().
		WithRoleArn(role.RoleArn).WithOIDCProviderARN(role.OIDCProviderArn).
		WithOIDCToken(role.OIDCToken).WithOIDCTokenFilePath(inHome(role.OIDCTokenFile)).
		WithRoleSessionName(role.SessionName).WithDurationSeconds(int(role.SessionExpiration.Seconds())).
		WithPolicy(role.Policy).WithSTSEndpoint(stsEndpoint).Build()
}

func newAssumeRole(
	role AssumeRole, stsEndpoint string, base providers.CredentialsProvider,
) (providers.CredentialsProvider, error) {
	if role.RoleArn == "" {
		return nil, errors.New("the ARN of the role is required")
	}
	return providers.NewRAMRoleARNCredentialsProviderBuilder().WithCredentialsProvider(base).
		WithRoleArn(role.RoleArn).WithRoleSessionName(role.SessionName).
		WithDurationSeconds(int(role.SessionExpiration.Seconds())).
		WithPolicy(role.Policy).WithExternalId(role.ExternalId).WithStsEndpoint(stsEndpoint).Build()
}

// ProfileRegion returns the region of the profile that [NewCredentials] takes the credentials from. It is empty if they come from
// elsewhere, or the profile has none.
func ProfileRegion(config CredentialsConfig) string {
	config, err := withSource(config)
	if err != nil || config.Profile+config.SharedConfigFile == "" {
		return ""
	}
	cli, err := readCLIConfig(configFile(config))
	if err != nil {
		return ""
	}
	name := cli.name(config)
	for _, profile := range cli.Profiles {
		if profile.Name == name {
			return profile.RegionID
		}
	}
	return ""
}

// newProfile checks what the library would only find out later, and then with the content of the file in its error.
func newProfile(config CredentialsConfig) (providers.CredentialsProvider, string, error) {
	file := configFile(config)
	source := fmt.Sprintf("the aliyun CLI's configuration %s", file)
	cli, err := readCLIConfig(file)
	if err != nil {
		return nil, source, err
	}
	name := cli.name(config)
	source = fmt.Sprintf("profile %q in %s", name, file)
	if err := cli.check(name); err != nil {
		return nil, source, err
	}
	provider, err := providers.NewCLIProfileCredentialsProviderBuilder().WithProfileFile(file).WithProfileName(name).Build()
	return provider, source, err
}

func configFile(config CredentialsConfig) string {
	return inHome(cmp.Or(config.SharedConfigFile, getenv("CONFIG_FILE", "SHARED_CREDENTIALS_FILE"), defaultConfigFile()))
}

func readCLIConfig(file string) (cliConfig, error) {
	var cli cliConfig
	content, err := os.ReadFile(file)
	if err == nil && json.Unmarshal(content, &cli) != nil {
		err = errors.New("it is not the JSON that the CLI writes")
	}
	return cli, err
}

// cliConfig holds the part of the CLI's configuration that matters here.
type cliConfig struct {
	Current  string       `json:"current"`
	Profiles []cliProfile `json:"profiles"`
}

type cliProfile struct {
	Name          string `json:"name"`
	RegionID      string `json:"region_id"`
	Mode          string `json:"mode"`
	SourceProfile string `json:"source_profile"`
}

// name returns the name of the profile to use.
func (c cliConfig) name(config CredentialsConfig) string {
	return cmp.Or(config.Profile, getenv("PROFILE", "PROFILE"), c.Current)
}

// check follows the profile called name to its last source, as the library does, which never ends if they form a circle.
func (c cliConfig) check(name string) error {
	var chain []string
	for {
		i := slices.IndexFunc(c.Profiles, func(p cliProfile) bool { return p.Name == name })
		switch {
		case i < 0 && len(chain) == 0:
			return errors.New("there is no such profile")
		case i < 0:
			return fmt.Errorf("there is no profile %q, the source of %q", name, chain[len(chain)-1])
		case slices.Contains(chain, name):
			return fmt.Errorf("its source_profile leads in a circle: %s", strings.Join(append(chain, name), ", "))
		case c.Profiles[i].Mode != "ChainableRamRoleArn":
			return nil
		}
		chain = append(chain, name)
		name = c.Profiles[i].SourceProfile
	}
}
