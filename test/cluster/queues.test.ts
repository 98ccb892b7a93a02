import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startCluster } from "./cluster.ts";

/** Messages sent to a receiver that waits elsewhere. */
const tries = 9;

test("a message sent through one node wakes a receiver that waits at another; one queue is the same at all nodes", async () => {
  await using cluster = await startCluster();
  const clients = [0, 1, 2].map((node) => cluster.client(SQSClient, node));
  const at = (node: number) => clients[node % clients.length] as SQSClient;
  const paths = new Map<string, string>();
  for (const QueueName of ["orders", "quiet"]) {
    const { QueueUrl = "" } = await at(0).send(new CreateQueueCommand({ QueueName }));
    paths.set(QueueName, new URL(QueueUrl).pathname);
  }
  // A queue's URL may be written for any node.
  const urlAt = (node: number, queue = "orders") =>
    new URL(paths.get(queue) ?? "", cluster.nodes[node % clients.length]?.endpoint).href;
  const receive = (node: number, queue: string, WaitTimeSeconds: number, most = 1) => {
    const asked = { QueueUrl: urlAt(node, queue), WaitTimeSeconds, MaxNumberOfMessages: most };
    return at(node).send(new ReceiveMessageCommand(asked));
  };
  const send = (node: number, queue: string, MessageBody: string) =>
    at(node).send(new SendMessageCommand({ QueueUrl: urlAt(node, queue), MessageBody }));
  for (let index = 0; index < tries; index++) {
    // One that waits as long began before: had the other only come to its end, this one would have ended first.
    let hasEnded = false;
    const longer = receive(index + 1, "quiet", 20).finally(() => {
      hasEnded = true;
    });
    await delay(50);
    const waiting = receive(index + 1, "orders", 20);
    await delay(50);
    await send(index, "orders", String(index));
    const { Messages: [message] = [] } = await waiting;
    assert.equal(message?.Body, String(index));
    assert.equal(hasEnded, false, "the receive was woken, and not late");
    await send(index + 2, "quiet", "enough");
    const { Messages: [last] = [] } = await longer;
    // Its handle is good at a third node.
    for (const [queue, done] of [
      ["orders", message],
      ["quiet", last],
    ] as const) {
      const handle = { QueueUrl: urlAt(index + 2, queue), ReceiptHandle: done?.ReceiptHandle };
      await at(index + 2).send(new DeleteMessageCommand(handle));
    }
  }

  // What several nodes give out at the same time is given once.
  const sent = Array.from({ length: 200 }, (_, index) => String(index));
  for (let from = 0; from < sent.length; from += 10) {
    const Entries = sent.slice(from, from + 10).map((MessageBody) => ({ Id: MessageBody, MessageBody }));
    await at(from / 10).send(new SendMessageBatchCommand({ QueueUrl: urlAt(from / 10), Entries }));
  }
  const received = await Promise.all(
    [0, 1, 2].map(async (node) => {
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await receive(node, "orders", 0, 10);
        if (Messages.length === 0) return bodies;
        bodies.push(...Messages.map(({ Body = "" }) => Body));
      }
    }),
  );
  assert.deepEqual(received.flat().toSorted(), sent.toSorted());
});
