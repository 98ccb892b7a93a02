import { setTimeout as delay } from "node:timers/promises";
import type { SquallProcess } from "../support/squall-process.ts";
import type { Baselines } from "./baselines.ts";
import { type Figure, percentile } from "./figure.ts";
import { type FunctionName, invokeHeaders, invokePath, type MeasuredFunctions, makeCold } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

/** The first invocation of a new environment, as its caller sees it. */
export async function measureColdStarts(
  squall: SquallProcess,
  { client, names }: MeasuredFunctions,
  baselines: Baselines,
  quick: boolean,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const cases: [FunctionName, number, string, number][] = [
    ["python-hello", 20, "python3 importing boto3 and making a client", baselines.pythonBoto3Ms],
    ["python-lab", 60, "python3 importing boto3 and making a client", baselines.pythonBoto3Ms],
    ["node-hello", 35, "starting node", baselines.nodeMs],
    ["go-hello", 30, "starting node", baselines.nodeMs],
    ["java-hello", 80, "starting node", baselines.nodeMs],
    ["ruby-hello", 60, "starting node", baselines.nodeMs],
  ];
  for (const [name, targetMs, baselineName, baselineMs] of cases.filter(([name]) => names.has(name))) {
    const samples: number[] = [];
    const request = requestBytes("POST", invokePath(name), invokeHeaders, name === "python-lab" ? labEvent : "{}");
    for (let run = 0; run < (quick ? 5 : 30); run++) {
      await makeCold(client, name, run);
      // The former environment is being taken down, and the process that it took from those that wait is being replaced: neither is the cold start's own
      // cost. How long an update takes must not decide it either.
      await delay(400);
      const { latenciesMs } = await load({ port: squall.port, request, clients: 1, durationMs: 0 });
      samples.push(...latenciesMs);
    }
    const baseline = { name: baselineName, value: baselineMs };
    figures.push({
      name: `cold start ${name}, p50`,
      value: percentile(samples, 0.5),
      unit: "ms",
      target: targetMs,
      baseline,
    });
    figures.push({ name: `cold start ${name}, p99`, value: percentile(samples, 0.99), unit: "ms" });
  }
  return figures;
}

/** Of a bucket that is not there: the function answers 500 after asking S3, which is all of its way. */
const labEvent = JSON.stringify({
  Records: [{ s3: { bucket: { name: "no-such-bucket" }, object: { key: "logo.png" } } }],
});
