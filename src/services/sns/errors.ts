import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-sns")>();

export function invalidParameter(details: string): AwsError {
  return error("InvalidParameterException", `Invalid parameter: ${details}`);
}

/** For the few texts that do not begin as all others do. */
export function invalid(message: string): AwsError {
  return error("InvalidParameterException", message);
}

export function tooFewElements(parameter: string, arn: string): AwsError {
  const count = arn.split(":").length;
  return invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${count}`);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(parameter: string, what: string): AwsError {
  return invalidParameter(`${parameter} Reason: Squall does not support ${what} yet.`);
}

export function topicDoesNotExist(): AwsError {
  return error("NotFoundException", "Topic does not exist");
}

export function subscriptionDoesNotExist(): AwsError {
  return error("NotFoundException", "Subscription does not exist");
}

export function applicationDoesNotExist(): AwsError {
  return error("NotFoundException", "PlatformApplication does not exist");
}

export function endpointDoesNotExist(): AwsError {
  return error("NotFoundException", "Endpoint does not exist");
}

export function resourceDoesNotExist(): AwsError {
  return error("ResourceNotFoundException", "Resource does not exist");
}

export function endpointIsDisabled(): AwsError {
  return error("EndpointDisabledException", "Endpoint is disabled");
}

export function applicationIsDisabled(): AwsError {
  return error("PlatformApplicationDisabledException", "Platform application is disabled");
}

export function topicLimitExceeded(): AwsError {
  return error("TopicLimitExceededException", "Topic limit exceeded");
}

export function subscriptionLimitExceeded(): AwsError {
  return error("SubscriptionLimitExceededException", "Subscription limit exceeded");
}

export function filterPolicyLimitExceeded(): AwsError {
  return error("FilterPolicyLimitExceededException", "Filter policy limit exceeded");
}

export function tagLimitExceeded(): AwsError {
  return error("TagLimitExceededException", "Could not complete request: tag quota of per resource exceeded");
}

export function invalidMessageAttribute(message: string): AwsError {
  return error("InvalidParameterValueException", message);
}

/** What the model requires and a form cannot leave out otherwise: an empty map. */
export function mustNotBeNull(member: string): AwsError {
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    { status: 400 },
  );
}

export function emptyBatch(): AwsError {
  return error("EmptyBatchRequestException", "The batch request doesn't contain any entries.");
}

export function tooManyEntries(): AwsError {
  return error("TooManyEntriesInBatchRequestException", "The batch request contains more entries than permissible.");
}

export function entryIdsNotDistinct(): AwsError {
  return error("BatchEntryIdsNotDistinctException", "Two or more batch entries in the request have the same Id.");
}

export function entryIdTooLong(id: string): AwsError {
  return error("InvalidBatchEntryIdException", `The Id of a batch entry in the batch request is too long: ${id}`);
}

export function entryIdImpermissible(id: string): AwsError {
  return error(
    "InvalidBatchEntryIdException",
    `The Id of a batch entry in the batch request contains an impermissible character: ${id}`,
  );
}

export function batchTooLong(): AwsError {
  return error("BatchRequestTooLongException", "The length of all the messages put together is more than the limit.");
}

/** An unsigned request for what is to be unsubscribed by its owners only. */
export function mayNotUnsubscribe(): AwsError {
  return error("AuthorizationErrorException", "Unsubscribe of this subscription needs to be authenticated.");
}

export function kmsNotFound(message: string): AwsError {
  return error("KMSNotFoundException", message);
}

/** A denial, whose text names SNS's actions in capitals. */
export function notAuthorized(message: string): AwsError {
  return error("AuthorizationErrorException", message.replaceAll(/\bsns:(?=[A-Z])/g, "SNS:"));
}
