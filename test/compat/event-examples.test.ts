import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, PublishBatchCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  SendMessageBatchCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

/** The examples whose functions are run by events: of queues, of topics and of logs. */
let squall: TestSquall;
let lambda: LambdaClient;
let s3: S3Client;
let sqs: SQSClient;
before(async () => {
  squall = await startSquall();
  lambda = squall.client(LambdaClient);
  s3 = squall.client(S3Client, { forcePathStyle: true });
  sqs = squall.client(SQSClient);
});
after(() => squall.close());

const account = "000000000000";
const source = (path: string) => readFileSync(fileURLToPath(new URL(`../../examples/${path}`, import.meta.url)));

test("orders through a queue: poison ends in the dead-letter queue, and is redriven when its cause is mended", async () => {
  const dead = await createQueue("orders-dead");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn("orders-dead"), maxReceiveCount: 2 });
  const queue = await createQueue("orders", { RedrivePolicy, VisibilityTimeout: "5" });
  await s3.send(new CreateBucketCommand({ Bucket: "shop" }));
  const variables = (prices: object) => ({ Variables: { ORDERS_BUCKET: "shop", PRICES: JSON.stringify(prices) } });
  await create("orders", {
    Runtime: "python3.11",
    Handler: "app.handler",
    Timeout: 5,
    Code: { ZipFile: zip({ "app.py": source("order-queue/app.py") }) },
    Environment: variables({ tea: "3.50" }),
  });
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: "orders",
      EventSourceArn: queueArn("orders"),
      BatchSize: 10,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    }),
  );
  const orders = [
    { id: "1", items: { tea: 2 } },
    { id: "2", items: { coffee: 1 } },
    { id: "3", items: { tea: 1 } },
  ];
  const Entries = orders.map((order) => ({ Id: order.id, MessageBody: JSON.stringify(order) }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }));
  assert.deepEqual(await readJson("shop", "orders/1.json"), { ...orders[0], total: "7.00" });
  assert.deepEqual(await readJson("shop", "orders/3.json"), { ...orders[2], total: "3.50" });
  await eventually(async () => (await countOf(dead)) === 1 || undefined, "the order of coffee among the dead letters");
  assert.deepEqual(await keysOf("shop", "orders/"), ["orders/1.json", "orders/3.json"]);

  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: "orders",
      Environment: variables({ tea: "3.50", coffee: "2.20" }),
    }),
  );
  await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName: "orders" });
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn("orders-dead") }));
  assert.deepEqual(await readJson("shop", "orders/2.json"), { ...orders[1], total: "2.20" });
  await eventually(async () => (await countOf(queue)) === 0 || undefined, "an empty queue");
  assert.equal(await countOf(dead), 0);
  const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: queueArn("orders-dead") }));
  assert.deepEqual([Results?.[0]?.Status, Results?.[0]?.ApproximateNumberOfMessagesMoved], ["COMPLETED", 1]);
});

test("a topic has two queues, whose functions get all of its messages and those that a filter lets through", async () => {
  const sns = squall.client(SNSClient);
  await s3.send(new CreateBucketCommand({ Bucket: "fan-out" }));
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "shop-events" }));
  const FilterPolicy = JSON.stringify({ kind: ["order"] });
  for (const [name, Attributes] of [
    ["audit", {}],
    ["billing", { FilterPolicy }],
  ] as const) {
    const statement = {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn(name),
      Condition: { ArnEquals: { "aws:SourceArn": TopicArn } },
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await createQueue(name, { Policy, VisibilityTimeout: "60" });
    await create(name, {
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Code: { ZipFile: zip({ "index.mjs": source("fan-out/index.mjs") }) },
      Environment: { Variables: { BUCKET: "fan-out" } },
    });
    await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn: queueArn(name) }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn(name), Attributes }));
  }
  const kinds = ["order", "visit", "order"];
  const PublishBatchRequestEntries = kinds.map((kind, index) => ({
    Id: String(index),
    Message: JSON.stringify({ number: index }),
    MessageAttributes: { kind: { DataType: "String", StringValue: kind } },
  }));
  const { Successful = [] } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  const ids = Successful.map(({ MessageId = "" }) => MessageId);
  for (const [index, kind] of kinds.entries()) {
    const kept = { number: index, kind };
    assert.deepEqual(await readJson("fan-out", `audit/${ids[index]}.json`), kept);
    if (kind === "order") assert.deepEqual(await readJson("fan-out", `billing/${ids[index]}.json`), kept);
  }
  assert.equal((await keysOf("fan-out", "billing/")).length, 2);
  sns.destroy();
});

