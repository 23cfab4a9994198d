package provider

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/pricing"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/service"
)

type model struct {
	Region             types.String         `tfsdk:"region"`
	AccessKey          types.String         `tfsdk:"access_key"`
	SecretKey          types.String         `tfsdk:"secret_key"`
	SecurityToken      types.String         `tfsdk:"security_token"`
	Profile            types.String         `tfsdk:"profile"`
	SharedConfigFile   types.String         `tfsdk:"shared_config_file"`
	AssumeRole         *assumeRoleModel     `tfsdk:"assume_role"`
	AssumeRoleWithOIDC *assumeRoleOIDCModel `tfsdk:"assume_role_with_oidc"`
	ECSRoleName        types.String         `tfsdk:"ecs_role_name"`
	CredentialsURI     types.String         `tfsdk:"credentials_uri"`
	Endpoint           types.String         `tfsdk:"endpoint"`
	DefaultTags        types.Map            `tfsdk:"default_tags"`
	MaxRetries         types.Int64          `tfsdk:"max_retries"`
	ReadAhead          types.Bool           `tfsdk:"read_ahead"`
	RequestTimeout     types.String         `tfsdk:"request_timeout"`
	RateLimits         map[string]int       `tfsdk:"rate_limits"`
	PlanChecks         *planChecksModel     `tfsdk:"plan_checks"`
	UnitPrices         types.Object         `tfsdk:"unit_prices"`
}

type planChecksModel struct {
	DryRun types.String `tfsdk:"dry_run"`
	Price  types.Bool   `tfsdk:"price"`
}

// dryRunWords are the values of plan_checks.dry_run, with what each means.
var dryRunWords = map[string]string{
	service.DryRunOff: service.DryRunOff, service.DryRunWarning: service.DryRunWarning, service.DryRunError: service.DryRunError,
	"true": service.DryRunError, "false": service.DryRunOff, "": service.DryRunOff,
}

type assumeRoleModel struct {
	RoleARN           types.String `tfsdk:"role_arn"`
	SessionName       types.String `tfsdk:"session_name"`
	SessionExpiration types.Int64  `tfsdk:"session_expiration_seconds"`
	Policy            types.String `tfsdk:"policy"`
	ExternalID        types.String `tfsdk:"external_id"`
}

type assumeRoleOIDCModel struct {
	RoleARN           types.String `tfsdk:"role_arn"`
	OIDCProviderARN   types.String `tfsdk:"oidc_provider_arn"`
	OIDCToken         types.String `tfsdk:"oidc_token"`
	OIDCTokenFile     types.String `tfsdk:"oidc_token_file"`
	SessionName       types.String `tfsdk:"session_name"`
	SessionExpiration types.Int64  `tfsdk:"session_expiration_seconds"`
	Policy            types.String `tfsdk:"policy"`
}

