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
const tries = 20;

test("a message sent through one node wakes a receiver that waits at another; one queue is the same at all nodes", async () => {
  await using cluster = await startCluster();
  const clients = [0, 1, 2].map((node) => cluster.client(SQSClient, node));
  const at = (node: number) => clients[node % clients.length] as SQSClient;
  const create = new CreateQueueCommand({ QueueName: "orders" });
  const path = new URL((await at(0).send(create)).QueueUrl ?? "").pathname;
  // A queue's URL may be written for any node.
  const urlAt = (node: number) => new URL(path, cluster.nodes[node % clients.length]?.endpoint).href;
  const receive = (node: number, WaitTimeSeconds: number, most = 1) =>
    at(node).send(new ReceiveMessageCommand({ QueueUrl: urlAt(node), WaitTimeSeconds, MaxNumberOfMessages: most }));
  const latenciesMs: number[] = [];
  for (let index = 0; index < tries; index++) {
    const waiting = receive(index + 1, 20);
    await delay(100);
    const sentMs = performance.now();
    await at(index).send(new SendMessageCommand({ QueueUrl: urlAt(index), MessageBody: String(index) }));
    const { Messages: [message] = [] } = await waiting;
    latenciesMs.push(performance.now() - sentMs);
    assert.equal(message?.Body, String(index));
    // Its handle is good at a third node.
    await at(index + 2).send(
      new DeleteMessageCommand({ QueueUrl: urlAt(index + 2), ReceiptHandle: message?.ReceiptHandle }),
    );
  }
  // The tests beside this one take the machine; what waited for a tick would be late each time.
  const quarter = latenciesMs.toSorted((a, b) => a - b)[tries / 4] ?? 0;
  assert.ok(quarter < 50, `a quarter of ${latenciesMs.map(Math.round).join()} ms is above ${quarter}`);

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
        const { Messages = [] } = await receive(node, 0, 10);
        if (Messages.length === 0) return bodies;
        bodies.push(...Messages.map(({ Body = "" }) => Body));
      }
    }),
  );
  assert.deepEqual(received.flat().toSorted(), sent.toSorted());
});
