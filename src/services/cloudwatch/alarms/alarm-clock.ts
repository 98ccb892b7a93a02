import type { Timer } from "../../../platform/clock.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type Alarm, alarmsKey, alarmsKind, periodOf } from "./alarm.ts";
import { evaluationDelayMs } from "./alarm-data.ts";
import { alarmStore } from "./alarm-store.ts";
import { evaluateComposites } from "./composite/evaluate-composites.ts";
import { evaluateAlarms } from "./evaluate-alarms.ts";

const minuteMs = 60_000;
const shortStepMs = 10_000;
const leaseDurationMs = 5 * minuteMs;
const alarmsAtOnce = 200;

/**
 * Evaluates all alarms each minute, those of short periods each ten seconds, and an alarm just made at once. While there are no
 * alarms no timer runs.
 */
export class AlarmClock {
  readonly #host: ServiceHost;
  #timer: Timer | undefined;
  #stepMs = minuteMs;
  #lastMinute = 0;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  async start(): Promise<void> {
    this.#stopped = false;
    const { done: hasNone } = await eachPartition(this.#host.storage, alarmsKind).next();
    if (!hasNone) this.#arm();
  }

  /** An alarm was made or changed. */
  wake(at: Place, name: string): void {
    this.#enqueue(async () => {
      const alarm = await this.#host.storage.partition(alarmsKey(at)).read((tx) => alarmStore.find(tx, name));
      if (!alarm) return;
      await evaluateAlarms(this.#host, at, [alarm]);
      await evaluateComposites(this.#host, at);
      if (isShort(alarm) && this.#stepMs > shortStepMs) {
        this.#stepMs = shortStepMs;
        this.#timer?.cancel();
        this.#timer = undefined;
      }
      this.#arm();
    });
  }

  /** A composite alarm was made or changed, or an alarm that one may look at has changed its state. */
  wakeComposites(at: Place): void {
    this.#enqueue(() => evaluateComposites(this.#host, at));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#running;
  }

  /** For one who must know that what the clock began is done. */
  idle(): Promise<void> {
    return this.#running;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#running = this.#running.then(async () => {
      if (this.#stopped) return;
      await work().catch((error: Error) => {
        this.#host.log.error("alarms could not be evaluated", { error: error.message });
        this.#arm();
      });
    });
  }

  /** The next whole minute, or ten seconds, and the time that data take to arrive. */
  #arm(): void {
    if (this.#timer || this.#stopped) return;
    const nowMs = this.#host.clock.nowMs();
    const nextMs = (Math.floor((nowMs - evaluationDelayMs) / this.#stepMs) + 1) * this.#stepMs + evaluationDelayMs;
    this.#timer = this.#host.clock.at(nextMs, () => {
      this.#timer = undefined;
      this.#enqueue(() => this.#tick());
    });
  }

  async #tick(): Promise<void> {
    const minute = Math.floor((this.#host.clock.nowMs() - evaluationDelayMs) / minuteMs);
    const isMinute = minute !== this.#lastMinute;
    this.#lastMinute = minute;
    const lease = await this.#host.storage.leases.acquire(
      "cloudwatch.alarms",
      this.#host.random.uuid(),
      leaseDurationMs,
    );
    // Another process evaluates them; this one takes over when that is gone.
    if (!lease) return this.#arm();
    const seen = { alarms: 0, short: 0 };
    try {
      for await (const key of eachPartition(this.#host.storage, alarmsKind)) {
        await this.#evaluatePartition(key, isMinute, seen);
        if (this.#stopped || !(await lease.renew())) break;
      }
    } finally {
      await lease.release();
    }
    this.#stepMs = seen.short > 0 ? shortStepMs : minuteMs;
    if (seen.alarms > 0) this.#arm();
  }

  async #evaluatePartition(
    key: PartitionKey,
    isMinute: boolean,
    seen: { alarms: number; short: number },
  ): Promise<void> {
    let after = "";
    for (;;) {
      const page = { after, limit: alarmsAtOnce };
      const alarms = await this.#host.storage.partition(key).read((tx) => alarmStore.list(tx, page));
      const short = alarms.filter(isShort);
      seen.alarms += alarms.length;
      seen.short += short.length;
      await evaluateAlarms(this.#host, key, isMinute ? alarms : short);
      if (alarms.length < alarmsAtOnce || this.#stopped) break;
      after = alarms.at(-1)?.configuration.AlarmName ?? "";
    }
    await evaluateComposites(this.#host, key);
  }
}

function isShort({ configuration }: Alarm): boolean {
  return periodOf(configuration) < 60;
}
