import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { type Cluster, type ClusterNode, startCluster } from "../cluster/cluster.ts";
import { invoke } from "../cluster/invoke.ts";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { memoryOf } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";
import { invokeHeaders, invokePath } from "./functions.ts";
import { load, requestBytes } from "./load.ts";

/**
 * What several servers on one PostgreSQL do and take, for docs/scale.md: `node test/bench/several-nodes.ts`. Everything (the nodes, PostgreSQL,
 * the store, the callers) shares this machine's processors, so what is told beside the rates is what one call takes of them.
 */
const seconds = 8;
const callers = 64;
const code = zip({ "index.py": "def handler(event, context):\n    return event\n" });

process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}\n`);
for (const count of [1, 2, 3]) {
  await using cluster = await startCluster({ nodes: count });
  const client = cluster.client(LambdaClient, 0);
  await createFunction(client, "hello", code);
  await measureIdle(cluster);
  await measureWarm(cluster);
  if (count > 1) await measureSum(cluster);
  if (count === 3) await measureEvents(cluster);
  client.destroy();
}

async function measureIdle(cluster: Cluster): Promise<void> {
  await delay(3_000);
  const before = { commits: await commitsOf(cluster), cpu: cpuOf(cluster) };
  await delay(10_000);
  const commits = ((await commitsOf(cluster)) - before.commits) / 10;
  const cpu = (cpuOf(cluster) - before.cpu) / 10;
  say(cluster, `idle: ${commits.toFixed(1)} transactions/s, ${(cpu * 1000).toFixed(1)} ms of processor a second`);
}

async function measureWarm(cluster: Cluster): Promise<void> {
  await learn(cluster.nodes);
  const memory = cluster.nodes.map(({ pid }) => memoryOf(pid));
  const environments = await runningIn(cluster);
  const before = { commits: await commitsOf(cluster), cpu: cpuOf(cluster), all: cpuOf(cluster, true) };
  const done = await call(cluster.nodes, seconds * 1_000);
  const commits = (await commitsOf(cluster)) - before.commits;
  const own = ((cpuOf(cluster) - before.cpu) / done) * 1e6;
  const all = ((cpuOf(cluster, true) - before.all) / done) * 1e6;
  const sum = (of: (each: (typeof memory)[number]) => number) => memory.reduce((total, each) => total + of(each), 0);
  say(
    cluster,
    `warm: ${Math.round(done / seconds)}/s, ${own.toFixed(0)} µs of a node's processor each, ${all.toFixed(0)} µs with the function's; ` +
      `${(commits / done).toFixed(4)} transactions each; ${(sum(({ ownMiB }) => ownMiB) / memory.length).toFixed(0)} MiB a node, ` +
      `${(sum(({ descendantsMiB }) => descendantsMiB) / environments).toFixed(1)} MiB a process in the sandbox (${environments} of them)`,
  );
}

/**
 * All nodes beside one of them, by turns: what else this machine does meets both. Rates hang on that all the same; the processor's time for one
 * invocation says what more nodes cost.
 */
async function measureSum(cluster: Cluster): Promise<void> {
  const turns = 6;
  const ratios: number[] = [];
  const one = { nodes: cluster.nodes.slice(0, 1), calls: 0, seconds: 0 };
  const all = { nodes: cluster.nodes, calls: 0, seconds: 0 };
  for (let turn = 0; turn < turns; turn++) {
    const rates: number[] = [];
    for (const side of [one, all]) {
      const before = cpuOf(cluster, true);
      const calls = await call(side.nodes, 3_000);
      side.seconds += cpuOf(cluster, true) - before;
      side.calls += calls;
      rates.push(calls);
    }
    ratios.push((rates[1] ?? 0) / (rates[0] ?? 1));
  }
  ratios.sort((a, b) => a - b);
  const middle = ((ratios[turns / 2 - 1] ?? 0) + (ratios[turns / 2] ?? 0)) / 2;
  say(
    cluster,
    `warm, all nodes beside one: ${ratios.map((ratio) => ratio.toFixed(2)).join(" ")}, median ${middle.toFixed(2)}; ` +
      `processor with the function's: ${micros(one)} µs each by one node, ${micros(all)} µs by all`,
  );
}

