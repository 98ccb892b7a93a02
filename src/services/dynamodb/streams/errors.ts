import type { AwsError } from "../../../platform/aws-error.ts";
import { defineErrors } from "../../errors.ts";
import { validationException } from "../values/validation-exception.ts";

const error = defineErrors<typeof import("@aws-sdk/client-dynamodb-streams")>();

export function streamNotFound(arn: string): AwsError {
  return error("ResourceNotFoundException", `Requested resource not found: Stream: ${arn} not found`);
}

export function shardNotFound(shardId: string, arn: string): AwsError {
  return error(
    "ResourceNotFoundException",
    `Requested resource not found: Shard: ${shardId} in Stream: ${arn} not found`,
  );
}

export function invalidStreamArn(arn: string): AwsError {
  return validationException(`Invalid StreamArn: ${arn}`);
}

export function invalidShardIterator(): AwsError {
  return validationException("Invalid ShardIterator");
}

export function expiredIterator(): AwsError {
  return error("ExpiredIteratorException", "The shard iterator has expired");
}

export function trimmed(sequenceNumber: string): AwsError {
  return error(
    "TrimmedDataAccessException",
    `The operation attempted to read past the oldest stream record in a shard: ${sequenceNumber}`,
  );
}

export function sequenceNumberMissing(type: string): AwsError {
  return validationException(
    `1 validation error detected: SequenceNumber must be specified when ShardIteratorType is ${type}`,
  );
}

export function memberIsNull(member: string): AwsError {
  return validationException(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

export function sequenceNumberNotAllowed(type: string): AwsError {
  return validationException(
    `1 validation error detected: SequenceNumber must not be specified when ShardIteratorType is ${type}`,
  );
}

export function invalidSequenceNumber(text: string, shardId: string): AwsError {
  return validationException(`Invalid SequenceNumber ${text} for shard ${shardId}`);
}
