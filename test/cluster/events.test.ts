import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { createFunction } from "../support/create-function.ts";
import { zip } from "../support/zip.ts";
import { type Cluster, type ClusterNode, startCluster } from "./cluster.ts";
import { invoke } from "./invoke.ts";

const events = 10_000;
const kills = 10;
const clients = 16;
/** Environments of all nodes together: how much of the machine the test takes. */
const atWork = 12;

const source = `
import os, time
from urllib.parse import urlparse

node = urlparse(os.environ["AWS_ENDPOINT_URL"]).port

def handler(event, context):
    print("ran", event["n"], node, time.time())
    time.sleep(0.01)
`;

interface Ran {
  readonly node: number;
  readonly atMs: number;
}

interface Kill {
  readonly node: number;
  readonly atMs: number;
}

test(`${events} asynchronous events through all nodes, of which ${kills} are killed: none is lost, and each runs once`, async (context) => {
  const cluster = await startCluster();
  context.after(() => cluster[Symbol.asyncDispose]());
  const lambda = cluster.client(LambdaClient, 0);
  await createFunction(lambda, "counts", zip({ "index.py": source }));
  await lambda.send(
    new PutFunctionConcurrencyCommand({ FunctionName: "counts", ReservedConcurrentExecutions: atWork }),
  );
  const killed: Kill[] = [];
  const unanswered = new Set<number>();
  const killing = killAndStart(cluster, killed);
  await sendAll(cluster, unanswered);
  await killing;
  const runs = await untilAllRan(cluster);
  const lapsed = cluster.nodes.filter(({ lapsesMs }) => lapsesMs.length > 0);
  const repeated = [...runs].filter(([, ran]) => ran.length > 1);
  context.diagnostic(
    `${repeated.length} events ran more than once, ${unanswered.size} were sent again, ${lapsed.length} nodes lost their leases`,
  );
  for (const [n, ran] of repeated) {
    // A client that got no answer sends again: such an event may run twice.
    if (unanswered.has(n)) continue;
    ran.sort((a, b) => a.atMs - b.atMs);
    for (const [index, { node, atMs }] of ran.slice(0, -1).entries()) {
      const again = ran[index + 1] as Ran;
      const died = killed.some((kill) => kill.node === node && kill.atMs > atMs - 50 && kill.atMs < again.atMs);
      // On a machine that is too busy a node may come to nothing for longer than its lease: it counts as dead meanwhile, and says so when it can.
      const lost = lapsed.some(
        ({ port, lapsesMs }) => port === node && lapsesMs.some((ms) => ms > atMs && ms < again.atMs + 10_000),
      );
      assert.ok(died || lost, `event ${n} ran again, though its node lived: ${JSON.stringify(ran)}`);
    }
  }
});

/** Kills one after the other, whichever it is, and starts it again. */
async function killAndStart({ nodes }: Cluster, killed: Kill[]): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    await delay(300 + Math.random() * 700);
    const node = nodes[Math.floor(Math.random() * nodes.length)] as ClusterNode;
    await node.kill();
    killed.push({ node: node.port, atMs: Date.now() });
    await node.start();
  }
}

async function sendAll(cluster: Cluster, unanswered: Set<number>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < events) {
        const n = next++;
        while (!(await send(cluster, n, unanswered)));
      }
    }),
  );
}

async function send(cluster: Cluster, n: number, unanswered: Set<number>): Promise<boolean> {
  try {
    const { status } = await invoke(cluster.next(), "counts", { n }, { type: "Event" });
    if (status === 202) return true;
    // What is refused is not stored; of what went wrong nobody knows.
    if (status !== 503 && status !== 429) unanswered.add(n);
  } catch {
    unanswered.add(n);
  }
  await delay(50);
  return false;
}

/** The runs of each event by the function's log, once there is one of each. */
async function untilAllRan(cluster: Cluster): Promise<Map<number, Ran[]>> {
  const client = cluster.client(CloudWatchLogsClient, 1);
  const endMs = performance.now() + 120_000;
  for (;;) {
    const runs = new Map<number, Ran[]>();
    const pages = paginateFilterLogEvents({ client }, { logGroupName: "/aws/lambda/counts", filterPattern: "ran" });
    for await (const { events: found = [] } of pages) {
      for (const { message = "" } of found) {
        const [, n, node, at] = message.split(" ").map(Number) as [number, number, number, number];
        const ran = runs.get(n) ?? [];
        runs.set(n, ran);
        ran.push({ node, atMs: at * 1000 });
      }
    }
    if (runs.size === events) return runs;
    if (performance.now() > endMs) assert.fail(`${events - runs.size} events did not run`);
    await delay(1_000);
  }
}
