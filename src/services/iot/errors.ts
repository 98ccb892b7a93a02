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
