import { type Arn, parseArn } from "../../../platform/arn.ts";
import { invalidParameter, notSupported, unrecognizedEventSource, validationFailed } from "../errors.ts";

/** What a mapping reads. */
export type SourceName =
  | { readonly kind: "queue"; readonly arn: string; readonly isFifo: boolean }
  | { readonly kind: "stream"; readonly arn: string; readonly position: "TRIM_HORIZON" | "LATEST" };

/**
 * The queue or stream that an event source's ARN names. What Squall does not have yet is refused by name, after what AWS says of it first. Throws
 * InvalidParameterValueException.
 */
export function checkSource(given: {
  readonly EventSourceArn?: string;
  readonly SelfManagedEventSource?: unknown;
  readonly SourceAccessConfigurations?: readonly unknown[];
  readonly StartingPosition?: string;
}): SourceName {
  const { EventSourceArn: text, SelfManagedEventSource } = given;
  if (SelfManagedEventSource !== undefined) {
    if (!given.SourceAccessConfigurations)
      throw invalidParameter("Required 'sourceAccessConfigurations' parameter is missing.");
    throw notSupported("self-managed Apache Kafka as an event source");
  }
  const arn = text === undefined ? undefined : parseArn(text);
  if (!arn || text === undefined) throw unrecognizedEventSource();
  if (arn.service === "sqs" && /^[\w-]+(?:\.fifo)?$/.test(arn.resource)) {
    return { kind: "queue", arn: text, isFifo: arn.resource.endsWith(".fifo") };
  }
  const stream = streams[arn.service];
  if (stream) checkStream(text, arn, given.StartingPosition);
  if (arn.service === "dynamodb" && /^table\/[\w.-]+\/stream\/[\w:.-]+$/.test(arn.resource))
    return { kind: "stream", arn: text, position: given.StartingPosition === "LATEST" ? "LATEST" : "TRIM_HORIZON" };
  const name = stream ?? brokers[arn.service];
  throw name === undefined ? unrecognizedEventSource() : notSupported(`${name} as an event source`);
}

function checkStream(text: string, { service }: Arn, position: string | undefined): void {
  if (position === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (!positions.has(position)) {
    throw validationFailed(
      position,
      "startingPosition",
      "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
    );
  }
  if (service === "dynamodb" && position === "AT_TIMESTAMP")
    throw invalidParameter(`Unsupported starting position for arn type: ${text}`);
}

const positions: ReadonlySet<string> = new Set(["LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"]);
const streams: Readonly<Record<string, string | undefined>> = {
  kinesis: "a Kinesis stream",
  dynamodb: "a DynamoDB stream",
};
const brokers: Readonly<Record<string, string | undefined>> = {
  kafka: "Amazon MSK",
  mq: "Amazon MQ",
  rds: "Amazon DocumentDB",
};
