import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-cloudwatch-logs")>();

export function groupNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified log group does not exist.");
}

export function groupExists(): AwsError {
  return error("ResourceAlreadyExistsException", "The specified log group already exists");
}

export function streamNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified log stream does not exist.");
}

export function streamExists(): AwsError {
  return error("ResourceAlreadyExistsException", "The specified log stream already exists");
}

export function resourceNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified resource does not exist.");
}

export function deliveryDestinationNotFound(): AwsError {
  return error("ResourceNotFoundException", "Requested Delivery Destination does not exist in this account.");
}

export function deliverySourceNotFound(): AwsError {
  return error("ResourceNotFoundException", "Requested Delivery Source does not exist in this account.");
}

/** What is told of one that is to be deleted ends otherwise than the same told by others. Source: recorded answers. */
export function noDeliverySourceToDelete(): AwsError {
  return error("ResourceNotFoundException", "Requested Delivery Source does not exist in this account..");
}

export function deliveryNotFound(): AwsError {
  return error("ResourceNotFoundException", "Requested Delivery does not exist in this account.");
}

/** For resources of a service that vends no logs. */
export function vendsNoLogs(): AwsError {
  return error("ResourceNotFoundException", "Cannot access provided service.");
}

export function vendingNotBuilt(service: string): AwsError {
  return error("ValidationException", `Squall's ${service} vends no logs yet.`);
}

export function invalidLogType(logType: string, known: readonly string[]): AwsError {
  return error("ValidationException", `Log type ${logType} is not valid for the resource: [${known.join(", ")}].`);
}

export function sourceHasOtherResource(): AwsError {
  return error("ConflictException", "A Delivery Source of this name exists with another resource or log type.");
}

export function usedByDelivery(what: "Source" | "Destination"): AwsError {
  return error("ConflictException", `The Delivery ${what} is used by a Delivery. Delete the Delivery first.`);
}

/** A source delivers to one destination of each type. */
export function deliveryExists(type: string): AwsError {
  return error("ConflictException", `The Delivery Source has a Delivery to a destination of type ${type} already.`);
}

export function deliveryOfOtherAccount(): AwsError {
  return error("ValidationException", "Squall does not support deliveries to another account's destination.");
}

export function notOfS3Delivery(member: string): AwsError {
  return error("ValidationException", `${member} is only valid for deliveries to S3.`);
}

export function invalidDeliveryResource(): AwsError {
  return error(
    "ValidationException",
    "The destination resource must be an S3 bucket, a log group or a Firehose stream.",
  );
}

/** The deliveries' operations have AWS's newer code for a failed constraint. */
export function invalidOutputFormat(format: string, known: readonly string[]): AwsError {
  return error(
    "ValidationException",
    `1 validation error detected: Value '${format}' at 'outputFormat' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(", ")}]`,
  );
}

export function invalidParameter(message: string): AwsError {
  return error("InvalidParameterException", message);
}

export function nameTooLong(): AwsError {
  return invalidParameter("Invalid LogGroup or LogStream, both must have length less than or equal to 512.");
}

export function invalidToken(): AwsError {
  return invalidParameter("The specified nextToken is invalid.");
}

/** The same for every fault of a pattern. */
export function invalidFilterPattern(): AwsError {
  return invalidParameter("Invalid filter pattern");
}

export function metricFilterNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified metric filter does not exist.");
}

export function subscriptionFilterNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified subscription filter does not exist.");
}

export function invalidTransformation(what: string): AwsError {
  return invalidParameter(`Invalid metric transformation: ${what}`);
}

/** The model does not have its code. */
export function crossAccountFunction(): AwsError {
  return new AwsError(
    "AccessDeniedException",
    "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.",
    { status: 400 },
  );
}

export function functionNotExecutable(): AwsError {
  return invalidParameter(
    "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
  );
}

/** Insights passes on what the service behind it answers, with that one's request id. */
export function queriedGroupNotFound(name: string, account: string, requestId: string): AwsError {
  return error(
    "ResourceNotFoundException",
    `Log group '${name}' does not exist for account ID '${account}' (Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: ${requestId}; Proxy: null)`,
  );
}

/** `from` and `to` are the places in the query of what is wrong. */
export function malformedQuery(message: string, from: number, to: number): AwsError {
  return error("MalformedQueryException", message, {
    queryCompileError: { location: { startCharOffset: from, endCharOffset: to }, message },
  });
}

export function queryNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified query does not exist.");
}

export function queryDefinitionNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified query definition does not exist.");
}

export function tooManyQueries(limit: number): AwsError {
  return error("LimitExceededException", `The maximum number of concurrent queries (${limit}) has been reached.`);
}

export function notSupported(what: string): AwsError {
  return invalidParameter(`Squall does not support ${what}.`);
}

export function notForClass(name: string, logClass: string, operation: string): AwsError {
  return error(
    "InvalidOperationException",
    `The log group ${name} is of log-group-class ${logClass}. ${operation} is not supported for this log class.`,
  );
}

/** Ends a live tail's stream. */
export function liveTailTimedOut(): AwsError {
  return error("SessionTimeoutException", "The live tail session has been open for three hours.");
}

export function limitExceeded(): AwsError {
  return error("LimitExceededException", "Resource limit exceeded.");
}

export function tooManyTags(limit: number): AwsError {
  return error("TooManyTagsException", `The maximum number of tags per resource (${limit}) has been exceeded.`);
}

export function groupIsProtected(): AwsError {
  return error(
    "ValidationException",
    "The specified log group has deletion protection enabled. Disable deletion protection before deleting it.",
  );
}

export function exportTaskNotFound(): AwsError {
  return error("ResourceNotFoundException", "The specified export task does not exist.");
}

export function exportTaskHasFinished(): AwsError {
  return error("InvalidOperationException", "The specified export task has already finished");
}

export function exportBucketNotFound(): AwsError {
  return invalidParameter("The given bucket does not exist. Please make sure the bucket is valid.");
}

export function exportNotPermitted(call: string): AwsError {
  return invalidParameter(
    `${call} call on the given bucket failed. Please check if CloudWatch Logs has been granted permission to perform this operation.`,
  );
}

/** The model does not have its code. */
export function nameAndIdentifier(): AwsError {
  return new AwsError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.", {
    status: 400,
  });
}

export function resourcePolicyNotFound(name: string): AwsError {
  return error("ResourceNotFoundException", `Policy with name [${name}] does not exist.`);
}