func providerSchema() schema.Schema {
	session := map[string]schema.Attribute{
		"role_arn": schema.StringAttribute{Required: true, MarkdownDescription: "ARN of the RAM role."},
		"session_name": schema.StringAttribute{Optional: true,
			MarkdownDescription: "Name of the session in audit logs. By default one is generated."},
		"session_expiration_seconds": schema.Int64Attribute{Optional: true,
			MarkdownDescription: "Length of a session in seconds, at least 900. Defaults to 3600.",
			Validators:          []validator.Int64{int64validator.AtLeast(900)}},
		"policy": schema.StringAttribute{Optional: true, MarkdownDescription: "RAM policy as JSON that restricts the session further."},
	}
	with := func(more map[string]schema.Attribute) map[string]schema.Attribute {
		maps.Copy(more, session)
		return more
	}
	return schema.Schema{
		MarkdownDescription: "The eci provider runs containers on Alibaba Cloud Elastic Container Instance (ECI).\n\n" +
			"Credentials come from exactly one of `access_key`, `profile` or `shared_config_file`, `assume_role_with_oidc`, `ecs_role_name` and " +
			"`credentials_uri`; without any of them from the environment: `ALIBABA_CLOUD_ACCESS_KEY_ID` and `ALIBABA_CLOUD_ACCESS_KEY_SECRET` " +
			"(or `ALICLOUD_ACCESS_KEY` and `ALICLOUD_SECRET_KEY`), then OIDC, a profile, an ECS RAM role and a credentials URI, " +
			"then the aliyun CLI's `~/.aliyun/config.json`. `assume_role` exchanges them for those of a role.\n\n" +
			"An empty string counts as left out, and `~/` at the beginning of a path is the home directory.",
		Attributes: map[string]schema.Attribute{
			"region": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Region ID, such as `cn-hangzhou`, of all that names no `region` of its own. Environment: " +
					"`ALIBABA_CLOUD_REGION`, `ALICLOUD_REGION`. Defaults to that of the profile, if the credentials come from one.",
				Validators: []validator.String{service.RegionID()}},
			"access_key": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Access key ID. Environment: `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALICLOUD_ACCESS_KEY`.",
				Validators:          []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("secret_key"))}},
			"secret_key": schema.StringAttribute{Optional: true, Sensitive: true,
				MarkdownDescription: "Access key secret. Environment: `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALICLOUD_SECRET_KEY`.",
				Validators:          []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("access_key"))}},
			"security_token": schema.StringAttribute{Optional: true, Sensitive: true,
				MarkdownDescription: "Token of temporary credentials, with `access_key`. Environment: `ALIBABA_CLOUD_SECURITY_TOKEN`, " +
					"`ALICLOUD_SECURITY_TOKEN`.",
				Validators: []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("access_key"))}},
			"profile": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Profile of the aliyun CLI. Environment: `ALIBABA_CLOUD_PROFILE`, `ALICLOUD_PROFILE`.",
				Validators:          []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("access_key"))}},
			"shared_config_file": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Configuration file of the aliyun CLI. Defaults to `~/.aliyun/config.json`. Environment: " +
					"`ALIBABA_CLOUD_CONFIG_FILE`, `ALICLOUD_SHARED_CREDENTIALS_FILE`.",
				Validators: []validator.String{stringvalidator.ConflictsWith(path.MatchRoot("access_key"))}},
			"assume_role": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "RAM role to assume with the credentials.",
				Attributes: with(map[string]schema.Attribute{
					"external_id": schema.StringAttribute{Optional: true, MarkdownDescription: "External ID that the role's trust policy asks for."},
				})},
			"assume_role_with_oidc": schema.SingleNestedAttribute{Optional: true,
				MarkdownDescription: "RAM role to assume with a token of an OpenID Connect provider. Environment: `ALIBABA_CLOUD_ROLE_ARN`, " +
					"`ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and `ALIBABA_CLOUD_OIDC_TOKEN_FILE`, or the same names with `ALICLOUD_`.",
				Attributes: with(map[string]schema.Attribute{
					"oidc_provider_arn": schema.StringAttribute{Required: true, MarkdownDescription: "ARN of the OIDC provider."},
					"oidc_token": schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: "The token itself.",
						Validators: []validator.String{stringvalidator.ExactlyOneOf(path.MatchRelative().AtParent().AtName("oidc_token_file"))}},
					"oidc_token_file": schema.StringAttribute{Optional: true,
						MarkdownDescription: "File that holds the token; it is read again for each session."},
				})},
			"ecs_role_name": schema.StringAttribute{Optional: true,
				MarkdownDescription: "RAM role of the ECS instance that Terraform runs on. Environment: `ALIBABA_CLOUD_ECS_METADATA`, " +
					"`ALICLOUD_ECS_ROLE_NAME`."},
			"credentials_uri": schema.StringAttribute{Optional: true,
				MarkdownDescription: "URL that answers temporary credentials as JSON. Environment: `ALIBABA_CLOUD_CREDENTIALS_URI`, " +
					"`ALICLOUD_CREDENTIALS_URI`."},
			"endpoint": schema.StringAttribute{Optional: true,
				MarkdownDescription: "Host or URL of the ECI API instead of the public one of each region, over HTTPS unless it begins with " +
					"`http://`. Environment: `ECI_ENDPOINT`."},
			"default_tags": schema.MapAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Tags for every object that has tags; those of the object override them.",
				Validators:          append(attribute.Tags(eci.MaxTags), mapvalidator.NoNullValues())},
			"plan_checks": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Questions to ask ECI during plan. Each costs calls.",
				Attributes: map[string]schema.Attribute{
					"dry_run": schema.StringAttribute{Optional: true,
						MarkdownDescription: "Whether ECI checks parameters, permissions, quota and stock of container groups that are to be created, when " +
							"all their values are known: `error` and `warning` report a refusal as such, `off` asks nothing. `true` stands for `error` and " +
							"`false` for `off`. The `dry_run` of a container group overrides it. Defaults to `off`.\n\n" +
							"A group that mounts a data cache which is to be created too is not checked. A group that is to be replaced is checked as if " +
							"the old one stayed, so that a quota that is nearly used up may refuse it. Terraform plans before it destroys, and then " +
							"nothing is checked if the provider can see Terraform's command line, as it can on Linux. Elsewhere a refusal stops " +
							"`terraform destroy`: use `warning`, or `terraform destroy -refresh=false`.",
						Validators: []validator.String{stringvalidator.OneOf(slices.Sorted(maps.Keys(dryRunWords))...)}},
					"price": schema.BoolAttribute{Optional: true,
						MarkdownDescription: "Whether ECI is asked for the prices of what is to be created or resized, and of what has no " +
							"`estimated_price` yet, which then shows them. Equal sizes cost one call. Defaults to `false`."},
				}},
			"unit_prices": schema.SingleNestedAttribute{Optional: true, MarkdownDescription: "Prices of what ECI gives no prices of: the disks " +
				"and snapshots of caches, in the currency of the account. They replace the list prices of China (Hangzhou), which data sources and " +
				"`estimated_price` assume in every region. The date is that of the page; the price page of ECS has the current ones.",
				Attributes: unitPrices()},
			"max_retries": schema.Int64Attribute{Optional: true,
				MarkdownDescription: fmt.Sprintf("How often a request that was throttled or got no answer is sent again. Defaults to %d. "+
					"Environment: `ECI_MAX_RETRIES`.", eci.DefaultMaxRetries),
				Validators: []validator.Int64{int64validator.Between(0, mostRetries)}},
			"rate_limits": schema.MapAttribute{Optional: true, ElementType: types.Int64Type,
				MarkdownDescription: "Calls per minute by API action, for example `{ CreateContainerGroup = 2000 }`; `*` stands for all that are not " +
					"named. Left out, they are the quotas that ECI documents for an account and region, and 500 for actions that it documents none for. " +
					"Lower them when others share the account; raise them when ECI has raised the quota.",
				Validators: []validator.Map{
					mapvalidator.NoNullValues(),
					mapvalidator.KeysAre(stringvalidator.OneOf(append(slices.Clip(eci.Actions), "*")...)),
					mapvalidator.ValueInt64sAre(int64validator.AtLeast(1)),
				}},
			"read_ahead": schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether a refresh of 10 container groups or more lists the groups of the region ahead, so that it need not " +
					"wait for each. It stops after 3 calls in a region where nearly all groups are others'. Defaults to `true`."},
			"request_timeout": schema.StringAttribute{Optional: true,
				MarkdownDescription: fmt.Sprintf("How long one request may take, as a duration such as `30s`. Defaults to `%s`. Environment: "+
					"`ECI_REQUEST_TIMEOUT`.", eci.DefaultRequestTimeout)},
		},
	}
}

