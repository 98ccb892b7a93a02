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
