// Package imageregistry holds the attributes for logins to image registries, shared by container groups and image caches.
package imageregistry

import (
	"cmp"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-eci/terraform-provider-eci/internal/attribute"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/eci"
	"github.com/terraform-provider-eci/terraform-provider-eci/internal/value"
)

// CredentialModel is the login to one registry.
type CredentialModel struct {
	UserName          types.String `tfsdk:"user_name"`
	Password          types.String `tfsdk:"password"`
	PasswordWO        types.String `tfsdk:"password_wo"`
	PasswordWOVersion types.Int64  `tfsdk:"password_wo_version"`
}

// ACRModel is an ACR Enterprise instance that needs no password.
type ACRModel struct {
	InstanceID     types.String   `tfsdk:"instance_id"`
	InstanceName   types.String   `tfsdk:"instance_name"`
	RegionID       types.String   `tfsdk:"region_id"`
	Domains        []types.String `tfsdk:"domains"`
	ServiceRoleARN types.String   `tfsdk:"service_role_arn"`
	UserRoleARN    types.String   `tfsdk:"user_role_arn"`
}

// Credentials is the attribute image_registry_credentials with up to limit logins; description says what a change does.
func Credentials(limit int, description string) schema.MapNestedAttribute {
	return schema.MapNestedAttribute{
		Optional:            true,
		MarkdownDescription: description,
		Validators:          []validator.Map{mapvalidator.SizeAtMost(limit), mapvalidator.KeysAre(attribute.RegistryHost())},
		NestedObject: schema.NestedAttributeObject{Validators: []validator.Object{attribute.ExactlyOne("password", "password_wo")},
			Attributes: map[string]schema.Attribute{
				"user_name": schema.StringAttribute{Required: true, MarkdownDescription: "User name."},
				"password": attribute.Row{Present: true}.On(schema.StringAttribute{Optional: true, Sensitive: true,
					MarkdownDescription: "Password, kept in state; prefer `password_wo`.",
					Validators:          []validator.String{stringvalidator.LengthAtLeast(1)}}),
				"password_wo": schema.StringAttribute{Optional: true, WriteOnly: true,
					MarkdownDescription: "Password that is never stored. Needs Terraform 1.11.",
					Validators: []validator.String{stringvalidator.LengthAtLeast(1),
						stringvalidator.AlsoRequires(path.MatchRelative().AtParent().AtName("password_wo_version"))}},
				"password_wo_version": attribute.Row{Present: true}.On(
					attribute.WriteOnlyVersion("password_wo", "Version of `password_wo`: change it to send the password again.")),
			}},
	}
}

// ACRs returns the attribute acr_registries. description says what it is for. There is no update for the roles in it.
func ACRs(description string) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Optional:            true,
		MarkdownDescription: description,
		Validators:          []validator.List{listvalidator.SizeAtMost(20)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"instance_id": schema.StringAttribute{Required: true, MarkdownDescription: "ID of the ACR instance, which begins with `cri-`.",
				Validators: []validator.String{attribute.ID("an ACR instance", "cri-")}},
			"instance_name": attribute.OptionalString("Name of the ACR instance."),
			"region_id":     attribute.OptionalString("Region of the ACR instance. Defaults to that of the object."),
			"domains": schema.ListAttribute{Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Domains of the ACR instance to use. Defaults to all."},
			"service_role_arn": attribute.Row{Effect: attribute.Replace}.On(
				attribute.OptionalString("ARN of the role of the ECI account, for pulls across accounts.", attribute.RoleARN())),
			"user_role_arn": attribute.Row{Effect: attribute.Replace}.On(
				attribute.OptionalString("ARN of the role of the ACR account, for pulls across accounts.", attribute.RoleARN())),
		}},
	}
}

// ExpandCredentials returns the logins in the order of their registries.
func ExpandCredentials(credentials map[string]CredentialModel) []eci.ImageRegistryCredential {
	var result []eci.ImageRegistryCredential
	for server, credential := range value.Sorted(credentials) {
		result = append(result, eci.ImageRegistryCredential{Server: server, UserName: credential.UserName.ValueString(),
			Password: cmp.Or(credential.PasswordWO.ValueString(), credential.Password.ValueString())})
	}
	return result
}

// ExpandACRs returns the instances as an update takes them, without roles.
func ExpandACRs(registries []ACRModel) []eci.AcrRegistryInfo {
	var result []eci.AcrRegistryInfo
	for _, m := range registries {
		result = append(result, eci.AcrRegistryInfo{InstanceId: m.InstanceID.ValueString(), InstanceName: m.InstanceName.ValueString(),
			RegionId: m.RegionID.ValueString(), Domain: value.Texts(m.Domains)})
	}
	return result
}

// ExpandCreateACRs returns the instances as a creation takes them.
func ExpandCreateACRs(registries []ACRModel) []eci.CreateAcrRegistryInfo {
	var result []eci.CreateAcrRegistryInfo
	for i, info := range ExpandACRs(registries) {
		result = append(result, eci.CreateAcrRegistryInfo{AcrRegistryInfo: info,
			ArnService: registries[i].ServiceRoleARN.ValueString(), ArnUser: registries[i].UserRoleARN.ValueString()})
	}
	return result
}

// WithPasswords adds the write-only passwords of the configuration to credentials, where these have the version of them
// that the configuration has.
func WithPasswords(credentials, config map[string]CredentialModel) map[string]CredentialModel {
	result := maps.Clone(credentials)
	for server, credential := range result {
		if configured := config[server]; configured.PasswordWOVersion.Equal(credential.PasswordWOVersion) {
			credential.PasswordWO = configured.PasswordWO
			result[server] = credential
		}
	}
	return result
}

// Passwords lists the secrets of credentials.
func Passwords(credentials map[string]CredentialModel) []string {
	var passwords []string
	for _, credential := range value.Sorted(credentials) {
		passwords = append(passwords, credential.Password.ValueString(), credential.PasswordWO.ValueString())
	}
	return passwords
}
