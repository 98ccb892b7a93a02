import type { Clock, Timer } from "../../platform/clock.ts";
import type { MemoryGauge } from "./memory-gauge.ts";

const everyMs = 100;
/** A look takes 50 microseconds: where more environments are at work each has its turn later. */
const mostLooks = 20;

/** Looks at the memory of all environments that are at work: what a child or a thread had for a while is not there any more at the answer. */
export class MemorySampler {
  readonly #clock: Clock;
  /** The one that was looked at longest ago comes first. */
  readonly #atWork = new Set<MemoryGauge>();
  #timer: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(gauge: MemoryGauge): void {
    this.#atWork.add(gauge);
    this.#arm();
  }

  remove(gauge: MemoryGauge): void {
    this.#atWork.delete(gauge);
  }

  #arm(): void {
    this.#timer ??= this.#clock.afterMachine(everyMs, () => this.#look());
  }

  #look(): void {
    this.#timer = undefined;
    let looks = 0;
    for (const gauge of this.#atWork) {
      if (looks === mostLooks) break;
      looks += 1;
      gauge.look();
      this.#atWork.delete(gauge);
      this.#atWork.add(gauge);
    }
    if (this.#atWork.size > 0) this.#arm();
  }
}
