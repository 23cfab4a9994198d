package eci

import (
	"strings"
	"time"
)

// Actor is who can do something about an error.
type Actor int

// The actors.
const (
	// Unknown is the actor of a code that is not in the table.
	Unknown Actor = iota
	// Nobody has to: the error stands for a success.
	Nobody
	// Author is who writes the request, by changing it.
	Author
	// Elsewhere is Author too: another zone, vSwitch or size may do where this one does not.
	Elsewhere
	// Administrator is who grants RAM permissions to the caller.
	Administrator
	// Owner is who the account belongs to: they pay, verify themselves, enable services and ask for quotas.
	Owner
	// Time heals it: the same request may do later.
	Time
	// Developer is who wrote the client.
	Developer
)

// Retry reports whether the client repeats a request that was refused.
type Retry int

// The kinds of Retry.
const (
	// Final refusals stay as they are.
	Final Retry = iota
	// Passing refusals may be over in a moment.
	Passing
	// Throttled requests were not even looked at, because there were too many.
	Throttled
)

// Code describes an error code.
type Code struct {
	Actor Actor
	Retry Retry
	// Wait is the least time before a retry.
	Wait time.Duration
	// Meaning says in a sentence what happened.
	Meaning string
	// Remedy says in a sentence what to do, empty if that follows from Meaning or Retry. PERMISSION stands for the RAM action that
	// is missing.
	Remedy string
	// Parameters name the parameters of requests that the error is about, separated by blanks, the likeliest first. With the actor
	// Elsewhere, any of them may be changed.
	Parameters string
}

// LookUp returns what is known of an error code: its row in the table, what its spelling says where the service has been seen to
// make up variants, or the zero Code.
func LookUp(code string) Code {
	if known, ok := codes[code]; ok {
		return known
	}
	switch {
	case strings.Contains(code, "Throttling"):
		return codes["Throttling"]
	case strings.HasPrefix(code, "Degrade."):
		return codes["Degrade.Api"]
	}
	return Code{}
}

// What several rows say.
const (
	useOther     = "Use a vSwitch in another zone, or apply again later."
	askSupport   = "Ask Alibaba Cloud for access."
	askRisk      = "Ask Alibaba Cloud's support why, with the request ID."
	topUp        = "Top up the account or change its payment method in the console."
	jobOptimised = "Job-optimised instances do not have this."
	jobRemedy    = "Leave out the one or the other."
)

