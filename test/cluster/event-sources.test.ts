import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateEventSourceMappingCommand, GetEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { zip } from "../support/zip.ts";
import { type Cluster, startCluster } from "./cluster.ts";

/** So many that each of three nodes reads some of them. */
const mappings = 9;
const messagesEach = 60;

/** Tells another queue what it was given, by whichever node it runs at. */
const source = `
import boto3, os, time

sqs = boto3.client("sqs")

def handler(event, context):
    time.sleep(0.1)
    url = sqs.get_queue_url(QueueName="handled")["QueueUrl"]
    entries = [{"Id": str(n), "MessageBody": record["body"]} for n, record in enumerate(event["Records"])]
    sqs.send_message_batch(QueueUrl=url, Entries=entries)
`;

test("what reads queues at a node that dies is read elsewhere, and no message is lost", async (context) => {
  const cluster = await startCluster();
  context.after(() => cluster[Symbol.asyncDispose]());
  const lambda = cluster.client(LambdaClient, 0);
  const sqs = cluster.client(SQSClient, 0);
  const create = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { VisibilityTimeout: "5" } }))).QueueUrl ?? "";
  const handled = await create("handled");
  await createFunction(lambda, "tells", zip({ "index.py": source }), { Timeout: 5 });
  const queues: string[] = [];
  for (let index = 0; index < mappings; index++) {
    const QueueUrl = await create(`q${index}`);
    queues.push(QueueUrl);
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    );
    const { UUID } = await lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName: "tells", EventSourceArn: Attributes.QueueArn, BatchSize: 5 }),
    );
    await eventually(
      async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State === "Enabled" || undefined,
      "the mapping to be enabled",
    );
  }
  const sent = (await Promise.all(queues.map((url, index) => sendAll(sqs, url, `${index}`)))).flat();
  await cluster.nodes[2]?.kill();
  const seen = await untilAllHandled(cluster, handled, sent);
  context.diagnostic(`${[...seen.values()].filter((times) => times > 1).length} of ${sent.length} came again`);
  assert.deepEqual([...seen.keys()].toSorted(), sent.toSorted());
});

async function sendAll(sqs: SQSClient, QueueUrl: string, name: string): Promise<string[]> {
  const bodies = Array.from({ length: messagesEach }, (_, n) => `${name}-${n}`);
  for (let from = 0; from < bodies.length; from += 10) {
    const Entries = bodies.slice(from, from + 10).map((MessageBody) => ({ Id: MessageBody, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
  return bodies;
}

/** How often each has been told. */
async function untilAllHandled(
  cluster: Cluster,
  QueueUrl: string,
  sent: readonly string[],
): Promise<Map<string, number>> {
  const sqs = cluster.client(SQSClient, 0);
  const seen = new Map<string, number>();
  await eventually(
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      );
      for (const { Body = "" } of Messages) seen.set(Body, (seen.get(Body) ?? 0) + 1);
      if (Messages.length > 0) {
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
      return seen.size === sent.length || undefined;
    },
    "all to be handled",
    60_000,
  );
  return seen;
}