function micros({ seconds, calls }: { readonly seconds: number; readonly calls: number }): string {
  return ((seconds / calls) * 1e6).toFixed(0);
}

/**
 * A process compiles what it runs often, and takes twice the processor until it has: each node gets as many calls before it is measured, however
 * many nodes share them.
 */
async function learn(nodes: readonly ClusterNode[]): Promise<void> {
  for (const node of nodes) for (let calls = 0; calls < 60_000; ) calls += await call([node], 2_000);
  // Their environments are there then for what each of them is to have of the callers.
  await call(nodes, 2_000);
}

async function measureEvents(cluster: Cluster): Promise<void> {
  const events = 6_000;
  const before = { commits: await commitsOf(cluster), cpu: cpuOf(cluster), wal: await walOf(cluster) };
  const begun = performance.now();
  let sent = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (sent < events) {
        sent++;
        await invoke(cluster.next(), "hello", { n: sent }, { type: "Event" });
      }
    }),
  );
  const accepted = performance.now() - begun;
  await eventually(
    async () => {
      const [row] = await cluster.query<{ left: string }>("SELECT COUNT(*) AS left FROM lambda_events");
      return row?.left === "0" || undefined;
    },
    "all events to end",
    120_000,
  );
  const ended = performance.now() - begun;
  const commits = (await commitsOf(cluster)) - before.commits;
  const cpu = ((cpuOf(cluster) - before.cpu) / events) * 1e6;
  const wal = ((await walOf(cluster)) - before.wal) / events;
  say(
    cluster,
    `events: ${Math.round((events / accepted) * 1_000)}/s accepted, ${Math.round((events / ended) * 1_000)}/s ended, ` +
      `${(commits / events).toFixed(2)} transactions and ${wal.toFixed(0)} bytes of WAL each, ${cpu.toFixed(0)} µs of a node's processor`,
  );
}

/** The calls done by callers that are spread over these nodes. */
async function call(nodes: readonly ClusterNode[], forMs: number): Promise<number> {
  const request = requestBytes("POST", invokePath("hello"), invokeHeaders, '{"name":"there"}');
  const clients = Math.floor(callers / nodes.length);
  const done = await Promise.all(nodes.map(({ port }) => load({ port, request, clients, durationMs: forMs })));
  return done.reduce((total, { latenciesMs }) => total + latenciesMs.length, 0);
}

async function commitsOf(cluster: Cluster): Promise<number> {
  // The server tells its statistics a second late.
  await delay(1_500);
  const [row] = await cluster.query<{ commits: string }>(
    "SELECT xact_commit + xact_rollback AS commits FROM pg_stat_database WHERE datname = current_database()",
  );
  return Number(row?.commits);
}

async function walOf(cluster: Cluster): Promise<number> {
  const [row] = await cluster.query<{ bytes: string }>("SELECT wal_bytes AS bytes FROM pg_stat_wal");
  return Number(row?.bytes);
}

async function runningIn(cluster: Cluster): Promise<number> {
  return cluster.nodes.reduce((total, { pid }) => total + descendants(pid).length, 0);
}

/** Seconds of processor that the nodes have had, with their functions' if asked. */
function cpuOf(cluster: Cluster, withFunctions = false): number {
  const pids = cluster.nodes.flatMap(({ pid }) => (withFunctions ? [pid, ...descendants(pid)] : [pid]));
  return pids.reduce((total, pid) => total + secondsOf(pid), 0);
}

function descendants(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "latin1");
    const children = text.split(" ").filter((word) => word !== "");
    return children.flatMap((child) => [Number(child), ...descendants(Number(child))]);
  } catch {
    return [];
  }
}

function secondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function say(cluster: Cluster, text: string): void {
  process.stdout.write(`${cluster.nodes.length} nodes  ${text}\n`);
}
