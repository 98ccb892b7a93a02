import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { ParkedTimer, TimerKind, Timers } from "./database.ts";
import { fromKeyText } from "./partition-key.ts";
import { type LaneParts, TimerLane } from "./timer-lane.ts";
import { ownAllShards, type TimerOwnership } from "./timer-ownership.ts";
import { shardOf, type TimerTable } from "./timer-table.ts";
import { UnreachableStorageError } from "./unreachable-storage-error.ts";

const idPrefix = "timer-";
/** When shards that are just ours are looked at again if they could not be. */
const lookAgainMs = 1_000;
/** Of a kind and shard, by those who only want to know whether there are many. */
const mostCounted = 10_000;

export interface TimersParts {
  readonly table: TimerTable;
  readonly clock: Clock;
  readonly log: Log;
}

/** Fires the rows of an engine's timers: those of the shards that are ours, each kind in a lane of its own (decision 37). */
export class TableTimers implements Timers {
  readonly #table: TimerTable;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #lanes = new Map<number, Map<string, TimerLane>>();
  /** Lanes that are not ours any more, or of before the stop, while something of theirs runs. */
  readonly #ending = new Set<TimerLane>();
  #ownership: TimerOwnership = ownAllShards;
  #kinds: ReadonlyMap<string, TimerKind> | undefined;
  #startedMs = 0;
  #aheadMs = 0;
  #poll: Timer | undefined;
  #looks = 0;
  #idle: (() => void)[] = [];

  constructor({ table, clock, log }: TimersParts) {
    this.#table = table;
    this.#clock = clock;
    this.#log = log;
  }

  start(kinds: ReadonlyMap<string, TimerKind>, ownership = ownAllShards): void {
    if (this.#kinds) throw new Error("the timers have been started already");
    this.#kinds = kinds;
    this.#startedMs = this.#clock.nowMs();
    this.#ownership = ownership;
    ownership.start(this.#table.shards, {
      gained: (shard) => this.#gain(shard),
      lost: (shard) => this.#lose(shard),
      told: (shard, kind, dueMs) => this.#wake(shard, kind, dueMs),
    });
    this.#schedulePoll();
  }

