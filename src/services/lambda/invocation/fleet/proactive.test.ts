import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../../test/support/eventually.ts";
import { type LambdaTest, openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { trusting } from "../../../../../test/support/scheduler-rig.ts";
import { zip } from "../../../../../test/support/zip.ts";
import { events } from "../../../eventbridge/service.ts";
import { scheduler } from "../../../scheduler/service.ts";
import { RecentUse } from "./recent-use.ts";

const mib = 1024 ** 2;
/** Tells which environment it is, and how many events that has had. */
const telling = (word: string) =>
  `import os, uuid\nme = str(uuid.uuid4())\ncount = 0\ndef handler(event, context):
    global count
    count += 1
    return ["${word}", me, count, os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]]\n`;

// One server for all: each test has functions of its own.
const lambdas = openLambda(wholeFile, {
  settings: { proactiveBytes: 512 * mib },
  services: [scheduler, events],
});

const sizeOf = async ({ state, lambda }: LambdaTest, name: string) => {
  const { FunctionArn = "" } = await lambda("GetFunctionConfiguration", { FunctionName: name });
  const known = await state.functions.require({
    ...{ account: FunctionArn.split(":")[4]!, region: "us-east-1", name, qualifier: undefined },
  });
  return state.fleets.serving(`${known.family.latest.id}:$LATEST`)?.readyCount ?? 0;
};
const untilSize = (test: LambdaTest, name: string, count: number) =>
  eventually(async () => (await sizeOf(test, name)) === count || undefined, `${count} environments of ${name}`);

test("a function in use has one environment more than it needs, one that is tried out has not", async () => {
  const test = await lambdas;
  const { create, invoke } = test;
  await create("used", telling("used"));
  for (let n = 0; n < 5; n++) await invoke("used");
  assert.equal(await sizeOf(test, "used"), 1);
  for (let n = 5; n < 12; n++) await invoke("used");
  await untilSize(test, "used", 2);
  // It is one more and not one with each event; the one used last has the next.
  for (let n = 12; n < 20; n++) assert.equal((await invoke("used")).payload[2], n + 1);
  assert.equal(await sizeOf(test, "used"), 2);
});

test("an update of a function that was called begins with an environment; its first event tells of its INIT as any first does", async () => {
  const test = await lambdas;
  const { create, invoke, lambda, settled } = test;
  await create("updated", telling("old"));
  await create("never-called", telling("old"));
  assert.equal((await invoke("updated")).payload[0], "old");
  for (const FunctionName of ["updated", "never-called"]) {
    await lambda("UpdateFunctionCode", { FunctionName, ZipFile: zip({ "app.py": telling("new") }) });
    await settled(FunctionName);
  }
  await untilSize(test, "updated", 1);
  assert.equal(await sizeOf(test, "never-called"), 0);
  const { payload, tail } = await invoke("updated", {}, { LogType: "Tail" });
  assert.deepEqual([payload[0], payload[2], payload[3]], ["new", 1, "on-demand"]);
  const [, billed, init] = /Billed Duration: (\d+) ms.*Init Duration: ([\d.]+) ms/.exec(tail) ?? [];
  assert.ok(Number(billed) >= Number(init), `billed ${billed} ms with an Init Duration of ${init} ms`);
  assert.doesNotMatch((await invoke("updated", {}, { LogType: "Tail" })).tail, /Init Duration/);
});

test("code that cannot be loaded is tried ahead once, and its next call tries it and says why it fails", async () => {
  const test = await lambdas;
  const { create, invoke, lambda, settled, state } = test;
  await create("breaks", telling("fine"));
  await invoke("breaks");
  const broken = zip({ "app.py": "raise ValueError('cannot start')" });
  await lambda("UpdateFunctionCode", { FunctionName: "breaks", ZipFile: broken });
  await settled("breaks");
  const { error, payload } = await invoke("breaks");
  assert.equal(error, "Unhandled");
  assert.equal(payload.errorMessage, "cannot start");
  await eventually(async () => state.fleets.size === 0 || (await sizeOf(test, "breaks")) === 0, "none to be left");
});

test("a reserved concurrency has no more than is called", async () => {
  const test = await lambdas;
  const { create, invoke, lambda } = test;
  await create("reserved", telling("reserved"));
  await lambda("PutFunctionConcurrency", { FunctionName: "reserved", ReservedConcurrentExecutions: 2 });
  for (let n = 0; n < 15; n++) await invoke("reserved");
  assert.equal(await sizeOf(test, "reserved"), 1);
});

test("what is foreseen has an environment; beyond the budget nothing has", async () => {
  const test = await lambdas;
  const { create, lambda, table, state } = test;
  await create("expected", telling("expected"), { MemorySize: 256 } as never);
  await create("large", telling("large"), { MemorySize: 2_048 } as never);
  const { FunctionArn } = await lambda("PublishVersion", { FunctionName: "expected" });
  await lambda("CreateAlias", { FunctionName: "expected", Name: "live", FunctionVersion: "1" });
  const sizes = () => state.fleets.size;
  const before = sizes();
  table.host.foresee("arn:aws:lambda:us-east-1:000000000000:function:large");
  table.host.foresee("arn:aws:lambda:us-east-1:000000000000:function:no-such");
  table.host.foresee("arn:aws:sqs:us-east-1:000000000000:queue");
  table.host.foresee("arn:aws:lambda:us-east-1:000000000000:function:expected:live");
  await eventually(async () => sizes() === before + 1 || undefined, "an environment of the alias's version");
  // There is one: another is not made.
  table.host.foresee(FunctionArn!);
  const { payload } = await test.invoke("expected", {}, { Qualifier: "live" });
  assert.deepEqual([payload[0], payload[2]], ["expected", 1]);
  assert.equal(sizes(), before + 1);
  assert.equal(await sizeOf(test, "large"), 0);
});

test("a second before a schedule's time, and a rule's, its function has an environment", async () => {
  const test = await lambdas;
  const { create, call, clock, state } = test;
  const before = new Date(clock.nowMs());
  const dueMs = before.setUTCMinutes(before.getUTCMinutes() + 2, 0, 0);
  for (const name of ["by-schedule", "by-rule", "by-nothing"]) await create(name, telling(name));
  const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  await call("iam", "CreateRole", {
    RoleName: "scheduler",
    AssumeRolePolicyDocument: trusting("scheduler.amazonaws.com"),
  });
  await call("scheduler", "CreateSchedule", {
    Name: "nightly",
    ScheduleExpression: `at(${new Date(dueMs).toISOString().slice(0, 19)})`,
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: arn("by-schedule"), RoleArn: "arn:aws:iam::000000000000:role/scheduler" },
  });
  await call("eventbridge", "PutRule", { Name: "nightly", ScheduleExpression: "rate(2 minutes)" });
  await call("eventbridge", "PutTargets", { Rule: "nightly", Targets: [{ Id: "1", Arn: arn("by-rule") }] });
  clock.advance(dueMs - 1_000 - clock.nowMs());
  await untilSize(test, "by-schedule", 1);
  // The rule was made a little later than its whole minute before.
  clock.advance(60_000);
  await untilSize(test, "by-rule", 1);
  assert.equal(await sizeOf(test, "by-nothing"), 0);
  assert.ok(state.fleets.size >= 2);
});