func unitPrices() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, unit := range pricing.Units() {
		attributes[string(unit)] = schema.Float64Attribute{Optional: true, MarkdownDescription: unit.Describe(),
			Validators: []validator.Float64{float64validator.AtLeast(0)}}
	}
	return attributes
}

// unitPrices returns the prices that the configuration names.
func (m model) unitPrices() pricing.UnitPrices {
	prices := pricing.UnitPrices{}
	for name, price := range m.UnitPrices.Attributes() {
		if price, ok := price.(types.Float64); ok && !price.IsNull() {
			prices[pricing.Unit(name)] = pricing.Decimal(price)
		}
	}
	return prices
}

// mostRetries is the largest max_retries.
const mostRetries = 100

// isKnown reports whether everything that a client needs is known already.
func isKnown(config tftypes.Value) bool {
	var attributes map[string]tftypes.Value
	if !config.IsKnown() || config.As(&attributes) != nil {
		return false
	}
	for name, value := range attributes {
		if name != "default_tags" && !value.IsFullyKnown() {
			return false
		}
	}
	return true
}

// saysNothing reports whether everything that a client needs would have to come from the environment.
func saysNothing(config tftypes.Value) bool {
	var attributes map[string]tftypes.Value
	if config.As(&attributes) != nil {
		return false
	}
	for name, value := range attributes {
		if name != "default_tags" && !value.IsNull() {
			return false
		}
	}
	return true
}

func setDefaultTags(ctx context.Context, from tfsdk.Config, to *service.Config) diag.Diagnostics {
	var tags types.Map
	diags := from.GetAttribute(ctx, path.Root("default_tags"), &tags)
	to.DefaultTags, to.DefaultTagsUnknown = map[string]string{}, tags.IsUnknown()
	for key, value := range tags.Elements() {
		to.DefaultTagsUnknown = to.DefaultTagsUnknown || value.IsUnknown()
		to.DefaultTags[key] = value.(types.String).ValueString()
	}
	return diags
}

