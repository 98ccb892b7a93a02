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

export function boundaryNotFound(kind: keyof typeof nouns, name: string): AwsError {
  return error("NoSuchEntityException", `The ${nouns[kind]} with name ${name} does not have a permissions boundary.`);
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
