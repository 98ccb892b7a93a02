import { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-eventbridge")>();

/** JSON says it without a shape: the model has none. */
export function validation(message: string): AwsError {
  return new AwsError("ValidationException", message, { status: 400 });
}

export function invalidParameter(name: string, reason?: string): AwsError {
  return validation(`Parameter ${name} is not valid.${reason === undefined ? "" : ` Reason: ${reason}`}`);
}

export function invalidPattern(reason: string): AwsError {
  return error("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
}

export function busNotFound(name: string): AwsError {
  return error("ResourceNotFoundException", `Event bus ${name} does not exist.`);
}

export function busExists(name: string): AwsError {
  return error("ResourceAlreadyExistsException", `Event bus ${name} already exists.`);
}

export function ruleNotFound(name: string, bus: string): AwsError {
  return error("ResourceNotFoundException", `Rule ${name} does not exist on EventBus ${bus}.`);
}

export function statementNotFound(): AwsError {
  return error("ResourceNotFoundException", "Statement with the provided id does not exist.");
}

export function policyNotFound(): AwsError {
  return error("ResourceNotFoundException", "EventBus does not have a policy.");
}

export function policyTooLong(): AwsError {
  return error("PolicyLengthExceededException", "The event bus policy is too long.");
}

export function archiveNotFound(name: string): AwsError {
  return error("ResourceNotFoundException", `Archive ${name} does not exist.`);
}

export function archiveExists(name: string): AwsError {
  return error("ResourceAlreadyExistsException", `Archive ${name} already exists.`);
}

export function replayNotFound(name: string): AwsError {
  return error("ResourceNotFoundException", `Replay ${name} does not exist.`);
}

export function replayExists(name: string): AwsError {
  return error("ResourceAlreadyExistsException", `Replay ${name} already exists.`);
}

export function replayHasEnded(name: string, state: string): AwsError {
  return error("IllegalStatusException", `Replay ${name} is not in a valid state for this operation: ${state}.`);
}

/** `doing` is what AWS failed to do: `describe`, `delete`. */
export function connectionNotFound(doing: string, name: string): AwsError {
  return error(
    "ResourceNotFoundException",
    `Failed to ${doing} the connection(s). Connection '${name}' does not exist.`,
  );
}

export function connectionExists(name: string): AwsError {
  return error("ResourceAlreadyExistsException", `Connection ${name} already exists.`);
}

export function apiDestinationNotFound(doing: string, name: string): AwsError {
  return error(
    "ResourceNotFoundException",
    `Failed to ${doing} the api-destination(s). An api-destination '${name}' does not exist.`,
  );
}

export function apiDestinationExists(name: string): AwsError {
  return error("ResourceAlreadyExistsException", `An api-destination '${name}' already exists.`);
}

export function limitExceeded(): AwsError {
  return error("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
}

export function managedRule(name: string): AwsError {
  return error("ManagedRuleException", `Rule ${name} is managed by an AWS service and can only be modified by it.`);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notSupported(what: string): AwsError {
  return validation(`Squall does not support ${what}.`);
}

/**
 * A bus's own dead-letter queue gets what a customer's KMS key cannot encrypt or decrypt, and nothing else; buses have no such keys here, so that it would
 * never get anything. Source: "Using dead-letter queues to capture encrypted event errors".
 */
export function noBusDeadLetters(): AwsError {
  return notSupported("dead-letter queues of event buses (DeadLetterConfig): they go with KmsKeyIdentifier");
}
