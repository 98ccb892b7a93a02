import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { eventually } from "../support/eventually.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";

const rules = 120;
const targetIds = ["a", "b", "c", "d", "e"];

test("an event with 600 targets reaches each of them once, though the server is killed again and again while it does", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-fan-out-"));
  const flags = ["--data-dir", join(directory, "data")];
  let squall = await launchSquall(flags);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const QueueUrl = () => `${squall.endpoint}/000000000000/q`;
  const eventBridge = new EventBridgeClient(clientOptions(squall.endpoint));
  await new SQSClient(clientOptions(squall.endpoint)).send(
    new CreateQueueCommand({ QueueName: "q", Attributes: { Policy: letsEventsIn } }),
  );
  const names = Array.from({ length: rules }, (_, index) => `rule-${index}`);
  await Promise.all(
    names.map(async (Name) => {
      await eventBridge.send(new PutRuleCommand({ Name, EventPattern: '{"source":["shop"]}' }));
      const Targets = targetIds.map((Id) => ({
        Id,
        Arn: "arn:aws:sqs:us-east-1:000000000000:q",
        InputTransformer: { InputPathsMap: {}, InputTemplate: `"${Id} <aws.events.rule-name>"` },
      }));
      await eventBridge.send(new PutTargetsCommand({ Rule: Name, Targets }));
    }),
  );
  await eventBridge.send(
    new PutEventsCommand({
      Entries: [{ Source: "shop", DetailType: "d", Detail: JSON.stringify({ t: "x".repeat(50_000) }) }],
    }),
  );
  const count = async () => {
    const asked = { QueueUrl: QueueUrl(), AttributeNames: ["ApproximateNumberOfMessages" as const] };
    const { Attributes } = await new SQSClient(clientOptions(squall.endpoint)).send(
      new GetQueueAttributesCommand(asked),
    );
    return Number(Attributes?.ApproximateNumberOfMessages);
  };
  for (const reached of [1, 150, 350]) {
    await eventually(async () => (await count()) >= reached || undefined, `${reached} messages`);
    await squall.stop("SIGKILL");
    squall = await launchSquall(flags);
  }
  const expected = names.flatMap((name) => targetIds.map((id) => `"${id} ${name}"`));
  await eventually(async () => (await count()) >= expected.length || undefined, "all messages", 60_000);
  const received: string[] = [];
  const sqs = new SQSClient(clientOptions(squall.endpoint));
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: QueueUrl(), MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) break;
    received.push(...Messages.map(({ Body = "" }) => Body));
  }
  assert.deepEqual(received.sort(), expected.sort());
});

const letsEventsIn = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage", Resource: "*" },
  ],
});
