import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import { limits } from "./limits.ts";
import type { Lambda } from "./model.ts";

const error = defineErrors<Lambda>();

export const functionNotFound = (arn: string) =>
  error("ResourceNotFoundException", `Function not found: ${arn}`, { Type: "User" });

export const functionAlreadyExists = (name: string) =>
  error("ResourceConflictException", `Function already exist: ${name}`, { Type: "User" });

export const updateInProgress = (arn: string) =>
  error(
    "ResourceConflictException",
    `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
    { Type: "User" },
  );

export const invalidParameter = (message: string) => error("InvalidParameterValueException", message, { Type: "User" });

/** A constraint the model does not have, in the words of those it has. */
export const validationFailed = (value: unknown, member: string, constraint: string) =>
  new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
    { status: 400 },
  );

export const roleCannotBeAssumed = () =>
  invalidParameter("The role defined for the function cannot be assumed by Lambda.");

export const crossAccountPassRole = () =>
  new AwsError("AccessDeniedException", "Cross-account pass role is not allowed.", { status: 403 });

export const unzipFailed = () =>
  error(
    "InvalidParameterValueException",
    "Could not unzip uploaded file. Please check your file, then try to upload again.",
    {
      Type: "User",
    },
  );

export const unzippedTooLarge = () =>
  invalidParameter(`Unzipped size must be smaller than ${limits.unzippedBytes} bytes`);

export const zippedTooLarge = () =>
  invalidParameter(`Zipped size must be smaller than ${limits.zippedUploadBytes} bytes`);

export const environmentTooLarge = () =>
  invalidParameter(
    `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the ${limits.environmentVariablesBytes / 1024}KB limit.`,
  );

export const reservedEnvironmentKeys = (keys: readonly string[]) =>
  invalidParameter(
    `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${keys.join(", ")}`,
  );

export const preconditionFailed = () =>
  error(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    { Type: "User" },
  );

export const notSupported = (what: string) => invalidParameter(`Squall does not support ${what} yet.`);

export const invalidRequestContent = (message: string) =>
  error("InvalidRequestContentException", message, { Type: "User" });

export const requestTooLarge = (bytes: number) =>
  error("RequestTooLargeException", `Request must be smaller than ${bytes} bytes for the InvokeFunction operation`, {
    Type: "User",
  });

export const tooManyRequests = (reason: "ConcurrentInvocationLimitExceeded" | "CallerRateLimitExceeded") =>
  error("TooManyRequestsException", "Rate Exceeded.", { Type: "User", Reason: reason });

export const functionFailedToBecomeActive = (state: string, reason: string) =>
  error(
    "ResourceConflictException",
    `The operation cannot be performed at this time. The function is currently in the following state: ${state}. ${reason}`,
    { Type: "User" },
  );

/** The SDK names no class for it, its base exception having the same name. */
export const serviceException = (message: string) =>
  new AwsError("ServiceException", message, { status: 500, fields: { Type: "Service" } });

export const noPolicy = () =>
  error("ResourceNotFoundException", "The resource you requested does not exist.", { Type: "User" });

export const statementNotFound = (sid: string) =>
  error("ResourceNotFoundException", `Statement ${sid} is not found in resource policy.`, { Type: "User" });

export const statementExists = (sid: string) =>
  error(
    "ResourceConflictException",
    `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    { Type: "User" },
  );

export const policyTooLong = () =>
  error("PolicyLengthExceededException", `The final policy size is bigger than the limit (${limits.policyBytes}).`, {
    Type: "User",
  });

export const invalidPrincipal = () =>
  invalidParameter("The provided principal was invalid. Please check the principal and try again.");

export const tooManyTags = () => invalidParameter(`Number of tags exceeds resource tag limit of ${limits.tags}.`);
