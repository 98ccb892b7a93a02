import { invalidAttributeValue, oneKindOfEncryption, onlyForFifo, unknownAttribute } from "../errors.ts";
import { limits } from "../limits.ts";
import { isPolicy } from "../permissions/queue-policy.ts";
import { checkRedriveAllowPolicy, checkRedrivePolicy } from "../redrive/check-redrive-policy.ts";
import type { Attributes } from "./queue.ts";

/** What the attributes of a queue are to be checked against. */
export interface CheckedFor {
  readonly isFifo: boolean;
  readonly isNew: boolean;
  /** As they are now. */
  readonly former: Attributes;
}

/**
 * Gives a queue's attributes as they are after a change, without those that an empty text takes away. Throws InvalidAttributeName,
 * InvalidAttributeValue, InvalidParameterValue. Source: "CreateQueue", "SetQueueAttributes".
 */
export function changeAttributes(changes: Attributes, { isFifo, isNew, former }: CheckedFor): Attributes {
  const result: Record<string, string> = { ...former };
  for (const [name, value] of Object.entries(changes)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) throw unknownAttribute(name);
    if (!isFifo && rule.onlyFifo === "named") throw onlyForFifo(name);
    if (!isFifo && rule.onlyFifo) throw unknownAttribute(name);
    if (value === "" && rule.mayBeEmpty) {
      delete result[name];
      continue;
    }
    if (name === "FifoQueue" && !isNew && !isTrue(value)) {
      throw invalidAttributeValue(name, "Modifying queue type is not supported.");
    }
    result[name] = rule.read(value, name);
    // What is so by default is not shown.
    if (name === "KmsDataKeyReusePeriodSeconds" && result[name] === "300") delete result[name];
  }
  checkEncryption(changes, result);
  if (isFifo) checkThroughput(result);
  return result;
}

interface Rule {
  /** `named`: those of standard queues are told what it is for. */
  readonly onlyFifo?: true | "named";
  readonly mayBeEmpty?: true;
  /** Gives the value as it is kept, or throws. */
  readonly read: (value: string, name: string) => string;
}

const rules: Readonly<Record<string, Rule>> = {
  DelaySeconds: { read: integer(0, limits.delaySeconds) },
  MaximumMessageSize: { read: integer(limits.smallestMaximumMessageBytes, limits.messageBytes) },
  MessageRetentionPeriod: { read: integer(limits.retentionSeconds.least, limits.retentionSeconds.most) },
  ReceiveMessageWaitTimeSeconds: { read: integer(0, limits.waitSeconds) },
  VisibilityTimeout: { read: integer(0, limits.visibilitySeconds) },
  Policy: {
    mayBeEmpty: true,
    read: (value, name) => {
      if (Buffer.byteLength(value) > limits.policyBytes || !isPolicy(value)) throw invalidAttributeValue(name);
      return value;
    },
  },
  RedrivePolicy: { mayBeEmpty: true, read: checkRedrivePolicy },
  RedriveAllowPolicy: { mayBeEmpty: true, read: checkRedriveAllowPolicy },
  KmsMasterKeyId: { mayBeEmpty: true, read: (value) => value },
  KmsDataKeyReusePeriodSeconds: { read: integer(limits.keyReuseSeconds.least, limits.keyReuseSeconds.most) },
  SqsManagedSseEnabled: { read: truth },
  FifoQueue: { onlyFifo: true, read: truth },
  ContentBasedDeduplication: { onlyFifo: true, read: truth },
  DeduplicationScope: { onlyFifo: "named", read: oneOf("queue", "messageGroup") },
  FifoThroughputLimit: { onlyFifo: "named", read: oneOf("perQueue", "perMessageGroupId") },
};

function integer(least: number, most: number): Rule["read"] {
  return (value, name) => {
    const number = /^\d{1,10}$/.test(value) ? Number(value) : -1;
    if (number < least || number > most) throw invalidAttributeValue(name);
    return String(number);
  };
}

function oneOf(...values: readonly string[]): Rule["read"] {
  return (value, name) => {
    if (!values.includes(value)) throw invalidAttributeValue(name);
    return value;
  };
}

export function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === "true";
}

function truth(value: string, name: string): string {
  const lower = value.toLowerCase();
  if (lower !== "true" && lower !== "false") throw invalidAttributeValue(name);
  return lower;
}

/** A key of KMS ends SQS's own encryption, which does not come back by itself when the key is taken away. */
function checkEncryption(changes: Attributes, result: Record<string, string>): void {
  const { KmsMasterKeyId: key, SqsManagedSseEnabled: managed } = changes;
  if (key && isTrue(managed)) throw oneKindOfEncryption();
  if (isTrue(managed) && result.KmsMasterKeyId !== undefined) throw oneKindOfEncryption();
  if (key) result.SqsManagedSseEnabled = "false";
}

/** Source: "High throughput for FIFO queues": a limit for each group needs duplicates to be told in each group. */
function checkThroughput({ FifoThroughputLimit, DeduplicationScope }: Attributes): void {
  if (FifoThroughputLimit === "perMessageGroupId" && DeduplicationScope !== "messageGroup") {
    throw invalidAttributeValue(
      "FifoThroughputLimit",
      "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.",
    );
  }
}
