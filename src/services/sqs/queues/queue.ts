import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

/** What is stored of a queue. */
export interface Queue extends Place {
  readonly name: string;
  /** Unique for ever: one that is made anew under the name has another. */
  readonly id: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Those that have been set, as AWS names them. */
  readonly attributes: Attributes;
  readonly tags: Tags;
  /** Counts purges: each leaves the messages behind, and begins with a partition of its own. */
  readonly generation: number;
  readonly purgedMs: number | undefined;
  /** How duplicates are told until a change of DeduplicationScope takes effect, which takes a minute. */
  readonly formerScope: FormerScope | undefined;
}

export interface FormerScope {
  readonly byGroup: boolean;
  readonly untilMs: number;
}

export type Attributes = Readonly<Record<string, string>>;

/** The queues of one account and region, by their names. */
export function queuesKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "sqs.queues", name: "" };
}

export const messagesKind = "sqs.messages";

/** A queue's messages. */
export function messagesKey({ account, region, id, generation }: Queue): PartitionKey {
  return { account, region, kind: messagesKind, name: `${id}.${generation}` };
}

export function queueArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:sqs:${region}:${account}:${name}`;
}

export function isFifo({ name }: { readonly name: string }): boolean {
  return name.endsWith(".fifo");
}
