import { createHash } from "node:crypto";
import type { OwnedLease } from "../../../cluster/cluster.ts";
import type { Runner } from "../../event-sources/owned-runners.ts";
import { ShardFamily } from "../../event-sources/shard-family.ts";
import { ShardProgress } from "../../event-sources/shard-progress.ts";
import { StreamLane } from "../../event-sources/stream-lane.ts";
import type { StreamRecord } from "../../event-sources/stream-records.ts";
import {
  type ListedShard,
  listShards,
  readStreamShard,
  type ShardStart,
  wholeSeconds,
} from "../../event-sources/stream-shard.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { limits } from "../limits.ts";
import type { Metering } from "../metering/metering.ts";
import { type Pipe, pipeArn, pipes, pipesKey } from "../pipes/pipe.ts";
import { placeStore, type ShardPlace } from "../pipes/place-store.ts";
import { createSession, handleBatch } from "./handle-batch.ts";
import { toStreamFilter } from "./record-filter.ts";

const shardsEveryMs = 30_000;
const retryDelayMs = { first: 250, longest: 60_000 };

/** Reads a stream's shards for a pipe. What fails is tried again before anything behind it, until it is given up by the pipe's rules. */
export async function createStreamPipeRunner(
  host: ServiceHost,
  metering: Metering,
  pipe: Pipe,
  lease: OwnedLease,
): Promise<Runner> {
  return new StreamPipeRunner(host, metering, pipe, lease);
}

/** Part of a batch, with the attempts that have failed. */
interface Attempted {
  readonly records: readonly StreamRecord[];
  readonly attempts: number;
}

type Condition = "RetryAttemptsExhausted" | "MaximumRecordAgeExceeded";

class StreamPipeRunner implements Runner {
  readonly #host: ServiceHost;
  readonly #metering: Metering;
  readonly #pipe: Pipe;
  readonly #lease: OwnedLease;
  readonly #as: () => Promise<CallOptions>;
  readonly #stopping = new AbortController();
  readonly #working: Promise<unknown>[] = [];
  #isLost = false;

  constructor(host: ServiceHost, metering: Metering, pipe: Pipe, lease: OwnedLease) {
    this.#host = host;
    this.#metering = metering;
    this.#pipe = pipe;
    this.#lease = lease;
    this.#as = createSession(host, pipe);
  }

  start(): void {
    this.#working.push(this.#findShards());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (let at = 0; at < this.#working.length; at++) await this.#working[at];
  }

  lose(): void {
    this.#isLost = true;
    this.#stopping.abort();
  }

  async #findShards(): Promise<void> {
    const family = new ShardFamily();
    for (let troubles = 0; !this.#stopping.signal.aborted; ) {
      try {
        const shards = this.#lease.isHeld() ? await listShards(this.#host, this.#pipe.definition.source, this.#as) : [];
        if (this.#stopping.signal.aborted) return;
        for (const listed of family.begin(shards))
          this.#working.push(
            this.#readShard(listed)
              .then(() => this.#stopping.signal.aborted || family.end(listed.id))
              .catch((error) => this.#tell(error)),
          );
        troubles = 0;
      } catch (error) {
        if (troubles === 0) this.#tell(error);
        troubles += 1;
      }
      await this.#pause(troubles === 0 ? shardsEveryMs : 1_000 * 2 ** Math.min(troubles, 5), true, family);
    }
  }

  /** Fulfilled when all of it has been handled, or the pipe is to stop. */
  async #readShard(listed: ListedShard): Promise<void> {
    const { id: shardId } = listed;
    const { signal } = this.#stopping;
    const { source, sourceParameters } = this.#pipe.definition;
    const {
      BatchSize: size = limits.streamBatch,
      MaximumBatchingWindowInSeconds: window = 0,
      ParallelizationFactor: count = 1,
    } = sourceParameters?.DynamoDBStreamParameters ?? {};
    const wants = toStreamFilter((sourceParameters?.FilterCriteria?.Filters ?? []).map(({ Pattern = "" }) => Pattern));
    const shard = new PipeShard(shardId);
    const lanes = Array.from(
      { length: count },
      () =>
        new StreamLane({
          clock: this.#host.clock,
          size,
          bytes: limits.payloadBytes,
          windowMs: window * 1_000,
          goesWith: () => true,
          signal,
        }),
    );
    const start = await this.#startOf(shard, listed);
    if (!start) return;
    const working = lanes.map((lane) => this.#work(lane, shard));
    const pages = readStreamShard(this.#host, {
      streamArn: source,
      shardId,
      as: this.#as,
      start,
      mayRead: () => this.#lease.isHeld(),
      signal,
      trouble: (error) => this.#tell(error),
    });
    for await (const page of pages) {
      const passed: StreamRecord[] = [];
      for (const record of page) {
        shard.progress.begin(record.sequenceNumber);
        if (wants && !wants(record)) passed.push(record);
        else lanes[laneOf(record, count)]?.push(record);
      }
      if (passed.length > 0) await this.#settle(shard, passed);
      while (shard.progress.size >= limits.streamRecordsAhead && !signal.aborted) await this.#pause(100, true);
      if (signal.aborted) break;
    }
    for (const lane of lanes) lane.close();
    await Promise.all(working);
    await shard.storing;
  }

