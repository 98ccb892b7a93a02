import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-iam")>();

const nouns = {
  role: "role",
  user: "user",
  group: "group",
} as const;

export function entityNotFound(kind: keyof typeof nouns, name: string): AwsError {
  return error("NoSuchEntityException", `The ${nouns[kind]} with name ${name} cannot be found.`);
}

export function entityExists(kind: keyof typeof nouns, name: string): AwsError {
  const noun = kind[0]?.toUpperCase() + kind.slice(1);
  return error("EntityAlreadyExistsException", `${noun} with name ${name} already exists.`);
}

export function inlinePolicyNotFound(kind: keyof typeof nouns, policyName: string): AwsError {
  return error("NoSuchEntityException", `The ${nouns[kind]} policy with name ${policyName} cannot be found.`);
}

export function policyNotFound(arn: string): AwsError {
  return error("NoSuchEntityException", `Policy ${arn} was not found.`);
}

export function policyNotAttachable(arn: string): AwsError {
  return error("NoSuchEntityException", `Policy ${arn} does not exist or is not attachable.`);
}

export function policyNotAttached(arn: string): AwsError {
  return error("NoSuchEntityException", `Policy ${arn} was not found.`);
}

export function policyVersionNotFound(arn: string, versionId: string): AwsError {
  return error("NoSuchEntityException", `Policy ${arn} version ${versionId} does not exist or is not attachable.`);
}

export function policyExists(name: string): AwsError {
  return error(
    "EntityAlreadyExistsException",
    `A policy called ${name} already exists. Duplicate names are not allowed.`,
  );
}

export function tooManyPolicyVersions(limit: number): AwsError {
  return error(
    "LimitExceededException",
    `A managed policy can have up to ${limit} versions. Before you create a new version, you must delete an existing version.`,
  );
}

export function awsPolicyIsReadOnly(action: string, arn: string): AwsError {
  return new AwsError("AccessDenied", `Cannot perform operation ${action} on the AWS managed policy ${arn}.`, {
    status: 403,
  });
}

export function defaultVersionStays(): AwsError {
  return error("DeleteConflictException", "Cannot delete the default version of a policy.");
}

/** `must` is AWS's text of what to do first: `detach all policies`. */
export function deleteConflict(must: string): AwsError {
  return error("DeleteConflictException", `Cannot delete entity, must ${must} first.`);
}

export function policyIsAttached(): AwsError {
  return error("DeleteConflictException", "Cannot delete a policy attached to entities.");
}

export function policyHasVersions(): AwsError {
  return error(
    "DeleteConflictException",
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
  );
}

/** The answer for tags, which AWS counts elsewhere. */
export function tooManyTags(): AwsError {
  return error("LimitExceededException", "The number of tags has reached the maximum limit.");
}

/** A policy's ARN: what is no ARN at all is told otherwise than one of something else. */
export function invalidArn(arn: string): AwsError {
  if (!/^arn:([^:]*:){4}/.test(arn)) return validationError("Invalid ARN:  Could not be parsed!");
  return error("InvalidInputException", `ARN ${arn} is not valid.`);
}

export function invalidInput(message: string): AwsError {
  return error("InvalidInputException", message);
}

export function quotaExceeded(quota: string, limit: number): AwsError {
  return error("LimitExceededException", `Cannot exceed quota for ${quota}: ${limit}`);
}

export function inlinePoliciesTooLarge(kind: keyof typeof nouns, name: string, limit: number): AwsError {
  return error("LimitExceededException", `Maximum policy size of ${limit} bytes exceeded for ${nouns[kind]} ${name}`);
}

export function malformedPolicy(fault: string): AwsError {
  return error("MalformedPolicyDocumentException", fault);
}

/** A trust policy names somebody who is not there. */
export function invalidPrincipal(kind: "AWS" | "SERVICE", name: string): AwsError {
  return malformedPolicy(`Invalid principal in policy: "${kind}":"${name}"`);
}

export function instanceProfileNotFound(name: string): AwsError {
  return error("NoSuchEntityException", `Instance Profile ${name} cannot be found.`);
}

export function instanceProfileExists(name: string): AwsError {
  return error("EntityAlreadyExistsException", `Instance Profile ${name} already exists.`);
}

export function roleNotInInstanceProfile(roleName: string, profileName: string): AwsError {
  return error(
    "NoSuchEntityException",
    `The role with name ${roleName} cannot be found in instance profile ${profileName}.`,
  );
}

export function accessKeyNotFound(accessKeyId: string): AwsError {
  return error("NoSuchEntityException", `The Access Key with id ${accessKeyId} cannot be found.`);
}

/** AWS does not tell a key that is not there from one that another account has. */
export function keyIsNotYours(callerArn: string, accessKeyId: string): AwsError {
  const message = `User: ${callerArn} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${accessKeyId}`;
  return new AwsError("AccessDenied", message, { status: 403 });
}

export function boundaryNotFound(kind: keyof typeof nouns, name: string): AwsError {
  return error("NoSuchEntityException", `The ${nouns[kind]} with name ${name} does not have a permissions boundary.`);
}

export function boundaryPolicyNotFound(arn: string): AwsError {
  return error("NoSuchEntityException", `Scope ARN: ${arn} does not exist or is not attachable.`);
}

