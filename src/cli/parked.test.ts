import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually } from "../../test/support/eventually.ts";
import { clientEnvironment, runProgram, startSquall } from "../../test/support/squall.ts";
import { createSystemClock } from "../platform/clock.ts";
import { ParkError } from "../storage/database.ts";
import { openSqlite } from "../storage/sqlite/sqlite.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const from = { account: "000000000000", region: "us-east-1", kind: "s3.bucket", name: "photos/1" };

test("squall parked lists what failed too often, has it delivered again, and drops it", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-parked-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  // Effects that nobody receives, as a version of Squall that had more services would leave them.
  const storage = await openSqlite({ file: join(directory, "squall.db"), clock: createSystemClock() });
  await storage.partition(from).write(async (tx) => {
    for (const id of ["11111111-a", "22222222-b"]) await tx.emit({ topic: "s3.of-another-version", id, payload: "{}" });
  });
  const kind = "s3.later";
  const fire = () => Promise.reject(new ParkError("there is no use"));
  await storage.partition(from).write((tx) => tx.setTimer({ kind, key: "k", dueMs: 0 }));
  storage.timers.start(new Map([[kind, { fire }]]));
  await eventually(async () => (await storage.timers.counts()).parked === 1 || undefined, "the timer to be parked");
  await storage.close();

  await using squall = await startSquall({ dataDir: directory, logLevel: "silent" });
  const post = (path: string, body: unknown) =>
    fetch(`${squall.endpoint}/_squall/${path}`, { method: "POST", body: JSON.stringify(body) });
  const deliveries = async () => {
    const health = (await (await fetch(`${squall.endpoint}/_squall/health`)).json()) as { deliveries: unknown };
    return health.deliveries;
  };
  const parked = (...args: string[]) =>
    runProgram(process.execPath, ["--disable-warning=ExperimentalWarning", main, "parked", ...args], {
      env: clientEnvironment(squall.endpoint),
    });
  const passTime = (retrying: number, ofParked: number) =>
    eventually(async () => {
      await post("clock", { advanceMilliseconds: 300_000 });
      const now = (await deliveries()) as { retrying: number; parked: number };
      return (now.retrying === retrying && now.parked === ofParked) || undefined;
    }, `${ofParked} parked effects`);

  const timers = async () => {
    const health = (await (await fetch(`${squall.endpoint}/_squall/health`)).json()) as { timers: unknown };
    return health.timers;
  };
  assert.deepEqual(await timers(), { retrying: 0, parked: 1, due: 0 });
  const [timer = "", ...none] = (await parked()).stdout.split("\n  parked ");
  assert.match(timer, /^timer-\d{16} {2}s3\.later {2}from 000000000000 us-east-1 photos\/1$/);
  assert.match(none.join(), /after 1 try: there is no use\n$/);
  const [timerId = ""] = timer.split(" ");
  assert.equal((await parked("retry", timerId)).stdout, "1 is tried again\n");
  assert.deepEqual(await timers(), { retrying: 0, parked: 0, due: 0 });
  assert.match((await parked("drop", timerId)).stderr, /nothing is parked as timer-/);
  assert.equal((await parked()).stdout, "Nothing is parked.\n");
  await passTime(0, 2);
  const listed = await parked();
  assert.match(listed.stdout, /^11111111-a {2}s3\.of-another-version {2}from 000000000000 us-east-1 photos\/1$/m);
  assert.match(listed.stdout, /after 12 tries: no service receives s3\.of-another-version$/m);
  const lines = (await parked("list", "--json")).stdout.trim().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).id),
    ["11111111-a", "22222222-b"],
  );

  assert.equal((await parked("retry", "11111111-a")).stdout, "1 is tried again\n");
  assert.deepEqual(await deliveries(), { retrying: 1, parked: 1 });
  await passTime(0, 2);
  const missing = await parked("drop", "11111111-a", "none");
  assert.deepEqual([missing.code, missing.stdout], [1, "1 is dropped\n"]);
  assert.match(missing.stderr, /nothing is parked as none/);
  assert.equal((await parked("drop", "--all")).stdout, "1 is dropped\n");
  assert.deepEqual(await deliveries(), { retrying: 0, parked: 0 });

  for (const wrong of [["drop"], ["retry", "x", "--all"], ["fly"], ["list", "x"]]) {
    assert.equal((await parked(...wrong)).code, 2, wrong.join(" "));
  }
  assert.equal((await post("parked/drop", { ids: "all" })).status, 400);
  assert.equal((await fetch(`${squall.endpoint}/_squall/parked?limit=0`)).status, 400);
});

test("where access is enforced nobody sees or settles them: health counts them", async () => {
  await using squall = await startSquall({ auth: "enforce" });
  const at = (path: string, init?: RequestInit) => fetch(`${squall.endpoint}/_squall/${path}`, init);
  assert.equal((await at("parked")).status, 403);
  for (const verb of ["retry", "drop"]) {
    assert.equal((await at(`parked/${verb}`, { method: "POST", body: '{"all":true}' })).status, 403);
  }
  const health = (await (await at("health")).json()) as { deliveries: unknown };
  assert.deepEqual(health.deliveries, { retrying: 0, parked: 0 });
});
