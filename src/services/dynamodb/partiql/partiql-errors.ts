import type { AwsError } from "../../../platform/aws-error.ts";
import { defineErrors } from "../../errors.ts";
import { validationException } from "../values/validation-exception.ts";

const error = defineErrors<typeof import("@aws-sdk/client-dynamodb")>();

export function notWellFormed(reason: string): AwsError {
  return validationException(`Statement wasn't well formed, can't be processed: ${reason}`);
}

export function duplicateItem(): AwsError {
  return error("DuplicateItemException", "Duplicate primary key exists in table");
}

export function keyNotGiven(): AwsError {
  return validationException("Where clause does not contain a mandatory equality on all key attributes");
}

export function wrongParameterCount(): AwsError {
  return validationException("Number of parameters in request and statement don't match.");
}
