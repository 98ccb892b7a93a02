import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

export interface TopicName extends Place {
  readonly name: string;
}

/** What is stored of a topic. */
export interface Topic extends TopicName {
  /** Unique for ever: one that is made anew under the name has another. */
  readonly id: string;
  readonly createdMs: number;
  /** Those that have been set, as AWS names them. */
  readonly attributes: Attributes;
  readonly tags: Tags;
  /** Subscriptions that it has lost. */
  readonly deletedSubscriptions: number;
}

export type Attributes = Readonly<Record<string, string>>;

export const topicsKind = "sns.topics";

/** The topics of one account and region, with what is subscribed to them. */
export function topicsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: topicsKind, name: "" };
}

/** What has been published to a topic and is not delivered yet, and what a FIFO topic knows of the last five minutes. */
export function publishingKey({ account, region, id }: Place & { readonly id: string }): PartitionKey {
  return { account, region, kind: "sns.topic", name: id };
}

export function topicArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`;
}

export function isFifo({ name }: { readonly name: string }): boolean {
  return name.endsWith(".fifo");
}
