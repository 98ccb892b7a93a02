import assert from "node:assert/strict";
import { test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sqs } from "../../sqs/service.ts";
import { events } from "../service.ts";

const at = "arn:aws:events:us-east-1:000000000000";
const bus = `${at}:event-bus/default`;

test("an archive keeps what matches; a replay sends it again to the rules, once each, and nothing is archived twice", async (context) => {
  const { call, table, clock } = await openServiceTest(context, [events, sqs]);
  const { storage } = table.host;
  const settle = async () => {
    for (let round = 0; round < 6; round++) {
      await storage.outbox.idle();
      await storage.timers.idle();
    }
  };
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:*", Resource: "*" }],
  });
  const Attributes = { Policy, VisibilityTimeout: "43200" };
  const QueueUrl = (await call("sqs", "CreateQueue", { QueueName: "q", Attributes })).QueueUrl ?? "";
  const bodies = async () => {
    await settle();
    const all: Record<string, unknown>[] = [];
    for (;;) {
      const { Messages = [] } = await call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
      if (Messages.length === 0) return all;
      all.push(...Messages.map(({ Body }) => JSON.parse(Body ?? "") as Record<string, unknown>));
    }
  };
  const EventPattern = '{"source":["shop"]}';
  const archive = { ArchiveName: "a", EventSourceArn: bus, EventPattern, RetentionDays: 1 };
  const made = await call("eventbridge", "CreateArchive", archive);
  assert.equal(made.ArchiveArn, `${at}:archive/a`);
  await refuses(
    call("eventbridge", "CreateArchive", archive),
    "ResourceAlreadyExistsException",
    "Archive a already exists.",
  );
  await call("eventbridge", "PutRule", { Name: "r", EventPattern: '{"source":[{"exists":true}]}' });
  await call("eventbridge", "PutTargets", {
    Rule: "r",
    Targets: [{ Id: "t", Arn: "arn:aws:sqs:us-east-1:000000000000:q" }],
  });
  const put = (Source: string, n: number) => ({ Source, DetailType: "d", Detail: JSON.stringify({ n }) });
  for (let n = 0; n < 150; n += 10) {
    const Entries = Array.from({ length: 10 }, (_, index) => put("shop", n + index));
    await call("eventbridge", "PutEvents", { Entries });
  }
  await call("eventbridge", "PutEvents", { Entries: [put("other", 0)] });
  assert.equal((await bodies()).length, 151);
  const described = await call("eventbridge", "DescribeArchive", { ArchiveName: "a" });
  assert.equal(described.EventCount, 150);
  const listed = await call("eventbridge", "ListArchives", { EventSourceArn: bus });
  assert.equal(listed.Archives?.[0]?.EventCount, 150);
  const nowMs = clock.nowMs();
  const replay = {
    ReplayName: "again",
    EventSourceArn: `${at}:archive/a`,
    Destination: { Arn: bus },
    EventStartTime: new Date(nowMs - 1_000),
    EventEndTime: new Date(nowMs + 1_000),
  };
  const wrong = { ...replay, Destination: { Arn: `${at}:event-bus/x` } };
  await refuses(call("eventbridge", "StartReplay", wrong), "ResourceNotFoundException", "Event bus x does not exist.");
  await refuses(
    call("eventbridge", "StartReplay", { ...replay, EventEndTime: replay.EventStartTime }),
    "ValidationException",
    "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
  );
  assert.equal((await call("eventbridge", "StartReplay", replay)).State, "STARTING");
  const replayed = await bodies();
  assert.equal(new Set(replayed.map(({ id }) => id)).size, 150);
  assert.equal(replayed.length, 150);
  assert.ok(replayed.every((event) => event["replay-name"] === "again"));
  assert.equal((await call("eventbridge", "DescribeReplay", { ReplayName: "again" })).State, "COMPLETED");
  assert.equal((await call("eventbridge", "ListReplays", { NamePrefix: "ag" })).Replays?.length, 1);
  await refuses(
    call("eventbridge", "CancelReplay", { ReplayName: "again" }),
    "IllegalStatusException",
    "Replay again is not in a valid state for this operation: COMPLETED.",
  );
  assert.equal((await call("eventbridge", "DescribeArchive", { ArchiveName: "a" })).EventCount, 150);
  clock.advance(2 * 86_400_000);
  await settle();
  assert.equal((await call("eventbridge", "DescribeArchive", { ArchiveName: "a" })).EventCount, 0);
  await call("eventbridge", "UpdateArchive", { ArchiveName: "a", RetentionDays: 5 });
  assert.equal((await call("eventbridge", "DescribeArchive", { ArchiveName: "a" })).RetentionDays, 5);
  await call("eventbridge", "DeleteArchive", { ArchiveName: "a" });
  await refuses(
    call("eventbridge", "DescribeArchive", { ArchiveName: "a" }),
    "ResourceNotFoundException",
    "Archive a does not exist.",
  );
});

