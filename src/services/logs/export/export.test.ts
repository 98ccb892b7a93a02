import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { eventually } from "../../../../test/support/eventually.ts";
import { refuses } from "../../../../test/support/refuses.ts";
import { bytesOf } from "../../../../test/support/s3.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { s3 } from "../../s3/service.ts";
import { recordStore, recordsKey } from "../records/record-store.ts";
import { logs } from "../service.ts";
import type { LogsState } from "../state.ts";
import { runExport, runExportTopic } from "./run-export.ts";

const account = "000000000000";

/** A group `g` with a line in each of two streams, and a bucket `b` that CloudWatch Logs may write to if it `mayWrite`. */
async function openExports(context: TestContext, mayWrite: boolean) {
  const harness = await openServiceTest(context, [iam, s3, logs], { access: createAccessControl });
  const { call, clock } = harness;
  const logGroupName = "g";
  await call("cloudwatch-logs", "CreateLogGroup", { logGroupName });
  for (const logStreamName of ["web/one", "two"]) {
    await call("cloudwatch-logs", "CreateLogStream", { logGroupName, logStreamName });
    const logEvents = [{ timestamp: clock.nowMs(), message: `from ${logStreamName}` }];
    await call("cloudwatch-logs", "PutLogEvents", { logGroupName, logStreamName, logEvents });
  }
  await call("s3", "CreateBucket", { Bucket: "export-bucket" });
  const Principal = { Service: "logs.us-east-1.amazonaws.com" };
  const Condition = { ArnLike: { "aws:SourceArn": `arn:aws:logs:us-east-1:${account}:log-group:*` } };
  const Statement = [
    { Effect: "Allow", Principal, Condition, Action: "s3:GetBucketAcl", Resource: "arn:aws:s3:::export-bucket" },
    { Effect: "Allow", Principal, Condition, Action: "s3:PutObject", Resource: "arn:aws:s3:::export-bucket/*" },
  ];
  if (mayWrite) {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await call("s3", "PutBucketPolicy", { Bucket: "export-bucket", Policy });
  }
  const range = { from: clock.nowMs() - 1_000, to: clock.nowMs() + 1_000 };
  const create = (input: object = {}) =>
    call("cloudwatch-logs", "CreateExportTask", { logGroupName, destination: "export-bucket", ...range, ...input });
  return { ...harness, create };
}

test("an export writes a group's events to the bucket, an object a stream", async (context) => {
  const { call, create, clock } = await openExports(context, true);
  const { taskId = "" } = await create({ destinationPrefix: "copy", taskName: "mine" });
  const task = await eventually(async () => {
    const { exportTasks } = await call("cloudwatch-logs", "DescribeExportTasks", { taskId });
    return exportTasks?.find(({ status }) => status?.code === "COMPLETED");
  }, "the export's end");
  assert.deepEqual(
    [task?.taskName, task?.destinationPrefix, task?.status?.message],
    ["mine", "copy", "Completed successfully"],
  );
  const { Contents } = await call("s3", "ListObjectsV2", { Bucket: "export-bucket" });
  assert.deepEqual(
    Contents?.map(({ Key }) => Key),
    ["aws-logs-write-test", `copy/${taskId}/two/000000.gz`, `copy/${taskId}/web-one/000000.gz`],
  );
  const { Body } = await call("s3", "GetObject", { Bucket: "export-bucket", Key: `copy/${taskId}/two/000000.gz` });
  const text = gunzipSync(await bytesOf(Body)).toString();
  assert.equal(text, `${new Date(clock.nowMs()).toISOString()} from two\n`);
  await refuses(
    call("cloudwatch-logs", "CancelExportTask", { taskId }),
    "InvalidOperationException",
    "The specified export task has already finished",
  );
});