test("errors in a log are counted by a subscription filter's function", async () => {
  const logs = squall.client(CloudWatchLogsClient);
  const logGroupName = "/shop/payments";
  await s3.send(new CreateBucketCommand({ Bucket: "analysis" }));
  await create("log-analysis", {
    Runtime: "python3.11",
    Handler: "app.handler",
    Code: { ZipFile: zip({ "app.py": source("log-analysis/app.py") }) },
    Environment: { Variables: { ANALYSIS_BUCKET: "analysis" } },
  });
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: "log-analysis",
      StatementId: "logs",
      Action: "lambda:InvokeFunction",
      Principal: "logs.amazonaws.com",
      SourceArn: `arn:aws:logs:us-east-1:${account}:log-group:${logGroupName}:*`,
    }),
  );
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "web" }));
  await logs.send(
    new PutSubscriptionFilterCommand({
      logGroupName,
      filterName: "errors",
      filterPattern: "ERROR",
      destinationArn: `arn:aws:lambda:us-east-1:${account}:function:log-analysis`,
    }),
  );
  const messages = ["INFO paid", "ERROR CardDeclined: 17", "ERROR Timeout: bank", "ERROR CardDeclined: 4"];
  const logEvents = messages.map((message, index) => ({ message, timestamp: Date.now() + index }));
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: "web", logEvents }));
  const [key = ""] = await eventually(async () => {
    const keys = await keysOf("analysis", "shop/payments/");
    return keys.length > 0 ? keys : undefined;
  }, "the analysis");
  const lines = (await readText("analysis", key)).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    [
      { group: logGroupName, cause: "CardDeclined", count: 2 },
      { group: logGroupName, cause: "Timeout", count: 1 },
    ],
  );
  const { Datapoints = [] } = await squall.client(CloudWatchClient).send(
    new GetMetricStatisticsCommand({
      Namespace: "LogAnalysis",
      MetricName: "Errors",
      Dimensions: [{ Name: "Cause", Value: "CardDeclined" }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 3_600,
      Statistics: ["Sum"],
    }),
  );
  assert.equal(
    Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0),
    2,
  );
});

function queueArn(name: string): string {
  return `arn:aws:sqs:us-east-1:${account}:${name}`;
}

async function createQueue(QueueName: string, Attributes?: Record<string, string>): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
}

/** Messages that wait and that are being handled. */
async function countOf(QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}

async function create(
  FunctionName: string,
  input: Pick<CreateFunctionCommandInput, "Runtime" | "Handler" | "Code" | "Environment" | "Timeout">,
): Promise<void> {
  await lambda.send(new CreateFunctionCommand({ FunctionName, Role: labRole, Timeout: 30, MemorySize: 256, ...input }));
  const waiting = { client: lambda, maxWaitTime: 120, minDelay: 0.05, maxDelay: 0.2 };
  await waitUntilFunctionActiveV2(waiting, { FunctionName });
}

async function keysOf(Bucket: string, Prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Contents.map(({ Key = "" }) => Key);
}

/** Waits until it is there. */
function readText(Bucket: string, Key: string): Promise<string> {
  return eventually(async () => {
    const found = await s3.send(new GetObjectCommand({ Bucket, Key })).catch(() => undefined);
    return found?.Body?.transformToString();
  }, `s3://${Bucket}/${Key}`);
}

async function readJson(Bucket: string, Key: string): Promise<unknown> {
  return JSON.parse(await readText(Bucket, Key));
}
