import { createHash } from "node:crypto";
import { shardCount } from "./cluster.ts";

/** The shard of a key: the same on every node and in every version, since what is stored is found by it. */
export function shardOf(key: string): number {
  return hashOf(key) % shardCount;
}

/** 32 bits that look like chance, the same everywhere. */
export function hashOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}
