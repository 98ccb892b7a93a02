import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { eventually } from "../../../../../test/support/eventually.ts";
import { openLambda } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";

const counting =
  "import time\ncount = 0\ndef handler(event, context):\n    global count\n    count += 1\n    time.sleep(event.get('sleep', 0))\n    return count\n";

test("at the account's limit a call is throttled; one at a time runs in an environment", async (context) => {
  const { create, invoke, state } = await openLambda(context, { settings: { concurrentExecutions: 3 } });
  await create("limited", counting);
  const running = Array.from({ length: 3 }, () => invoke("limited", { sleep: 0.4 }));
  await eventually(async () => state.fleets.size === 3 || undefined, "three environments");
  await assert.rejects(invoke("limited"), (error: { name: string; fields: Record<string, unknown> }) => {
    assert.equal(error.name, "TooManyRequestsException");
    assert.equal(error.fields.Reason, "ConcurrentInvocationLimitExceeded");
    return true;
  });
  assert.deepEqual(
    (await Promise.all(running)).map(({ payload }) => payload),
    [1, 1, 1],
  );
});

test("the environment used last is used next, so that the others can go", async (context) => {
  const { create, invoke, state, clock } = await openLambda(context, { settings: { idleEnvironmentMs: 60_000 } });
  await create("recent", counting);
  await Promise.all([invoke("recent", { sleep: 0.2 }), invoke("recent", { sleep: 0.2 })]);
  assert.equal(state.fleets.size, 2);
  for (let n = 2; n < 6; n++) {
    clock.advance(20_000);
    assert.equal((await invoke("recent")).payload, n);
  }
  assert.equal(state.fleets.size, 1);
  clock.advance(60_000);
  assert.equal(state.fleets.size, 0);
});

test("many short events share the environments that are there; long ones have one each", async (context) => {
  const { create, invoke, state } = await openLambda(context);
  await create("shared", counting);
  for (let n = 0; n < 20; n++) await invoke("shared");
  await Promise.all(Array.from({ length: 60 }, () => invoke("shared")));
  const shared = state.fleets.size;
  assert.ok(shared < 40, `${shared} environments for 60 short events`);
  const running = Array.from({ length: 40 }, () => invoke("shared", { sleep: 2 }));
  await eventually(async () => state.fleets.size === 40 || undefined, "an environment for each of 40 long events");
  await Promise.all(running);
});

test("while the machine has little memory, a new environment takes the place of the one used longest ago", async (context) => {
  let availableBytes = 8 * 1024 ** 3;
  const { create, invoke, state, clock } = await openLambda(context, { availableBytes: () => availableBytes });
  for (const name of ["first", "second", "third"]) await create(name, counting);
  await invoke("first");
  clock.advance(1_000);
  await invoke("second");
  assert.equal(state.fleets.size, 2);
  availableBytes = 1;
  await invoke("third");
  assert.equal(state.fleets.size, 2);
  assert.equal((await invoke("second")).payload, 2);
  assert.equal((await invoke("first")).payload, 1);
});

test("a process that an error has ended gets no other event", async (context) => {
  const { create, invoke } = await openLambda(context);
  const source = `exports.handler = async ({ crash }) => {
    if (!crash) return 'alive';
    setTimeout(() => { throw new Error('crashed'); }, 1);
    return new Promise(() => undefined);
  };`;
  const ZipFile = zip({ "index.js": source });
  await create("crashes", "", { Runtime: "nodejs22.x", Handler: "index.handler", Code: { ZipFile } });
  for (const round of [1, 2]) {
    assert.equal((await invoke("crashes", { crash: true })).payload.errorMessage, "crashed", `round ${round}`);
    assert.equal((await invoke("crashes")).payload, "alive", `round ${round}`);
  }
});

test("a process that ends while it is idle is not given to anybody", async (context) => {
  const { create, invoke, state } = await openLambda(context);
  await create(
    "dies",
    "import os, threading\ndef handler(event, context):\n    if event.get('die'): threading.Timer(0.02, lambda: os._exit(1)).start()\n    return os.getpid() and 'ok'\n",
  );
  assert.equal((await invoke("dies", { die: true })).payload, "ok");
  await eventually(async () => state.fleets.size === 0 || undefined, "the process to end");
  assert.equal((await invoke("dies")).error, undefined);
});

test("each tenant has environments of its own", async (context) => {
  const { create, invoke, lambda, state } = await openLambda(context);
  await create("tenants", "seen = []\ndef handler(event, context):\n    seen.append(event['who'])\n    return seen\n", {
    TenancyConfig: { TenantIsolationMode: "PER_TENANT" },
  } as never);
  const { TenancyConfig } = await lambda("GetFunctionConfiguration", { FunctionName: "tenants" });
  assert.deepEqual(TenancyConfig, { TenantIsolationMode: "PER_TENANT" });
  const of = (TenantId: string) => invoke("tenants", { who: TenantId }, { TenantId });
  assert.deepEqual((await of("a")).payload, ["a"]);
  assert.deepEqual((await of("b")).payload, ["b"]);
  assert.deepEqual((await of("a")).payload, ["a", "a"]);
  assert.equal(state.fleets.size, 2);
  await assert.rejects(invoke("tenants"), { name: "InvalidParameterValueException", message: /enabled with tenancy/ });
  await create("shared", counting);
  await assert.rejects(invoke("shared", {}, { TenantId: "a" }), { message: /not enabled with tenancy/ });
});

test("5,000 calls at once are all answered", async (context) => {
  const { create, invoke } = await openLambda(context, {
    settings: { concurrentExecutions: 5_000, environmentsPerTenSeconds: 10_000 },
  });
  await create("flood", "def handler(event, context):\n    return event\n");
  const answers = await Promise.all(Array.from({ length: 5_000 }, (_, n) => invoke("flood", n)));
  assert.deepEqual(
    answers.map(({ payload }) => payload),
    Array.from({ length: 5_000 }, (_, n) => n),
  );
});

test("ten thousand calls may wait for environments; one more is throttled, and the others go on", async (context) => {
  const settings = { concurrentExecutions: 20_000, environmentsPerTenSeconds: 20_000 };
  const { create, invoke, state } = await openLambda(context, { settings });
  await create("crowded", "def handler(event, context):\n    return event\n");
  const calls = Array.from({ length: 10_050 }, (_, n) => invoke("crowded", n));
  const results = await Promise.allSettled(calls);
  const refused = results.filter((result) => result.status === "rejected");
  assert.ok(refused.length > 0 && refused.length <= 50, `${refused.length} were refused`);
  for (const { reason } of refused) assert.equal(reason.name, "TooManyRequestsException");
  assert.equal((await invoke("crowded", "after")).payload, "after");
  assert.ok(state.fleets.size > 0);
});

test("an environment keeps nothing of the events it has had", async (context) => {
  const { create, invoke, state } = await openLambda(context);
  await create("steady", "def handler(event, context):\n    return event\n");
  const run = async (count: number) => {
    for (let n = 0; n < count; n++) await invoke("steady", n);
    await state.meter.send();
    return heapBytes();
  };
  const before = await run(2_000);
  const grown = (await run(8_000)) - before;
  assert.ok(grown < 2_000_000, `the heap grew by ${grown} bytes in 8,000 invocations`);
});

/** What is left after a collection. */
function heapBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}
