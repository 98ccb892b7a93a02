import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import {
  createTestSandbox,
  type LambdaTest,
  openLambda,
  toLambdaTest,
  wholeFile,
} from "../../../../../test/support/lambda.ts";
import { openOperations } from "../../../../../test/support/operations.ts";
import { createManualClock } from "../../../../platform/clock.ts";
import { createSystemRandom } from "../../../../platform/random.ts";
import { openDiskBlobs } from "../../../../storage/blobs/disk/disk-blobs.ts";
import { eachPartition } from "../../../../storage/each-partition.ts";
import { openSqlite } from "../../../../storage/sqlite/sqlite.ts";
import { createAccessControl } from "../../../iam/access/access-control.ts";
import { iam } from "../../../iam/service.ts";
import { logs } from "../../../logs/service.ts";
import { sts } from "../../../sts/service.ts";
import { type FunctionIdentity, versionKey } from "../../functions/function.ts";
import { createLambda } from "../../service.ts";
import type { LambdaState } from "../../state.ts";
import { toPartitionKey } from "./event-queues.ts";
import { eventStore } from "./event-store.ts";

const squall = await openLambda(wholeFile);
const { create, lambda, clock } = squall;
const failing =
  "def handler(event, context):\n    print('ran', context.aws_request_id)\n    raise ValueError('no good')\n";

function send(name: string, event: unknown = {}, { lambda }: Pick<LambdaTest, "lambda"> = squall) {
  const Payload = Buffer.from(JSON.stringify(event));
  return lambda("Invoke", { FunctionName: name, InvocationType: "Event", Payload } as never);
}

async function latest(name: string, { table }: Pick<LambdaTest, "table"> = squall) {
  const state = table.services.get("lambda")?.state as LambdaState | undefined;
  const known = await state?.functions.find({ account: "000000000000", region: "us-east-1", name });
  assert.ok(known);
  return known.family.latest;
}

async function stored(name: string, of: Pick<LambdaTest, "table"> = squall) {
  return storedOf(await latest(name, of), of);
}

function storedOf(identity: FunctionIdentity, { table }: Pick<LambdaTest, "table"> = squall) {
  const partition = table.host.storage.partition(toPartitionKey(identity));
  return partition.read((tx) => eventStore.list(tx, { dueMs: -1, id: "" }, 1_000));
}

/** Waits until the function's first stored event has failed that often. */
function failed(name: string, failures: number) {
  return eventually(
    async () => (await stored(name)).some((event) => event.failures === failures) || undefined,
    `${failures} failures of ${name}`,
  );
}

function emptied(name: string, of: Pick<LambdaTest, "table"> = squall) {
  return eventually(async () => (await stored(name, of)).length === 0 || undefined, `no events of ${name}`);
}

/** How often the function ran, by its log. */
async function runs(name: string, reports: number, of: LambdaTest = squall): Promise<string[]> {
  return (await of.log(name, reports)).filter((message) => message.startsWith("ran "));
}

test("a failing event is tried again after one minute and then after two, with the same request id, and then given up", async () => {
  await create("fails", failing);
  await send("fails");
  await failed("fails", 1);
  clock.advance(59_000);
  assert.equal((await runs("fails", 1)).length, 1);
  clock.advance(1_000);
  await failed("fails", 2);
  clock.advance(119_000);
  assert.equal((await runs("fails", 2)).length, 2);
  clock.advance(1_000);
  await emptied("fails");
  const all = await runs("fails", 3);
  assert.equal(all.length, 3);
  assert.equal(new Set(all).size, 1);
  clock.advance(24 * 60 * 60_000);
  assert.equal((await runs("fails", 3)).length, 3);
});

