import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import { limits } from "./limits.ts";

const error = defineErrors<typeof import("@aws-sdk/client-scheduler")>();

export function invalidExpression(text: string): AwsError {
  return error("ValidationException", `Invalid Schedule Expression ${text}.`);
}

export function invalidTimeZone(name: string): AwsError {
  return error("ValidationException", `Invalid ScheduleExpressionTimezone ${name}.`);
}

export function windowIsOff(): AwsError {
  return error(
    "ValidationException",
    "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.",
  );
}

export function windowIsMissing(): AwsError {
  return error(
    "ValidationException",
    "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.",
  );
}

export function startsTooEarly(): AwsError {
  return error("ValidationException", "The StartDate you specify cannot be earlier than 5 minutes ago.");
}

export function startsAfterEnd(): AwsError {
  return error("ValidationException", "The StartDate you specify must come before the EndDate.");
}

export function arnIsMalformed(): AwsError {
  return error("ValidationException", "Provided Arn is not in correct format.");
}

export function serviceIsNoTarget(service: string): AwsError {
  return error("ValidationException", `${service} is not a supported service for a target.`);
}

export function actionIsNoTarget(action: string): AwsError {
  return error("ValidationException", `${action} API is not supported.`);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function targetNotBuilt(what: string): AwsError {
  return error("ValidationException", `Squall does not implement ${what} yet.`);
}

export function regionDiffers(region: string): AwsError {
  return error("ValidationException", `The target ARN provided does not match the current region ${region}.`);
}

export function inputIsMissing(): AwsError {
  return error("ValidationException", "You must provide an input to set this target for your schedule.");
}

export function inputIsNoJson(): AwsError {
  return error("ValidationException", "JSON syntax error in input for the target.");
}

export function parametersNotSupported(name: string): AwsError {
  return error("ValidationException", `Parameters ${name} not supported for the target.`);
}

export function parametersMissing(name: string): AwsError {
  return error("ValidationException", `Parameters ${name} must be specified.`);
}

export function parameterNotValid(name: string): AwsError {
  return error("ValidationException", `Parameters ${name} not valid for the target.`);
}

export function deadLetterQueueIsFifo(): AwsError {
  return error("ValidationException", "Amazon SQS FIFO queues are not supported as dead-letter queues.");
}

export function roleIsNotAssumable(): AwsError {
  return error(
    "ValidationException",
    "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
  );
}

export function defaultGroupStays(): AwsError {
  return error("ValidationException", "The default schedule group cannot be deleted.");
}

export function invalidToken(): AwsError {
  return error("ValidationException", "Invalid NextToken.");
}

export function tooManyTags(): AwsError {
  return error("ValidationException", `A schedule group can have at most ${limits.tagsPerGroup} tags.`);
}

export function reservedTag(): AwsError {
  return error("ValidationException", "Tag keys that begin with aws: are reserved for AWS use.");
}

export function scheduleExists(name: string): AwsError {
  return error("ConflictException", `Schedule ${name} already exists.`);
}

export function scheduleNotFound(name: string): AwsError {
  return error("ResourceNotFoundException", `Schedule ${name} does not exist.`);
}

export function groupExists(name: string): AwsError {
  return error("ConflictException", `Schedule group ${name} already exists.`);
}

export function groupNotFound(name: string): AwsError {
  return error("ResourceNotFoundException", `Schedule group ${name} does not exist.`);
}

export function groupIsDeleting(name: string): AwsError {
  return error("ConflictException", `Schedule group ${name} is being deleted.`);
}

export function resourceNotFound(arn: string): AwsError {
  return error("ResourceNotFoundException", `Resource ${arn} does not exist.`);
}

export function quotaExceeded(what: string, most: number): AwsError {
  return error("ServiceQuotaExceededException", `You have exceeded the maximum of ${most} ${what}.`);
}