// codes holds every error code that the documentation of an action declares, those of the gateway in front of all actions,
// and a few that are known from practice. Retries of the client and the advice of diagnostics follow from it.
var codes = map[string]Code{
	// Successes.
	"NoNeedUpdate":    {Actor: Nobody, Meaning: "Nothing differs from the present configuration."},
	"DryRunOperation": {Actor: Nobody, Meaning: "The dry run found nothing wrong."},
	"DryRun.Success":  {Actor: Nobody, Meaning: "The dry run found nothing wrong."},

	// Too many requests, and what passes by itself in a moment.
	"Throttling": {Actor: Time, Retry: Throttled, Meaning: "There were too many requests in a short time."},
	"Throttling.User": {Actor: Time, Retry: Throttled,
		Meaning: "There were too many requests of the account in a short time."},
	"Throttling.Api": {Actor: Time, Retry: Throttled,
		Meaning: "There were too many requests of this action in a short time."},
	"Degrade.Api": {Actor: Time, Retry: Throttled, Wait: 5 * time.Second,
		Meaning: "The account's traffic is over the limit."},
	"EipPurchaseFlowControl": {Actor: Time, Retry: Throttled,
		Meaning: "Elastic IP addresses were bought too fast."},
	"Ops.IntervalTooShort": {Actor: Time, Retry: Passing, Wait: 30 * time.Second,
		Meaning: "A task like this was created a moment ago."},
	"Coredump.RefrshIntervalTooShort": {Actor: Time, Retry: Passing, Wait: 30 * time.Second,
		Meaning: "This setting was changed a moment ago."},
	"CorePattern.UpdateFail": {Actor: Time, Retry: Passing, Meaning: "ECI could not change the setting."},
	"ServiceUnavailable":     {Actor: Time, Retry: Passing, Meaning: "ECI is not available at the moment."},
	"InternalError":          {Actor: Time, Retry: Passing, Meaning: "Something went wrong inside of ECI."},
	"UnknownError":           {Actor: Time, Retry: Passing, Meaning: "Something went wrong inside of ECI."},
	"OperationConflict": {Actor: Time, Retry: Passing,
		Meaning: "An earlier request for the same object is still in progress."},
	"IdempotentProcessing": {Actor: Time, Retry: Passing, Meaning: "The same request is still in progress."},
	"SignatureNonceUsed": {Actor: Time, Retry: Passing,
		Meaning: "The request was taken for a copy of an earlier one."},
	"containerRepositoryAuthorizationFailed": {Actor: Time, Retry: Passing,
		Meaning:    "ECI could not log in to the image repository.",
		Remedy:     "Check that Container Registry is activated and that the credentials are right.",
		Parameters: "ImageRegistryCredential AcrRegistryInfo"},

	// What the object does not allow now.
	"IncorrectStatus":       {Actor: Time, Meaning: incorrectStatus, Remedy: waitOrReplace},
	"IncorrectStatusDetail": {Actor: Time, Meaning: incorrectStatus, Remedy: waitOrReplace},
	"ImageSnapshot.IncorrectStatus": {Actor: Time, Meaning: "The image cache is not ready to be used.",
		Remedy: "Apply again when the image cache is Ready.", Parameters: "ImageSnapshotId"},
	"ImageCache.IncorrectStatus": {Actor: Time, Meaning: "The status of the cache does not allow this now.",
		Remedy: waitOrReplace},
	"VirtualNode.DELETE.FAILED": {Actor: Author, Meaning: "Pods still run on the virtual node.",
		Remedy: "Cordon it and delete them, for instance with kubectl drain, and apply again."},
	"InvalidParameter.NotFound": {Actor: Author,
		Meaning: "There is no object with the ID that was given, or the caller may not see it."},
	"InvalidInstanceId.NotFound": {Actor: Author,
		Meaning: "There is no container group with the ID that was given, or the caller may not see it."},
	"Ops.ExecuteTaskFail": {Actor: Time, Meaning: "The task could not be started."},

	// What cannot be had here now.
	"OperationDenied.NoStock": {Actor: Elsewhere, Meaning: "The zone has no capacity for this at the moment.",
		Remedy: useOther, Parameters: "VSwitchId ZoneId InstanceType"},
	"RecommendEmpty.InstanceTypeFamilyNotMatched": {Actor: Elsewhere,
		Meaning: "The zone has no instance type for this at the moment.", Remedy: useOther, Parameters: "VSwitchId ZoneId InstanceType"},
	"Spot.NotMatched": {Actor: Elsewhere, Meaning: "The zone has no spot capacity for the bid at the moment.",
		Remedy:     "Use a vSwitch in another zone, do without spot, or apply again later.",
		Parameters: "SpotPriceLimit SpotStrategy VSwitchId InstanceType"},
	"Zone.NotOnSale": {Actor: Elsewhere, Meaning: "ECI is not sold in the zone.",
		Remedy: "Use a vSwitch in another zone; the data source eci_zones lists them.", Parameters: "VSwitchId ZoneId"},
	"InvalidVSwitchId.IpNotEnough": {Actor: Elsewhere, Meaning: "The vSwitch has no free IP addresses left.",
		Remedy:     "Use another vSwitch, in the same zone or another, or delete what takes up its addresses.",
		Parameters: "VSwitchId"},
	"EipAddressPoolIpNotEnough": {Actor: Time, Meaning: "The pool of public IP addresses is empty.",
		Remedy: "Use another pool, or apply again later.", Parameters: "EipInstanceId EipCreateParam"},
	"PrivateIpAddress.Already.InUse": {Actor: Author, Meaning: "The private IP address is taken.",
		Remedy: "Use another, or none.", Parameters: "PrivateIpAddress"},
	"RegionDissolved": {Actor: Author, Meaning: "The region is being closed down.", Remedy: "Use another region."},

	// What the account may have.
	"QuotaExceeded": {Actor: Owner, Meaning: "The account's quota in this region is used up.",
		Remedy: "Delete what is not needed or ask for more in Quota Center."},
	"Throttling.Vcpu.PerDay": {Actor: Owner, Meaning: "The account has created as many vCPUs as it may today.",
		Remedy: "Apply again tomorrow or ask for more in Quota Center."},
	"DedicatedHostQuotaExceeded": {Actor: Owner, Meaning: "The quota of the dedicated host is used up.",
		Remedy: "Use another host or ask for more in Quota Center."},
	"NumberExceed.Tags": {Actor: Author, Meaning: "An object can have 20 tags.", Remedy: "Use fewer.",
		Parameters: "Tag"},
	"HighCpuMemConfigRequired": {Actor: Owner, Meaning: "The account may not have a container group of this size.",
		Remedy: askSupport, Parameters: "Cpu Memory InstanceType"},
	"FeatureAccessRestricted": {Actor: Owner,
		Meaning: "The account may not use a feature that the request asks for.", Remedy: askSupport},
	"Forbidden.OnlyForInvitedTest": {Actor: Owner, Meaning: "Only invited accounts may do this.",
		Remedy: askSupport},
	"ImageCacheNotSupport": {Actor: Owner, Meaning: "The account may not use this feature of caches.",
		Remedy: askSupport},

	// What the account owes, or has to prove.
	"Account.Arrearage": {Actor: Owner, Meaning: "The account has unpaid bills.",
		Remedy: "Settle them in the console."},
	"Forbidden.UserBussinessStatus": {Actor: Owner, Meaning: "The account has overdue bills.",
		Remedy: "Settle them in the console."},
	"InvalidPaymentMethod.InsufficientBalance": {Actor: Owner,
		Meaning: "The account has no payment method, or too little money on it.", Remedy: topUp},
	"Payfor.CreditPayInsufficientBalance": {Actor: Owner, Meaning: "The account's credit is used up.",
		Remedy: topUp},
	"EipPayInsufficientBalance": {Actor: Owner,
		Meaning: "The account has too little money to buy the elastic IP address.", Remedy: topUp},
	"Forbidden.UserNotRealNameAuthentication": {Actor: Owner,
		Meaning: "The account has not passed real-name verification.", Remedy: "Verify it in the console."},
	"SecurityRisk.3DVerification": {Actor: Owner, Meaning: "The account's card needs a 3-D Secure verification.",
		Remedy: "Verify it in the console."},
	"Forbidden.AccountClosed": {Actor: Owner, Meaning: "The account is closed.",
		Remedy: "Use another account, or ask Alibaba Cloud's support."},
	"Forbidden.RiskControl": {Actor: Owner, Meaning: "Alibaba Cloud's risk control has stopped the request.",
		Remedy: askRisk},
	"OperationFailed.RiskControl": {Actor: Owner, Meaning: "Alibaba Cloud's risk control has stopped the request.",
		Remedy: askRisk},
	"RISK.RISK_CONTROL_REJECTION": {Actor: Owner, Meaning: "Alibaba Cloud's risk control has stopped the request.",
		Remedy: askRisk},
	"TradeBidCommodityNotMatch": {Actor: Owner, Meaning: "ECI is not sold to accounts of this site.",
		Remedy: "Use an account of the site that the region belongs to."},
	"ServiceNotEnabled": {Actor: Owner,
		Meaning: "The account has not activated a service that the request depends on.",
		Remedy:  "Activate it in the console: ECI itself, or the service that the message names."},
	"InvalidParameter.Encrypted.KmsNotEnabled": {Actor: Owner,
		Meaning: "The account has not activated Key Management Service, which an encrypted disk needs.",
		Remedy:  "Activate it in the console, or leave the disk unencrypted.", Parameters: "Volume"},

	// What the credentials may not do.
	"Forbidden.RAM": {Actor: Administrator, Meaning: "The credentials may not do this.",
		Remedy: "Allow the RAM action PERMISSION."},
	"Forbidden.SubUser": {Actor: Administrator, Meaning: "The RAM user may not do this.",
		Remedy: "Allow the RAM action PERMISSION."},
	"NoPermission.Tag": {Actor: Administrator, Meaning: "The credentials may not change these tags.",
		Remedy: "Allow the RAM action PERMISSION.", Parameters: "Tag"},
	"NoPermission": {Actor: Administrator,
		Meaning: "A permission is missing: the caller's, the account's, or that of a RAM role which ECI is to use.",
		Remedy:  "If the message speaks of a role, let the role trust the service that it names; otherwise allow the RAM action PERMISSION."},
	"InvalidUser.PassRoleForbidden": {Actor: Administrator,
		Meaning: "The credentials may not hand the RAM role to ECI.", Remedy: "Allow the RAM action ram:PassRole for the role.",
		Parameters: "RamRoleName"},
	"CreateServiceLinkedRole.Denied": {Actor: Administrator,
		Meaning: "ECI needs a service-linked role, which the credentials may not create.",
		Remedy:  "Allow the RAM action ram:CreateServiceLinkedRole, or let somebody who may do this once."},
	"InvalidParameter.KMS.KeyId.Forbidden": {Actor: Administrator,
		Meaning: "The credentials may not use the KMS key.", Remedy: "Allow them to, or use another key.",
		Parameters: "Volume"},
	"InvalidAccessKeyId.NotFound": {Actor: Author, Meaning: "There is no such access key.", Remedy: checkKeys},
	"InvalidAccessKeyId.Inactive": {Actor: Administrator, Meaning: "The access key is disabled.",
		Remedy: "Enable it, or use another."},
	"SignatureDoesNotMatch": {Actor: Author, Meaning: "The secret does not belong to the access key.",
		Remedy: checkKeys},
	"InvalidSecurityToken.Expired": {Actor: Author, Meaning: "The temporary credentials have expired.",
		Remedy: "Get new ones and run Terraform again. With assume_role, ecs_role_name or credentials_uri the provider renews them itself."},
	"InvalidSecurityToken.Malformed": {Actor: Author, Meaning: "The security token is not one.",
		Remedy: checkToken},
	"InvalidSecurityToken.MismatchWithAccessKey": {Actor: Author,
		Meaning: "The security token does not belong to the access key.", Remedy: checkToken},
	"InvalidTimeStamp.Expired": {Actor: Author,
		Meaning: "The clock of this machine is wrong by more than 15 minutes.", Remedy: "Set it right."},
	"InvalidOperation.ResourceManagedByCloudProduct": {Actor: Author,
		Meaning: "The security group is managed by another product of Alibaba Cloud.", Remedy: "Use another security group.",
		Parameters: "SecurityGroupId"},

	// What does not fit together.
	"OperationDenied.VswZoneMisMatch": {Actor: Author, Meaning: "The vSwitch is not in the zone.",
		Remedy: "Leave out the zone, or use a vSwitch in it.", Parameters: "ZoneId VSwitchId"},
	"OperationDenied.SecurityGroupMisMatch": {Actor: Author,
		Meaning: "The vSwitch and the security group are in different VPCs.",
		Remedy:  "Use a security group of the vSwitch's VPC.", Parameters: "SecurityGroupId VSwitchId"},
	"FeatureBasedConstraintConflict": {Actor: Author,
		Meaning: "Features that the request asks for exclude each other."},
	"InstanceTypeNotMatchCpuArch": {Actor: Author, Meaning: "The instance type has another processor architecture.",
		Remedy: "Change one of the two.", Parameters: "InstanceType CpuArchitecture"},
	"PrivatePoolInstanceSpotNotSupport": {Actor: Author, Meaning: "A private pool and spot exclude each other.",
		Remedy: "Do without one of them.", Parameters: "SpotStrategy"},
	"LocalDiskAmountNotMatch": {Actor: Author, Meaning: "The instance type has another number of local disks.",
		Parameters: "Volume InstanceType"},
	"InvalidInstanceTypeForRaid": {Actor: Author,
		Meaning: "The instance type cannot make a RAID of its local disks.", Parameters: "InstanceType"},
	"InvalidInstanceTypeForEciBuy": {Actor: Author, Meaning: "ECI does not sell this instance type.",
		Remedy: "Use another.", Parameters: "InstanceType"},
	"InvalidInstanceTypeForEciSpotDurationBuy": {Actor: Author,
		Meaning: "The instance type is not sold as spot with a protection period.",
		Remedy:  "Use another, or a spot duration of 0.", Parameters: "SpotDuration InstanceType"},
	"InvalidSpotCpuMemorySpec": {Actor: Author, Meaning: "Spot groups have one of the standard sizes.",
		Remedy: "The data source eci_specs lists them.", Parameters: "Cpu Memory"},
	"InvalidParameter.CPU.Memory": {Actor: Author, Meaning: "ECI does not sell this size.",
		Remedy: "The data source eci_specs lists the sizes.", Parameters: "Cpu Memory"},
	"InvalidParam.CpuOrMemorySpec": {Actor: Author, Meaning: "ECI does not sell this size.",
		Remedy: "The data source eci_specs lists the sizes.", Parameters: "Cpu Memory"},
	"Ipv6AddressNotSupport": {Actor: Author, Meaning: "The region has no IPv6.",
		Remedy: "Do without an IPv6 address.", Parameters: "Ipv6AddressCount"},
	"Ipv6AddressNotSupportVsw": {Actor: Author, Meaning: "The vSwitch has no IPv6.",
		Remedy: "Use one that has, or do without.", Parameters: "Ipv6AddressCount VSwitchId"},
	"Ipv6AddressNotSupportInstanceType": {Actor: Author, Meaning: "The instance type has no IPv6.",
		Remedy: "Use one that has, or do without.", Parameters: "Ipv6AddressCount InstanceType"},
	"RamRole.NotSupport": {Actor: Author, Meaning: "A RAM role cannot be used here.", Remedy: "Leave it out.",
		Parameters: "RamRoleName"},
	"ImageSnapshot.NotSupport": {Actor: Author, Meaning: "The image cache cannot be used here.",
		Remedy: "Use another, or none.", Parameters: "ImageSnapshotId"},
	"ImageSnapshot.NotFound": {Actor: Author, Meaning: "There is no such image cache.",
		Parameters: "ImageSnapshotId"},
	"VnodeDedicatedHostIdAlreadyExist": {Actor: Author, Meaning: "The dedicated host has a virtual node already.",
		Remedy: "Use another host."},

	// Disks.
	"DiskVolume.NotSupport": {Actor: Author, Meaning: "Disk volumes cannot be used here.", Parameters: "Volume"},
	"DiskVolume.NotInSameZone": {Actor: Author, Meaning: "The disk is in another zone.",
		Remedy: "Use a vSwitch in the disk's zone.", Parameters: "VSwitchId Volume"},
	"CloudDisk.NotInSameZone": {Actor: Author, Meaning: "The disks are in different zones.",
		Remedy: "Use disks of one zone.", Parameters: "Volume"},
	"DiskNumber.LimitExceed": {Actor: Author, Meaning: "A group cannot have so many disks.", Remedy: "Use fewer.",
		Parameters: "Volume"},
	"InvalidDiskId.NotFound": {Actor: Author, Meaning: "There is no such disk, or the caller may not see it.",
		Parameters: "Volume"},
	"MultiAttachedCloudDiskNotSupport": {Actor: Author,
		Meaning: "A disk that several instances share cannot be used here.", Parameters: "Volume"},
	"BatchCreateNotSupportExistingCloudDisk": {Actor: Author,
		Meaning: "Groups that are created in batch cannot mount existing disks.", Parameters: "Volume"},
	"InvalidOperation.KMS.InstanceTypeNotSupport": {Actor: Author,
		Meaning: "Only I/O-optimised instance types can have encrypted disks.", Parameters: "InstanceType Volume"},
	"InvalidParameter.KMS.EncryptedIllegal": {Actor: Author, Meaning: "A KMS key needs encryption to be on.",
		Parameters: "Volume"},
	"InvalidParameter.KMS.KeyId.NotFound": {Actor: Author, Meaning: "There is no such KMS key.",
		Parameters: "Volume"},
	"InvalidVolumeType": {Actor: Author, Meaning: "Only volumes of cloud disks can do this.", Parameters: "Volume"},

	// Job-optimised instances, which no provider asks for by name: ECI chooses them.
	"JobInstanceBatchCreateNotSupport": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy},
	"JobInstanceDiskNotSupport":        {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy, Parameters: "Volume"},
	"JobInstanceEipNotSupport": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy,
		Parameters: "EipInstanceId AutoCreateEip"},
	"JobInstanceFeatureNotMatch": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy},
	"JobInstanceImageCacheNotSupport": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy,
		Parameters: "ImageSnapshotId AutoMatchImageCache"},
	"JobInstanceIPv6NotSupport": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy,
		Parameters: "Ipv6AddressCount"},
	"JobInstanceRamRoleNotSupport": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy,
		Parameters: "RamRoleName"},
	"JobInstanceRegionNotSupport": {Actor: Author, Meaning: "The region has no job-optimised instances.",
		Remedy: "Use another region, or do without."},
	"JobInstanceSpotNotSupport": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy,
		Parameters: "SpotStrategy"},
	"JobInstanceEcsInstanceTypeNotSupport": {Actor: Author, Meaning: jobOptimised, Remedy: jobRemedy,
		Parameters: "InstanceType"},

	// Operations tasks, which the client does not have.
	"Ops.TypeNotSupport":              {Actor: Author, Meaning: "There is no such kind of task."},
	"Ops.InstanceNotSupport":          {Actor: Author, Meaning: "The container group cannot do this."},
	"Ops.RegionNotSupport":            {Actor: Author, Meaning: "The region does not have this."},
	"Ops.OpsValueInvalid":             {Actor: Author, Meaning: "The value does not fit the kind of task."},
	"Tcpdump.InvalidValue":            {Actor: Author, Meaning: "These are no parameters of tcpdump."},
	"Coredump.RegionNotSupport":       {Actor: Author, Meaning: "The region has no core dumps."},
	"Coredump.InvalidCorePatternType": {Actor: Author, Meaning: "There is no such kind of core pattern."},
	"InvalidCorePatternValue":         {Actor: Author, Meaning: "This is no core pattern.", Parameters: "CorePattern"},

	// Wrong values. The message names the parameter.
	"InvalidParameter":                {Actor: Author, Meaning: "A value was refused."},
	"MissingParameter":                {Actor: Author, Meaning: "A value is missing."},
	"InvalidParameter.LengthExceeded": {Actor: Author, Meaning: "A list or text is too long."},
	"InvalidParameter.ValueExceeded":  {Actor: Author, Meaning: "A value is out of range."},
	"InvalidParameter.DuplicatedName": {Actor: Author, Meaning: "Two containers have one name.",
		Parameters: "Container"},
	"InvalidParameter.DuplicatedVolumeName": {Actor: Author, Meaning: "Two volumes have one name.",
		Parameters: "Volume"},
	"InvalidParameter.MismatchInstanceType": {Actor: Author, Meaning: "An ID belongs to another kind of object."},
	"IncorrectOperation":                    {Actor: Author, Meaning: "The object does not allow this."},
	"InvalidAction":                         {Actor: Author, Meaning: "The object does not allow this."},

	// What no user can cause.
	"IdempotentParameterMismatch": {Actor: Developer, Meaning: "A token was used for two different requests."},
	"InvalidApi.NotFound": {Actor: Developer, Meaning: "The address that was called has no such action.",
		Remedy: "Check the provider's endpoint."},
	"InvalidProduct.NotFound": {Actor: Author, Meaning: "The address that was called is not ECI's.",
		Remedy: "Check the provider's endpoint and region."},
	"InvalidProtocol.NeedSsl": {Actor: Author, Meaning: "The address that was called takes HTTPS only.",
		Remedy: "Check the provider's endpoint."},
	"IncompleteSignature":     {Actor: Developer, Meaning: "The signature is incomplete."},
	"InvalidSignatureMethod":  {Actor: Developer, Meaning: "The signature is of an unknown kind."},
	"InvalidTimeStamp.Format": {Actor: Developer, Meaning: "The time of the request is written in a wrong way."},
	"InvalidParameter.Format": {Actor: Developer, Meaning: "The format of the answer is unknown."},
	"UnsupportedHTTPMethod":   {Actor: Developer, Meaning: "The action was called by a wrong HTTP method."},
}

const (
	incorrectStatus = "The status of the object does not allow this now."
	waitOrReplace   = "Apply again when it has settled, or replace it with terraform apply -replace=ADDRESS."
	checkKeys       = "Check the provider's access_key and secret_key, or the environment variables ALIBABA_CLOUD_ACCESS_KEY_ID and " +
		"ALIBABA_CLOUD_ACCESS_KEY_SECRET."
	//nolint:gosec // names, no values
	checkToken = "Check the provider's security_token, or the environment variable ALIBABA_CLOUD_SECURITY_TOKEN."
)
