import type { Timer } from "../../../platform/clock.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { MetricMinutes } from "../../usage/metric-minutes.ts";
import type { Disk } from "./disk.ts";

const minuteMs = 60_000;

type Metrics = Pick<MetricMinutes, "count" | "measure">;

/**
 * What is done to a volume while it is served, in CloudWatch. How long things take is the machine's own time: moving the clock makes no volume idle.
 * Source: "Amazon CloudWatch metrics for Amazon EBS", "Volume metrics for volumes attached to all instance types".
 */
export class VolumeMeter {
  readonly #metrics: Metrics;
  readonly #place: Place;
  readonly #dimensions: Readonly<Record<string, string>>;
  readonly #clock: ServiceHost["clock"];
  #timer: Timer | undefined;
  #pending = 0;
  /** When anything of these was added to last. */
  #sinceMs: number;
  #idleMs = 0;
  /** Requests on their way, times how long. */
  #queuedMs = 0;
  #passedMs = 0;

  constructor(metrics: Metrics, place: Place, volumeId: string, clock: ServiceHost["clock"]) {
    this.#metrics = metrics;
    this.#place = place;
    this.#dimensions = { VolumeId: volumeId };
    this.#clock = clock;
    this.#sinceMs = clock.machineMs();
    this.#next();
  }

  /** The disk, of whose reads and writes is told. */
  metered(disk: Disk): Disk {
    return {
      ...disk,
      read: (into, offset) => this.#during("Read", into.length, () => disk.read(into, offset)),
      write: (bytes, offset) => this.#during("Write", bytes.length, () => disk.write(bytes, offset)),
    };
  }

  stop(): void {
    this.#timer?.cancel();
    this.#tell();
  }

  async #during(kind: "Read" | "Write", bytes: number, work: () => Promise<void>): Promise<void> {
    const startedMs = this.#pass();
    this.#pending++;
    try {
      await work();
      const tookMs = this.#clock.machineMs() - startedMs;
      this.#metrics.measure(this.#place, this.#dimensions, `Volume${kind}Bytes`, bytes, "Bytes");
      this.#metrics.count(this.#place, this.#dimensions, `Volume${kind}Ops`);
      this.#metrics.measure(this.#place, this.#dimensions, `VolumeTotal${kind}Time`, tookMs / 1_000, "Seconds");
    } finally {
      this.#pass();
      this.#pending--;
    }
  }

  #pass(): number {
    const nowMs = this.#clock.machineMs();
    const ms = Math.max(nowMs - this.#sinceMs, 0);
    this.#sinceMs = nowMs;
    this.#passedMs += ms;
    this.#queuedMs += ms * this.#pending;
    if (this.#pending === 0) this.#idleMs += ms;
    return nowMs;
  }

  #next(): void {
    this.#timer = this.#clock.after(minuteMs, () => {
      this.#tell();
      this.#next();
    });
  }

  #tell(): void {
    this.#pass();
    const idleSeconds = Math.min(this.#idleMs / 1_000, 60);
    this.#metrics.count(this.#place, this.#dimensions, "VolumeIdleTime", idleSeconds, "Seconds");
    const queued = this.#passedMs === 0 ? 0 : this.#queuedMs / this.#passedMs;
    this.#metrics.measure(this.#place, this.#dimensions, "VolumeQueueLength", queued, "Count");
    this.#idleMs = 0;
    this.#queuedMs = 0;
    this.#passedMs = 0;
  }
}