export function duplicateTagKeys(): AwsError {
  return error("InvalidInputException", "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
}

export function accountAliasExists(alias: string): AwsError {
  return error("EntityAlreadyExistsException", `The account alias ${alias} already exists.`);
}

export function accountAliasNotFound(alias: string): AwsError {
  return error("NoSuchEntityException", `The account alias ${alias} cannot be found.`);
}

export function loginProfileNotFound(userName: string): AwsError {
  return error("NoSuchEntityException", `Login Profile for User ${userName} cannot be found.`);
}

export function loginProfileExists(userName: string): AwsError {
  return error("EntityAlreadyExistsException", `Login Profile for user ${userName} already exists.`);
}

/** Somebody else has changed the password while the new one was hashed. */
export function loginProfileIsChanging(userName: string): AwsError {
  return error(
    "EntityTemporarilyUnmodifiableException",
    `Login Profile for User ${userName} cannot be modified while it is being changed. Please try again.`,
  );
}

export function passwordPolicyNotFound(account: string): AwsError {
  return error("NoSuchEntityException", `The Password Policy with domain name ${account} cannot be found.`);
}

export function noPasswordPolicyToDelete(): AwsError {
  return error("NoSuchEntityException", "The account policy with name PasswordPolicy cannot be found.");
}

export function passwordPolicyViolation(fault: string): AwsError {
  return error("PasswordPolicyViolationException", fault);
}

export function onlyUsersChangePasswords(): AwsError {
  return error("InvalidUserTypeException", "Only IAM Users can change their own password");
}

export function wrongOldPassword(): AwsError {
  return new AwsError("AccessDenied", "The old password was incorrect.", { status: 403 });
}

/** IAM's own name for what other services call ValidationException; its model has no shape for it. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message, { status: 400 });
}

export function serverCertificateNotFound(name: string): AwsError {
  return error("NoSuchEntityException", `The Server Certificate with name ${name} cannot be found.`);
}

export function serverCertificateExists(name: string): AwsError {
  return error("EntityAlreadyExistsException", `The Server Certificate with name ${name} already exists.`);
}

export function malformedCertificate(body: string): AwsError {
  return error("MalformedCertificateException", `Certificate ${body} is malformed.`);
}

export function keyDoesNotMatch(): AwsError {
  return error("KeyPairMismatchException", "The public key certificate and the private key do not match.");
}

export function certificateNotFound(id: string): AwsError {
  return error("NoSuchEntityException", `The Certificate with id ${id} cannot be found.`);
}

export function duplicateCertificate(): AwsError {
  return error("DuplicateCertificateException", "The certificate is already associated with a user.");
}

export function publicKeyNotFound(id: string): AwsError {
  return error("NoSuchEntityException", `The Public Key with id ${id} cannot be found.`);
}

export function invalidPublicKey(): AwsError {
  return error(
    "InvalidPublicKeyException",
    "The public key is not valid. It must be an RSA key of 2048 bits or more in ssh-rsa or PEM format.",
  );
}

export function duplicatePublicKey(): AwsError {
  return error("DuplicateSSHPublicKeyException", "The SSH public key is already associated with the user.");
}

export function serviceCredentialNotFound(id: string): AwsError {
  return error("NoSuchEntityException", `No such credential ${id} exists`);
}

export function serviceNotSupported(service: string): AwsError {
  return error("NoSuchEntityException", `No such service ${service} is supported for Service Specific Credentials`);
}

export function mfaDeviceNotFound(serialNumber: string): AwsError {
  return error("NoSuchEntityException", `VirtualMFADevice with serial number ${serialNumber} doesn't exist.`);
}

export function mfaDeviceExists(): AwsError {
  return error("EntityAlreadyExistsException", "MFADevice entity at the same path and name already exists.");
}

export function mfaDeviceInUse(): AwsError {
  return error("EntityAlreadyExistsException", "MFA Device is already in use.");
}

export function mfaDeviceIsAttached(): AwsError {
  return error("DeleteConflictException", "MFA VirtualDevice in use. Must deactivate first.");
}

export function wrongAuthenticationCode(): AwsError {
  return error("InvalidAuthenticationCodeException", "Authentication code for device is not valid");
}

export function oidcProviderNotFound(arn: string): AwsError {
  return error("NoSuchEntityException", `OpenIDConnect Provider not found for arn ${arn}`);
}

export function noOidcProviderToDelete(arn: string): AwsError {
  return error("NoSuchEntityException", `OpenId connect Provider ${arn} cannot be found.`);
}

export function oidcProviderExists(url: string): AwsError {
  return error("EntityAlreadyExistsException", `Provider with url ${url} already exists.`);
}

export function tooManyThumbprints(): AwsError {
  return error("InvalidInputException", "Thumbprint list must contain fewer than 5 entries.");
}

export function samlProviderNotFound(arn: string): AwsError {
  return error("NoSuchEntityException", `Manifest not found for arn ${arn}`);
}

export function samlProviderExists(name: string): AwsError {
  return error("EntityAlreadyExistsException", `SAML provider with name ${name} already exists.`);
}

export function invalidMetadata(): AwsError {
  return error("InvalidInputException", "Could not parse metadata");
}

export function roleNameIsTaken(name: string): AwsError {
  return error(
    "InvalidInputException",
    `Service role name ${name} has been taken in this account, please try a different suffix.`,
  );
}

export function roleIsProtected(name: string): AwsError {
  return error(
    "UnmodifiableEntityException",
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  );
}

export function jobNotFound(id: string): AwsError {
  return error("NoSuchEntityException", `Job with id ${id} cannot be found.`);
}

export function credentialReportNotPresent(): AwsError {
  return error("CredentialReportNotPresentException", "");
}

export function credentialReportExpired(): AwsError {
  return error("CredentialReportExpiredException", "");
}
