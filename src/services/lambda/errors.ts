import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import { limits } from "./limits.ts";
import type { Lambda } from "./model.ts";

const error = defineErrors<Lambda>();

export const functionNotFound = (arn: string) =>
  error("ResourceNotFoundException", `Function not found: ${arn}`, { Type: "User" });

/** What can have tags beside functions. */
export const taggedNotFound = (kind: string, arn: string) =>
  error("ResourceNotFoundException", `${kind} not found: ${arn}`, { Type: "User" });

export const functionAlreadyExists = (name: string) =>
  error("ResourceConflictException", `Function already exist: ${name}`, { Type: "User" });

export const updateInProgress = (arn: string) =>
  error(
    "ResourceConflictException",
    `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`,
    { Type: "User" },
  );

export const invalidParameter = (message: string) => error("InvalidParameterValueException", message, { Type: "User" });

/** Some of AWS's checks of numbers and versions do not say whose fault it was. */
export const invalidParameterOfNobody = (message: string) => error("InvalidParameterValueException", message);

/** A constraint the model does not have, in the words of those it has. */
export const validationFailed = (value: unknown, member: string, constraint: string) =>
  new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
    { status: 400 },
  );

export const roleCannotBeAssumed = () =>
  invalidParameter("The role defined for the function cannot be assumed by Lambda.");

export const crossAccountAccess = () => new AwsError("AccessDeniedException", "", { status: 403 });

export const functionNameHasQualifier = (text: string) =>
  validationFailed(
    text,
    "functionName",
    "Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)",
  );

/** AWS's service finds it, not its framework: hence the code. */
export const functionNameTooLong = (text: string) =>
  invalidParameter(
    `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to ${limits.functionNameCharacters}`,
  );

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

/** Also of a file without a byte. */
export const emptyZip = () => invalidParameter("Uploaded file must be a non-empty zip");

/** The machine's fault, not the caller's: its disk is full, say. */
export const packageNotStored = ({ message }: Error) =>
  serviceException(`The package could not be stored: ${message.split(",")[0]}`);

export const imageForZip = () =>
  invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.");

export const unzippedTooLarge = () =>
  invalidParameter(`Unzipped size must be smaller than ${limits.unzippedBytes} bytes`);

/** The model does not have it. */
export const zippedTooLarge = () =>
  new AwsError("RequestEntityTooLargeException", `Zipped size must be smaller than ${limits.zippedUploadBytes} bytes`, {
    status: 413,
    fields: { Type: "User" },
  });

/** The model does not have it. */
export const codeRequestTooLarge = (operation: string) =>
  new AwsError(
    "RequestEntityTooLargeException",
    `Request must be smaller than ${limits.codeRequestBytes} bytes for the ${operation} operation`,
    { status: 413 },
  );

/** Also for a function with its layers. */
export const codeTooLargeWithLayers = (bytes: number) =>
  invalidParameter(
    `Function code combined with layers exceeds the maximum allowed size of ${limits.unzippedBytes} bytes. The actual size is ${bytes} bytes.`,
  );

export const environmentTooLarge = (measured: string) =>
  invalidParameter(
    `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the ${limits.environmentVariablesBytes / 1024}KB limit. String measured: ${measured}`,
  );

export const functionInOtherRegion = (region: string, here: string) =>
  error("ResourceNotFoundException", `Functions from '${region}' are not reachable in this region ('${here}')`, {
    Type: "User",
  });

export const qualifierNotAllowed = () =>
  invalidParameter(
    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
  );

export const aliasNotFound = (arn: string) =>
  error("ResourceNotFoundException", `Cannot find alias arn: ${arn}`, { Type: "User" });

/** UpdateAlias's words for it. */
export const aliasToUpdateNotFound = (arn: string) =>
  error("ResourceNotFoundException", `Alias not found: ${arn}`, { Type: "User" });

export const aliasExists = (arn: string) =>
  error("ResourceConflictException", `Alias already exists: ${arn}`, { Type: "User" });

export const versionHasAliases = (names: readonly string[]) =>
  error(
    "ResourceConflictException",
    `Unable to delete version because the following aliases reference it: [${names.join(", ")}]`,
    { Type: "User" },
  );

