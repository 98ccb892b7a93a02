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
