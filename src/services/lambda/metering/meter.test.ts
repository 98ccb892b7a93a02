import assert from "node:assert/strict";
import { test } from "node:test";
import { openLambda } from "../../../../test/support/lambda.ts";
import type { MeteredInvocation } from "./meter.ts";

const at = { account: "000000000000", region: "us-east-1" };
const hourMs = 60 * 60_000;

test("every finished invocation is told of, and kept in sums of an hour", async (context) => {
  const { create, invoke, lambda, state, clock } = await openLambda(context);
  await create("metered", "def handler(event, context):\n    if event.get('fail'): raise ValueError('x')\n", {
    MemorySize: 256,
  } as never);
  const told: MeteredInvocation[] = [];
  const end = state.meter.listen((invocation) => told.push(invocation));
  await invoke("metered");
  await invoke("metered", { fail: true });
  const { Version = "" } = await lambda("PublishVersion", { FunctionName: "metered" });
  await lambda("CreateAlias", { FunctionName: "metered", Name: "live", FunctionVersion: Version });
  await invoke("metered:live");
  end();
  assert.deepEqual(
    told.map(({ functionName, version, qualifier, failed, memoryMiB }) => [
      functionName,
      version,
      qualifier,
      failed,
      memoryMiB,
    ]),
    [
      ["metered", "$LATEST", undefined, false, 256],
      ["metered", "$LATEST", undefined, true, 256],
      ["metered", "1", "live", false, 256],
    ],
  );
  const [cold, warm] = told;
  assert.ok(cold && warm && (cold.initMs ?? 0) > 0 && warm.initMs === undefined);
  // The INIT phase is billed with the first invocation.
  assert.equal(cold.billedMs, Math.ceil(cold.durationMs + (cold.initMs ?? 0)));
  const startMs = clock.nowMs() - (clock.nowMs() % hourMs);
  const [usage, ...more] = await state.meter.ledger.read(at, startMs, startMs + hourMs);
  assert.equal(more.length, 0);
  assert.deepEqual([usage?.functionName, usage?.requests, usage?.errors, usage?.memoryMiB], ["metered", 3, 1, 256]);
  assert.equal(
    usage?.billedMs,
    told.reduce((sum, { billedMs }) => sum + billedMs, 0),
  );
  clock.advance(hourMs);
  await invoke("metered");
  const later = await state.meter.ledger.read(at, startMs, startMs + 2 * hourMs);
  assert.deepEqual(
    later.map(({ requests }) => requests),
    [3, 1],
  );
});

test("durations are rounded up to the billing increment, and throttles are counted", async (context) => {
  const { create, invoke, lambda, state, clock } = await openLambda(context, { settings: { billingIncrementMs: 100 } });
  await create("old-rule", "def handler(event, context):\n    return 1\n");
  const told: MeteredInvocation[] = [];
  state.meter.listen((invocation) => told.push(invocation));
  await invoke("old-rule");
  const { tail } = await invoke("old-rule", {}, { LogType: "Tail" });
  assert.equal(told[1]?.billedMs, 100);
  assert.match(tail, /Billed Duration: 100 ms/);
  await lambda("PutFunctionConcurrency", { FunctionName: "old-rule", ReservedConcurrentExecutions: 0 });
  await assert.rejects(invoke("old-rule"), { name: "TooManyRequestsException" });
  const usage = await state.meter.ledger.read(at, clock.nowMs() - hourMs, clock.nowMs() + hourMs);
  assert.equal(
    usage.reduce((sum, { throttles }) => sum + throttles, 0),
    1,
  );
});
