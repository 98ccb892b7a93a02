import { setTimeout as delay } from "node:timers/promises";
import { launchSquall, memoryOf } from "../support/squall-process.ts";
import { type Figure, percentile } from "./figure.ts";
import { createFunction } from "./functions.ts";

/** How long until requests are answered, and what it holds while nothing happens. */
export async function measureStartUp(quick: boolean): Promise<Figure[]> {
  const readyMs: number[] = [];
  let memory = { ownMiB: 0, descendantsMiB: 0 };
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    await using squall = await launchSquall();
    readyMs.push(squall.readyMs);
    // What was only needed to start is let go in the first seconds.
    if (run === 0) await delay(quick ? 1_000 : 3_000);
    if (run === 0) {
      const { ownMiB } = memoryOf(squall.pid);
      // What waits for functions is there once there are some.
      for (const name of ["python-hello", "node-hello"] as const) await createFunction(squall.endpoint, name);
      await delay(2_000);
      memory = { ownMiB, descendantsMiB: memoryOf(squall.pid).descendantsMiB };
    }
  }
  return [
    { name: "start-up to ready", value: percentile(readyMs, 0.5), unit: "ms", target: 250 },
    { name: "idle memory (RSS)", value: memory.ownMiB, unit: "MiB", target: 90 },
    { name: "idle memory of the zygote and pool of two runtimes (PSS)", value: memory.descendantsMiB, unit: "MiB" },
  ];
}
