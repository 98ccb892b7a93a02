import type { AwsError } from "../../../platform/aws-error.ts";
import { invalidMessageContents, invalidParameter, invalidValue, missingParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";
import type { MessageAttribute } from "./message.ts";

/** A message as its sender gives it, by itself or in a batch. */
export interface SentMessage {
  readonly MessageBody: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Readonly<Record<string, WireAttribute>> | undefined;
  readonly MessageSystemAttributes?: Readonly<Partial<Record<string, WireAttribute>>> | undefined;
  readonly MessageDeduplicationId?: string | undefined;
  readonly MessageGroupId?: string | undefined;
}

export interface WireAttribute {
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: Uint8Array | undefined;
  readonly StringListValues?: readonly string[] | undefined;
  readonly BinaryListValues?: readonly Uint8Array[] | undefined;
  readonly DataType: string | undefined;
}

/** What may be wrong with a message whatever the batch that it is in. Throws AWS's errors. Source: "SendMessage". */
export function checkMessage(message: SentMessage, queue: KnownQueue, reason = "are invalid"): void {
  const { MessageBody: body, DelaySeconds, MessageGroupId, MessageDeduplicationId } = message;
  if (!body) throw missingParameter("MessageBody");
  if (bytesOf(message) > queue.settings.maximumMessageBytes) {
    throw invalidParameter(
      `One or more parameters ${reason}. Reason: Message must be shorter than ${queue.settings.maximumMessageBytes} bytes.`,
    );
  }
  if (!hasAllowedCharacters(body)) throw invalidMessageContents();
  checkId(MessageDeduplicationId, "MessageDeduplicationId");
  checkId(MessageGroupId, "MessageGroupId");
  checkDelay(DelaySeconds, queue);
  checkForKind(message, queue);
}

/** UTF-8 bytes of a body and its attributes: their names, types and values. */
export function bytesOf({ MessageBody: body = "", MessageAttributes: attributes }: SentMessage): number {
  let bytes = Buffer.byteLength(body);
  if (attributes === undefined) return bytes;
  for (const name in attributes) {
    const { DataType = "", StringValue = "", BinaryValue } = attributes[name] as WireAttribute;
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue);
    bytes += BinaryValue?.length ?? 0;
  }
  return bytes;
}

/** XML's: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF. */
function hasAllowedCharacters(text: string): boolean {
  return !forbidden.test(text) && text.isWellFormed();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function checkId(id: string | undefined, parameter: string): void {
  if (id === undefined || /^[!-~]{1,128}$/.test(id)) return;
  throw invalidValue(
    id,
    parameter,
    `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function checkDelay(delay: number | undefined, { isFifo }: KnownQueue): void {
  if (delay === undefined) return;
  if (delay < 0 || delay > limits.delaySeconds)
    throw invalidValue(delay, "DelaySeconds", `DelaySeconds must be >= 0 and <= ${limits.delaySeconds}.`);
  // FIFO queues delay as a whole; zero is what says nothing.
  if (isFifo && delay > 0)
    throw invalidValue(delay, "DelaySeconds", "The request include parameter that is not valid for this queue type.");
}

function checkForKind({ MessageGroupId, MessageDeduplicationId }: SentMessage, queue: KnownQueue): void {
  if (!queue.isFifo) {
    if (MessageDeduplicationId === undefined) return;
    throw invalidValue(
      MessageDeduplicationId,
      "MessageDeduplicationId",
      "The request includes a parameter that is not valid for this queue type.",
    );
  }
  if (MessageGroupId === undefined) throw missingParameter("MessageGroupId");
  if (MessageDeduplicationId === undefined && !queue.settings.deduplicatesByContent) throw deduplicationIdMissing();
}

export function deduplicationIdMissing(): AwsError {
  return invalidParameter(
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}

/** Gives a message's attributes as they are stored. Throws InvalidParameterValue. Source: "Amazon SQS message metadata". */
export function readAttributes(
  attributes: Readonly<Partial<Record<string, WireAttribute>>>,
  kind: "user" | "system" = "user",
): Readonly<Record<string, MessageAttribute>> {
  const names = Object.keys(attributes);
  if (names.length > limits.attributesPerMessage)
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${limits.attributesPerMessage}].`,
    );
  const read: Record<string, MessageAttribute> = {};
  for (const name of names) {
    checkAttributeName(name, kind);
    read[name] = readAttribute(name, attributes[name] as WireAttribute, kind);
  }
  return read;
}

function checkAttributeName(name: string, kind: string): void {
  if (Buffer.byteLength(name) > limits.attributeNameLength || name === "")
    throw invalidParameter(`Message (${kind}) attribute names must be shorter than 256 Bytes`);
  if (!/^[\u00c0-\u017fA-Za-z0-9_.-]+$/.test(name))
    throw invalidParameter(
      `Message (${kind}) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. `,
    );
  if (/^(?:aws\.|amazon\.|\.)|\.$/i.test(name) || name.includes(".."))
    throw invalidParameter(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. " +
        "These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
    );
}

function readAttribute(name: string, attribute: WireAttribute, kind: string): MessageAttribute {
  const { DataType: type, StringValue: string, BinaryValue: binary } = attribute;
  if (!type) throw invalidParameter(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const [, base] = /^(String|Number|Binary)(?:\..+)?$/s.exec(type) ?? [];
  if (!base)
    throw invalidParameter(
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  if (Buffer.byteLength(type) > limits.attributeTypeLength)
    throw invalidParameter(`Message (${kind}) attribute types must be shorter than 256 Bytes`);
  if (attribute.StringListValues?.length || attribute.BinaryListValues?.length)
    throw invalidParameter(`Message (${kind}) attribute list values in the attribute '${name}' are not supported.`);
  if (base === "Binary") {
    if (!binary?.length) throw emptyAttribute(name, kind, type);
    return { type, binary: Buffer.from(binary).toString("base64") };
  }
  if (!string) throw emptyAttribute(name, kind, type);
  if (!hasAllowedCharacters(string)) throw invalidParameter(invalidMessageContents().message);
  if (base === "Number" && !isNumber(string))
    throw invalidParameter(`Can't cast the value of message (${kind}) attribute '${name}' to a number.`);
  return { type, string };
}

function emptyAttribute(name: string, kind: string, type: string): AwsError {
  return invalidParameter(`Message (${kind}) attribute '${name}' must contain a non-empty value of type '${type}'.`);
}

function isNumber(text: string): boolean {
  return text.length <= 256 && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text);
}