export const codeHashDiffers = (given: string, current: string) =>
  invalidParameter(
    `CodeSHA256 (${given}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
  );

export const resourceNotFound = () =>
  error("ResourceNotFoundException", "The resource you requested does not exist.", { Type: "User" });

export const mappingInUse = (verb: "update" | "delete") =>
  error("ResourceInUseException", `Cannot ${verb} the event source mapping because it is in use.`, { Type: "User" });

export const unrecognizedEventSource = () => invalidParameter("Unrecognized event source.");

export const invalidFilterPattern = () => invalidParameter("Invalid filter pattern definition.");

/** What EC2 says of a subnet or a security group. */
export const ec2Refused = (operation: string, { code, message }: AwsError) =>
  invalidParameter(`Error occurred while ${operation}. EC2 Error Code: ${code}. EC2 Error Message: ${message}`);

export const ec2AccessDenied = (operation: string, ids: readonly string[], message: string) =>
  new AwsError(
    "AccessDeniedException",
    `Your access has been denied by EC2, please make sure your request credentials have permission to ${operation} for ${ids.join(", ")}. EC2 Error Code: UnauthorizedOperation. EC2 Error Message: You are not authorized to perform this operation. ${message}`,
    { status: 403 },
  );

export const roleMayNotMakeInterfaces = () =>
  invalidParameter("The provided execution role does not have permissions to call CreateNetworkInterface on EC2");

export const roleMayNotReadQueue = (operation: string) =>
  invalidParameter(`The provided execution role does not have permissions to call ${operation} on SQS`);

export const mappingExists = (sourceArn: string, functionName: string, uuid: string) =>
  error(
    "ResourceConflictException",
    sourceArn.split(":")[2] === "sqs"
      ? `An event source mapping with SQS arn (" ${sourceArn} ") and function (" ${functionName} ") already exists. Please update or delete the existing mapping with UUID ${uuid}`
      : `The event source arn (" ${sourceArn} ") and function (" ${functionName} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${uuid}`,
    { Type: "User" },
  );

export const layerVersionMissing = (arn: string) =>
  error("ResourceNotFoundException", `Layer version ${arn} does not exist.`, { Type: "User" });

/** RemovePermission's words for a function that is not there. */
export const policyOfMissingFunction = (arn: string) =>
  error("ResourceNotFoundException", `No policy found for: ${arn}`, { Type: "User" });

export const policyMissing = () =>
  error("ResourceNotFoundException", "No policy is associated with the given resource.", { Type: "User" });

export const layerRevisionDiffers = () =>
  error(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id",
    { Type: "User" },
  );

export const layerAccessDenied = (principalArn: string, layerArn: string) =>
  new AwsError(
    "AccessDeniedException",
    `User: ${principalArn} is not authorized to perform: lambda:GetLayerVersion on resource: ${layerArn} because no resource-based policy allows the lambda:GetLayerVersion action`,
    { status: 403 },
  );

export const eventInvokeConfigMissing = (arn: string) =>
  error("ResourceNotFoundException", `The function ${arn} doesn't have an EventInvokeConfig`, { Type: "User" });

export const eventInvokeFunctionMissing = () =>
  error("ResourceNotFoundException", "The function doesn't exist.", { Type: "User" });

export const provisionedConfigMissing = () =>
  error("ProvisionedConcurrencyConfigNotFoundException", "No Provisioned Concurrency Config found for this function", {
    Type: "User",
  });

export const provisionedConflict = (message: string) => error("ResourceConflictException", message, { Type: "User" });

export const recursionStopped = () =>
  error(
    "RecursiveInvocationException",
    "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources and stopped your function's invocation.",
    {
      Type: "User",
    },
  );

export const urlFunctionMissing = () => error("ResourceNotFoundException", "Function does not exist", { Type: "User" });

export const urlExists = (arn: string) =>
  error(
    "ResourceConflictException",
    `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    { Type: "User" },
  );

export const codeStorageExceeded = () =>
  error("CodeStorageExceededException", "Code storage limit exceeded.", { Type: "User" });

export const reservedEnvironmentKeys = (keys: readonly string[]) =>
  invalidParameter(
    `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${keys.join(", ")}`,
  );

export const policyRevisionDiffers = () =>
  error(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetPolicy API to retrieve the latest Revision Id",
    { Type: "User" },
  );

export const preconditionFailed = () =>
  error(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    { Type: "User" },
  );

/** Source: API reference, "Invoke", errors. */
export const snapStartFailed = () =>
  error(
    "SnapStartException",
    "The afterRestore() runtime hook encountered an error. For more information, check the Amazon CloudWatch logs.",
    {
      Type: "User",
    },
  );

export const snapStartTimedOut = () =>
  error("SnapStartTimeoutException", "Lambda couldn't restore the snapshot within the timeout limit.", {
    Type: "User",
  });

export const signingConfigMissing = (arn: string) =>
  error("ResourceNotFoundException", `The Lambda code signing configuration ${arn} can not be found.`);

/** Where a function is to have it. */
export const signingConfigDeleted = (arn: string) =>
  error(
    "CodeSigningConfigNotFoundException",
    `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
    { Type: "User" },
  );

export const signingConfigUsed = (arn: string) =>
  error("ResourceConflictException", `The code signing configuration ${arn} is in use by one or more functions.`, {
    Type: "User",
  });

export const signatureUntrusted = () =>
  error(
    "CodeVerificationFailedException",
    "Lambda cannot deploy the function. The function or layer might be signed using a signature that the client is not configured to accept. Check the provided signature for unsigned.",
    { Type: "User" },
  );

export const unknownRuntime = (runtime: string, known: readonly string[]) =>
  invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(", ")}] or be a valid ARN`,
  );

export const retiredRuntime = (runtime: string) =>
  invalidParameter(
    `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
  );

export const notSupported = (what: string) => invalidParameter(`Squall does not support ${what} yet.`);

export const invalidRequestContent = (message: string) =>
  error("InvalidRequestContentException", message, { Type: "User" });

export const requestTooLarge = (bytes: number) =>
  error("RequestTooLargeException", `Request must be smaller than ${bytes} bytes for the InvokeFunction operation`, {
    Type: "User",
  });

export const eventTooLarge = (bytes: number, limit: number) =>
  error(
    "RequestTooLargeException",
    `${bytes} byte payload is too large for the Event invocation type (limit ${limit} bytes)`,
    { Type: "User" },
  );

export type ThrottleReason =
  | "ConcurrentInvocationLimitExceeded"
  | "FunctionInvocationRateLimitExceeded"
  | "ReservedFunctionConcurrentInvocationLimitExceeded";

export const tooManyRequests = (reason: ThrottleReason) =>
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

/** AWS has no such case: its functions run without their logs. */
export const logsCannotBeStored = () =>
  serviceException("Logs of functions cannot be stored at the moment, and no more of them can be kept in memory.");

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

export const tooManyTags = () => invalidParameter("Number of tags exceeds resource tag limit.");
