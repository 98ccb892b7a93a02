import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { recordingServices } from "../../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { limits } from "../limits.ts";
import { events } from "../service.ts";

const targetIds = ["a", "b", "c", "d", "e"];
const rules = 44;

/** Rules that all match, whose targets are told which they are, and what has been sent to them. */
async function open(context: TestContext, { rules: count = rules, template = '"<aws.events.rule-name>"' } = {}) {
  const calls: Parameters<typeof recordingServices>[1] = [];
  const gate: { wait?: Promise<void> } = {};
  const recording = recordingServices({ sqs: ["SendMessage"] }, calls, () => gate.wait);
  const test = await openServiceTest(context, [events, ...recording]);
  const { call, table } = test;
  const { storage } = table.host;
  const names = Array.from({ length: count }, (_, index) => `rule-${index}`);
  for (const Name of names) {
    await call("eventbridge", "PutRule", { Name, EventPattern: '{"source":["shop"]}' });
    const Targets = targetIds.map((Id) => ({
      Id,
      Arn: `arn:aws:sqs:us-east-1:000000000000:${Id}`,
      InputTransformer: { InputPathsMap: { text: "$.detail.text" }, InputTemplate: template },
    }));
    await call("eventbridge", "PutTargets", { Rule: Name, Targets });
  }
  const put = (Detail = '{"text":"x"}', more = 1) =>
    call("eventbridge", "PutEvents", {
      Entries: Array.from({ length: more }, () => ({ Source: "shop", DetailType: "order", Detail })),
    });
  const sent = () => calls.map(({ input }) => `${input.QueueUrl.split("/").at(-1)} ${JSON.parse(input.MessageBody)}`);
  const all = names.flatMap((name) => targetIds.map((id) => `${id} ${name}`)).sort();
  return { ...test, put, sent, all, calls, gate, settle: () => storage.outbox.idle() };
}

test("an event that leads to more than one commit holds reaches each target once", async (context) => {
  const { put, sent, all, settle } = await open(context);
  assert.ok(all.length > 2 * limits.effectsAtOnce);
  assert.equal((await put()).FailedEntryCount, 0);
  await settle();
  assert.deepEqual(sent().sort(), all);
});

test("ten events of one call, of which the last do not fit its commit, reach each target once each", async (context) => {
  const { put, sent, all, settle } = await open(context, { rules: 6 });
  await put('{"text":"x"}', 10);
  await settle();
  assert.deepEqual(
    sent().sort(),
    Array.from({ length: 10 }, () => all)
      .flat()
      .sort(),
  );
});

test("no piece is larger in bytes than a commit may be, however little the event has", async (context) => {
  const { put, calls, settle, table } = await open(context, { rules: 8, template: `{"t": "${"<text>".repeat(100)}"}` });
  const writes: number[] = [];
  const { storage } = table.host;
  const partition = storage.partition.bind(storage);
  context.mock.method(storage, "partition", (key: Parameters<typeof partition>[0]) => {
    const real = partition(key);
    if (key.kind !== "events.fan-outs") return real;
    return {
      ...real,
      key,
      read: real.read.bind(real),
      drop: real.drop.bind(real),
      write: <T>(work: Parameters<typeof real.write<T>>[0]) =>
        real.write<T>(async (tx) => {
          let bytes = 0;
          const counting = new Proxy(tx, {
            get: (_tx, name) => {
              const member = Reflect.get(tx, name) as (...given: unknown[]) => unknown;
              return (...given: unknown[]) => {
                if (name === "emit") bytes += (given[0] as { payload: string }).payload.length;
                return member.apply(tx, given);
              };
            },
          });
          const result = await work(counting);
          writes.push(bytes);
          return result;
        }),
    };
  });
  await put(JSON.stringify({ text: "x".repeat(2_000) }));
  await settle();
  assert.equal(calls.length, 40);
  assert.ok(writes.length > 3, `${writes}`);
  for (const bytes of writes) assert.ok(bytes < limits.effectBytesAtOnce + 2 * limits.inputBytes, `${writes}`);
});

test("other events are not held up by one with many targets, and rules that come later do not get it", async (context) => {
  const { put, call, clock, sent, all, gate, calls, settle } = await open(context);
  let release = () => {};
  gate.wait = new Promise((resolve) => {
    release = resolve;
  });
  await put();
  clock.advance(1);
  await call("eventbridge", "PutRule", { Name: "other", EventPattern: '{"source":["other"]}' });
  await call("eventbridge", "PutRule", { Name: "zz-later", EventPattern: '{"source":["shop"]}' });
  const Targets = [{ Id: "o", Arn: "arn:aws:sqs:us-east-1:000000000000:other" }];
  await call("eventbridge", "PutTargets", { Rule: "other", Targets });
  await call("eventbridge", "PutTargets", { Rule: "zz-later", Targets });
  await call("eventbridge", "PutEvents", { Entries: [{ Source: "other", DetailType: "d", Detail: "{}" }] });
  const isThere = () => calls.some(({ input }) => input.QueueUrl.endsWith("/other"));
  await eventually(async () => isThere() || undefined, "the other event");
  assert.ok(calls.length <= 3, "the first of the many still waits for its target");
  release();
  await settle();
  const others = calls.filter(({ input }) => input.QueueUrl.endsWith("/other"));
  assert.equal(others.length, 1, "a rule made after the event does not get it");
  calls.splice(0, calls.length, ...calls.filter((call) => !others.includes(call)));
  assert.deepEqual(sent().sort(), all);
});
