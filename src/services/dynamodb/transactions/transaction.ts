import { createHash } from "node:crypto";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { itemsKey } from "../tables/table.ts";

/** Partitions of an account's transactions in a region. */
const shards = 16;

/** One attempt of a transaction. */
export interface Attempt extends Place {
  /** What the items that it is about to change are locked by: where it is decided, what it is called, and when it began. */
  readonly lock: string;
  readonly shard: number;
  readonly id: string;
  readonly beganMs: number;
}

/** One partition of items that a transaction changes. */
export interface Part {
  readonly table: string;
  readonly tableId: string;
  readonly partition: number;
}

/** Attempts with the same token are decided in the same partition, which remembers it. */
export function newAttempt(at: Place, token: string, id: string, beganMs: number): Attempt {
  const shard = createHash("md5").update(token).digest().readUInt8(0) % shards;
  return { account: at.account, region: at.region, lock: `${shard} ${id} ${beganMs}`, shard, id, beganMs };
}

export function fromLock(at: Place, lock: string): Attempt {
  const [shard, id = "", beganMs] = lock.split(" ");
  return { account: at.account, region: at.region, lock, shard: Number(shard), id, beganMs: Number(beganMs) };
}

/** Where an attempt is decided. */
export function transactionsKey({
  account,
  region,
  shard,
}: Pick<Attempt, "account" | "region" | "shard">): PartitionKey {
  return { account, region, kind: "dynamodb.transactions", name: `${shard}` };
}

export function partKey({ account, region }: Place, { tableId, partition }: Part): PartitionKey {
  return itemsKey({ account, region, id: tableId }, partition);
}
