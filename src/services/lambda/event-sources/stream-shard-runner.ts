import { createHash } from "node:crypto";
import { isNamed } from "../../../platform/aws-error.ts";
import type { Effect } from "../../../storage/database.ts";
import { ShardProgress } from "../../event-sources/shard-progress.ts";
import { StreamLane } from "../../event-sources/stream-lane.ts";
import type { StreamRecord } from "../../event-sources/stream-records.ts";
import { type ListedShard, readStreamShard, type ShardStart, wholeSeconds } from "../../event-sources/stream-shard.ts";
import { functionArn, qualifiedArn } from "../functions/function.ts";
import type { InvocationOutcome } from "../invocation/invocation.ts";
import { continueTrace } from "../invocation/trace-header.ts";
import { limits } from "../limits.ts";
import { type Checkpoint, checkpointStore, type OpenWindow } from "./checkpoint-store.ts";
import { mappingsKey, type StreamSettings } from "./event-source-mapping.ts";
import { mappingStore } from "./mapping-store.ts";
import { firstFailed } from "./stream-answer.ts";
import { afterFailure, type GiveUp, type StreamBatch, stateOf, toEvent } from "./stream-batch.ts";
import { toFailureEffect } from "./stream-failure.ts";
import { toStreamFilter } from "./stream-filter.ts";
import type { StreamMapping } from "./stream-mapping.ts";
import { newStreamSettings } from "./stream-settings.ts";

const retryDelayMs = { first: 250, longest: 60_000 };
const batchBytes = limits.synchronousPayloadBytes - 1_024;
const ok = "OK";
const problem = "PROBLEM: Function call failed";

/**
 * Has a function handle the records of one shard, in order: those of one key one after the other, and with several lanes those of several keys at the same time. A batch that fails is tried
 * again before anything behind it. How far all records have been handled is written down, by who holds the lease: a crash repeats what was not, and never skips any.
 */
export class StreamShardRunner {
  readonly #of: StreamMapping;
  readonly #shard: ListedShard;
  readonly #shardId: string;
  readonly #onEnd: () => void;
  readonly #settings: StreamSettings;
  readonly #stopping = new AbortController();
  readonly #progress = new ShardProgress();
  readonly #lanes: readonly StreamLane[];
  readonly #wants: ((record: StreamRecord) => boolean) | undefined;
  #isLost = false;
  #window: OpenWindow | undefined;
  #stored: Checkpoint | undefined;
  #storing: Promise<void> = Promise.resolve();
  #running: Promise<unknown> | undefined;
  #onRoom: () => void = () => {};

