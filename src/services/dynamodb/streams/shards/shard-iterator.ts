import { invalidShardIterator } from "../errors.ts";

/** A place in a shard, from which records are read. */
export interface ShardPlace {
  readonly streamArn: string;
  readonly shardId: string;
  /** Those after this number; 0 for all that are there. */
  readonly after: number;
  readonly madeMs: number;
}

/** The text that clients hand back, in AWS's form: the stream's ARN, a version and what only we read. */
export function toShardIterator({ streamArn, shardId, after, madeMs }: ShardPlace): string {
  return `${streamArn}|1|${Buffer.from(`${shardId} ${after} ${madeMs}`).toString("base64")}`;
}

/** Throws ValidationException for a text that is none. */
export function fromShardIterator(text: string): ShardPlace {
  const [streamArn = "", version, token = "", ...more] = text.split("|");
  const [shardId = "", after = "", madeMs = ""] = Buffer.from(token, "base64").toString("latin1").split(" ");
  if (version !== "1" || more.length > 0 || !numeral.test(after) || !numeral.test(madeMs)) throw invalidShardIterator();
  return { streamArn, shardId, after: Number(after), madeMs: Number(madeMs) };
}

const numeral = /^\d{1,15}$/;
