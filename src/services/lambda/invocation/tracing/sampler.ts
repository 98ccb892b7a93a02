import { BoundedCache } from "../../../../platform/bounded-cache.ts";
import type { ServiceHost } from "../../../service.ts";

/** Of what comes beyond the first of a second. */
const rate = 0.05;
const mostFunctions = 10_000;

/** Which requests are traced whose callers have not decided: the first of each second, and 5 % of the others. Source: "Visualize Lambda function invocations using AWS X-Ray". */
export class Sampler {
  readonly #host: Pick<ServiceHost, "clock" | "random">;
  /** The second in which the first was last taken, by the function's ARN. */
  readonly #seconds = new BoundedCache<string, number>(mostFunctions);

  constructor(host: Pick<ServiceHost, "clock" | "random">) {
    this.#host = host;
  }

  samples(functionArn: string): boolean {
    const second = Math.floor(this.#host.clock.nowMs() / 1000);
    if (this.#seconds.get(functionArn) === second) return this.#host.random.fraction() < rate;
    this.#seconds.set(functionArn, second);
    return true;
  }
}
