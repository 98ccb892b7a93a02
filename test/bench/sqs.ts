import { launchSquall, type SquallProcess } from "../support/squall-process.ts";
import type { Baselines } from "./baselines.ts";
import { type Figure, percentile } from "./figure.ts";
import { connect } from "./sqs-client.ts";

/** Messages through a queue by JSON: send, receive, delete; and how soon one reaches a receive that waits. */
export async function measureQueues(baselines: Baselines, quick: boolean): Promise<Figure[]> {
  await using squall = await launchSquall();
  const durationMs = quick ? 2_000 : 6_000;
  const single = await measureCycles(squall, { queue: "single", batch: 1, durationMs });
  const batched = await measureCycles(squall, { queue: "batched", batch: 10, durationMs });
  const latencies = await measureLatency(squall, quick ? 50 : 300);
  const waiting = quick ? 50_000 : 1_000_000;
  await fill(squall, "full", waiting);
  const singleOfFull = await measureCycles(squall, { queue: "full", batch: 1, durationMs });
  const batchedOfFull = await measureCycles(squall, { queue: "full", batch: 10, durationMs });
  const echo = { name: "node:http echo", value: baselines.echoMs };
  return [
    { name: "SQS send, receive, delete, one at a time", value: single, unit: "/s", target: 3_000 },
    { name: "SQS messages in batches of ten", value: batched * 10, unit: "/s", target: 15_000 },
    {
      name: "SQS send to waiting receive, p50",
      value: percentile(latencies, 0.5),
      unit: "ms",
      target: 3,
      baseline: echo,
    },
    {
      name: `SQS one at a time in a queue of ${waiting}`,
      value: singleOfFull,
      unit: "/s",
      target: Math.round(single * keptOfFull),
      baseline: { name: "an empty one's", value: single },
    },
    {
      name: `SQS messages in batches of ten in a queue of ${waiting}`,
      value: batchedOfFull * 10,
      unit: "/s",
      target: Math.round(batched * 10 * keptOfFull),
      baseline: { name: "an empty one's", value: batched * 10 },
    },
  ];
}

const clients = 32;
/** A full queue's figures are at least this share of an empty one's. */
const keptOfFull = 0.8;

/** Sends so many messages. */
async function fill({ port }: SquallProcess, queue: string, messages: number): Promise<void> {
  const { call, close } = connect(port);
  const { QueueUrl } = await call("CreateQueue", { QueueName: queue });
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: "x".repeat(100) }));
  let left = messages / Entries.length;
  const client = async () => {
    while (left-- > 0) await call("SendMessageBatch", { QueueUrl, Entries });
  };
  await Promise.all(Array.from({ length: clients }, client));
  close();
}

/** Cycles a second. */
async function measureCycles(
  { port }: SquallProcess,
  { queue, batch, durationMs }: { queue: string; batch: number; durationMs: number },
): Promise<number> {
  const { call, close } = connect(port);
  const { QueueUrl } = await call("CreateQueue", { QueueName: queue });
  const bodies = Array.from({ length: batch }, (_, index) => ({ Id: String(index), MessageBody: "x".repeat(100) }));
  const startedMs = performance.now();
  let cycles = 0;
  const client = async () => {
    while (performance.now() - startedMs < durationMs) {
      if (batch === 1) await call("SendMessage", { QueueUrl, MessageBody: "x".repeat(100) });
      else await call("SendMessageBatch", { QueueUrl, Entries: bodies });
      const { Messages = [] } = await call("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: batch });
      const handles = Messages as { ReceiptHandle: string }[];
      if (batch === 1) await call("DeleteMessage", { QueueUrl, ReceiptHandle: handles[0]?.ReceiptHandle });
      else {
        const Entries = handles.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await call("DeleteMessageBatch", { QueueUrl, Entries });
      }
      cycles++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = (cycles / (performance.now() - startedMs)) * 1000;
  close();
  return perSecond;
}

/** Milliseconds from the send's call to the answer of a receive that waits. */
async function measureLatency({ port }: SquallProcess, repetitions: number): Promise<number[]> {
  const { call, close } = connect(port);
  const { QueueUrl } = await call("CreateQueue", { QueueName: "idle" });
  const latencies: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const receiving = call("ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 10));
    const startedMs = performance.now();
    const sending = call("SendMessage", { QueueUrl, MessageBody: "m" });
    const { Messages } = await receiving;
    latencies.push(performance.now() - startedMs);
    await sending;
    const [message] = Messages as { ReceiptHandle: string }[];
    await call("DeleteMessage", { QueueUrl, ReceiptHandle: message?.ReceiptHandle });
  }
  close();
  return latencies;
}
