import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { ServiceHost } from "../service.ts";

/** Of what comes beyond the first of a second. */
const rate = 0.05;
const mostResources = 10_000;

/** Which requests are traced whose callers have not decided: the first of each second, and 5 % of the others. Source: "Configuring sampling rules", "Default rule". */
export class Sampler {
  readonly #host: Pick<ServiceHost, "clock" | "random">;
  /** The second in which the first was last taken, by the ARN of what is asked: a function, a stage. */
  readonly #seconds = new BoundedCache<string, number>(mostResources);

  constructor(host: Pick<ServiceHost, "clock" | "random">) {
    this.#host = host;
  }

  samples(arn: string): boolean {
    const second = Math.floor(this.#host.clock.nowMs() / 1000);
    if (this.#seconds.get(arn) === second) return this.#host.random.fraction() < rate;
    this.#seconds.set(arn, second);
    return true;
  }
}
