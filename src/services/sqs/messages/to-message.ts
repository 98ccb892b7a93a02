import type { Message, MessageSystemAttributeName } from "@aws-sdk/client-sqs";
import type { KnownQueue } from "../queues/queue-directory.ts";
import { md5OfAttributes } from "./md5.ts";
import type { MessageAttribute, StoredMessage } from "./message.ts";
import { toReceiptHandle } from "./receipt-handle.ts";
import { toSequenceNumber } from "./sequence-number.ts";

/** What a receive asks for beside the body. */
export interface Asked {
  /** Names of system attributes, or `All`. */
  readonly system: readonly string[];
  /** Names of the sender's attributes, `All`, `.*`, or `PREFIX.*`. */
  readonly attributes: readonly string[];
}

/** A message as AWS shows it to who has received it. */
export function toMessage(queue: KnownQueue, message: StoredMessage, asked: Asked): Message {
  const { md5, attributes } = message.details;
  const shown = attributes && asked.attributes.length > 0 ? chooseAttributes(attributes, asked.attributes) : undefined;
  const names = shown && Object.keys(shown);
  const hasAttributes = shown !== undefined && names !== undefined && names.length > 0;
  const system = asked.system.length > 0 ? toSystemAttributes(queue, message, asked.system) : undefined;
  return {
    MessageId: message.id,
    ReceiptHandle: toReceiptHandle(queue, message.seq, message.receives),
    MD5OfBody: md5,
    Body: message.body,
    Attributes: system && Object.keys(system).length > 0 ? system : undefined,
    MD5OfMessageAttributes: hasAttributes ? md5OfAttributes(shown) : undefined,
    MessageAttributes: hasAttributes
      ? Object.fromEntries(names.map((name) => [name, toWireAttribute(shown[name] as MessageAttribute)]))
      : undefined,
  };
}

function chooseAttributes(
  attributes: Readonly<Record<string, MessageAttribute>>,
  asked: readonly string[],
): Readonly<Record<string, MessageAttribute>> {
  if (asked.some((name) => name === "All" || name === ".*" || name === "*")) return attributes;
  const prefixes = asked.flatMap((name) => (name.endsWith(".*") ? [name.slice(0, -2)] : []));
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => asked.includes(name) || prefixes.some((prefix) => name.startsWith(prefix)),
    ),
  );
}

function toWireAttribute({ type, string, binary }: MessageAttribute) {
  return binary === undefined
    ? { DataType: type, StringValue: string }
    : { DataType: type, BinaryValue: Buffer.from(binary, "base64") };
}

type SystemAttributes = Partial<Record<MessageSystemAttributeName, string>>;

function toSystemAttributes(queue: KnownQueue, message: StoredMessage, asked: readonly string[]): SystemAttributes {
  const { details, groupId } = message;
  const all: Readonly<Record<string, string | undefined>> = {
    SenderId: details.senderId,
    SentTimestamp: String(message.sentMs),
    ApproximateReceiveCount: String(message.receives),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    SequenceNumber: queue.isFifo ? toSequenceNumber(queue, message.seq) : undefined,
    MessageDeduplicationId: details.deduplicationId,
    MessageGroupId: groupId,
    AWSTraceHeader: details.traceHeader,
    DeadLetterQueueSourceArn: details.deadLetterSource,
  };
  const result: Record<string, string> = {};
  for (const name in all) {
    const value = all[name];
    if (value !== undefined && (asked.includes("All") || asked.includes(name))) result[name] = value;
  }
  return result;
}