test("an archive's rule is shown as AWS shows it, changed by force only, and the archive takes what comes while it is there", async (context) => {
  const { call, table } = await openServiceTest(context, [events]);
  const archived = async () => {
    await call("eventbridge", "PutEvents", { Entries: [{ Source: "shop", DetailType: "d", Detail: '{ "n": 1 }' }] });
    await table.host.storage.outbox.idle();
    const { EventCount, SizeBytes } = await call("eventbridge", "DescribeArchive", { ArchiveName: "a" });
    return [EventCount, SizeBytes];
  };
  await call("eventbridge", "CreateArchive", {
    ArchiveName: "a",
    EventSourceArn: bus,
    EventPattern: '{"source":["shop"]}',
  });
  const { Rules } = await call("eventbridge", "ListRules", {});
  assert.deepEqual(Rules, [
    {
      Name: "Events-Archive-a",
      Arn: `${at}:rule/Events-Archive-a`,
      EventPattern: '{"source":["shop"],"replay-name":[{"exists":false}]}',
      State: "ENABLED",
      Description: undefined,
      ScheduleExpression: undefined,
      RoleArn: undefined,
      ManagedBy: "prod.vhs.events.aws.internal",
      EventBusName: "default",
    },
  ]);
  const { Targets = [] } = await call("eventbridge", "ListTargetsByRule", { Rule: "Events-Archive-a" });
  assert.deepEqual(
    Targets.map(({ Id, Arn }) => [Id, Arn]),
    [["Events-Archive-a", "arn:aws:events:us-east-1:::"]],
  );
  assert.deepEqual(await archived(), [1, 38]);
  const refused = { name: "ManagedRuleException" };
  const rule = { Rule: "Events-Archive-a" };
  const named = { Name: "Events-Archive-a" };
  await assert.rejects(call("eventbridge", "DeleteRule", named), refused);
  await assert.rejects(call("eventbridge", "DisableRule", named), refused);
  await assert.rejects(call("eventbridge", "PutRule", { ...named, EventPattern: '{"source":["x"]}' }), refused);
  await assert.rejects(call("eventbridge", "RemoveTargets", { ...rule, Ids: ["Events-Archive-a"] }), refused);
  await call("eventbridge", "UpdateArchive", { ArchiveName: "a", EventPattern: '{"source":["other"]}' });
  assert.deepEqual(await archived(), [1, 38], "what does not match any more");
  await call("eventbridge", "UpdateArchive", { ArchiveName: "a", EventPattern: '{"source":["shop"]}' });
  assert.deepEqual(await archived(), [2, 76]);
  await call("eventbridge", "RemoveTargets", { ...rule, Ids: ["Events-Archive-a"], Force: true });
  await call("eventbridge", "DeleteRule", { ...named, Force: true });
  assert.deepEqual(await archived(), [2, 76], "without its rule it takes nothing");
  await call("eventbridge", "DeleteArchive", { ArchiveName: "a" });
  await call("eventbridge", "CreateArchive", { ArchiveName: "a", EventSourceArn: bus });
  await call("eventbridge", "DeleteArchive", { ArchiveName: "a" });
  assert.deepEqual((await call("eventbridge", "ListRules", {})).Rules, [], "its rule goes with it");
});

test("what is past an archive's retention is taken out in slices, and out of what it counts", async (context) => {
  const { call, table, clock } = await openServiceTest(context, [events]);
  const { storage } = table.host;
  await call("eventbridge", "CreateArchive", { ArchiveName: "a", EventSourceArn: bus, RetentionDays: 1 });
  const put = (many: number, Time?: Date) =>
    Promise.all(
      Array.from({ length: many }, () =>
        call("eventbridge", "PutEvents", {
          Entries: Array.from({ length: 10 }, () => ({ Source: "s", DetailType: "d", Detail: "{}", Time })),
        }),
      ),
    );
  await put(60);
  clock.advance(23 * hourMs);
  await put(1);
  await storage.outbox.idle();
  const totals = async () => {
    const { EventCount, SizeBytes } = await call("eventbridge", "DescribeArchive", { ArchiveName: "a" });
    return [EventCount, SizeBytes];
  };
  assert.deepEqual(await totals(), [610, 610 * 30]);
  clock.advance(2 * hourMs);
  await storage.timers.idle();
  assert.deepEqual(await totals(), [10, 300]);
});

const hourMs = 3_600_000;
