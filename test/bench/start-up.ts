import { setTimeout as delay } from "node:timers/promises";
import { launchSquall, memoryOf } from "../support/squall-process.ts";
import { type Figure, percentile } from "./figure.ts";

/** How long until requests are answered, and what it holds while nothing happens. */
export async function measureStartUp(quick: boolean): Promise<Figure[]> {
  const readyMs: number[] = [];
  let memory = { ownMiB: 0, descendantsMiB: 0 };
  for (let run = 0; run < (quick ? 2 : 5); run++) {
    await using squall = await launchSquall();
    readyMs.push(squall.readyMs);
    // What was only needed to start is let go in the first seconds.
    if (run === 0) await delay(quick ? 1_000 : 3_000);
    if (run === 0) memory = memoryOf(squall.pid);
  }
  return [
    { name: "start-up to ready", value: percentile(readyMs, 0.5), unit: "ms", target: 250 },
    { name: "idle memory (RSS)", value: memory.ownMiB, unit: "MiB", target: 90 },
    { name: "idle memory of zygotes and pools (PSS)", value: memory.descendantsMiB, unit: "MiB" },
  ];
}
