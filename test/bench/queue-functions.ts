import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientOptions } from "../support/squall.ts";
import type { SquallProcess } from "../support/squall-process.ts";
import { type ApiClient, connect, logsApi } from "./api-client.ts";
import type { Baselines } from "./baselines.ts";
import { launchDurable } from "./durable.ts";
import { type Figure, percentile } from "./figure.ts";
import { createFunction } from "./functions.ts";
import { processorSeconds } from "./processor-time.ts";

const clients = 32;
const longestWaitMs = 300_000;

/** A queue whose messages a function handles: how soon it has one, and how many a second of a long row. */
export async function measureQueueFunctions(baselines: Baselines, quick: boolean): Promise<Figure[]> {
  await using squall = await launchDurable();
  const sqs = connect(squall.port);
  const latencies = await measureLatencies(squall, sqs, quick ? 30 : 200);
  const work = await map(squall, sqs, "python-hello");
  const messages = quick ? 10_000 : 100_000;
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "x".repeat(100) }));
  let left = messages / Entries.length;
  const processorBefore = processorSeconds(squall.pid);
  const startedMs = performance.now();
  const client = async () => {
    while (left-- > 0) await sqs.call("SendMessageBatch", { QueueUrl: work.url, Entries });
  };
  await Promise.all(Array.from({ length: clients }, client));
  await work.untilEmpty(50);
  const perSecond = (messages / (performance.now() - startedMs)) * 1000;
  const perProcessorSecond = messages / (processorSeconds(squall.pid) - processorBefore);
  sqs.close();
  const echo = { name: "node:http echo", value: baselines.echoMs };
  const name = `SQS ${messages} messages sent and handled by a function`;
  return [
    {
      name: "SQS send to a warm function that has the message, p50",
      value: percentile(latencies, 0.5),
      unit: "ms",
      target: 10,
      baseline: echo,
    },
    { name, value: perSecond, unit: "/s", target: 5_000 },
    { name: `${name}, by processor time`, value: perProcessorSecond, unit: "/s" },
  ];
}

/** Milliseconds from a send's call to the function's first line, as the function tells it. */
async function measureLatencies(squall: SquallProcess, sqs: ApiClient, repetitions: number): Promise<number[]> {
  const { url, untilEmpty } = await map(squall, sqs, "python-late");
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const MessageBody = String(performance.timeOrigin + performance.now());
    await sqs.call("SendMessage", { QueueUrl: url, MessageBody });
    await untilEmpty(2);
  }
  const logs = connect(squall.port, logsApi);
  const latencies: number[] = [];
  let nextToken: unknown;
  do {
    const asked = { logGroupName: "/aws/lambda/python-late", filterPattern: "LATE", nextToken };
    const page = await logs.call("FilterLogEvents", asked);
    for (const { message } of page.events as { message: string }[])
      if (message.startsWith("LATE ")) latencies.push(Number(message.slice("LATE ".length)));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  logs.close();
  // The first ones meet an environment that starts.
  return latencies.slice(5);
}

/** A queue of the function's own, read by it. */
async function map(squall: SquallProcess, sqs: ApiClient, name: "python-hello" | "python-late") {
  await createFunction(squall.endpoint, name);
  const lambda = new LambdaClient(clientOptions(squall.endpoint));
  const { QueueUrl: url } = await sqs.call("CreateQueue", { QueueName: name });
  const EventSourceArn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn, BatchSize: 10 }));
  lambda.destroy();
  const count = async () => {
    const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    const { Attributes } = await sqs.call("GetQueueAttributes", { QueueUrl: url, AttributeNames });
    return Object.values(Attributes as Record<string, string>).reduce((sum, each) => sum + Number(each), 0);
  };
  const untilEmpty = async (everyMs: number) => {
    const endMs = performance.now() + longestWaitMs;
    while ((await count()) > 0) {
      if (performance.now() > endMs) throw new Error(`${await count()} messages of ${name} are left`);
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  };
  return { url, untilEmpty };
}
