import type { SquallProcess } from "../support/squall-process.ts";
import type { Baselines } from "./baselines.ts";
import { type Figure, percentile } from "./figure.ts";
import { type FunctionName, invokeHeaders, invokePath } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

/** Synchronous invocations of environments that are there, by 1, 8 and 64 clients. */
export async function measureWarmInvokes(
  squall: SquallProcess,
  baselines: Baselines,
  quick: boolean,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of ["python-hello", "node-hello"] satisfies FunctionName[]) {
    const request = requestBytes("POST", invokePath(name), invokeHeaders, '{"key":"value"}');
    const { port } = squall;
    for (const clients of [1, 8, 64]) {
      await load({ port, request, clients, durationMs: quick ? 500 : 2_000 });
      const result = await load({ port, request, clients, durationMs: quick ? 1_000 : 5_000 });
      const echo = baselines.echoPerSecond[clients] ?? Number.NaN;
      const p50 = percentile(result.latenciesMs, 0.5);
      const label = `warm invoke ${name}, ${clients} client${clients > 1 ? "s" : ""}`;
      figures.push({
        name: `${label}, p50`,
        value: p50,
        unit: "ms",
        ...(clients === 1 && { target: 1, baseline: { name: "node:http echo", value: baselines.echoMs } }),
      });
      figures.push({ name: `${label}, p99`, value: percentile(result.latenciesMs, 0.99), unit: "ms" });
      figures.push({
        name: label,
        value: result.perSecond,
        unit: "/s",
        baseline: { name: "node:http echo", value: echo },
        ...(clients === 64 && { target: 4_000 }),
      });
    }
  }
  return figures;
}
