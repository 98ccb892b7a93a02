import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { zip } from "../support/zip.ts";
import { type ClusterNode, startCluster } from "./cluster.ts";
import { invoke } from "./invoke.ts";

const stoppedMs = 20_000;
/** So long they run: some are at work when their node is stopped. */
const source = `
import os, time
from urllib.parse import urlparse

node = urlparse(os.environ["AWS_ENDPOINT_URL"]).port

def handler(event, context):
    print("ran", event["n"], node)
    time.sleep(2)
`;

test("a node that is stopped for 20 s and woken does nothing that belongs to others by then", async (context) => {
  const cluster = await startCluster();
  context.after(() => cluster[Symbol.asyncDispose]());
  const [one, two] = cluster.nodes as [ClusterNode, ClusterNode];
  await createFunction(cluster.client(LambdaClient, 0), "works", zip({ "index.py": source }));
  const events = 24;
  for (let n = 0; n < events; n++) {
    assert.equal((await invoke(cluster.next(), "works", { n }, { type: "Event" })).status, 202);
  }
  const logs = cluster.client(CloudWatchLogsClient, 0);
  const runs = async () => {
    const { events: found = [] } = await logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/works", filterPattern: "ran" }),
    );
    return found.map(({ message = "" }) => message.split(" ").map(Number) as [number, number, number]);
  };
  await eventually(
    async () => (await runs().catch(() => [])).some(([, , node]) => node === two.port) || undefined,
    "a run",
  );
  two.freeze();
  await delay(stoppedMs);
  const waiting = () => cluster.query<{ count: number }>("SELECT count(*)::int AS count FROM lambda_events");
  await eventually(async () => (await waiting())[0]?.count === 0 || undefined, "all events to have ended elsewhere");
  const taken = await runs();
  const owned = await cluster.query<{ owner: string }>("SELECT DISTINCT owner FROM squall_owned WHERE owner <> ''");
  assert.equal(owned.length, 2, "what it owned is others'");
  // Its functions have answered meanwhile: it reads that first.
  two.thaw();
  const refused = /an asynchronous event is another server's by now: what became of it here counts no more/;
  await eventually(async () => refused.test(two.said) || undefined, "its write to be refused");
  await delay(2_000);
  assert.equal((await waiting())[0]?.count, 0, "nothing has been stored again");
  const again = (await runs()).filter(([, n]) => !taken.some(([, known]) => known === n));
  assert.deepEqual(again, [], "nothing has been begun again");
  assert.equal(new Set((await runs()).map(([, n]) => n)).size, events);
  // It goes on as a node like the others.
  assert.equal((await invoke(two, "works", { n: events })).status, 200);
  assert.equal((await invoke(one, "works", { n: events })).status, 200);
});