test("an export needs its group, its bucket and the bucket's word", async (context) => {
  const { call, create } = await openExports(context, false);
  const invalid = "InvalidParameterException";
  await refuses(create({ logGroupName: "none" }), "ResourceNotFoundException", /log group does not exist/);
  await refuses(
    create({ destination: "no-such-bucket" }),
    invalid,
    "The given bucket does not exist. Please make sure the bucket is valid.",
  );
  await refuses(create(), invalid, /^GetBucketAcl call on the given bucket failed/);
  await refuses(
    call("cloudwatch-logs", "CancelExportTask", { taskId: "none" }),
    "ResourceNotFoundException",
    "The specified export task does not exist.",
  );
});

test("a resource policy lets a service write", async (context) => {
  const { call, table, asRoot } = await openExports(context, false);
  const events = { kind: "service", account, arn: "events.amazonaws.com", userId: "events.amazonaws.com" } as const;
  const write = () =>
    table.call(
      "cloudwatch-logs",
      "CreateLogStream",
      { logGroupName: "g", logStreamName: "e" },
      {
        ...asRoot,
        principal: events,
      },
    );
  await assert.rejects(write(), { name: "AccessDenied" });
  const policyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "logs:CreateLogStream",
      Resource: "*",
    },
  });
  await call("cloudwatch-logs", "PutResourcePolicy", { policyName: "p", policyDocument });
  await write();
  const { resourcePolicies } = await call("cloudwatch-logs", "DescribeResourcePolicies", {});
  const listed = JSON.parse(resourcePolicies?.[0]?.policyDocument ?? "");
  assert.deepEqual(listed, {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "logs:CreateLogStream",
        Resource: "*",
      },
    ],
  });
  await call("cloudwatch-logs", "DeleteResourcePolicy", { policyName: "p" });
  await refuses(
    call("cloudwatch-logs", "DeleteResourcePolicy", { policyName: "p" }),
    "ResourceNotFoundException",
    /Policy with name \[p\] does not exist/,
  );
});

test("a protected group is not deleted until its protection ends", async (context) => {
  const { call } = await openExports(context, false);
  const protect = (deletionProtectionEnabled: boolean) =>
    call("cloudwatch-logs", "PutLogGroupDeletionProtection", { logGroupIdentifier: "g", deletionProtectionEnabled });
  await protect(true);
  const { logGroups } = await call("cloudwatch-logs", "DescribeLogGroups", {});
  assert.equal(logGroups?.[0]?.deletionProtectionEnabled, true);
  await refuses(
    call("cloudwatch-logs", "DeleteLogGroup", { logGroupName: "g" }),
    "ValidationException",
    /deletion protection/,
  );
  await protect(false);
  await call("cloudwatch-logs", "DeleteLogGroup", { logGroupName: "g" });
});

test("a group that was made again under the name is not exported in the place of the former one", async (context) => {
  const { call, clock, table } = await openExports(context, true);
  const place = { account, region: "us-east-1" };
  const nowMs = clock.nowMs();
  const task = {
    ...{
      name: "task",
      modifiedMs: nowMs,
      taskName: undefined,
      group: "g",
      groupId: "of-the-former",
      streamPrefix: undefined,
    },
    ...{
      fromMs: nowMs - 1_000,
      toMs: nowMs + 1_000,
      bucket: "export-bucket",
      prefix: "copy",
      status: "PENDING" as const,
    },
    ...{ message: "", createdMs: nowMs, completedMs: undefined },
  };
  const key = recordsKey(place, "logs.export-tasks");
  await table.host.storage.partition(key).write((tx) => recordStore.put(tx, "logs.export-tasks", task));
  const effect = { topic: runExportTopic, id: "effect", payload: JSON.stringify({ taskId: "task" }) };
  const { state, host } = { state: table.services.get("cloudwatch-logs")?.state as LogsState, host: table.host };
  await runExport(effect, key, { state, host, isStopping: () => false } as never);
  const { exportTasks } = await call("cloudwatch-logs", "DescribeExportTasks", { taskId: "task" });
  assert.equal(exportTasks?.[0]?.status?.code, "COMPLETED");
  assert.deepEqual((await call("s3", "ListObjectsV2", { Bucket: "export-bucket" })).Contents ?? [], []);
});
