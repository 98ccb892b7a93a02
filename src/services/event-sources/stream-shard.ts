import { parseArn } from "../../platform/arn.ts";
import { isNamed } from "../../platform/aws-error.ts";
import type { CallOptions, ServiceHost } from "../service-host.ts";
import { changeWakeKind, changeWakeName } from "./change-wake.ts";
import { type StreamRecord, toStreamRecord } from "./stream-records.ts";

/** Where reading begins: after a record, at what is there, at what comes from now on, or at what has come since some time. */
export type ShardStart =
  | { readonly after: string }
  | { readonly at: "TRIM_HORIZON" | "LATEST" }
  | { readonly sinceMs: number };

/** What DescribeStream tells at a time. */
const shardsPerCall = 100;
/** A hint that was lost is made good for after so long. */
const lookEveryMs = 5_000;
const delayMs = { first: 500, longest: 30_000 };

/** A shard as its stream tells of it. One that was divided has ended, and is the parent of others. */
export interface ListedShard {
  readonly id: string;
  readonly parent: string | undefined;
  readonly hasEnded: boolean;
}

/** A stream's shards. `as` is asked before each call. Rejects with the source's error. */
export async function listShards(
  host: Pick<ServiceHost, "call">,
  streamArn: string,
  as: () => Promise<CallOptions>,
): Promise<readonly ListedShard[]> {
  const shards: ListedShard[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const asked = { StreamArn: streamArn, Limit: shardsPerCall, ExclusiveStartShardId };
    const { StreamDescription } = await host.call("dynamodb-streams", "DescribeStream", asked, await at(streamArn, as));
    for (const { ShardId: id, ParentShardId: parent, SequenceNumberRange: range } of StreamDescription?.Shards ?? [])
      if (id) shards.push({ id, parent, hasEnded: range?.EndingSequenceNumber !== undefined });
    ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
  } while (ExclusiveStartShardId !== undefined);
  return shards;
}

export interface ShardReading {
  readonly streamArn: string;
  readonly shardId: string;
  readonly as: () => Promise<CallOptions>;
  readonly start: ShardStart;
  readonly mayRead: () => boolean;
  readonly signal: AbortSignal;
  /** The shard could not be read; told again only when it is something else. */
  readonly trouble: (error: unknown) => void;
}

/**
 * Gives a shard's records, a page at a time, in order, for as long as it is open. While there is nothing it waits, and what is written wakes it; nothing is read before the
 * page before has been taken.
 */
export async function* readStreamShard(
  host: Pick<ServiceHost, "call" | "clock" | "wakes">,
  reading: ShardReading,
): AsyncGenerator<readonly StreamRecord[]> {
  const { streamArn, shardId, as, signal } = reading;
  const waiting = new ShardWait(host, changeWakeName(streamArn, shardId), signal);
  let { start } = reading;
  let iterator: string | undefined;
  let troubles = 0;
  let told = "";
  try {
    while (!signal.aborted) {
      if (!reading.mayRead()) {
        await waiting.wait(delayMs.first);
        continue;
      }
      waiting.begin();
      try {
        const place: string = iterator ?? (await iteratorAt(host, reading, start));
        // What comes from now on is not to be lost where the iterator has to be made anew.
        if ("at" in start && start.at === "LATEST") start = { sinceMs: wholeSeconds(host.clock.nowMs()) };
        const { Records = [], NextShardIterator } = await host.call(
          "dynamodb-streams",
          "GetRecords",
          { ShardIterator: place },
          await at(streamArn, as),
        );
        troubles = 0;
        told = "";
        iterator = NextShardIterator;
        const records = Records.map((record) => toStreamRecord(record, streamArn));
        const { sinceMs } = start as { sinceMs?: number };
        const wanted = sinceMs === undefined ? records : records.filter(({ createdMs }) => createdMs >= sinceMs);
        const last = records.at(-1);
        if (last) start = { after: last.sequenceNumber };
        if (wanted.length > 0) yield wanted;
        if (iterator === undefined) return;
        if (records.length === 0) await waiting.wait(lookEveryMs);
      } catch (error) {
        if (signal.aborted) return;
        iterator = undefined;
        if (isNamed(error, "ExpiredIteratorException")) continue;
        if (isNamed(error, "TrimmedDataAccessException")) {
          start = { at: "TRIM_HORIZON" };
          continue;
        }
        if (String(error) !== told) reading.trouble(error);
        told = String(error);
        troubles += 1;
        await waiting.wait(Math.min(delayMs.first * 2 ** (troubles - 1), delayMs.longest), { isDeaf: true });
      }
    }
  } finally {
    waiting.end();
  }
}

/** Records tell whole seconds. */
export function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

async function iteratorAt(
  { call }: Pick<ServiceHost, "call">,
  { streamArn, shardId, as }: ShardReading,
  start: ShardStart,
): Promise<string> {
  const place =
    "after" in start
      ? { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: start.after }
      : { ShardIteratorType: "at" in start ? start.at : ("TRIM_HORIZON" as const) };
  const asked = { StreamArn: streamArn, ShardId: shardId, ...place };
  const { ShardIterator = "" } = await call("dynamodb-streams", "GetShardIterator", asked, await at(streamArn, as));
  return ShardIterator;
}

async function at(streamArn: string, as: () => Promise<CallOptions>): Promise<CallOptions> {
  const arn = parseArn(streamArn);
  return { ...(await as()), ...(arn && { account: arn.account, region: arn.region }) };
}

/** Waits for something to be written, from before it was looked for what is there. */
class ShardWait {
  readonly #clock: ServiceHost["clock"];
  readonly #signal: AbortSignal;
  readonly #stopListening: () => void;
  #isWoken = false;
  #wake: () => void = () => {};
  readonly #abort = () => this.#wake();

  constructor({ clock, wakes }: Pick<ServiceHost, "clock" | "wakes">, name: string, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
    signal.addEventListener("abort", this.#abort);
    this.#stopListening = wakes.onWake(changeWakeKind, (woken) => {
      if (woken !== name) return;
      this.#isWoken = true;
      this.#wake();
    });
  }

  /** What comes from now on ends the next wait. */
  begin(): void {
    this.#isWoken = false;
  }

  /** `isDeaf`: for the whole time, whatever is written. */
  async wait(longestMs: number, { isDeaf = false } = {}): Promise<void> {
    if ((this.#isWoken && !isDeaf) || this.#signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = this.#clock.afterMachine(longestMs, resolve);
      this.#wake = () => {
        if (isDeaf && !this.#signal.aborted) return;
        timer.cancel();
        resolve();
      };
    });
    this.#wake = () => {};
  }

  end(): void {
    this.#stopListening();
    this.#signal.removeEventListener("abort", this.#abort);
  }
}
