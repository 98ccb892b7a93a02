import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-cloudwatch")>();

export function invalidValue(message: string): AwsError {
  return error("InvalidParameterValueException", message);
}

export function invalidCombination(message: string): AwsError {
  return error("InvalidParameterCombinationException", message);
}

export function missingParameter(message: string): AwsError {
  return error("MissingRequiredParameterException", message);
}

/** A code that AWS's model does not have, for faults of metric queries and alarms. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message, { status: 400 });
}

export function valueIsInvalid(parameter: string, value: string | number): AwsError {
  return invalidValue(`The value ${value} for parameter ${parameter} is invalid.`);
}

export function mutuallyExclusive(one: string, other: string): AwsError {
  return invalidCombination(`The parameters ${one} and ${other} are mutually exclusive and you have specified both.`);
}

export function tooManyPoints(limit: number): AwsError {
  return validationError(
    `The request reads more than ${limit.toLocaleString("en-US")} data points. Ask for fewer metrics, a longer period or a shorter time.`,
  );
}

export function tooManySeries(limit: number): AwsError {
  return validationError(`The request gives more than ${limit.toLocaleString("en-US")} time series. Ask for fewer.`);
}

export function notSupported(what: string): AwsError {
  return invalidValue(`Squall does not support ${what}.`);
}

export function invalidToken(): AwsError {
  return error("InvalidNextToken", "Request parameter NextToken is invalid");
}

/** SetAlarmState says no more than the code. */
export function noSuchAlarm(): AwsError {
  return error("ResourceNotFound", "");
}

export function alarmsNotFound(names: readonly string[]): AwsError {
  return error(
    "ResourceNotFound",
    names.length === 1 ? `Unknown Alarm: ${names[0]}` : `Unknown Alarms: ${names.join(", ")}`,
  );
}

export function tooManyAlarms(limit: number): AwsError {
  return error("LimitExceededFault", `The account has reached its quota of ${limit} alarms in this region.`);
}

export function stateReasonDataIsNoJson(): AwsError {
  return error("InvalidFormatFault", "StateReasonData is not valid JSON");
}

export function resourceNotFound(arn: string): AwsError {
  return error("ResourceNotFoundException", `Resource not found: ${arn}`, {
    ResourceType: "cloudwatch",
    ResourceId: arn,
  });
}

export function dashboardNotFound(name: string): AwsError {
  return error("DashboardNotFoundError", `Dashboard ${name} does not exist`);
}

export interface DashboardFault {
  readonly DataPath: string;
  readonly Message: string;
}

export function dashboardIsInvalid(faults: readonly DashboardFault[]): AwsError {
  const message = `The field DashboardBody must be a valid JSON object`;
  return error("DashboardInvalidInputError", message, { dashboardValidationMessages: [...faults] });
}
