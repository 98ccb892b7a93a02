import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-dlm")>();

export function policyNotFound(id: string): AwsError {
  return error("ResourceNotFoundException", `Policy ${id} does not exist`, {
    ResourceType: "policy",
    ResourceIds: [id],
  });
}

export function invalidRequest(message: string, ...parameters: string[]): AwsError {
  return error("InvalidRequestException", message, parameters.length > 0 ? { RequiredParameters: parameters } : {});
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(what: string): AwsError {
  return error("InvalidRequestException", `Squall does not support ${what} yet.`);
}

export function tooManyPolicies(): AwsError {
  return error("LimitExceededException", "The number of policies has reached the limit.", { ResourceType: "policy" });
}
