import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientOptions } from "../support/squall.ts";
import { connect } from "./api-client.ts";
import type { Baselines } from "./baselines.ts";
import { launchDurable } from "./durable.ts";
import { type Figure, percentile } from "./figure.ts";
import { createFunction } from "./functions.ts";

const clients = 32;

/** A queue whose messages a function handles: how soon it has one, and how many a second of a long row. */
export async function measureQueueFunctions(baselines: Baselines, quick: boolean): Promise<Figure[]> {
  await using squall = await launchDurable();
  const { call, close } = connect(squall.port);
  await createFunction(squall.endpoint, "python-hello");
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  const { QueueUrl } = await call("CreateQueue", { QueueName: "work" });
  const EventSourceArn = "arn:aws:sqs:us-east-1:000000000000:work";
  await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName: "python-hello", EventSourceArn, BatchSize: 10 }),
  );
  const counts = async () => {
    const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    const { Attributes } = await call("GetQueueAttributes", { QueueUrl, AttributeNames });
    return Object.values(Attributes as Record<string, string>).reduce((sum, count) => sum + Number(count), 0);
  };
  const untilEmpty = async (everyMs: number) => {
    while ((await counts()) > 0) await new Promise((resolve) => setTimeout(resolve, everyMs));
  };
  // A message has gone when the function has handled it: that is later than when the function had it.
  const latencies: number[] = [];
  for (let repetition = 0; repetition < (quick ? 30 : 200); repetition++) {
    const startedMs = performance.now();
    await call("SendMessage", { QueueUrl, MessageBody: "m" });
    await untilEmpty(0);
    latencies.push(performance.now() - startedMs);
  }
  const messages = quick ? 10_000 : 100_000;
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "x".repeat(100) }));
  let left = messages / Entries.length;
  const startedMs = performance.now();
  const client = async () => {
    while (left-- > 0) await call("SendMessageBatch", { QueueUrl, Entries });
  };
  await Promise.all(Array.from({ length: clients }, client));
  await untilEmpty(50);
  const perSecond = (messages / (performance.now() - startedMs)) * 1000;
  lambda.destroy();
  close();
  const echo = { name: "node:http echo", value: baselines.echoMs };
  return [
    {
      name: "SQS send to a message handled by a warm function, p50",
      value: percentile(latencies.slice(5), 0.5),
      unit: "ms",
      target: 10,
      baseline: echo,
    },
    { name: `SQS ${messages} messages sent and handled by a function`, value: perSecond, unit: "/s", target: 5_000 },
  ];
}
