import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";

export type TableStatus = "CREATING" | "UPDATING" | "ACTIVE" | "DELETING";
export type IndexStatus = "CREATING" | "UPDATING" | "ACTIVE" | "DELETING";
export type KeyType = "S" | "N" | "B";

export interface AttributeDefinition {
  readonly AttributeName: string;
  readonly AttributeType: KeyType;
}

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: "HASH" | "RANGE";
}

export interface Projection {
  readonly ProjectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
  readonly NonKeyAttributes?: readonly string[];
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/** What was asked for, when it was last changed, and how often it was lowered today. */
export interface ProvisionedThroughput extends Throughput {
  readonly increasedMs?: number;
  readonly decreasedMs?: number;
}

export interface LocalIndex {
  readonly name: string;
  readonly keySchema: readonly KeyElement[];
  readonly projection: Projection;
}

export interface GlobalIndex extends LocalIndex {
  /** Unique for ever: one that is made anew under the name has another. */
  readonly id: string;
  readonly status: IndexStatus;
  /** How many partitions it has, for ever; undefined where they are as many as its table began with. */
  readonly partitions?: number;
  /** While it is filled from the items that were there before it: the table's partitions that have been gone through. */
  readonly filled?: readonly number[];
  /** Undefined where the table is billed by request. */
  readonly throughput: ProvisionedThroughput | undefined;
  readonly onDemand?: OnDemandThroughput | undefined;
  readonly warm?: WarmThroughput | undefined;
}

/** -1 is no limit. */
export interface OnDemandThroughput {
  readonly MaxReadRequestUnits?: number;
  readonly MaxWriteRequestUnits?: number;
}

export interface WarmThroughput {
  readonly ReadUnitsPerSecond?: number;
  readonly WriteUnitsPerSecond?: number;
}

export type StreamView = "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";

/** A table's stream, or its last one. */
export interface TableStream {
  readonly label: string;
  readonly view: StreamView;
  readonly createdMs: number;
  readonly isEnabled: boolean;
  /** When it was disabled: what it has is read for a day longer. */
  readonly endedMs?: number;
}

/** What is stored of a table. */
export interface Table extends Place {
  readonly name: string;
  /** Unique for ever: one that is made anew under the name has another. */
  readonly id: string;
  readonly createdMs: number;
  readonly status: TableStatus;
  readonly attributes: readonly AttributeDefinition[];
  readonly keySchema: readonly KeyElement[];
  readonly localIndexes: readonly LocalIndex[];
  readonly globalIndexes: readonly GlobalIndex[];
  readonly billing: "PROVISIONED" | "PAY_PER_REQUEST";
  /** When it was last changed to be billed by request; a table that was made so has its creation's. */
  readonly onDemandSinceMs: number | undefined;
  readonly throughput: ProvisionedThroughput | undefined;
  readonly onDemand: OnDemandThroughput | undefined;
  readonly warm: WarmThroughput | undefined;
  readonly tableClass: TableClass | undefined;
  readonly isProtected: boolean;
  readonly encryption: Encryption | undefined;
  readonly stream: TableStream | undefined;
  /** Those before it that can still be read, the last one first. */
  readonly formerStreams?: readonly TableStream[];
  readonly timeToLive: TimeToLive | undefined;
  readonly recovery: Recovery | undefined;
  readonly policy: Policy | undefined;
  readonly tags: Tags;
  /** How many partitions its items were in at its beginning, each with a range of hashes, which keys begin with. */
  readonly partitions: number;
  /** What has become of them; undefined where none has been divided. */
  readonly divided?: DividedParts | undefined;
  /** What is being divided now. */
  readonly division?: Division | undefined;
  readonly restore: Restore | undefined;
}

/** A partition of items. A number is never used twice, and one of a child is larger than its parent's. */
export interface TablePart {
  readonly number: number;
  /** The first key of its range, base64. */
  readonly from: string;
  /** Which one was divided into it, and when. */
  readonly parent?: number;
  readonly createdMs?: number;
}

/** One that has been divided: its items have gone, what is told of them is there for as long as it can be read. */
export interface FormerPart extends TablePart {
  /** Left out. */
  readonly to: string;
  readonly closedMs: number;
}

export interface DividedParts {
  /** In the order of their keys. */
  readonly parts: readonly TablePart[];
  readonly former: readonly FormerPart[];
  /** The next number that has not been used. */
  readonly next: number;
}

/** A partition whose items go into two new ones. `partitions/divide.ts` says how. */
export interface Division {
  readonly number: number;
  readonly children: readonly [number, number];
  /** Where the second begins, base64; undefined where half of the bytes decides. */
  readonly boundary?: string | undefined;
  /** The children are in the table's layout. */
  readonly isSwitched?: true;
}

export interface TableClass {
  readonly name: "STANDARD" | "STANDARD_INFREQUENT_ACCESS";
  readonly changedMs: number | undefined;
}

/** By a key of KMS; undefined on the table where the key is AWS's own. */
export interface Encryption {
  readonly keyArn: string;
}

/** Which attribute tells when an item is to go. */
export interface TimeToLive {
  readonly attribute: string;
  readonly changedMs: number;
}

/** Point-in-time recovery. */
export interface Recovery {
  readonly sinceMs: number;
  readonly days: number;
}

export interface Policy {
  readonly document: string;
  readonly revision: string;
}

export interface Restore {
  readonly fromTable: string;
  readonly fromBackup: string | undefined;
  readonly atMs: number;
  readonly isRunning: boolean;
  /** The partitions that have been restored. */
  readonly copied: readonly number[];
}

/** The tables of one account and region, by their names. */
export function tablesKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "dynamodb.tables", name: "" };
}

export const itemsKind = "dynamodb.items";
export const indexKind = "dynamodb.index";

/** One of the partitions of a table's items, or one that it had. */
export function itemsKey({ account, region, id }: Place & { readonly id: string }, partition: number): PartitionKey {
  return { account, region, kind: itemsKind, name: `${id}/${partition}` };
}

/** One of the partitions of a global index. */
export function indexPartitionKey(
  { account, region, id }: Place & { readonly id: string },
  indexId: string,
  partition: number,
): PartitionKey {
  return { account, region, kind: indexKind, name: `${id}/${indexId}/${partition}` };
}

export function tableArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:dynamodb:${region}:${account}:table/${name}`;
}