  /** The engine calls it after a commit, before the write's promise is fulfilled, with the earliest time of each kind. */
  wasSet(source: string, earliest: ReadonlyMap<string, number>): void {
    const shard = shardOf(source, this.#table.shards);
    for (const [kind, dueMs] of earliest) {
      if (this.#lanes.has(shard)) this.#wake(shard, kind, dueMs);
      else this.#ownership.tell(shard, kind, dueMs);
    }
  }

  async parked(after: string, limit: number): Promise<ParkedTimer[]> {
    const rows = await this.#table.listParked(versionOf(after) ?? 0, limit);
    return rows.map(({ source, version, ...row }) => ({ ...row, id: toId(version), from: fromKeyText(source) }));
  }

  async retryParked(id: string): Promise<boolean> {
    const version = versionOf(id);
    if (version === undefined) return false;
    const nowMs = this.#clock.nowMs() + this.#aheadMs;
    const row = await this.#table.unpark(version, nowMs);
    if (row) this.wasSet(row.source, new Map([[row.kind, nowMs]]));
    return row !== undefined;
  }

  async dropParked(id: string): Promise<boolean> {
    const version = versionOf(id);
    return version !== undefined && this.#table.dropParked(version);
  }

  counts(): Promise<{ retrying: number; parked: number }> {
    return this.#table.counts();
  }

  async nextInOrderMs(): Promise<number | undefined> {
    const nowMs = this.#clock.nowMs() + this.#aheadMs;
    const next = this.#kindsInOrder().flatMap((kind) =>
      this.#allShards().map((shard) => this.#table.nextDue(shard, kind, nowMs)),
    );
    const times = (await Promise.all(next)).filter((dueMs) => dueMs !== undefined);
    return times.length === 0 ? undefined : Math.min(...times) - this.#aheadMs;
  }

  dueInOrder(): Promise<number> {
    const nowMs = this.#clock.nowMs() + this.#aheadMs;
    return this.#table.countDue(this.#allShards(), this.#kindsInOrder(), nowMs, mostCounted);
  }

  #kindsInOrder(): string[] {
    return [...(this.#kinds ?? [])].filter(([, { inOrder }]) => inOrder).map(([name]) => name);
  }

  #allShards(): number[] {
    return Array.from({ length: this.#table.shards }, (_, shard) => shard);
  }

  async idle(): Promise<void> {
    while (!this.#isIdle()) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async stop(): Promise<void> {
    if (!this.#kinds) return;
    this.#kinds = undefined;
    this.#poll?.cancel();
    // What is firing settles while the shard is still ours.
    await Promise.all([...this.#lanes.keys()].map((shard) => this.#lose(shard)));
    while (this.#ending.size > 0 || this.#looks > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    await this.#ownership.stop();
    this.#ownership = ownAllShards;
  }

  #wake(shard: number, kind: string, dueMs: number): void {
    this.#lanes.get(shard)?.get(kind)?.wake(dueMs);
  }

  #gain(shard: number): void {
    if (!this.#kinds || this.#lanes.has(shard)) return;
    const parts: LaneParts = {
      table: this.#table,
      clock: this.#clock,
      log: this.#log,
      aheadMs: () => this.#aheadMs,
      quiet: () => this.#tell(),
      isHeld: () => this.#ownership.isHeld(shard),
    };
    const lanes = new Map<string, TimerLane>();
    this.#lanes.set(shard, lanes);
    for (const [name, kind] of this.#kinds) {
      const lane = new TimerLane(parts, shard, name, kind);
      lanes.set(name, lane);
      const restMs = this.#startedMs + (kind.restAfterStartMs ?? 0) - this.#clock.nowMs();
      if (restMs > 0) lane.rest(restMs);
    }
    this.#look([shard]);
  }

  async #lose(shard: number): Promise<void> {
    const lanes = [...(this.#lanes.get(shard)?.values() ?? [])];
    this.#lanes.delete(shard);
    for (const lane of lanes) {
      lane.end();
      if (!lane.isQuiet) this.#ending.add(lane);
    }
    this.#tell();
    while (lanes.some((lane) => this.#ending.has(lane))) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #schedulePoll(): void {
    if (this.#table.pollMs === undefined || !this.#kinds) return;
    this.#poll = this.#clock.afterMachine(this.#table.pollMs, () => {
      this.#look([...this.#lanes.keys()]);
      this.#schedulePoll();
    });
  }

  /** What is there: of before the start, or set by others. */
  #look(shards: readonly number[]): void {
    this.#looks++;
    this.#find(shards)
      .catch((error: unknown) => {
        if (!this.#kinds) return;
        // A database that is away says so itself, once.
        if (!(error instanceof UnreachableStorageError))
          this.#log.error("timers could not be looked for", { error: String(error) });
        // Where nothing is polled for, nobody else would.
        if (this.#table.pollMs === undefined) this.#clock.afterMachine(lookAgainMs, () => this.#look(shards));
      })
      .finally(() => {
        this.#looks--;
        this.#tell();
      });
  }

  async #find(shards: readonly number[]): Promise<void> {
    if (!this.#kinds) return;
    this.#aheadMs = await this.#table.aheadMs();
    const found = await this.#table.earliest(shards, [...this.#kinds.keys()]);
    for (const { shard, kind, dueMs } of found) this.#wake(shard, kind, dueMs);
  }

  #isIdle(): boolean {
    for (const lanes of this.#lanes.values()) {
      for (const lane of lanes.values()) if (!lane.isIdle) return false;
    }
    return this.#ending.size === 0 && this.#looks === 0;
  }

  #tell(): void {
    for (const lane of this.#ending) if (lane.isQuiet) this.#ending.delete(lane);
    if (this.#idle.length === 0) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}

function toId(version: number): string {
  return `${idPrefix}${`${version}`.padStart(16, "0")}`;
}

function versionOf(id: string): number | undefined {
  return /^timer-\d{1,16}$/.test(id) ? Number(id.slice(idPrefix.length)) : undefined;
}
