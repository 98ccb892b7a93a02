import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-iot")>();

export function invalidRequest(message: string): AwsError {
  return error("InvalidRequestException", message);
}

export function resourceNotFound(message: string): AwsError {
  return error("ResourceNotFoundException", message);
}

export function resourceAlreadyExists(message: string, resource: { id?: string; arn?: string } = {}): AwsError {
  return error("ResourceAlreadyExistsException", message, { resourceId: resource.id, resourceArn: resource.arn });
}

export function certificateIsThere(id: string, arn: string): AwsError {
  return resourceAlreadyExists("The certificate is already provisioned or registered", { id, arn });
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(what: string): AwsError {
  return error("InvalidRequestException", `Squall does not support ${what} yet.`);
}

export function thingNotFound(name: string): AwsError {
  return resourceNotFound(`Thing ${name} not found`);
}

/** Of an update or removal that expects another version. */
export function versionConflict(name: string, version: number, expected: number): AwsError {
  return error(
    "VersionConflictException",
    `The version for ${name} does not match the expected version. Expected: ${expected}, actual: ${version}`,
  );
}

export function invalidToken(): AwsError {
  return invalidRequest("The nextToken is invalid.");
}

export function certificateValidation(message: string): AwsError {
  return error("CertificateValidationException", message);
}

export function certificateState(message: string): AwsError {
  return error("CertificateStateException", message);
}

export function deleteConflict(message: string): AwsError {
  return error("DeleteConflictException", message);
}

export function conflict(message: string, { id }: { id?: string } = {}): AwsError {
  return error("ConflictException", message, { resourceId: id });
}

export function malformedPolicy(message: string): AwsError {
  return error("MalformedPolicyException", message);
}

export function versionsLimitExceeded(message: string): AwsError {
  return error("VersionsLimitExceededException", message);
}

export function limitExceeded(message: string): AwsError {
  return error("LimitExceededException", message);
}

export function noRetainedMessage(topic: string): AwsError {
  return resourceNotFound(`No retained message found for topic ${topic}`);
}

export function sqlCannotBeParsed(message: string): AwsError {
  return error("SqlParseException", message);
}

/** Of a rule that is not there, as well: AWS does not tell which. */
export function ruleAccessDenied(name: string): AwsError {
  return error("UnauthorizedException", `Access to topic rule '${name}' was denied`);
}

export function tooMany(what: string): AwsError {
  return error("LimitExceededException", `You have reached the limit of ${what}.`);
}

export function registrationCodeInvalid(message: string): AwsError {
  return error("RegistrationCodeValidationException", message);
}

export function invalidQuery(message: string): AwsError {
  return error("InvalidQueryException", message);
}

export function indexNotReady(index: string): AwsError {
  return error("IndexNotReadyException", `The index ${index} is not on: see UpdateIndexingConfiguration.`);
}

export function invalidStateTransition(message: string): AwsError {
  return error("InvalidStateTransitionException", message);
}

export function transferConflict(message: string): AwsError {
  return error("TransferConflictException", message);
}

export function invalidResponse(message: string): AwsError {
  return error("InvalidResponseException", message);
}

export function notConfigured(message: string): AwsError {
  return error("NotConfiguredException", message);
}

/** Of retained messages: one of MQTT is not acknowledged. */
export function tooManyRetained(): AwsError {
  return error("ThrottlingException", "The limit of retained messages is reached.");
}

export function retainedTooFast(): AwsError {
  return error("ThrottlingException", "Retained messages are published too fast.");
}

export function invalidAggregation(message: string): AwsError {
  return error("InvalidAggregationException", message);
}
