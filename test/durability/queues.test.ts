import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";

test("after kill -9 what was sent is there, what was received is in flight, and what comes again is the same", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-queues-"));
  let squall = await launchSquall(["--data-dir", join(directory, "data")]);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const client = () => new SQSClient(clientOptions(squall.endpoint));
  const { QueueUrl = "" } = await client().send(new CreateQueueCommand({ QueueName: "q" }));
  const bodies = Array.from({ length: 40 }, (_, index) => String(index));
  const sqs = client();
  const acknowledged: string[] = [];
  const sending = bodies.map(async (MessageBody) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    acknowledged.push(MessageBody);
  });
  await Promise.race(sending);
  const { Messages: first = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }));
  await squall.stop("SIGKILL");
  await Promise.allSettled(sending);
  squall = await launchSquall(["--data-dir", join(directory, "data")]);
  const received: string[] = [];
  for (;;) {
    const more = new ReceiveMessageCommand({
      QueueUrl: new URL(new URL(QueueUrl).pathname, squall.endpoint).href,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 600,
    });
    const { Messages = [] } = await client().send(more);
    if (Messages.length === 0) break;
    received.push(...Messages.map(({ Body = "" }) => Body));
  }
  const inFlight = first.map(({ Body = "" }) => Body);
  assert.equal(new Set([...received, ...inFlight]).size, received.length + inFlight.length);
  for (const body of acknowledged) assert.ok(received.includes(body) || inFlight.includes(body), body);
});
