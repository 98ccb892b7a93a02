import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-sts")>();

/** AWS does not tell a role that is not there from one that may not be assumed. */
export function roleNotAssumable(principalArn: string, roleArn: string): AwsError {
  const message = `User: ${principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
  return new AwsError("AccessDenied", message, { status: 403 });
}

export function rootMayNotAssumeRoles(): AwsError {
  return new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", { status: 403 });
}

export function sessionMayNotCall(operation: string): AwsError {
  return new AwsError("AccessDenied", `Cannot call ${operation} with session credentials`, { status: 403 });
}

export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message, { status: 400 });
}

export function malformedSessionPolicy(): AwsError {
  return error("MalformedPolicyDocumentException", "This policy contains invalid Json");
}

export function sessionPolicyTooLarge(percent: number): AwsError {
  return error(
    "PackedPolicyTooLargeException",
    `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`,
  );
}

export function notSupported(what: string): AwsError {
  return validationError(`Squall does not support ${what}.`);
}

export function invalidParameterValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message, { status: 400 });
}

export function mfaNeedsBoth(): AwsError {
  const message = "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.";
  return new AwsError("AccessDenied", message, { status: 403 });
}

export function mfaFailed(): AwsError {
  const message = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
  return new AwsError("AccessDenied", message, { status: 403 });
}

/** For a token's bearer AWS does not say more. */
export function notAuthorizedToAssume(): AwsError {
  return new AwsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", { status: 403 });
}

export function invalidIdentityToken(message: string): AwsError {
  return error("InvalidIdentityTokenException", message);
}

export function expiredToken(nowSeconds: number, expirySeconds: number): AwsError {
  return error(
    "ExpiredTokenException",
    `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${expirySeconds}`,
  );
}

export function idpCommunicationError(): AwsError {
  return error(
    "IDPCommunicationErrorException",
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
}
