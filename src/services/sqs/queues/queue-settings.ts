import { type RedrivePolicy, readRedrivePolicy } from "../redrive/redrive-policy.ts";
import type { Attributes } from "./queue.ts";

/** A queue's attributes as its messages are treated by them. */
export interface QueueSettings {
  readonly visibilityMs: number;
  readonly delayMs: number;
  readonly retentionMs: number;
  readonly waitMs: number;
  readonly maximumMessageBytes: number;
  readonly deduplicatesByContent: boolean;
  /** Whether the same deduplication id counts in each group by itself. */
  readonly deduplicatesByGroup: boolean;
  /** Whether each group of a FIFO queue has a throughput of its own. */
  readonly isThroughputPerGroup: boolean;
  readonly redrive: RedrivePolicy | undefined;
  /** JSON. */
  readonly policy: string | undefined;
}

/** Those that every queue has, and those of FIFO queues. Source: "CreateQueue". */
export const defaultAttributes: Attributes = {
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
  VisibilityTimeout: "30",
};

export const defaultFifoAttributes: Attributes = {
  ContentBasedDeduplication: "false",
  DeduplicationScope: "queue",
  FifoThroughputLimit: "perQueue",
};

export function toSettings(set: Attributes): QueueSettings {
  const attributes: Attributes = { ...defaultAttributes, ...set };
  const milliseconds = (name: string) => Number(attributes[name]) * 1000;
  return {
    visibilityMs: milliseconds("VisibilityTimeout"),
    delayMs: milliseconds("DelaySeconds"),
    retentionMs: milliseconds("MessageRetentionPeriod"),
    waitMs: milliseconds("ReceiveMessageWaitTimeSeconds"),
    maximumMessageBytes: Number(attributes.MaximumMessageSize),
    deduplicatesByContent: attributes.ContentBasedDeduplication === "true",
    deduplicatesByGroup: attributes.DeduplicationScope === "messageGroup",
    isThroughputPerGroup: attributes.FifoThroughputLimit === "perMessageGroupId",
    redrive: attributes.RedrivePolicy === undefined ? undefined : readRedrivePolicy(attributes.RedrivePolicy),
    policy: attributes.Policy,
  };
}