test("PutFunctionEventInvokeConfig: fewer retries, and a maximum age", async () => {
  await create("once", failing);
  await lambda("PutFunctionEventInvokeConfig", { FunctionName: "once", MaximumRetryAttempts: 0 });
  await send("once");
  await emptied("once");
  assert.equal((await runs("once", 1)).length, 1);
  await lambda("PutFunctionEventInvokeConfig", { FunctionName: "once", MaximumEventAgeInSeconds: 90 });
  await send("once");
  await failed("once", 1);
  clock.advance(60_000);
  // The second retry would be later than the event may grow old.
  await emptied("once");
  assert.equal((await runs("once", 3)).length, 3);
});

test("an event waits while its function has no concurrency left, and is run as soon as there is some", async () => {
  await create("stopped", "def handler(event, context):\n    print('ran', event['n'])\n");
  const free = await squall.hold("stopped");
  await send("stopped", { n: 1 });
  await send("stopped", { n: 2 });
  await new Promise(setImmediate);
  assert.equal((await stored("stopped")).length, 2);
  assert.equal(squall.state.fleets.serving(versionKey(await latest("stopped")))?.size, 0);
  await free();
  await emptied("stopped");
  assert.deepEqual((await runs("stopped", 2)).map((line) => line.trim()).sort(), ["ran 1", "ran 2"]);
});

test("events that waited for concurrency run in the order they came in", async () => {
  await create("patient", "def handler(event, context):\n    print('ran', event)\n");
  await lambda("PutFunctionConcurrency", { FunctionName: "patient", ReservedConcurrentExecutions: 1 });
  const free = await squall.hold("patient");
  for (let index = 0; index < 20; index++) await send("patient", index);
  await free();
  await emptied("patient");
  const inOrder = Array.from({ length: 20 }, (_, index) => `ran ${index}`);
  assert.deepEqual(
    (await runs("patient", 20)).map((line) => line.trim()),
    inOrder,
  );
});

