import { AwsError } from "../../platform/aws-error.ts";

/** EC2's errors are in no model. Source: "Error codes for the Amazon EC2 API". */
function error(code: string, message: string, status = 400): AwsError {
  return new AwsError(code, message, { status });
}

export function dryRun(): AwsError {
  return error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
}

export function missingParameter(name: string): AwsError {
  return error("MissingParameter", `The request must contain the parameter ${name}`);
}

export function invalidParameterValue(message: string): AwsError {
  return error("InvalidParameterValue", message);
}

/** One parameter that is nothing without another. */
export function invalidParameterDependency(message: string): AwsError {
  return error("InvalidParameterDependency", message);
}

export function invalidParameterCombination(message: string): AwsError {
  return error("InvalidParameterCombination", message);
}

export function invalidFilter(name: string): AwsError {
  return invalidParameterValue(`The filter '${name}' is invalid`);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(what: string): AwsError {
  return error("UnsupportedOperation", `Squall does not support ${what} yet.`);
}

export function malformedId(code: string, id: string, prefix: string): AwsError {
  return error(`${code}.Malformed`, `Invalid id: "${id}" (expecting "${prefix}-...")`);
}

export function instancesNotFound(ids: readonly string[]): AwsError {
  const [first] = ids;
  return error(
    "InvalidInstanceID.NotFound",
    ids.length === 1
      ? `The instance ID '${first}' does not exist`
      : `The instance IDs '${ids.join(", ")}' do not exist`,
  );
}

export function imagesNotFound(ids: readonly string[]): AwsError {
  return error(
    "InvalidAMIID.NotFound",
    `The image id${ids.length === 1 ? "" : "s"} '[${ids.join(", ")}]' do${ids.length === 1 ? "es" : ""} not exist`,
  );
}

export function vpcNotFound(id: string): AwsError {
  return error("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`);
}

export function subnetNotFound(id: string): AwsError {
  return error("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`);
}

export function groupNotFound(name: string): AwsError {
  return error("InvalidGroup.NotFound", `The security group '${name}' does not exist`);
}

export function keyPairNotFound(name: string): AwsError {
  return error("InvalidKeyPair.NotFound", `The key pair '${name}' does not exist`);
}

export function keyPairExists(): AwsError {
  return error("InvalidKeyPair.Duplicate", "The keypair already exists");
}

export function invalidKey(): AwsError {
  return error("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
}

export function groupExists(name: string, vpcId: string): AwsError {
  return error("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${vpcId}'`);
}

export function groupIsReserved(name: string): AwsError {
  return error("InvalidGroup.Reserved", `The security group '${name}' is reserved`);
}

export function cannotDeleteGroup(id: string, name: string): AwsError {
  return error("CannotDelete", `the specified group: "${id}" name: "${name}" cannot be deleted by a user`);
}

export function ruleNotFound(id: string): AwsError {
  return error("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${id}' does not exist`);
}

export function permissionNotFound(): AwsError {
  return error("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
}

export function permissionExists(rule: string): AwsError {
  return error("InvalidPermission.Duplicate", `the specified rule "${rule}" already exists`);
}

export function tooManyRules(): AwsError {
  return error(
    "RulesPerSecurityGroupLimitExceeded",
    "The maximum number of rules per security group has been reached.",
  );
}

export function tooManyGroups(): AwsError {
  return error("SecurityGroupLimitExceeded", "The maximum number of security groups for this VPC has been reached.");
}

export function tooManyGroupsOfInterface(): AwsError {
  return error(
    "SecurityGroupsPerInterfaceLimitExceeded",
    "The maximum number of security groups per interface has been reached.",
  );
}

/** What something else needs. `The vpc 'vpc-…' has dependencies and cannot be deleted.` */
export function hasDependencies(kind: string, id: string): AwsError {
  return error("DependencyViolation", `The ${kind} '${id}' has dependencies and cannot be deleted.`);
}

export function dependencyViolation(message: string): AwsError {
  return error("DependencyViolation", message);
}

export function invalidVpcRange(cidr: string): AwsError {
  return error("InvalidVpc.Range", `The CIDR '${cidr}' is invalid.`);
}

export function tooManyVpcs(): AwsError {
  return error("VpcLimitExceeded", "The maximum number of VPCs has been reached.");
}

export function defaultVpcExists(): AwsError {
  return error("DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region.");
}

export function noDefaultVpc(): AwsError {
  return error("DefaultVpcDoesNotExist", "No default VPC exists for this account in this region.");
}

export function vpcNotSpecified(): AwsError {
  return error(
    "VPCIdNotSpecified",
    "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
  );
}

export function noDefaultSubnet(vpcId: string): AwsError {
  return error("MissingInput", `No subnets found for the default VPC '${vpcId}'. Please specify a subnet.`);
}

export function defaultSubnetExists(id: string, zone: string): AwsError {
  return error("DefaultSubnetAlreadyExistsInAvailabilityZone", `'${id}' is already the default subnet in ${zone}.`);
}

export function invalidSubnetRange(cidr: string): AwsError {
  return error("InvalidSubnet.Range", `The CIDR '${cidr}' is invalid.`);
}

export function subnetConflicts(cidr: string): AwsError {
  return error("InvalidSubnet.Conflict", `The CIDR '${cidr}' conflicts with another subnet`);
}

export function tooManySubnets(): AwsError {
  return error("SubnetLimitExceeded", "The maximum number of subnets has been reached.");
}

export function invalidCidr(cidr: string, parameter: string): AwsError {
  return invalidParameterValue(
    `Value (${cidr}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
  );
}

export function gatewayNotFound(id: string): AwsError {
  return error("InvalidInternetGatewayID.NotFound", `The internetGateway ID '${id}' does not exist`);
}

export function gatewayNotAttached(id: string, vpcId: string): AwsError {
  return error("Gateway.NotAttached", `resource ${id} is not attached to network ${vpcId}`);
}

export function alreadyAssociated(message: string): AwsError {
  return error("Resource.AlreadyAssociated", message);
}

export function tooManyGateways(): AwsError {
  return error("InternetGatewayLimitExceeded", "The maximum number of internet gateways has been reached.");
}

export function routeTableNotFound(id: string): AwsError {
  return error("InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`);
}

export function tooManyRouteTables(): AwsError {
  return error("RouteTableLimitExceeded", "The maximum number of route tables has been reached.");
}

export function tooManyRoutes(id: string): AwsError {
  return error("RouteLimitExceeded", `The maximum number of routes has been reached for route table ${id}.`);
}

export function routeExists(cidr: string): AwsError {
  return error("RouteAlreadyExists", `The route identified by ${cidr} already exists.`);
}

export function routeNotFound(cidr: string, id: string): AwsError {
  return error("InvalidRoute.NotFound", `no route with destination-cidr-block ${cidr} in route table ${id}`);
}

export function associationNotFound(id: string): AwsError {
  return error("InvalidAssociationID.NotFound", `The association ID '${id}' does not exist`);
}

export function dhcpOptionsNotFound(id: string): AwsError {
  return error("InvalidDhcpOptionID.NotFound", `The dhcpOption ID '${id}' does not exist`);
}

export function aclNotFound(id: string): AwsError {
  return error("InvalidNetworkAclID.NotFound", `The networkAcl ID '${id}' does not exist`);
}

export function interfaceNotFound(id: string): AwsError {
  return error("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`);
}

export function interfaceInUse(message: string): AwsError {
  return error("InvalidNetworkInterface.InUse", message);
}

export function invalidParameter(message: string): AwsError {
  return error("InvalidParameter", message);
}

export function attachmentNotFound(id: string): AwsError {
  return error("InvalidAttachmentID.NotFound", `The attachment ID '${id}' does not exist`);
}

export function notPermitted(message: string): AwsError {
  return error("OperationNotPermitted", message);
}

export function tooManyInterfaces(id: string, type: string): AwsError {
  return error("AttachmentLimitExceeded", `Interface count exceeds the limit for ${type}: ${id}`);
}

export function tooManyPrivateAddresses(message: string): AwsError {
  return error("PrivateIpAddressLimitExceeded", message);
}

export function allocationNotFound(id: string): AwsError {
  return error("InvalidAllocationID.NotFound", `The allocation ID '${id}' does not exist`);
}

export function addressNotFound(address: string): AwsError {
  return error("InvalidAddress.NotFound", `Address '${address}' not found.`);
}

export function tooManyAddresses(): AwsError {
  return error("AddressLimitExceeded", "The maximum number of addresses has been reached.");
}

export function pendingInstance(id: string): AwsError {
  return error("InvalidInstanceID", `The pending instance '${id}' is not in a valid state for this operation.`);
}

export function incorrectInstanceState(message: string): AwsError {
  return error("IncorrectInstanceState", message);
}

export function templateNotFound(id: string): AwsError {
  return error(
    "InvalidLaunchTemplateId.NotFound",
    `The specified launch template, with template ID ${id}, does not exist.`,
  );
}

/** Of a list of names, none of which is told. */
export function templatesNotFound(): AwsError {
  return error(
    "InvalidLaunchTemplateName.NotFoundException",
    "At least one of the launch templates specified in the request does not exist.",
  );
}

export function templateNameNotFound(name: string): AwsError {
  return error(
    "InvalidLaunchTemplateName.NotFoundException",
    `The specified launch template, with template name ${name}, does not exist.`,
  );
}

export function templateNameInUse(): AwsError {
  return error("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
}

export function templateNameIsMalformed(): AwsError {
  return error(
    "InvalidLaunchTemplateName.MalformedException",
    "A launch template name must be between 3 and 128 characters, and may contain letters, numbers, and the following characters: - ( ) . / _.",
  );
}

export function templateVersionNotFound(version: string, id: string): AwsError {
  return error(
    "InvalidLaunchTemplateId.VersionNotFound",
    `Could not find the specified version ${version} for the launch template with ID ${id}.`,
  );
}

export function tooManyTemplates(): AwsError {
  return error("MaxLaunchTemplatesExceeded", "The maximum number of launch templates has been reached.");
}

export function tooManyTemplateVersions(): AwsError {
  return error("VersionLimitExceeded", "The maximum number of versions of this launch template has been reached.");
}

export function imageNameInUse(name: string, id: string): AwsError {
  return error("InvalidAMIName.Duplicate", `AMI name ${name} is already in use by AMI ${id}`);
}

export function imageNameIsMalformed(): AwsError {
  return error(
    "InvalidAMIName.Malformed",
    "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
  );
}

export function imageUnavailable(id: string): AwsError {
  return error("InvalidAMIID.Unavailable", `The image id '[${id}]' is no longer available`);
}

export function notOwner(id: string): AwsError {
  return error("AuthFailure", `Not authorized for image:${id}`, 403);
}

export function profileNotFound(what: string): AwsError {
  return invalidParameterValue(
    `Value (${what}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
  );
}

export function profileAssociationExists(id: string): AwsError {
  return error("IncorrectState", `There is an existing association for instance ${id}`);
}

export function resourceNotFound(id: string): AwsError {
  return error("InvalidID", `The ID '${id}' is not valid`);
}

export function volumesNotFound(ids: readonly string[]): AwsError {
  const [first] = ids;
  return error(
    "InvalidVolume.NotFound",
    ids.length === 1 ? `The volume '${first}' does not exist.` : `The volumes '${ids.join(", ")}' do not exist.`,
  );
}

export function snapshotNotFound(id: string): AwsError {
  return error("InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`);
}

export function unknownVolumeType(kind: string): AwsError {
  return error("UnknownVolumeType", `Unknown volume type: ${kind}`);
}

export function zoneNotFound(zone: string): AwsError {
  return error("InvalidZone.NotFound", `The zone '${zone}' does not exist.`);
}

export function keyNotAccessible(why: string): AwsError {
  return invalidParameterValue(`The given key ID is not accessible. ${why}`);
}

export function volumeInUse(volumeId: string, instanceId: string): AwsError {
  return error("VolumeInUse", `Volume ${volumeId} is currently attached to ${instanceId}`);
}

/** By `squall volume serve`, which AWS does not have. */
export function volumeServed(volumeId: string): AwsError {
  return error("VolumeInUse", `Volume ${volumeId} is currently being served: end \`squall volume serve\` first.`);
}

export function modificationTooSoon(id: string): AwsError {
  return error(
    "VolumeModificationRateExceeded",
    `You've reached the maximum modification rate per volume limit. Wait at least 6 hours between modifications per EBS volume. (${id})`,
  );
}

export function modificationNotFound(ids: readonly string[]): AwsError {
  return error("InvalidVolumeModification.NotFound", `Modification for volume '${ids.join(", ")}' does not exist.`);
}

export function cannotBeShared(id: string): AwsError {
  return error("InvalidParameter", `Encrypted snapshot ${id} cannot be made public.`);
}

export function alreadyAttached(volumeId: string): AwsError {
  return error("VolumeInUse", `${volumeId} is already attached to an instance`);
}

export function volumeIsNot(id: string, wanted: string): AwsError {
  return error("IncorrectState", `${id} is not '${wanted}'.`);
}

export function volumeIs(id: string, state: string): AwsError {
  return error("IncorrectState", `Volume '${id}' is in the '${state}' state.`);
}

export function instanceIsNot(id: string, wanted: string): AwsError {
  return error("IncorrectState", `Instance '${id}' is not '${wanted}'.`);
}

export function zoneMismatch(volumeId: string, instanceId: string): AwsError {
  return error(
    "InvalidVolume.ZoneMismatch",
    `The volume '${volumeId}' is not in the same availability zone as instance '${instanceId}'`,
  );
}

export function deviceInUse(device: string): AwsError {
  return invalidParameterValue(
    `Invalid value '${device}' for unixDevice. Attachment point ${device} is already in use`,
  );
}

export function notAttached(volumeId: string, instanceId: string): AwsError {
  return error("InvalidAttachment.NotFound", `Volume '${volumeId}' is not attached to instance '${instanceId}'.`);
}

export function rootVolume(volumeId: string, instanceId: string): AwsError {
  return error("OperationNotPermitted", `Unable to detach root volume '${volumeId}' from instance '${instanceId}'`);
}

export function tooManyAttachments(limit: number): AwsError {
  return error("AttachmentLimitExceeded", `The maximum number of attachments (${limit}) has been reached.`);
}

export function tooMuchStorage(kind: string): AwsError {
  return error("VolumeLimitExceeded", `You have exceeded your maximum ${kind} storage limit in this region.`);
}

export function tooManyIops(kind: string): AwsError {
  return error("MaxIOPSLimitExceeded", `You have exceeded your maximum ${kind} iops limit in this region.`);
}

export function tooManySnapshots(limit: number): AwsError {
  return error("SnapshotLimitExceeded", `The maximum number of snapshots (${limit}) has been reached.`);
}

export function tooManyPendingSnapshots(): AwsError {
  return error(
    "ConcurrentSnapshotLimitExceeded",
    "Maximum allowed in-progress snapshots for a single volume exceeded.",
  );
}

export function tooManyCopies(): AwsError {
  return error(
    "ResourceLimitExceeded",
    "Too many snapshot copies in progress. The limit is 20 for this destination region.",
  );
}

export function snapshotInUse(id: string, imageId: string): AwsError {
  return error("InvalidSnapshot.InUse", `The snapshot ${id} is currently in use by ${imageId}`);
}

export function snapshotIsNot(id: string, wanted: string): AwsError {
  return error("IncorrectState", `Snapshot ${id} is not in '${wanted}' state`);
}

export function invalidInstanceType(name: string): AwsError {
  return invalidParameterValue(`Invalid value '${name}' for InstanceType.`);
}

export function invalidTypes(names: readonly string[]): AwsError {
  return error("InvalidInstanceType", `The following supplied instance types do not exist: [${names.join(", ")}]`);
}

export function incorrectState(id: string, done: "started" | "stopped" | "rebooted"): AwsError {
  const subject = done === "started" ? "The" : "This";
  return error("IncorrectInstanceState", `${subject} instance '${id}' is not in a state from which it can be ${done}.`);
}

export function mustBeStopped(id: string): AwsError {
  return error("IncorrectInstanceState", `The instance '${id}' is not in the 'stopped' state.`);
}

export function protectedFrom(id: string, what: "terminated" | "stopped"): AwsError {
  const attribute = what === "terminated" ? "disableApiTermination" : "disableApiStop";
  return error(
    "OperationNotPermitted",
    `The instance '${id}' may not be ${what}. Modify its '${attribute}' instance attribute and try again.`,
  );
}

export function tooManyVcpus(limit: number): AwsError {
  return error(
    "VcpuLimitExceeded",
    `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}

export function addressInUse(address: string): AwsError {
  return error("InvalidIPAddress.InUse", `Address ${address} is in use.`);
}

export function noAddressesLeft(subnetId: string): AwsError {
  return error(
    "InsufficientFreeAddressesInSubnet",
    `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
  );
}

export function otherParameters(token: string): AwsError {
  return error("IdempotentParameterMismatch", `The client token '${token}' was used with other parameters before.`);
}

export function tooManyTags(): AwsError {
  return error("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
}

export function invalidToken(): AwsError {
  return invalidParameterValue("The token provided is invalid.");
}

export function profileAssociationNotFound(id: string): AwsError {
  return error("InvalidAssociationID.NotFound", `An invalid association-id of '${id}' was given`);
}

export function snapshotLocked(id: string): AwsError {
  return notPermitted(`The snapshot '${id}' is locked. A locked snapshot can't be deleted until its lock expires.`);
}

export function lockCannotBeChanged(id: string): AwsError {
  return notPermitted(
    `The snapshot '${id}' is locked in compliance mode and its cooling-off period has expired: its lock can only be extended.`,
  );
}

export function snapshotNotLocked(id: string): AwsError {
  return error("IncorrectState", `The snapshot '${id}' is not locked.`);
}

export function snapshotArchived(id: string): AwsError {
  return error(
    "IncorrectState",
    `The snapshot '${id}' is in the archive tier. Restore it to the standard tier before you use it.`,
  );
}

export function tieringIs(message: string): AwsError {
  return error("IncorrectState", message);
}

export function sharingIsBlocked(what: "snapshots" | "AMIs"): AwsError {
  return notPermitted(`Public sharing is not permitted: block public access for ${what} is enabled in this Region.`);
}

export function notInRecycleBin(kind: "snapshot" | "volume", id: string): AwsError {
  return kind === "snapshot" ? snapshotNotFound(id) : volumesNotFound([id]);
}

export function tooManyFastRestores(limit: number): AwsError {
  return error(
    "FastSnapshotRestoreLimitExceeded",
    `The maximum number of snapshots with fast snapshot restore (${limit}) has been reached.`,
  );
}

export function fastRestoreIsNot(id: string, zone: string): AwsError {
  return error("InvalidState", `Fast snapshot restore is not enabled for the snapshot ${id} in ${zone}.`);
}
