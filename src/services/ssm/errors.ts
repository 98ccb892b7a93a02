import { AwsError } from "../../platform/aws-error.ts";

export function parameterNotFound(): AwsError {
  return new AwsError("ParameterNotFound", "");
}

export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function invalidNextToken(): AwsError {
  return new AwsError("InvalidNextToken", "The specified token isn't valid.");
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(what: string): AwsError {
  return validation(`Squall does not support ${what} yet.`);
}