// client returns the client, or nil after it has reported what is wrong with the configuration.
func (m model) client(userAgent string, transport http.RoundTripper, diags *diag.Diagnostics) *eci.Client {
	config := m.clientConfig(diags)
	config.UserAgent = userAgent
	config.Transport = transport
	credentials, err := eci.NewCredentials(m.credentials())
	if err != nil {
		diags.AddError("No Usable Credentials", fmt.Sprintf("%v.\n\nSet access_key and secret_key, or the environment variables "+
			"ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or another source that the provider's documentation names.", err))
	}
	if diags.HasError() {
		return nil
	}
	config.Credentials = credentials
	client, err := eci.New(config)
	if err != nil {
		diags.AddAttributeError(path.Root("endpoint"), "Invalid Endpoint",
			fmt.Sprintf("%v. It is the attribute endpoint or the environment variable ECI_ENDPOINT.", err))
	}
	return client
}

// clientConfig is the client's configuration apart from credentials, with values of the environment where the
// configuration has none.
func (m model) clientConfig(diags *diag.Diagnostics) eci.Config {
	config := eci.Config{
		Region: cmp.Or(m.Region.ValueString(), os.Getenv("ALIBABA_CLOUD_REGION"), os.Getenv("ALICLOUD_REGION"),
			eci.ProfileRegion(m.credentials())),
		Endpoint:       cmp.Or(m.Endpoint.ValueString(), os.Getenv("ECI_ENDPOINT")),
		MaxRetries:     eci.DefaultMaxRetries,
		RequestTimeout: eci.DefaultRequestTimeout,
		RateLimits:     m.RateLimits,
		ReadAhead:      m.ReadAhead.IsNull() || m.ReadAhead.ValueBool(),
	}
	if config.Region == "" {
		diags.AddAttributeError(path.Root("region"), "Missing Region",
			"Set the attribute region, or the environment variable ALIBABA_CLOUD_REGION, to a region ID such as cn-hangzhou, or use a profile that "+
				"has a region.")
	} else if !eci.RegionPattern.MatchString(config.Region) {
		diags.AddAttributeError(path.Root("region"), "Invalid Region", fmt.Sprintf("%q is not a region ID such as cn-hangzhou. It is the "+
			"attribute region, the environment variable ALIBABA_CLOUD_REGION or ALICLOUD_REGION, or the region of the profile.", config.Region))
	}
	if !m.MaxRetries.IsNull() {
		config.MaxRetries = int(m.MaxRetries.ValueInt64())
	} else if text := os.Getenv("ECI_MAX_RETRIES"); text != "" {
		retries, err := strconv.Atoi(text)
		if err != nil || retries < 0 || retries > mostRetries {
			diags.AddAttributeError(path.Root("max_retries"), "Invalid Number of Retries",
				fmt.Sprintf("The environment variable ECI_MAX_RETRIES is %q, which is not a number from 0 to %d.", text, mostRetries))
		}
		config.MaxRetries = retries
	}
	if text := cmp.Or(m.RequestTimeout.ValueString(), os.Getenv("ECI_REQUEST_TIMEOUT")); text != "" {
		timeout, err := time.ParseDuration(text)
		if err != nil || timeout <= 0 {
			diags.AddAttributeError(path.Root("request_timeout"), "Invalid Request Timeout",
				fmt.Sprintf("%q is not a positive duration such as 30s. It is the attribute request_timeout or the environment variable "+
					"ECI_REQUEST_TIMEOUT.", text))
		}
		config.RequestTimeout = timeout
	}
	return config
}

func (m model) credentials() eci.CredentialsConfig {
	config := eci.CredentialsConfig{
		AccessKeyId:      m.AccessKey.ValueString(),
		AccessKeySecret:  m.SecretKey.ValueString(),
		SecurityToken:    m.SecurityToken.ValueString(),
		Profile:          m.Profile.ValueString(),
		SharedConfigFile: m.SharedConfigFile.ValueString(),
		ECSRoleName:      m.ECSRoleName.ValueString(),
		CredentialsURI:   m.CredentialsURI.ValueString(),
	}
	if role := m.AssumeRole; role != nil {
		config.AssumeRole = &eci.AssumeRole{RoleArn: role.RoleARN.ValueString(), SessionName: role.SessionName.ValueString(),
			SessionExpiration: seconds(role.SessionExpiration), Policy: role.Policy.ValueString(), ExternalId: role.ExternalID.ValueString()}
	}
	if role := m.AssumeRoleWithOIDC; role != nil {
		config.AssumeRoleWithOIDC = &eci.AssumeRoleWithOIDC{RoleArn: role.RoleARN.ValueString(),
			OIDCProviderArn: role.OIDCProviderARN.ValueString(),
			OIDCToken:       role.OIDCToken.ValueString(), OIDCTokenFile: role.OIDCTokenFile.ValueString(),
			SessionName:       role.SessionName.ValueString(),
			SessionExpiration: seconds(role.SessionExpiration), Policy: role.Policy.ValueString()}
	}
	return config
}

func seconds(v types.Int64) time.Duration { return time.Duration(v.ValueInt64()) * time.Second }
