import type { SquallProcess } from "../support/squall-process.ts";
import type { Baselines } from "./baselines.ts";
import { type Figure, percentile } from "./figure.ts";
import { type FunctionName, invokeHeaders, invokePath, type MeasuredFunctions } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

/** Synchronous invocations of environments that are there: in every language by one client, in two of them by 8 and 64 too. */
export async function measureWarmInvokes(
  squall: SquallProcess,
  { names }: MeasuredFunctions,
  baselines: Baselines,
  quick: boolean,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of names) {
    if (name === "python-lab") continue;
    const request = requestBytes("POST", invokePath(name), invokeHeaders, '{"key":"value"}');
    const { port } = squall;
    for (const clients of crowds[name] ?? [1]) {
      await load({ port, request, clients, durationMs: quick ? 500 : 2_000 });
      const result = await load({ port, request, clients, durationMs: quick ? 1_000 : 5_000 });
      const echo = baselines.echoPerSecond[clients] ?? Number.NaN;
      const p50 = percentile(result.latenciesMs, 0.5);
      const label = `warm invoke ${name}, ${clients} client${clients > 1 ? "s" : ""}`;
      figures.push({
        name: `${label}, p50`,
        value: p50,
        unit: "ms",
        ...(clients === 1 && { target: 0.8, baseline: { name: "node:http echo", value: baselines.echoMs } }),
      });
      figures.push({ name: `${label}, p99`, value: percentile(result.latenciesMs, 0.99), unit: "ms" });
      figures.push({
        name: label,
        value: result.perSecond,
        unit: "/s",
        baseline: { name: "node:http echo", value: echo },
        ...(clients === 64 && { target: 5_000 }),
      });
    }
  }
  return figures;
}

/** How many clients at a time, where not just one. */
const crowds: Partial<Record<FunctionName, readonly number[]>> = {
  "python-hello": [1, 8, 64],
  "node-hello": [1, 8, 64],
};