test("events for an alias with environments of its own don't wait for those that are throttled, and both go with the function", async () => {
  const FunctionName = "shared";
  await create(FunctionName, "def handler(event, context):\n    print('ran', event, context.function_version)\n");
  await lambda("PublishVersion", { FunctionName });
  await lambda("CreateAlias", { FunctionName, Name: "p", FunctionVersion: "1" });
  await lambda("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 1 });
  await lambda("PutProvisionedConcurrencyConfig", { FunctionName, Qualifier: "p", ProvisionedConcurrentExecutions: 1 });
  await eventually(async () => {
    const { Status } = await lambda("GetProvisionedConcurrencyConfig", { FunctionName, Qualifier: "p" });
    return Status === "READY" || undefined;
  }, "the provisioned environment");
  // More than are tried at a time.
  for (let n = 0; n < 300; n += 1) await send(FunctionName);
  await lambda("Invoke", { FunctionName, Qualifier: "p", InvocationType: "Event", Payload: Buffer.from("7") } as never);
  assert.deepEqual(
    (await runs(FunctionName, 1)).map((line) => line.trim()),
    ["ran 7 1"],
  );
  assert.equal((await stored(FunctionName)).length, 300);
  const identity = await latest(FunctionName);
  await squall.hold(FunctionName);
  await lambda("DeleteProvisionedConcurrencyConfig", { FunctionName, Qualifier: "p" });
  await lambda("Invoke", { FunctionName, Qualifier: "p", InvocationType: "Event", Payload: Buffer.from("8") } as never);
  await lambda("DeleteFunction", { FunctionName });
  const { storage } = squall.table.host;
  for await (const key of eachPartition(storage, "lambda.events")) {
    if (!key.name.includes(identity.id)) continue;
    const left = await storage.partition(key).read((tx) => eventStore.list(tx, { dueMs: -1, id: "" }, 1));
    assert.deepEqual(left, [], key.name);
  }
});

test("an event for a function that is switched off by a concurrency of 0 is given up at once", async () => {
  await create("off", "def handler(event, context):\n    print('ran')\n");
  await lambda("PutFunctionConcurrency", { FunctionName: "off", ReservedConcurrentExecutions: 0 });
  await send("off");
  await emptied("off");
  assert.equal(squall.state.fleets.serving(versionKey(await latest("off")))?.size, 0);
});

test("an event that waited too long for concurrency is given up", async () => {
  await create("too-old", "def handler(event, context):\n    print('ran')\n");
  await lambda("PutFunctionEventInvokeConfig", { FunctionName: "too-old", MaximumEventAgeInSeconds: 60 });
  await squall.hold("too-old");
  await send("too-old");
  await new Promise(setImmediate);
  clock.advance(61_000);
  await emptied("too-old");
});

test("an event throttled for the rate of new environments runs as soon as there is rate again, though nothing else ends", async (context) => {
  const of = await openLambda(context, { settings: { environmentsPerTenSeconds: 1 } });
  await of.create("renewed", "def handler(event, context):\n    print('ran', event)\n");
  await of.invoke("renewed");
  // Its environment goes, and there was one in these ten seconds.
  await of.lambda("UpdateFunctionConfiguration", { FunctionName: "renewed", MemorySize: 256 });
  await of.settled("renewed");
  await send("renewed", 1, of);
  const renewed = await latest("renewed", of);
  await eventually(async () => of.state.events.of(renewed, "$LATEST").isBlocked || undefined, "a throttle");
  of.clock.advance(10_000);
  assert.equal((await runs("renewed", 2, of)).length, 2);
  await emptied("renewed", of);
});

test("many more events than are held in memory are all run, once each", async () => {
  await create("many", "def handler(event, context):\n    print('ran', event['n'])\n");
  const count = 2_500;
  for (let n = 0; n < count; n += 100)
    await Promise.all(Array.from({ length: 100 }, (_, i) => send("many", { n: n + i })));
  await emptied("many");
  assert.equal(new Set(await runs("many", count)).size, count);
});

test("DeleteFunction takes the events that wait", async () => {
  await create("deleted", failing);
  await send("deleted");
  await failed("deleted", 1);
  const deleted = await latest("deleted");
  await lambda("DeleteFunction", { FunctionName: "deleted" });
  assert.equal((await storedOf(deleted)).length, 0);
});

test("events survive the end of the process: they are run by the next", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-restart-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  const first = await openOn(directory, context);
  await first.lambda.create("survives", failing);
  await send("survives", {}, first.lambda);
  await eventually(async () => (await stored("survives", first.lambda))[0]?.failures === 1 || undefined, "a failure");
  await first.close();
  const second = await openOn(directory, context);
  assert.equal((await stored("survives", second.lambda)).length, 1);
  second.lambda.clock.advance(60_000);
  await eventually(
    async () => (await stored("survives", second.lambda))[0]?.failures === 2 || undefined,
    "a second failure",
  );
  second.lambda.clock.advance(120_000);
  await emptied("survives", second.lambda);
  assert.equal((await runs("survives", 3, second.lambda)).length, 3);
});

/** Services over files that outlive them. */
async function openOn(directory: string, context: TestContext) {
  const clock = createManualClock();
  const database = await openSqlite({ file: join(directory, "squall.db"), clock });
  const blobs = await openDiskBlobs({ directory: join(directory, "blobs"), random: createSystemRandom(), clock });
  const service = createLambda({
    createSandbox: createTestSandbox,
    memory: { availableBytes: () => Number.MAX_SAFE_INTEGER },
  });
  const opened = await openOperations([iam, service, logs, sts], { database, blobs, access: createAccessControl });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= opened.close();
    return closing;
  };
  context.after(close);
  const { table, asRoot } = opened;
  const harness = { table, asRoot, clock: table.host.clock } as const;
  return {
    close,
    lambda: toLambdaTest({
      ...harness,
      call: (name, operation, input, principal = asRoot.principal) =>
        table.call(name, operation, input, { ...asRoot, principal }),
    }),
  };
}
