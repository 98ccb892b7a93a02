import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-sqs")>();

/** JSON says the shape, which the SDK's model lacks, and forms the older code. */
export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, { status: 400, queryCode: "InvalidParameterValue" });
}

export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return invalidParameter(`Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

export function missingParameter(name: string): AwsError {
  const message = `The request must contain the parameter ${name}.`;
  return new AwsError("MissingRequiredParameterException", message, { status: 400, queryCode: "MissingParameter" });
}

/** Those who speak forms are told of the version that they speak. */
export function queueDoesNotExist({ isForm }: { readonly isForm: boolean }): AwsError {
  return error("QueueDoesNotExist", `The specified queue does not exist${isForm ? " for this wsdl version" : ""}.`);
}

export function queueNameExists(attribute: string): AwsError {
  return error(
    "QueueNameExists",
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );
}

export function queueDeletedRecently(): AwsError {
  return error(
    "QueueDeletedRecently",
    "You must wait 60 seconds after deleting a queue before you can create another with the same name.",
  );
}

export function purgeInProgress(queue: string): AwsError {
  return error("PurgeQueueInProgress", `Only one PurgeQueue operation on ${queue} is allowed every 60 seconds.`);
}

export function unknownAttribute(name: string): AwsError {
  return error("InvalidAttributeName", `Unknown Attribute ${name}.`);
}

export function onlyForFifo(name: string): AwsError {
  return error("InvalidAttributeName", `You can specify the ${name} only when FifoQueue is set to true.`);
}

export function oneKindOfEncryption(): AwsError {
  return error(
    "InvalidAttributeName",
    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
  );
}

export function invalidAttributeValue(name: string, reason?: string): AwsError {
  return error(
    "InvalidAttributeValue",
    `Invalid value for the parameter ${name}.${reason === undefined ? "" : ` Reason: ${reason}`}`,
  );
}

export function receiptHandleIsInvalid(handle: string): AwsError {
  return error("ReceiptHandleIsInvalid", `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

export function receiptHandleHasExpired(handle: string): AwsError {
  return invalidValue(handle, "ReceiptHandle", "The receipt handle has expired.");
}

export function messageNotAvailable(handle: string): AwsError {
  return invalidValue(
    handle,
    "ReceiptHandle",
    "Message does not exist or is not available for visibility timeout change.",
  );
}

export function invalidMessageContents(): AwsError {
  return error(
    "InvalidMessageContents",
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
  );
}

export function overLimit(): AwsError {
  return error("OverLimit", "Too many messages are in flight: the maximum number of inflight messages is 120000.");
}

export function tooManyActions(count: number, most: number): AwsError {
  return error("OverLimit", `${count} Actions were found, maximum allowed is ${most}.`);
}

export function requestThrottled(): AwsError {
  return error("RequestThrottled", "Request is throttled.");
}

export function kmsNotFound(message: string): AwsError {
  return error("KmsNotFound", message);
}

/** A queue's own URL takes only what is done with that queue, in the words of the query API. */
export function actionNotValidHere(action: string): AwsError {
  return new AwsError("InvalidAction", `The action ${action} is not valid for this endpoint.`, { status: 400 });
}

export function emptyBatch(entry: string): AwsError {
  return error("EmptyBatchRequest", `There should be at least one ${entry} in the request.`);
}

export function tooManyEntries(most: number, count: number): AwsError {
  return error(
    "TooManyEntriesInBatchRequest",
    `Maximum number of entries per request are ${most}. You have sent ${count}.`,
  );
}

export function invalidBatchEntryId(): AwsError {
  return error(
    "InvalidBatchEntryId",
    "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
  );
}

export function batchEntryIdsNotDistinct(id: string): AwsError {
  return error("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
}

export function batchTooLong(most: number, bytes: number): AwsError {
  return error(
    "BatchRequestTooLong",
    `Batch requests cannot be longer than ${most} bytes. You have sent ${bytes} bytes.`,
  );
}

export function resourceNotFound(parameter: string): AwsError {
  return error(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
}

export function taskDoesNotExist(): AwsError {
  return error("ResourceNotFoundException", "Task does not exist.");
}

export function unsupportedOperation(message: string): AwsError {
  return error("UnsupportedOperation", message);
}
