import type { ParkedTimer } from "./database.ts";

/** Where an engine keeps the timers of all partitions: an index by shard, kind and due time leads to them. */
export interface TimerTable {
  /** How many there are. A partition is in the one that `shardOf` gives. */
  readonly shards: number;
  /** Rows of a shard and kind that are due by then, the earliest first. */
  due(shard: number, kind: string, nowMs: number, limit: number): Promise<TimerRow[]>;
  /** The earliest due time of a shard and kind that is later. */
  nextDue(shard: number, kind: string, afterMs: number): Promise<number | undefined>;
  /** How many of these shards and kinds are due by then; at most `most` are counted of each. */
  countDue(shards: readonly number[], kinds: readonly string[], nowMs: number, most: number): Promise<number>;
  /** The earliest due time of each of these shards and kinds that has any. */
  earliest(shards: readonly number[], kinds: readonly string[]): Promise<readonly EarliestTimer[]>;
  /** Those that are as they were read. */
  remove(rows: readonly TimerRow[]): Promise<void>;
  /** The same row, due later. Nothing happens if it has been set anew or cancelled; so with `park`. */
  postpone(row: TimerRow, as: { failures: number; reason: string; dueMs: number }): Promise<void>;
  park(row: TimerRow, as: { failures: number; reason: string; parkedMs: number }): Promise<void>;
  /** By their versions. */
  listParked(afterVersion: number, limit: number): Promise<ParkedRow[]>;
  /** Makes a parked row due now. Undefined if it is gone. */
  unpark(version: number, nowMs: number): Promise<{ readonly source: string; readonly kind: string } | undefined>;
  dropParked(version: number): Promise<boolean>;
  counts(): Promise<{ retrying: number; parked: number }>;
  /** How far the engine's clock is ahead of this machine's; zero where that cannot be told. */
  aheadMs(): Promise<number>;
  /** How often to look for what other processes have set, by the machine's time. Undefined where there are none. */
  readonly pollMs: number | undefined;
}

export interface TimerRow {
  /** As `keyText` writes the partition. */
  readonly source: string;
  readonly partition: number;
  readonly kind: string;
  readonly key: string;
  readonly payload: string;
  /** Another each time a timer is set; no two timers ever have the same. */
  readonly version: number;
  readonly failures: number;
  /** When it was to fire first. */
  readonly setForMs: number;
}

export interface EarliestTimer {
  readonly shard: number;
  readonly kind: string;
  readonly dueMs: number;
}

export interface ParkedRow extends Omit<ParkedTimer, "id" | "from"> {
  readonly source: string;
  readonly version: number;
}

/** What the rows of parked timers have for a shard. */
export const parkedShard = -1;

/** By `keyText`. */
export function shardOf(source: string, shards: number): number {
  if (shards === 1) return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < source.length; index++) {
    hash = Math.imul(hash ^ source.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
