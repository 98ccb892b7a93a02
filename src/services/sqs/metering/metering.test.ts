import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { cloudwatch } from "../../cloudwatch/service.ts";
import { costExplorer } from "../../cost-explorer/service.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { readUsage } from "../../usage/usage.ts";
import { sqs } from "../service.ts";

test("what a queue is used for is in CloudWatch a minute later, and on the bill", async (context) => {
  const { call, clock, table, asRoot } = await openServiceTest(context, [sqs, cloudwatch, costExplorer, iam], {
    access: createAccessControl,
  });
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q" });
  for (const MessageBody of ["a", "bcd"]) await call("sqs", "SendMessage", { QueueUrl, MessageBody });
  await call("sqs", "ReceiveMessage", { QueueUrl, VisibilityTimeout: 120 });
  const startMs = clock.nowMs();
  clock.advance(60_000);
  const sumOf = async (MetricName: string) => {
    const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/SQS",
      MetricName,
      Dimensions: [{ Name: "QueueName", Value: "q" }],
      StartTime: new Date(startMs - 60_000),
      EndTime: new Date(startMs + 300_000),
      Period: 300,
      Statistics: ["Sum"],
    });
    return Datapoints[0]?.Sum;
  };
  await eventually(async () => (await sumOf("NumberOfMessagesSent")) ?? undefined, "the metrics");
  assert.equal(await sumOf("NumberOfMessagesSent"), 2);
  assert.equal(await sumOf("SentMessageSize"), 4);
  assert.equal(await sumOf("NumberOfMessagesReceived"), 1);
  assert.equal(await sumOf("ApproximateNumberOfMessagesVisible"), 1);
  assert.equal(await sumOf("ApproximateNumberOfMessagesNotVisible"), 1);
  assert.equal(await sumOf("ApproximateAgeOfOldestMessage"), 60);
  const requests = await eventually(async () => {
    let found = 0;
    const range = { fromMs: startMs - 3_600_000, toMs: startMs + 3_600_000 };
    for await (const { usageType, quantity } of readUsage(table.host.storage, asRoot.account, range))
      if (usageType === "Requests-RBP") found += quantity;
    return found || undefined;
  }, "the usage");
  // CreateQueue, two sends, a receive.
  assert.equal(requests, 4);
});

test("noisy groups of a fair queue are told, and what waits in quiet ones", async (context) => {
  const { call, clock } = await openServiceTest(context, [sqs, cloudwatch]);
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q" });
  const send = async (MessageGroupId: string, count: number) => {
    for (let sent = 0; sent < count; sent++)
      await call("sqs", "SendMessage", { QueueUrl, MessageBody: "m", MessageGroupId });
  };
  await send("noisy", 10);
  const receive = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 };
  await call("sqs", "ReceiveMessage", receive);
  await send("quiet", 1);
  await call("sqs", "ReceiveMessage", receive);
  await send("quiet", 2);
  await send("noisy", 5);
  const startMs = clock.nowMs();
  clock.advance(60_000);
  const read = async (MetricName: string) => {
    const { Datapoints = [] } = await call("cloudwatch", "GetMetricStatistics", {
      Namespace: "AWS/SQS",
      MetricName,
      Dimensions: [{ Name: "QueueName", Value: "q" }],
      StartTime: new Date(startMs - 60_000),
      EndTime: new Date(startMs + 300_000),
      Period: 300,
      Statistics: ["Maximum"],
    });
    return Datapoints[0]?.Maximum;
  };
  const noisy = await eventually(() => read("ApproximateNumberOfNoisyGroups"), "the metrics");
  assert.equal(noisy, 1);
  assert.equal(await read("ApproximateNumberOfMessagesVisibleInQuietGroups"), 2);
  assert.equal(await read("ApproximateNumberOfMessagesNotVisibleInQuietGroups"), 1);
});
