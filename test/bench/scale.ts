import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, memoryOf, type SquallProcess } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";
import type { Figure } from "./figure.ts";
import { invokeHeaders, invokePath } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

/** 500 first invocations at the same time, each sleeping a second: from nothing to half a thousand environments. */
export async function measureBurst(quick: boolean): Promise<Figure[]> {
  const clients = quick ? 100 : 500;
  await using squall = await launchSquall();
  await createFunction(squall, "sleeper", "import time\ndef handler(event, context):\n    time.sleep(1)\n");
  const idleMiB = memoryOf(squall.pid).descendantsMiB;
  const request = requestBytes("POST", invokePath("sleeper"), invokeHeaders, "{}");
  const startedMs = performance.now();
  await load({ port: squall.port, request, clients, durationMs: 0 });
  const seconds = (performance.now() - startedMs) / 1000;
  const environments = new Set(squall.descendants()).size;
  const grownMiB = memoryOf(squall.pid).descendantsMiB - idleMiB;
  return [
    { name: `burst of ${clients} that sleep 1 s, all answered`, value: seconds * 1000, unit: "ms", target: 12_000 },
    { name: "memory of each process there then (PSS)", value: grownMiB / environments, unit: "MiB", target: 4 },
  ];
}

/** Asynchronous events, accepted from 32 clients and run to the end; the run of 1,000,000 takes some minutes. */
export async function measureAsynchronous(quick: boolean): Promise<Figure[]> {
  const events = quick ? 20_000 : 1_000_000;
  await using squall = await launchSquall();
  await createFunction(squall, "events", "def handler(event, context):\n    return None\n");
  const headers = { ...invokeHeaders, "x-amz-invocation-type": "Event" };
  const request = requestBytes("POST", invokePath("events"), headers, '{"key":"value"}');
  const startedMs = performance.now();
  let accepted = 0;
  let peakMiB = 0;
  let quarterMiB = 0;
  const look = () => {
    peakMiB = Math.max(peakMiB, memoryOf(squall.pid).ownMiB);
    if (accepted < events / 4) quarterMiB = peakMiB;
  };
  while (accepted < events) {
    const batch = await load({ port: squall.port, request, clients: 32, durationMs: 1_000, expectStatus: 202 });
    accepted += batch.latenciesMs.length;
    look();
  }
  const acceptedMs = performance.now() - startedMs;
  await untilInvoked(squall, accepted, look);
  const seconds = (performance.now() - startedMs) / 1000;
  return [
    { name: `${accepted} asynchronous events, accepted`, value: (accepted / acceptedMs) * 1000, unit: "/s" },
    { name: `${accepted} asynchronous events, run to the end`, value: accepted / seconds, unit: "/s", target: 2_500 },
    { name: "most memory meanwhile (RSS)", value: peakMiB, unit: "MiB" },
    // Too short a run is over before the heap has its size.
    { name: "of it after the first quarter", value: peakMiB - quarterMiB, unit: "MiB", ...(!quick && { target: 96 }) },
  ];
}

/** By the function's own metric, which is a second or two behind. */
async function untilInvoked(squall: SquallProcess, events: number, look: () => void): Promise<void> {
  const cloudwatch = new CloudWatchClient(clientOptions(squall.endpoint));
  const StartTime = new Date(Date.now() - 3_600_000);
  for (;;) {
    const { Datapoints = [] } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/Lambda",
        MetricName: "Invocations",
        Dimensions: [{ Name: "FunctionName", Value: "events" }],
        StartTime,
        EndTime: new Date(Date.now() + 3_600_000),
        Period: 3_600,
        Statistics: ["Sum"],
      }),
    );
    if (Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0) >= events) return;
    look();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function createFunction(squall: SquallProcess, FunctionName: string, source: string): Promise<void> {
  const client = new LambdaClient(clientOptions(squall.endpoint));
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "python3.11",
      Handler: "measured.handler",
      Role: labRole,
      Timeout: 30,
      Code: { ZipFile: zip({ "measured.py": source }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 0.02, maxDelay: 0.05 }, { FunctionName });
}
