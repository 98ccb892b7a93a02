import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import type { SourceRecord } from "./event-source.ts";

/** A record of a table's stream as functions and pipes see it. */
export interface StreamRecord extends SourceRecord {
  readonly event: Readonly<Record<string, unknown>>;
  readonly sequenceNumber: string;
  /** What has to stay in order: the item's key. */
  readonly key: string;
  readonly createdMs: number;
}

/** Source: "Using AWS Lambda with Amazon DynamoDB", "Example event". */
export function toStreamRecord(record: _Record, streamArn: string): StreamRecord {
  const { dynamodb = {}, userIdentity } = record;
  const createdMs = dynamodb.ApproximateCreationDateTime?.getTime() ?? 0;
  const event = {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: record.eventSource,
    awsRegion: record.awsRegion,
    ...(userIdentity && { userIdentity: { principalId: userIdentity.PrincipalId, type: userIdentity.Type } }),
    dynamodb: {
      ApproximateCreationDateTime: createdMs / 1_000,
      Keys: toWire(dynamodb.Keys),
      ...(dynamodb.NewImage && { NewImage: toWire(dynamodb.NewImage) }),
      ...(dynamodb.OldImage && { OldImage: toWire(dynamodb.OldImage) }),
      SequenceNumber: dynamodb.SequenceNumber,
      SizeBytes: dynamodb.SizeBytes,
      StreamViewType: dynamodb.StreamViewType,
    },
    eventSourceARN: streamArn,
  };
  // AWS writes it as a double: for who reads numbers as they are written that is another type.
  const text = JSON.stringify(event).replace(
    /"ApproximateCreationDateTime":(\d+)/,
    '"ApproximateCreationDateTime":$1.0',
  );
  return {
    event,
    text,
    bytes: Buffer.byteLength(text),
    sequenceNumber: dynamodb.SequenceNumber ?? "",
    key: JSON.stringify(event.dynamodb.Keys),
    createdMs,
  };
}

/** Bytes are base64 in JSON; names are a client's own. */
function toWire(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toWire(inner)]));
}