  /** `onEnd`: all of the shard has been handled, and nothing comes any more. */
  constructor(of: StreamMapping, shard: ListedShard, onEnd: () => void) {
    this.#of = of;
    this.#shard = shard;
    this.#shardId = shard.id;
    this.#onEnd = onEnd;
    this.#settings = of.mapping.stream ?? newStreamSettings("TRIM_HORIZON");
    this.#wants = toStreamFilter(of.mapping.filters);
    const { parallelization, tumblingSeconds } = this.#settings;
    this.#lanes = Array.from(
      { length: parallelization },
      () =>
        new StreamLane({
          clock: of.host.clock,
          size: of.mapping.batchSize,
          bytes: batchBytes,
          windowMs: of.mapping.windowSeconds * 1_000,
          goesWith: (record, first) => tumblingSeconds === 0 || this.#windowOf(record) === this.#windowOf(first),
          signal: this.#stopping.signal,
        }),
    );
  }

  start(): void {
    const lanes = this.#lanes.map((lane) => this.#work(lane));
    this.#running = Promise.all([this.#read(), ...lanes])
      .then(() => this.#end())
      .catch((error) => this.#of.trouble(error));
  }

  /** What runs is waited for, and written down; what waits is read again by who comes next. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#onRoom();
    await this.#running;
    await this.#storing;
  }

  lose(): void {
    this.#isLost = true;
    this.#stopping.abort();
    this.#onRoom();
  }

  /** What its window has is told with the shard's end: that of a child begins anew. */
  async #end(): Promise<void> {
    const { signal } = this.#stopping;
    if (this.#window && !signal.aborted) await this.#endWindow(true);
    await this.#storing;
    if (!signal.aborted) this.#onEnd();
  }

  async #read(): Promise<void> {
    const { signal } = this.#stopping;
    const start = await this.#start();
    if (start) await this.#readFrom(start);
    if (!signal.aborted) for (const lane of this.#lanes) lane.close();
  }

  async #readFrom(start: ShardStart): Promise<void> {
    const { host, mapping, as, lease, trouble } = this.#of;
    const { signal } = this.#stopping;
    const pages = readStreamShard(host, {
      streamArn: mapping.eventSourceArn,
      shardId: this.#shardId,
      as,
      start,
      mayRead: () => lease.isHeld(),
      signal,
      trouble,
    });
    for await (const page of pages) {
      this.#count("PolledEventCount", page.length);
      const passed: string[] = [];
      for (const record of page) {
        this.#progress.begin(record.sequenceNumber);
        if (this.#wants && !this.#wants(record)) passed.push(record.sequenceNumber);
        else this.#laneOf(record).push(record);
      }
      if (passed.length > 0) {
        this.#count("FilteredOutEventCount", passed.length);
        await this.#settle(passed, [], undefined);
      }
      while (this.#progress.size >= limits.eventSources.streamRecordsAhead && !signal.aborted)
        await new Promise<void>((resolve) => {
          this.#onRoom = resolve;
        });
      if (signal.aborted) return;
    }
  }

  /**
   * Where this mapping has come to in the shard; undefined where nothing of it is to be handled. One that is to begin with what comes remembers since when, before anything has come.
   * What comes in the child of a shard that has been read is read from its beginning.
   */
  async #start(): Promise<ShardStart | undefined> {
    const { host, mapping } = this.#of;
    const { parent, hasEnded } = this.#shard;
    const partition = host.storage.partition(mappingsKey(mapping));
    const find = (shardId: string) => partition.read((tx) => checkpointStore.find(tx, mapping.uuid, shardId));
    const known = await find(this.#shardId);
    this.#stored = known;
    this.#window = known?.window;
    if (known?.after !== undefined) return { after: known.after };
    if (known?.sinceMs !== undefined) return { sinceMs: known.sinceMs };
    if (this.#settings.startingPosition === "TRIM_HORIZON") return { at: "TRIM_HORIZON" };
    if (parent !== undefined && (await find(parent))) return { at: "TRIM_HORIZON" };
    if (hasEnded) return undefined;
    await this.#store({ sinceMs: wholeSeconds(host.clock.nowMs()) }, [], undefined);
    return { at: "LATEST" };
  }

  #laneOf({ key }: StreamRecord): StreamLane {
    const hash = this.#lanes.length === 1 ? 0 : createHash("md5").update(key).digest().readUInt32BE(0);
    return this.#lanes[hash % this.#lanes.length]!;
  }

  async #work(lane: StreamLane): Promise<void> {
    const { signal } = this.#stopping;
    while (await lane.wait(this.#windowEndMs())) {
      if (this.#hasWindowEnded(lane)) {
        await this.#endWindow();
        continue;
      }
      const records = await lane.take();
      if (records.length === 0) continue;
      let batches: readonly StreamBatch[] = [{ records, attempts: 0 }];
      for (let batch = batches[0]; batch && !signal.aborted; batch = batches[0]) {
        const rest = await this.#attempt(batch);
        batches = [...rest, ...batches.slice(1)];
      }
    }
  }

  /** One attempt at a batch: gives what of it is to be tried again, in order. */
  async #attempt(batch: StreamBatch): Promise<readonly StreamBatch[]> {
    const { clock } = this.#of.host;
    const { retries, recordAgeSeconds, bisects } = this.#settings;
    if (retries >= 0 && batch.attempts > retries) return this.#giveUp(batch, "RetryAttemptsExhausted");
    if (recordAgeSeconds >= 0) {
      const oldestMs = clock.nowMs() - recordAgeSeconds * 1_000;
      const firstYoung = batch.records.findIndex(({ createdMs }) => createdMs >= oldestMs);
      const count = firstYoung === -1 ? batch.records.length : firstYoung;
      if (count > 0) {
        await this.#giveUp({ ...batch, records: batch.records.slice(0, count) }, "RecordAgeExceeded");
        return count === batch.records.length ? [] : [{ ...batch, records: batch.records.slice(count) }];
      }
    }
    if (batch.attempts > 0) await this.#pause(batch.attempts);
    const ran = await this.#invoke(batch.records, this.#openWindow(batch.records[0]!));
    if (!ran) return [batch];
    const { outcome, requestId, version } = ran;
    const reports = this.#of.mapping.reportsFailures && !outcome.failed;
    const from = outcome.failed ? 0 : reports ? firstFailed(outcome.payload, batch.records) : undefined;
    if (!outcome.failed) this.#keepState(outcome.payload);
    const done = from === undefined ? batch.records : batch.records.slice(0, from);
    const failure = {
      requestId,
      executedVersion: version,
      functionError: outcome.failed ? "Unhandled" : null,
    } as const;
    if (from !== undefined) this.#count("FailedInvokeEventCount", batch.records.length - from);
    await outcome.logged();
    await this.#settle(sequenceNumbers(done), [], from === undefined ? ok : problem);
    return from === undefined ? [] : afterFailure(batch, from, failure, bisects);
  }

  async #giveUp(batch: StreamBatch, condition: GiveUp): Promise<readonly StreamBatch[]> {
    const effects: Effect[] = [];
    if (this.#settings.onFailure !== undefined)
      effects.push(
        await toFailureEffect(this.#of, { batch, condition, shardId: this.#shardId, target: this.#settings.onFailure }),
      );
    this.#count("DroppedEventCount", batch.records.length);
    await this.#settle(sequenceNumbers(batch.records), effects, problem);
    return [];
  }

  /** Undefined where it did not run: there is no room, no function, or this server is to stop. */
  async #invoke(
    records: readonly StreamRecord[],
    open: OpenWindow | undefined,
    { isFinal = false, isEarly = false } = {},
  ): Promise<{ outcome: InvocationOutcome; requestId: string; version: string } | undefined> {
    const { host, mapping, admissions, invoker, trouble } = this.#of;
    const { signal } = this.#stopping;
    const requestId = host.random.uuid();
    try {
      const admitted = await admissions.insist(Number.POSITIVE_INFINITY, signal);
      if (!admitted) return undefined;
      if (signal.aborted || !this.#of.lease.isHeld()) {
        invoker.release(admitted);
        await this.#pause(1);
        return undefined;
      }
      this.#count("InvokedEventCount", records.length);
      const lastMs = records.at(-1)?.createdMs;
      if (lastMs !== undefined) this.#of.meter.iteratorAge(mapping.function, Math.max(host.clock.nowMs() - lastMs, 0));
      const window = open && {
        open,
        seconds: this.#settings.tumblingSeconds,
        shardId: this.#shardId,
        streamArn: mapping.eventSourceArn,
        isFinal,
        isEarly,
      };
      const { record } = admitted.target;
      const outcome = await invoker.runAdmitted(admitted, {
        requestId,
        event: toEvent(records, window),
        invokedArn: qualifiedArn(mapping.function, mapping.function.qualifier),
        clientContext: undefined,
        traceId: continueTrace(undefined, functionArn(record), host.clock.nowMs(), host.random).text,
        beginsTrace: true,
        tailLog: false,
      });
      return { outcome, requestId, version: record.version };
    } catch (error) {
      // A function that is throttled, or is not there for now, has its records later.
      if (!isNamed(error, "TooManyRequestsException")) trouble(error);
      await this.#pause(2);
      return undefined;
    }
  }

  #pause(attempts: number): Promise<void> {
    const { signal } = this.#stopping;
    if (signal.aborted) return Promise.resolve();
    const delayMs = Math.min(retryDelayMs.first * 2 ** (attempts - 1), retryDelayMs.longest);
    return new Promise((resolve) => {
      const end = () => {
        timer.cancel();
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = this.#of.host.clock.after(delayMs, end);
      signal.addEventListener("abort", end);
    });
  }

  /** Records that are done with, and what that leads to, in one commit. */
  async #settle(done: readonly string[], effects: readonly Effect[], result: string | undefined): Promise<void> {
    const former = this.#progress.after;
    this.#progress.done(done);
    this.#onRoom();
    const after = this.#progress.after;
    const isNews = result !== undefined && result !== this.#result;
    if (after === former && effects.length === 0 && !isNews) return;
    this.#count("DeletedEventCount", done.length);
    await this.#store(after === undefined ? (this.#stored ?? {}) : { after }, effects, result);
  }

  #result: string | undefined;

  /** One after the other, so that none takes another back. */
  #store(checkpoint: Checkpoint, effects: readonly Effect[], result: string | undefined): Promise<void> {
    const { host, mapping, lease } = this.#of;
    const stored: Checkpoint = this.#window ? { ...checkpoint, window: this.#window } : checkpoint;
    const write = async () => {
      if (this.#isLost) return;
      await host.storage.partition(mappingsKey(mapping)).write(async (tx) => {
        await lease.check(tx);
        const row = await mappingStore.find(tx, mapping.uuid);
        if (!row) return;
        if (stored.after !== undefined || stored.sinceMs !== undefined || stored.window)
          await checkpointStore.put(tx, mapping.uuid, this.#shardId, stored);
        for (const effect of effects) await tx.emit(effect);
        if (result !== undefined && result !== row.lastResult)
          await mappingStore.put(tx, { ...row, lastResult: result });
      });
      this.#stored = stored;
      if (result !== undefined) this.#result = result;
    };
    const storing = this.#storing.then(write);
    this.#storing = storing.catch(() => {});
    return storing;
  }

  #windowOf({ createdMs }: StreamRecord): number {
    const lengthMs = this.#settings.tumblingSeconds * 1_000;
    return Math.floor(createdMs / lengthMs) * lengthMs;
  }

  #windowEndMs(): number | undefined {
    return this.#window && this.#window.startMs + this.#settings.tumblingSeconds * 1_000;
  }

  #openWindow(record: StreamRecord): OpenWindow | undefined {
    if (this.#settings.tumblingSeconds === 0) return undefined;
    this.#window ??= { startMs: this.#windowOf(record), state: {} };
    return this.#window;
  }

  #keepState(payload: Buffer): void {
    if (this.#window) this.#window = { ...this.#window, state: stateOf(payload) };
  }

  /** A record of the next window has come, or the window's time is over and nothing of it waits. */
  #hasWindowEnded({ next }: StreamLane): boolean {
    if (!this.#window) return false;
    if (next) return this.#windowOf(next) > this.#window.startMs;
    return this.#of.host.clock.nowMs() >= (this.#windowEndMs() ?? 0);
  }

  /** The function is told of a window's end, until it has taken it. */
  async #endWindow(isEarly = false): Promise<void> {
    for (let attempts = 1; !this.#stopping.signal.aborted; attempts++) {
      const ran = await this.#invoke([], this.#window, { isFinal: true, isEarly });
      const { retries } = this.#settings;
      if (ran && (!ran.outcome.failed || (retries >= 0 && attempts > retries))) {
        this.#window = undefined;
        const after = this.#progress.after ?? this.#stored?.after;
        await this.#store(after === undefined ? {} : { after }, [], ran.outcome.failed ? problem : ok);
        return;
      }
      await this.#pause(attempts);
    }
  }

  #count(counter: Parameters<StreamMapping["metrics"]["count"]>[1], events: number): void {
    const { mapping, metrics } = this.#of;
    if (mapping.countsEvents && events > 0) metrics.count(mapping, counter, events);
  }
}

function sequenceNumbers(records: readonly StreamRecord[]): string[] {
  return records.map(({ sequenceNumber }) => sequenceNumber);
}
