import assert from "node:assert/strict";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateArchiveCommand,
  DescribeArchiveCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreatePipeCommand, PipesClient } from "@aws-sdk/client-pipes";
import { CreateScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { eventually } from "./eventually.ts";
import { zip } from "./zip.ts";

/** A client, of whichever server: each call may go to another. */
export type MakeClient = <C>(Client: new (options: never) => C) => C;

const account = "000000000000";
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

/**
 * The main ways of an event: a rule to a queue, a topic and a function, a schedule, a pipe, and an archive that is replayed; each with no more
 * permissions than it needs. Each must come once.
 */
export async function walkEventPaths(client: MakeClient): Promise<void> {
  await makeReceivers(client);
  await makeSenders(client);
  const put = { Source: "shop", DetailType: "order", Detail: '{"n":1}' };
  const { FailedEntryCount } = await client(EventBridgeClient).send(new PutEventsCommand({ Entries: [put] }));
  assert.equal(FailedEntryCount, 0);
  await client(SQSClient).send(new SendMessageCommand({ QueueUrl: await urlOf(client, "source"), MessageBody: "1" }));
  const first = ['"rule 1 "', '"topic 1 "', '"pipe 1"', "schedule"];
  assert.deepEqual((await received(client, first.length)).sort(), first.sort());
  await replay(client);
  const again = ['"rule 1 again"', '"topic 1 again"'];
  assert.deepEqual((await received(client, again.length)).sort(), again);
  const runs = await eventually(async () => {
    const asked = new FilterLogEventsCommand({ logGroupName: "/aws/lambda/f", filterPattern: "ran" });
    const { events = [] } = await client(CloudWatchLogsClient).send(asked).catch(noneYet);
    return events.length >= 2 ? events.map(({ message = "" }) => message.trim()) : undefined;
  }, "two runs of the function");
  assert.deepEqual(runs.sort(), ["ran 1", "ran 1 again"]);
}

/** The function's log group comes with its first run. */
function noneYet(error: Error): { readonly events: [] } {
  if (error.name !== "ResourceNotFoundException") throw error;
  return { events: [] };
}

async function makeReceivers(client: MakeClient): Promise<void> {
  const allow = (service: string, Action: string, Resource: string) => ({
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action,
    Resource,
  });
  const seen = arn("sqs", "seen");
  const Policy = document(allow("events", "sqs:SendMessage", seen), allow("sns", "sqs:SendMessage", seen));
  await client(SQSClient).send(new CreateQueueCommand({ QueueName: "seen", Attributes: { Policy } }));
  await client(SQSClient).send(new CreateQueueCommand({ QueueName: "source" }));
  const { TopicArn = "" } = await client(SNSClient).send(new CreateTopicCommand({ Name: "news" }));
  await client(SNSClient).send(
    new SetTopicAttributesCommand({
      TopicArn,
      AttributeName: "Policy",
      AttributeValue: document(allow("events", "sns:Publish", TopicArn)),
    }),
  );
  const Attributes = { RawMessageDelivery: "true" };
  await client(SNSClient).send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: seen, Attributes }));
  const Principal = { Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com", "pipes.amazonaws.com"] };
  await client(IAMClient).send(
    new CreateRoleCommand({
      RoleName: "worker",
      AssumeRolePolicyDocument: document({ Effect: "Allow", Principal, Action: "sts:AssumeRole" }),
    }),
  );
  const sends = { Effect: "Allow", Action: "sqs:SendMessage", Resource: seen };
  const logs = { Effect: "Allow", Action: "logs:*", Resource: "*" };
  const reads = {
    Effect: "Allow",
    Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    Resource: arn("sqs", "source"),
  };
  await client(IAMClient).send(
    new PutRolePolicyCommand({ RoleName: "worker", PolicyName: "p", PolicyDocument: document(sends, logs, reads) }),
  );
}

async function makeSenders(client: MakeClient): Promise<void> {
  const RoleArn = `arn:aws:iam::${account}:role/worker`;
  const body = 'def handler(event, context):\n    print("ran", event["detail"]["n"], event.get("replay-name", ""))\n';
  const { FunctionArn = "" } = await client(LambdaClient).send(
    new CreateFunctionCommand({
      FunctionName: "f",
      Runtime: "python3.11",
      Handler: "index.handler",
      Role: RoleArn,
      Code: { ZipFile: zip({ "index.py": body }) },
    }),
  );
  const bus = arn("events", "event-bus/default");
  const eventBridge = () => client(EventBridgeClient);
  await eventBridge().send(new CreateArchiveCommand({ ArchiveName: "all", EventSourceArn: bus }));
  const { RuleArn } = await eventBridge().send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":["shop"]}' }));
  await client(LambdaClient).send(
    new AddPermissionCommand({
      FunctionName: "f",
      StatementId: "rule",
      Action: "lambda:InvokeFunction",
      Principal: "events.amazonaws.com",
      SourceArn: RuleArn,
    }),
  );
  const told = (what: string) => ({
    InputPathsMap: { n: "$.detail.n", again: "$.replay-name" },
    InputTemplate: `"${what} <n> <again>"`,
  });
  await eventBridge().send(
    new PutTargetsCommand({
      Rule: "r",
      Targets: [
        { Id: "queue", Arn: arn("sqs", "seen"), InputTransformer: told("rule") },
        { Id: "topic", Arn: arn("sns", "news"), InputTransformer: told("topic") },
        { Id: "function", Arn: FunctionArn },
      ],
    }),
  );
  await client(PipesClient).send(
    new CreatePipeCommand({
      Name: "p",
      RoleArn,
      Source: arn("sqs", "source"),
      Target: arn("sqs", "seen"),
      TargetParameters: { InputTemplate: '"pipe <$.body>"' },
    }),
  );
  await client(SchedulerClient).send(
    new CreateScheduleCommand({
      Name: "s",
      ScheduleExpression: `at(${new Date(Date.now() + 1_000).toISOString().slice(0, 19)})`,
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: { Arn: arn("sqs", "seen"), RoleArn, Input: "schedule" },
    }),
  );
}

async function replay(client: MakeClient): Promise<void> {
  await eventually(async () => {
    const { EventCount } = await client(EventBridgeClient).send(new DescribeArchiveCommand({ ArchiveName: "all" }));
    return EventCount === 1 || undefined;
  }, "the event in the archive");
  await client(EventBridgeClient).send(
    new StartReplayCommand({
      ReplayName: "again",
      EventSourceArn: arn("events", "archive/all"),
      EventStartTime: new Date(Date.now() - 3_600_000),
      EventEndTime: new Date(Date.now() + 60_000),
      Destination: { Arn: arn("events", "event-bus/default") },
    }),
  );
}

async function urlOf(client: MakeClient, QueueName: string): Promise<string> {
  const { QueueUrl = "" } = await client(SQSClient).send(new CreateQueueCommand({ QueueName }));
  return QueueUrl;
}

/** Taken out of the queue, until there are so many. */
async function received(client: MakeClient, count: number): Promise<string[]> {
  const QueueUrl = `http://localhost/${account}/seen`;
  const all: string[] = [];
  return eventually(
    async () => {
      const sqs = client(SQSClient);
      const asked = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 });
      for (const { Body = "", ReceiptHandle } of (await sqs.send(asked)).Messages ?? []) {
        all.push(Body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return all.length >= count ? all : undefined;
    },
    `${count} messages`,
    60_000,
  );
}
