import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Recorded, recordingServices } from "../../../../test/support/recording-services.ts";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { bucketKey } from "../buckets/bucket.ts";
import { s3 } from "../service.ts";
import type { S3State } from "../state.ts";
import { type ReplicationJob, replicationTopic } from "./emit-replication.ts";
import { pendingStore } from "./pending-store.ts";
import { setThresholdTimer } from "./threshold-timer.ts";

const copies = { Bucket: "copies" } as const;
const role = "arn:aws:iam::000000000000:role/copier";
const minuteMs = 60_000;
const events = ["Replication:OperationMissedThreshold", "Replication:OperationReplicatedAfterThreshold"];

/** Two buckets with versions; the first tells a queue what becomes of copies. */
async function openMeasured(context: TestContext) {
  const calls: Recorded[] = [];
  const others = recordingServices(
    { cloudwatch: ["PutMetricData"], sqs: ["SendMessage", "GetQueueUrl"] },
    calls,
    () => ({
      QueueUrl: "http://localhost/told",
    }),
  );
  const harness = await openS3Test(context, others);
  const { call, table } = harness;
  await call("s3", "CreateBucket", copies);
  for (const bucket of [b, copies])
    await call("s3", "PutBucketVersioning", { ...bucket, VersioningConfiguration: { Status: "Enabled" } });
  const queue = { QueueArn: "arn:aws:sqs:us-east-1:000000000000:told", Events: ["s3:Replication:*" as never] };
  await call("s3", "PutBucketNotificationConfiguration", {
    ...b,
    SkipDestinationValidation: true,
    NotificationConfiguration: { QueueConfigurations: [queue] },
  });
  const told = () =>
    calls
      .filter(({ operation }) => operation === "SendMessage")
      .flatMap(({ input }) => JSON.parse(input.MessageBody).Records ?? [])
      .map(({ eventName, replicationEventData: { failureReason, destinationBucket } }) =>
        [eventName, destinationBucket, failureReason].filter(Boolean).join(" "),
      );
  const state = table.services.get("s3")?.state as S3State;
  const settle = () => table.host.storage.outbox.idle();
  return { ...harness, calls, told, state, settle };
}

test("a rule with metrics tells how long its copies took, what is owed, and which failed", async (context) => {
  const { call, calls, told, state, settle } = await openMeasured(context);
  const Destination = {
    Bucket: "arn:aws:s3:::copies",
    Metrics: { Status: "Enabled", EventThreshold: { Minutes: 15 } },
    ReplicationTime: { Status: "Enabled", Time: { Minutes: 15 } },
  } as const;
  const rule = { ID: "all", Status: "Enabled", Priority: 1, Filter: {}, Destination } as const;
  await call("s3", "PutBucketReplication", {
    ...b,
    ReplicationConfiguration: {
      Role: role,
      Rules: [{ ...rule, DeleteMarkerReplication: { Status: "Disabled" } }],
    },
  });
  await call("s3", "PutObject", { ...b, Key: "a", Body: Buffer.from("hello") as never });
  await settle();
  await call("s3", "PutBucketVersioning", { ...copies, VersioningConfiguration: { Status: "Suspended" } });
  await call("s3", "PutObject", { ...b, Key: "b", Body: Buffer.from("x") as never });
  await settle();
  await s3.stop?.(state);
  const data = calls.filter(({ operation }) => operation === "PutMetricData").flatMap(({ input }) => input.MetricData);
  const of = (name: string) =>
    data
      .filter(({ MetricName }) => MetricName === name)
      .map(({ Dimensions, Value, StatisticValues }) => [
        Value ?? StatisticValues.Maximum,
        Dimensions.map((each: { Name: string; Value: string }) => `${each.Name}=${each.Value}`).join(" "),
      ]);
  const dimensions = "SourceBucket=pictures DestinationBucket=copies RuleId=all";
  assert.deepEqual(of("ReplicationLatency"), [[0, dimensions]]);
  assert.deepEqual(of("BytesPendingReplication"), [[5, dimensions]]);
  assert.deepEqual(of("OperationsPendingReplication"), [[1, dimensions]]);
  assert.deepEqual(of("OperationsFailedReplication"), [[1, dimensions]]);
  assert.deepEqual(told(), ["Replication:OperationFailedReplication arn:aws:s3:::copies DstBucketUnversioned"]);
});

test("a copy that is not made in the time that its rule promises is told of once, and when it is made", async (context) => {
  const { call, clock, table, told, state, settle } = await openMeasured(context);
  const { storage } = table.host;
  const { VersionId = "" } = await call("s3", "PutObject", { ...b, Key: "a", Body: Buffer.from("hello") as never });
  const source = await state.buckets.find("pictures");
  assert.ok(source);
  // What its server would have left that stopped before it made the copy.
  const partition = storage.partition(bucketKey(source));
  const sinceMs = clock.nowMs();
  const owed = { id: "1", key: "a", versionId: VersionId, rule: "all", target: "copies", sizeBytes: 5, sinceMs };
  await partition.write(async (tx) => {
    await pendingStore.add(tx, { ...owed, isTimed: true });
    await setThresholdTimer(tx, sinceMs);
  });
  const later = async (minutes: number) => {
    clock.advance(minutes * minuteMs);
    await storage.timers.idle();
    await settle();
  };
  await later(14);
  assert.deepEqual(told(), []);
  await later(3);
  assert.deepEqual(told(), [`${events[0]} arn:aws:s3:::copies`]);
  await later(60);
  const target = { bucket: "copies", role, rule: "all", isOwnedByTarget: false, measured: "timed" } as const;
  const job: ReplicationJob = { key: "a", versionId: VersionId, change: "object", target };
  const emit = () =>
    partition.write((tx) => tx.emit({ topic: replicationTopic, id: "1", payload: JSON.stringify(job) }));
  await emit();
  await settle();
  assert.deepEqual(
    told(),
    events.map((event) => `${event} arn:aws:s3:::copies`),
  );
});

test("a version that is deleted before its copy is made is told of as no longer tracked", async (context) => {
  const { call, clock, table, told, state, settle } = await openMeasured(context);
  const { VersionId = "" } = await call("s3", "PutObject", { ...b, Key: "a", Body: Buffer.from("hello") as never });
  const source = await state.buckets.find("pictures");
  assert.ok(source);
  const partition = table.host.storage.partition(bucketKey(source));
  const target = { bucket: "copies", role, rule: "all", isOwnedByTarget: false, measured: "plain" } as const;
  const job: ReplicationJob = { key: "a", versionId: VersionId, change: "object", target };
  const copy = { key: "a", versionId: VersionId, rule: "all", target: "copies", sizeBytes: 5, isTimed: false };
  await call("s3", "DeleteObject", { ...b, Key: "a", VersionId });
  await partition.write(async (tx) => {
    await pendingStore.add(tx, { ...copy, id: "1", sinceMs: clock.nowMs() });
    await tx.emit({ topic: replicationTopic, id: "1", payload: JSON.stringify(job) });
  });
  await settle();
  assert.deepEqual(told(), ["Replication:OperationNotTracked arn:aws:s3:::copies"]);
  const { operations } = await partition.read((tx) => pendingStore.totals(tx, "all", "copies"));
  assert.equal(operations, 0);
});
