import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { LambdaClient, PutFunctionEventInvokeConfigCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { zip } from "../support/zip.ts";
import { type Cluster, type ClusterNode, startCluster } from "./cluster.ts";
import { invoke } from "./invoke.ts";

const keys = 4;
const putsPerKey = 12;
const events = 20;
const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:000000000000:${queue}`;
/** Whom its queues let in: anybody of the account may ask S3 and Lambda for it. */
const policyOf = (queue: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: arnOf(queue) }],
  });

test("nodes are killed: each notification of a bucket arrives, a key's in their order; what fails is retried and its destination told", async (context) => {
  const cluster = await startCluster();
  context.after(() => cluster[Symbol.asyncDispose]());
  const lambda = cluster.client(LambdaClient, 0);
  const s3s = cluster.nodes.map((_, node) => cluster.client(S3Client, node, { forcePathStyle: true, maxAttempts: 1 }));
  const sqs = cluster.client(SQSClient, 1);
  const urls: Record<string, string> = {};
  for (const QueueName of ["told", "failed"]) {
    const Attributes = { Policy: policyOf(QueueName), VisibilityTimeout: "600" };
    urls[QueueName] = (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
  }
  await (s3s[0] as S3Client).send(new CreateBucketCommand({ Bucket: "watched" }));
  await (s3s[0] as S3Client).send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: "watched",
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn: arnOf("told"), Events: ["s3:ObjectCreated:*"] }],
      },
    }),
  );
  await createFunction(
    lambda,
    "fails",
    zip({ "index.py": "def handler(event, context):\n    raise Exception(event['n'])\n" }),
  );
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "fails",
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arnOf("failed") } },
    }),
  );

  const put = new Set<string>();
  const sent = new Set<number>();
  const working = Promise.all([
    ...Array.from({ length: keys }, (_, key) => putAll(cluster, s3s, `key-${key}`, put)),
    sendAll(cluster, sent),
  ]);
  await killAndStart(cluster, 3);
  await working;
  assert.equal(put.size, keys * putsPerKey);

  const told = await receiveAll(sqs, urls.told ?? "", (all) => {
    const arrived = new Set(all.flatMap(({ body }) => notificationsOf(body).map(({ eTag }) => eTag)));
    return [...put].every((eTag) => arrived.has(eTag));
  });
  // What came again is told of by the same sequencer: the first one counts.
  const firsts = new Map<string, { readonly key: string; readonly sequencer: string; readonly sentMs: number }>();
  for (const { body, sentMs } of told) {
    for (const { key, sequencer } of notificationsOf(body)) {
      const known = firsts.get(`${key} ${sequencer}`);
      if (!known || sentMs < known.sentMs) firsts.set(`${key} ${sequencer}`, { key, sequencer, sentMs });
    }
  }
  for (const ofKey of Map.groupBy(firsts.values(), ({ key }) => key).values()) {
    ofKey.sort((a, b) => (a.sequencer < b.sequencer ? -1 : 1));
    for (const [index, { key, sentMs }] of ofKey.entries()) {
      const next = ofKey[index + 1];
      assert.ok(!next || sentMs <= next.sentMs, `a later notification of ${key} overtook an earlier one`);
    }
  }

  // The retry is a minute later, of whichever node.
  const moved = await fetch(`${cluster.next().endpoint}/_squall/clock`, {
    method: "POST",
    body: JSON.stringify({ advanceMilliseconds: 180_000 }),
  });
  assert.equal(moved.status, 200);
  await killAndStart(cluster, 1);
  const failed = await receiveAll(sqs, urls.failed ?? "", (all) => {
    const ended = new Set(all.map(({ body }) => JSON.parse(body).requestPayload.n as number));
    return [...sent].every((n) => ended.has(n));
  });
  for (const { body } of failed) {
    const { requestContext } = JSON.parse(body);
    assert.equal(requestContext.condition, "RetriesExhausted");
    assert.equal(requestContext.approximateInvokeCount, 2);
  }
  for (const client of [lambda, sqs, ...s3s]) client.destroy();
});

/** The node that receives in the end is not among them. */
async function killAndStart({ nodes }: Cluster, kills: number): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    await delay(300 + Math.random() * 700);
    const node = nodes[kill % 2 === 0 ? 0 : 2] as ClusterNode;
    await node.kill();
    await node.start();
  }
}

/** Each version of the object after the former was acknowledged, through any node. */
async function putAll(cluster: Cluster, s3s: readonly S3Client[], key: string, put: Set<string>): Promise<void> {
  for (let version = 0; version < putsPerKey; version++) {
    const Body = `${key} ${version}`;
    for (let eTag: string | undefined; !eTag; ) {
      const client = s3s[cluster.nodes.indexOf(cluster.next())] as S3Client;
      try {
        eTag = (await client.send(new PutObjectCommand({ Bucket: "watched", Key: key, Body }))).ETag;
        if (eTag) put.add(eTag.replaceAll('"', ""));
      } catch {
        await delay(50);
      }
    }
  }
}

async function sendAll(cluster: Cluster, sent: Set<number>): Promise<void> {
  for (let n = 0; n < events; n++) {
    const answer = await invoke(cluster.next(), "fails", { n }, { type: "Event" }).catch(() => undefined);
    if (answer?.status === 202) sent.add(n);
    else await delay(50);
  }
}

interface Message {
  readonly body: string;
  readonly sentMs: number;
}

/** What has come, once it is enough. */
async function receiveAll(
  sqs: SQSClient,
  QueueUrl: string,
  isEnough: (all: readonly Message[]) => boolean,
): Promise<Message[]> {
  const all: Message[] = [];
  const receive = async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["SentTimestamp"] }),
    );
    for (const { Body = "", Attributes } of Messages)
      all.push({ body: Body, sentMs: Number(Attributes?.SentTimestamp) });
    if (Messages.length > 0) {
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({
        Id: `${index}`,
        ReceiptHandle: ReceiptHandle ?? "",
      }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
    return isEnough(all) || undefined;
  };
  await eventually(receive, "all messages", 120_000);
  return all;
}

function notificationsOf(body: string): { readonly key: string; readonly sequencer: string; readonly eTag: string }[] {
  const { Records = [] } = JSON.parse(body) as {
    Records?: { s3: { object: { key: string; sequencer: string; eTag: string } } }[];
  };
  return Records.map(({ s3: { object } }) => object);
}
