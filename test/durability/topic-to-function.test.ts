import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateTopicCommand, PublishBatchCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";
import { zip } from "../support/zip.ts";

/** Tells another queue what it was given, and that it has done so after its own messages are handled. */
const source = `
import boto3

sqs = boto3.client("sqs")

def handler(event, context):
    url = sqs.get_queue_url(QueueName="handled")["QueueUrl"]
    entries = [{"Id": str(n), "MessageBody": record["body"]} for n, record in enumerate(event["Records"])]
    sqs.send_message_batch(QueueUrl=url, Entries=entries)
`;
const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:000000000000:${queue}`;
const publishes = 20;
const visibilitySeconds = 5;

test("what was published before kill -9 comes through its queue to the function, all of it; again comes only what was in flight", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-topic-"));
  const flags = ["--data-dir", join(directory, "data")];
  let squall = await launchSquall(flags);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const sqs = () => new SQSClient(clientOptions(squall.endpoint));
  const Policy = JSON.stringify({
    Statement: [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
    ],
  });
  const VisibilityTimeout = String(visibilitySeconds);
  for (const QueueName of ["work", "handled"])
    await sqs().send(new CreateQueueCommand({ QueueName, Attributes: { Policy, VisibilityTimeout } }));
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  await createFunction(lambda, "tells", zip({ "index.py": source }), { Timeout: visibilitySeconds });
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: "tells", EventSourceArn: arnOf("work") }));
  const sns = new SNSClient(clientOptions(squall.endpoint));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  const Attributes = { RawMessageDelivery: "true" };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: arnOf("work"), Attributes }));

  const seen = new Map<string, number>();
  const collect = async () => {
    const QueueUrl = `${squall.endpoint}/000000000000/handled`;
    const asked = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
    const { Messages = [] } = await sqs().send(new ReceiveMessageCommand(asked));
    for (const { Body = "" } of Messages) seen.set(Body, (seen.get(Body) ?? 0) + 1);
    if (Messages.length === 0) return;
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs().send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  };
  const acknowledged: string[] = [];
  const sending = Array.from({ length: publishes }, async (_, publish) => {
    const texts = Array.from({ length: 10 }, (_, index) => `${publish}-${index}`);
    const entries = texts.map((Message, index) => ({ Id: String(index), Message }));
    await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
    acknowledged.push(...texts);
  });
  await eventually(async () => {
    await collect();
    return seen.size > 0 || undefined;
  }, "a first message to be handled");
  await squall.stop("SIGKILL");
  await Promise.allSettled(sending);
  assert.ok(acknowledged.length > 0);
  squall = await launchSquall(flags);
  await eventually(
    async () => {
      await collect();
      return acknowledged.every((text) => seen.has(text)) || undefined;
    },
    "all that was acknowledged to be handled",
    60_000,
  );
  // Once by the server that was killed, once by the one after it, and where the answer of the former was being read once more.
  const most = Math.max(...seen.values());
  assert.ok(most <= 3, `one came ${most} times`);
  context.diagnostic(`${[...seen.values()].filter((times) => times > 1).length} of ${seen.size} came again`);
});
