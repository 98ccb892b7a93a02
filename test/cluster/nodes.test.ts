import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { readConfig } from "../../src/config.ts";
import { startTestServer, type TestServer } from "../../src/storage/postgres/test-server.ts";
import { eventually } from "../support/eventually.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

describe("servers on one database", () => {
  let database: TestServer;
  let store: TestSquall;
  const config = async (flags: readonly string[] = []) => {
    const blobs = `s3://test:test@blobs/?endpoint=${encodeURIComponent(store.endpoint)}&region=us-east-1`;
    const all = ["--database", await database.database("nodes"), "--node-address", "127.0.0.1:0", "--blobs", blobs];
    const { nodeAddress, drainMs, database: url, blobs: place } = readConfig([...all, ...flags], {});
    return { nodeAddress, drainMs, database: url, blobs: place };
  };

  before(async () => {
    const started = await startTestServer();
    if ("reason" in started) throw new Error(started.reason);
    database = started;
    store = await startSquall({ ephemeral: true });
    const s3 = store.client(S3Client, { forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "blobs" }));
    s3.destroy();
  });

  after(async () => {
    await store.close();
    await database.stop();
  });

  const ready = async ({ endpoint }: TestSquall) => {
    const answer = await fetch(`${endpoint}/_squall/health/ready`);
    return [answer.status, ((await answer.json()) as { status: string }).status];
  };

  test("are listed, drain before they stop, and are one clock; none is emptied beside others", async () => {
    await using one = await startSquall(await config());
    const two = await startSquall(await config(["--drain", "2s"]));
    const list = async () => {
      const args = ["--disable-warning=ExperimentalWarning", main, "nodes", "--json"];
      const { stdout } = await runProgram(process.execPath, args, { env: clientEnvironment(one.endpoint) });
      const lines = stdout.trim().split("\n");
      return lines.map((line) => JSON.parse(line) as { id: string; address: string; isDraining: boolean });
    };
    const nodes = await eventually(async () => {
      const listed = await list();
      return listed.length === 2 ? listed : undefined;
    }, "both nodes");
    assert.ok(nodes.every(({ address, isDraining }) => /^127\.0\.0\.1:[1-9]\d*$/.test(address) && !isDraining));
    const post = (squall: TestSquall, path: string, body?: unknown) =>
      fetch(`${squall.endpoint}/_squall/${path}`, { method: "POST", body: JSON.stringify(body) });
    assert.equal((await post(one, "reset")).status, 409);
    await post(one, "clock", { advanceMilliseconds: 86_400_000 });
    const now = (await (await post(two, "clock", { advanceMilliseconds: 0 })).json()) as { now: string };
    assert.ok(Date.parse(now.now) - Date.now() > 86_000_000, "the other's clock was not moved");

    assert.deepEqual(await ready(two), [200, "ready"]);
    const closed = two.server.close();
    const s3 = two.client(S3Client, { forcePathStyle: true });
    await eventually(async () => ((await ready(two))[0] === 503 ? true : undefined), "it to say that it drains");
    assert.deepEqual(await ready(two), [503, "draining"]);
    await s3.send(new ListBucketsCommand({}));
    const isKnown = async () => (await list()).some(({ isDraining }) => isDraining) || undefined;
    await eventually(isKnown, "the other to know that it drains");
    await closed;
    s3.destroy();
    await eventually(async () => ((await list()).length === 1 ? true : undefined), "it to be gone");
    assert.equal((await post(one, "reset")).status, 200);
    await two.close();
  });

  test("are refused, with what to type, where they could not work together", async () => {
    await using _one = await startSquall(await config());
    const { database: url } = await config();
    await assert.rejects(startSquall({ database: url }), {
      name: "UnusableStorageError",
      message: /start each with --node-address HOST:PORT --blobs s3:\/\/BUCKET\/PREFIX\?endpoint=URL/,
    });
  });
});
