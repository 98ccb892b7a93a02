import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-cost-explorer")>();

/** A code that AWS's model does not have. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message, { status: 400 });
}

export function notSupported(what: string): AwsError {
  return validation(`Squall does not support ${what}.`);
}

/** Source: "GetCostForecast", DataUnavailableException. */
export function dataUnavailable(): AwsError {
  return error("DataUnavailableException", "Insufficient amount of historical data to generate forecast.");
}

export function invalidToken(): AwsError {
  return error("InvalidNextTokenException", "The pagination token is invalid. Try again without a pagination token.");
}