  /** Undefined where nothing of it is to be handled: it has ended before the pipe began. What comes in the child of one that has been read is read from its beginning. */
  async #startOf(shard: PipeShard, { parent, hasEnded }: ListedShard): Promise<ShardStart | undefined> {
    const { name, definition } = this.#pipe;
    const partition = this.#host.storage.partition(pipesKey(this.#pipe));
    const find = (of: PipeShard) => partition.read((tx) => placeStore.find(tx, name, of.key(definition.source)));
    const place = await find(shard);
    if (place?.after !== undefined) return { after: place.after };
    if (place?.sinceMs !== undefined) return { sinceMs: place.sinceMs };
    if (definition.sourceParameters?.DynamoDBStreamParameters?.StartingPosition !== "LATEST")
      return { at: "TRIM_HORIZON" };
    if (parent !== undefined && (await find(new PipeShard(parent)))) return { at: "TRIM_HORIZON" };
    if (hasEnded) return undefined;
    await this.#store(shard, { sinceMs: wholeSeconds(this.#host.clock.nowMs()) });
    return { at: "LATEST" };
  }

  async #work(lane: StreamLane, shard: PipeShard): Promise<void> {
    while (await lane.wait(undefined)) {
      const records = await lane.take();
      let batches: readonly Attempted[] = records.length > 0 ? [{ records, attempts: 0 }] : [];
      for (let batch = batches[0]; batch && !this.#stopping.signal.aborted; batch = batches[0])
        batches = [...(await this.#attempt(batch, shard)), ...batches.slice(1)];
    }
  }

  async #attempt(batch: Attempted, shard: PipeShard): Promise<readonly Attempted[]> {
    const { records, attempts } = batch;
    const {
      MaximumRetryAttempts: retries = -1,
      MaximumRecordAgeInSeconds: ageSeconds = -1,
      OnPartialBatchItemFailure: onPartial,
    } = this.#pipe.definition.sourceParameters?.DynamoDBStreamParameters ?? {};
    if (retries >= 0 && attempts > retries) return this.#giveUp(records, shard, "RetryAttemptsExhausted");
    const oldestMs = this.#host.clock.nowMs() - ageSeconds * 1_000;
    if (ageSeconds >= 0 && records.every(({ createdMs }) => createdMs < oldestMs))
      return this.#giveUp(records, shard, "MaximumRecordAgeExceeded");
    if (attempts > 0) {
      const delayMs = Math.min(retryDelayMs.first * 2 ** (attempts - 1), retryDelayMs.longest);
      await this.#pause(delayMs, false);
    }
    if (this.#stopping.signal.aborted || !this.#lease.isHeld()) return [batch];
    let failed: readonly StreamRecord[];
    try {
      failed = (await handleBatch(this.#host, this.#metering, this.#pipe, records, this.#as)).failed;
    } catch (error) {
      this.#tell(error);
      failed = records;
    }
    const first = failed.length === 0 ? records.length : records.indexOf(failed[0]!);
    await this.#settle(shard, records.slice(0, first));
    const rest = records.slice(first);
    if (rest.length === 0) return [];
    if (onPartial !== "AUTOMATIC_BISECT" || rest.length === 1) return [{ records: rest, attempts: attempts + 1 }];
    const middle = Math.ceil(rest.length / 2);
    return [rest.slice(0, middle), rest.slice(middle)].map((part) => ({ records: part, attempts }));
  }

  /** Told before the place moves on: a crash tells it once more. */
  async #giveUp(
    records: readonly StreamRecord[],
    shard: PipeShard,
    condition: Condition,
  ): Promise<readonly Attempted[]> {
    const { account, region, name, definition } = this.#pipe;
    const target = definition.sourceParameters?.DynamoDBStreamParameters?.DeadLetterConfig?.Arn;
    const [first, last] = [records[0]!, records.at(-1)!];
    const arn = pipeArn(this.#pipe, name);
    const told = {
      context: { partnerResourceArn: arn, condition },
      version: "1.0",
      timestamp: new Date(this.#host.clock.nowMs()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: shard.id,
        startSequenceNumber: first.sequenceNumber,
        endSequenceNumber: last.sequenceNumber,
        approximateArrivalOfFirstRecord: new Date(first.createdMs).toISOString(),
        approximateArrivalOfLastRecord: new Date(last.createdMs).toISOString(),
        batchSize: records.length,
        streamArn: definition.source,
      },
    };
    for (let tries = 1; target !== undefined && !this.#stopping.signal.aborted; tries++) {
      const verdict = await sendToTarget(this.#host, {
        target,
        message: { body: JSON.stringify(told) },
        caller: { role: definition.roleArn, sessionName: name, assumedBy: pipes },
        source: { account, region, arn },
        id: `${shard.id}-${first.sequenceNumber}`,
      });
      if (verdict.kind !== "later") {
        if (verdict.kind === "never") this.#tell(new Error(verdict.reason));
        break;
      }
      await this.#pause(Math.min(retryDelayMs.first * 2 ** tries, retryDelayMs.longest), false);
    }
    if (this.#stopping.signal.aborted) return [{ records, attempts: Number.MAX_SAFE_INTEGER }];
    await this.#settle(shard, records);
    return [];
  }

  async #settle(shard: PipeShard, records: readonly StreamRecord[]): Promise<void> {
    const former = shard.progress.after;
    shard.progress.done(records.map(({ sequenceNumber }) => sequenceNumber));
    const { after } = shard.progress;
    if (after !== undefined && after !== former) await this.#store(shard, { after });
  }

  #store(shard: PipeShard, place: ShardPlace): Promise<void> {
    const { name, definition } = this.#pipe;
    const write = async () => {
      if (this.#isLost) return;
      await this.#host.storage.partition(pipesKey(this.#pipe)).write(async (tx) => {
        await this.#lease.check(tx);
        await placeStore.put(tx, name, shard.key(definition.source), place);
      });
    };
    const storing = shard.storing.then(write);
    shard.storing = storing.catch(() => {});
    return storing;
  }

  #pause(milliseconds: number, isMachine: boolean, family?: ShardFamily): Promise<void> {
    const { clock } = this.#host;
    const { signal } = this.#stopping;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        timer.cancel();
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = isMachine ? clock.afterMachine(milliseconds, end) : clock.after(milliseconds, end);
      signal.addEventListener("abort", end);
      family?.onEnd(end);
    });
  }

  #tell(error: unknown): void {
    this.#host.log.warn("a pipe has trouble", {
      pipe: this.#pipe.name,
      source: this.#pipe.definition.source,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

class PipeShard {
  readonly id: string;
  readonly progress = new ShardProgress();
  storing: Promise<void> = Promise.resolve();

  constructor(id: string) {
    this.id = id;
  }

  /** A pipe may be given another stream. */
  key(streamArn: string): string {
    return `${streamArn}/${this.id}`;
  }
}

function laneOf({ key }: StreamRecord, count: number): number {
  return count === 1 ? 0 : createHash("md5").update(key).digest().readUInt32BE(0) % count;
}