test("an alias that moves has an environment of the version that it means now", async () => {
  const test = await lambdas;
  const { create, invoke, lambda, settled, state } = test;
  await create("moves", telling("one"));
  await lambda("PublishVersion", { FunctionName: "moves" });
  await lambda("CreateAlias", { FunctionName: "moves", Name: "live", FunctionVersion: "1" });
  await invoke("moves", {}, { Qualifier: "live" });
  await lambda("UpdateFunctionCode", { FunctionName: "moves", ZipFile: zip({ "app.py": telling("two") }) });
  await settled("moves");
  await lambda("PublishVersion", { FunctionName: "moves" });
  const before = state.fleets.size;
  await lambda("UpdateAlias", { FunctionName: "moves", Name: "live", FunctionVersion: "2" });
  await eventually(async () => state.fleets.size === before + 1 || undefined, "an environment of version 2");
  assert.equal((await invoke("moves", {}, { Qualifier: "live" })).payload[0], "two");
});

test("use is what was called in this minute and the one before", () => {
  const use = new RecentUse();
  const calls = (count: number, atMs: number) => Array.from({ length: count }, () => use.count(atMs));
  calls(9, 100_000);
  assert.equal(use.isInUse(100_000), false);
  calls(1, 130_000);
  assert.equal(use.isInUse(130_000), true);
  assert.equal(use.isInUse(170_000), true);
  assert.equal(use.isInUse(300_000), false);
  assert.equal(use.wasCalledLately(300_000), true);
  assert.equal(use.wasCalledLately(3_000_000), false);
});
