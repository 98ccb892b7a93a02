import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { labRole } from "../support/lab.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall, memoryOf, type SquallProcess } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";

const events = 100_000;
const clients = 32;
/** Resident memory must not grow with the number of events that wait. */
const mostMiB = 450;

test(`${events} asynchronous events, with a kill -9 in the middle: none that was acknowledged is lost`, async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-events-"));
  const flags = ["--data-dir", join(directory, "data")];
  let squall = await launchSquall(flags);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  await createFunction(squall);
  const acknowledged = new Set<number>();
  let peakMiB = 0;
  const sample = setInterval(() => {
    peakMiB = Math.max(peakMiB, residentMiB(squall));
  }, 250);
  context.after(() => clearInterval(sample));

  const first = sendAll(squall, acknowledged);
  while (acknowledged.size < events * 0.4) await delay(5);
  await squall.stop("SIGKILL");
  await first;
  assert.ok(acknowledged.size < events, "the kill came in the middle");
  squall = await launchSquall(flags);
  // A client that got no answer sends again: such an event may run twice.
  const unanswered = events - acknowledged.size;
  while (acknowledged.size < events) await sendAll(squall, acknowledged);

  const runs = await untilAllRan(squall, acknowledged);
  let total = 0;
  for (const count of runs.values()) total += count;
  // Only what was running, or had run and was not struck off yet, when the kill came is repeated, and what was sent twice.
  const repeated = total - events;
  context.diagnostic(
    `${repeated} of ${events} ran twice, ${unanswered} were sent after the kill; peak ${Math.round(peakMiB)} MiB`,
  );
  assert.ok(repeated <= 2_000 + clients, `${repeated} events ran more than once`);
  assert.ok(peakMiB < mostMiB, `Squall grew to ${Math.round(peakMiB)} MiB`);
});

async function createFunction(squall: SquallProcess): Promise<void> {
  const client = new LambdaClient(clientOptions(squall.endpoint));
  const source = "def handler(event, context):\n    print('ran', event['n'])\n";
  await client.send(
    new CreateFunctionCommand({
      FunctionName: "counts",
      Runtime: "python3.11",
      Handler: "counts.handler",
      Role: labRole,
      Code: { ZipFile: zip({ "counts.py": source }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 },
    { FunctionName: "counts" },
  );
}

/** Sends, by a number of clients, all that is not acknowledged; ends early if Squall does. */
async function sendAll(squall: SquallProcess, acknowledged: Set<number>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let next = 0;
  let broken = false;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (!broken && next < events) {
        const n = next++;
        if (acknowledged.has(n)) continue;
        try {
          await send(squall, agent, n);
          acknowledged.add(n);
        } catch {
          broken = true;
        }
      }
    }),
  );
  agent.destroy();
}

function send(squall: SquallProcess, agent: Agent, n: number): Promise<void> {
  const headers = { "x-amz-invocation-type": "Event", "content-type": "application/json", authorization };
  const path = "/2015-03-31/functions/counts/invocations";
  return new Promise((resolve, reject) => {
    const call = request({ port: squall.port, host: "127.0.0.1", method: "POST", path, headers, agent }, (answer) => {
      answer.resume();
      answer.on("error", reject);
      answer.on("end", () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
      );
    });
    call.on("error", reject);
    call.end(JSON.stringify({ n }));
  });
}

/** In the open mode any signature passes. */
const authorization =
  "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";

/** How often each event ran, by the function's log, once there is one run of each. */
async function untilAllRan(squall: SquallProcess, wanted: ReadonlySet<number>): Promise<Map<number, number>> {
  const logs = new CloudWatchLogsClient(clientOptions(squall.endpoint));
  const runs = new Map<number, number>();
  let startTime = 0;
  const seen = new Set<string>();
  const endMs = performance.now() + 600_000;
  while (runs.size < wanted.size) {
    if (performance.now() > endMs) assert.fail(`${wanted.size - runs.size} events did not run`);
    let nextToken: string | undefined;
    const fromMs = startTime;
    do {
      const page: { events?: { eventId?: string; message?: string; timestamp?: number }[]; nextToken?: string } =
        await logs.send(
          new FilterLogEventsCommand({
            logGroupName: "/aws/lambda/counts",
            filterPattern: "ran",
            startTime: fromMs,
            nextToken,
          }),
        );
      for (const { eventId = "", message = "", timestamp = 0 } of page.events ?? []) {
        if (seen.has(eventId)) continue;
        seen.add(eventId);
        const n = Number(message.split(" ")[1]);
        runs.set(n, (runs.get(n) ?? 0) + 1);
        // Batches of other streams with an earlier time may still come: so far back they are looked for.
        startTime = Math.max(startTime, timestamp - 10_000);
      }
      nextToken = page.nextToken;
    } while (nextToken);
    await delay(1_000);
  }
  return runs;
}

function residentMiB(squall: SquallProcess): number {
  try {
    return memoryOf(squall.pid).ownMiB;
  } catch {
    return 0;
  }
}
