import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-xray")>();

export function invalidRequest(message: string): AwsError {
  return error("InvalidRequestException", message);
}

export function invalidToken(): AwsError {
  return invalidRequest("Invalid NextToken");
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(what: string): AwsError {
  return invalidRequest(`Squall does not support ${what} yet.`);
}
