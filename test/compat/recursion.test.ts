import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { eventually } from "../support/eventually.ts";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

const turns = 16;
const waiting = { maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };

/** The mistake of everybody's first trigger: the function writes where it is triggered by. */
const source = `
import boto3
s3 = boto3.client("s3")
def handler(event, context):
    key = event["Records"][0]["s3"]["object"]["key"]
    print("turn", key)
    s3.put_object(Bucket="loop", Key=str(int(key) + 1), Body=b"again")
`;

test("a function that triggers itself through S3 is stopped after 16 turns", async () => {
  await using squall = await startSquall();
  const lambda = squall.client(LambdaClient);
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  const FunctionName = "loops";
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: "python3.11",
      Handler: "app.handler",
      Role: labRole,
      Timeout: 10,
      Code: { ZipFile: zip({ "app.py": source }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, ...waiting }, { FunctionName });
  const permission = { StatementId: "s3", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName, ...permission }));
  await s3.send(new CreateBucketCommand({ Bucket: "loop" }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: "loop",
      NotificationConfiguration: {
        LambdaFunctionConfigurations: [{ LambdaFunctionArn: FunctionArn, Events: ["s3:ObjectCreated:*"] }],
      },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket: "loop", Key: "0", Body: "once" }));
  const keys = async () => (await s3.send(new ListObjectsV2Command({ Bucket: "loop" }))).KeyCount ?? 0;
  await eventually(async () => ((await keys()) === turns + 1 ? true : undefined), "the last turn");
  await untilDropped(squall, [FunctionName]);
  assert.equal(await keys(), turns + 1, "it went on");
  const logs = squall.client(CloudWatchLogsClient);
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/loops", filterPattern: "turn" }),
  );
  assert.equal(events.length, turns);
});

test("a loop of destinations is stopped, too", async () => {
  await using squall = await startSquall();
  const lambda = squall.client(LambdaClient);
  const arns: Record<string, string> = {};
  for (const FunctionName of ["ping", "pong"]) {
    const made = await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: "python3.11",
        Handler: "app.handler",
        Role: labRole,
        Code: { ZipFile: zip({ "app.py": "def handler(event, context):\n    print('turn')\n" }) },
      }),
    );
    await waitUntilFunctionActiveV2({ client: lambda, ...waiting }, { FunctionName });
    arns[FunctionName] = made.FunctionArn ?? "";
  }
  for (const [FunctionName, other] of [
    ["ping", "pong"],
    ["pong", "ping"],
  ] as const) {
    const DestinationConfig = { OnSuccess: { Destination: arns[other] } };
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig }));
  }

  await lambda.send(new InvokeCommand({ FunctionName: "ping", InvocationType: "Event" }));
  const logs = squall.client(CloudWatchLogsClient);
  const count = async (name: string) => {
    const input = { logGroupName: `/aws/lambda/${name}`, filterPattern: "turn" };
    const { events = [] } = await logs.send(new FilterLogEventsCommand(input)).catch(() => ({ events: [] }));
    return events.length;
  };
  await eventually(
    async () => ((await count("ping")) === turns && (await count("pong")) === turns) || undefined,
    "16 turns",
  );
  await untilDropped(squall, ["ping", "pong"]);
  assert.deepEqual([await count("ping"), await count("pong")], [turns, turns]);
});

/** The turn that would have come next has been dropped: it is counted, and told when the minute is over. */
async function untilDropped(squall: TestSquall, functions: readonly string[]): Promise<void> {
  const cloudwatch = squall.client(CloudWatchClient);
  await eventually(async () => {
    const body = JSON.stringify({ advanceMilliseconds: 60_000 });
    await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body });
    for (const Value of functions) {
      const { Datapoints = [] } = await cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: "AWS/Lambda",
          MetricName: "RecursiveInvocationsDropped",
          Dimensions: [{ Name: "FunctionName", Value }],
          StartTime: new Date(Date.now() - 3_600_000),
          EndTime: new Date(Date.now() + 24 * 3_600_000),
          Period: 86_400,
          Statistics: ["Sum"],
        }),
      );
      if (Datapoints.some(({ Sum = 0 }) => Sum > 0)) return true;
    }
    return undefined;
  }, "the loop to be stopped");
}
