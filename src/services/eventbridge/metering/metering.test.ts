import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";
import { events } from "../service.ts";

const hourMs = 3_600_000;
const at = "arn:aws:events:us-east-1:000000000000";

async function open(context: TestContext, answer: (call: Recorded) => unknown = () => ({})) {
  const calls: Recorded[] = [];
  const recording = recordingServices({ cloudwatch: ["PutMetricData"], sqs: ["SendMessage"] }, calls, answer);
  const opened = await openServiceTest(context, [events, ...recording]);
  const { table } = opened;
  /** What CloudWatch has been told since: `NAME DIMENSION=VALUE…`, and its sum. */
  const told = async () => {
    await table.host.storage.outbox.idle();
    await events.stop?.(table.services.get("eventbridge")?.state as never);
    const data = calls
      .filter(({ operation }) => operation === "PutMetricData")
      .flatMap(({ input }) => input.MetricData);
    calls.length = 0;
    return new Map<string, number>(
      data.map(({ MetricName, Dimensions, Value, StatisticValues }) => [
        [MetricName, ...Dimensions.map(({ Name, Value: value }: Pair) => `${Name}=${value}`)].join(" "),
        Value ?? StatisticValues.SampleCount,
      ]),
    );
  };
  return { ...opened, told };
}

type Pair = { readonly Name: string; readonly Value: string };

test("what rules match and send is measured under AWS's names, by rule and bus", async (context) => {
  let isDown = false;
  const { call, told, clock, table } = await open(context, ({ operation }) => {
    if (isDown && operation === "SendMessage") throw new AwsError("ServiceUnavailable", "later", { status: 503 });
    return {};
  });
  await call("eventbridge", "CreateEventBus", { Name: "b" });
  for (const EventBusName of ["default", "b"]) {
    await call("eventbridge", "PutRule", { Name: "r", EventBusName, EventPattern: '{"source":["shop"]}' });
    await call("eventbridge", "PutTargets", {
      Rule: "r",
      EventBusName,
      Targets: ["x", "y"].map((Id) => ({ Id, Arn: `arn:aws:sqs:us-east-1:000000000000:${Id}` })),
    });
  }
  const entry = { Source: "shop", DetailType: "order", Detail: "{}" };
  await call("eventbridge", "PutEvents", {
    Entries: [entry, { ...entry, EventBusName: "b" }, { ...entry, Source: "other" }, { ...entry, Detail: "[" }],
  });
  const first = await told();
  for (const rule of ["RuleName=r", "RuleName=r EventBusName=b"]) {
    assert.equal(first.get(`MatchedEvents ${rule}`), 1);
    assert.equal(first.get(`TriggeredRules ${rule}`), 1);
    assert.equal(first.get(`Invocations ${rule}`), 2);
    assert.equal(first.get(`InvocationAttempts ${rule}`), 2);
    assert.equal(first.get(`SuccessfulInvocationAttempts ${rule}`), 2);
    for (const when of ["Start", "Complete", "Success"])
      assert.equal(first.get(`IngestionToInvocation${when}Latency ${rule}`), 2, when);
    assert.equal(first.has(`FailedInvocations ${rule}`), false);
  }
  assert.equal(first.get("MatchedEvents"), 2);
  assert.equal(first.get("InvocationsCreated"), 4);
  assert.equal(first.get("PutEventsEntriesCount"), 4);
  assert.equal(first.get("PutEventsFailedEntriesCount"), 1);
  assert.equal(first.get("PutEventsApproximateCallCount"), 1);
  assert.equal(first.get("PutEventsApproximateFailedCount"), 1);
  assert.equal(first.get("PutEventsLatency"), 1);
  isDown = true;
  await call("eventbridge", "PutEvents", { Entries: [entry] });
  await table.host.storage.outbox.idle();
  isDown = false;
  clock.advance(60_000);
  await table.host.storage.timers.idle();
  const second = await told();
  assert.equal(second.get("InvocationAttempts RuleName=r"), 2);
  assert.equal(second.get("RetryInvocationAttempts RuleName=r"), 2);
  assert.equal(second.get("Invocations RuleName=r"), 2);
  assert.equal(second.get("PutEventsApproximateSuccessCount"), 1);
});

test("the bill has events by 64 KB, what archives take by the gigabyte, and what is replayed", async (context) => {
  const { call, told, table, clock } = await open(context);
  const { storage } = table.host;
  await storage.migrate([{ name: "cost-explorer", migrations: usageMigrations }]);
  await call("eventbridge", "CreateArchive", { ArchiveName: "a", EventSourceArn: `${at}:event-bus/default` });
  const Detail = JSON.stringify({ text: "x".repeat(100_000) });
  await call("eventbridge", "PutEvents", { Entries: [{ Source: "shop", DetailType: "order", Detail }] });
  await storage.outbox.idle();
  clock.advance(1_000);
  await call("eventbridge", "StartReplay", {
    ReplayName: "again",
    EventSourceArn: `${at}:archive/a`,
    EventStartTime: new Date(0),
    EventEndTime: new Date(clock.nowMs()),
    Destination: { Arn: `${at}:event-bus/default` },
  });
  await storage.timers.idle();
  await told();
  const used = new Map<string, number>();
  const toMs = clock.nowMs() + 1;
  for await (const { usageType, quantity } of readUsage(storage, "000000000000", { fromMs: toMs - 7_200_000, toMs }))
    used.set(usageType, (used.get(usageType) ?? 0) + quantity);
  assert.equal(used.get("Event-64K-Chunks"), 4, "two chunks put, two replayed");
  const archived = (used.get("ArchivedEvents-Bytes") ?? 0) * 1024 ** 3;
  assert.ok(archived > 100_000 && archived < 100_100, `${archived}`);

  // A day and a half later: what the archive holds has been counted for each hour of it, on the day that it belongs to.
  // The first look counts nothing: it is from then on.
  clock.advance(10_000);
  await storage.timers.idle();
  const startMs = clock.nowMs();
  clock.advance(36 * hourMs);
  await storage.timers.idle();
  const days = new Map<string, number>();
  for await (const { usageType, quantity, hourMs: atMs } of readUsage(storage, "000000000000", {
    fromMs: startMs - hourMs,
    toMs: clock.nowMs() + 1,
  })) {
    if (usageType !== "TimedStorage-ByteHrs") continue;
    const day = new Date(atMs).toISOString().slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + quantity);
  }
  assert.equal(days.size, 2);
  const held = [...days.values()].reduce((sum, quantity) => sum + quantity) * 31 * 24 * 1024 ** 3;
  assert.ok(Math.abs(held / archived - 36) < 0.01, `${held / archived} hours`);
});
