import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import type { Rbin } from "./model.ts";

const error = defineErrors<Rbin>();

export function ruleNotFound(id: string): AwsError {
  return error("ResourceNotFoundException", `The rule ${id} does not exist.`, { Reason: "RULE_NOT_FOUND" });
}

export function invalidValue(message: string): AwsError {
  return error("ValidationException", message, { Reason: "INVALID_PARAMETER_VALUE" });
}

export function invalidPageToken(): AwsError {
  return error("ValidationException", "The pagination token is not valid.", { Reason: "INVALID_PAGE_TOKEN" });
}

export function ruleIs(message: string): AwsError {
  return error("ConflictException", message, { Reason: "INVALID_RULE_STATE" });
}

export function tooMany(what: string): AwsError {
  return error("ServiceQuotaExceededException", `The maximum number of ${what} has been reached.`, {
    Reason: "SERVICE_QUOTA_EXCEEDED",
  });
}
