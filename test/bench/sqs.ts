import { connect } from "./api-client.ts";
import type { Baselines } from "./baselines.ts";
import { launchDurable } from "./durable.ts";
import { launchElasticMq } from "./elasticmq.ts";
import { type Figure, percentile } from "./figure.ts";
import {
  type Cycles,
  fill,
  measureCycles,
  perProcessorSecond,
  perSecond,
  type QueueServer,
  together,
} from "./queue-load.ts";

/** Messages through a queue by JSON: send, receive, delete; how soon one reaches a receive that waits; and what a queue of a million does to that. */
export async function measureQueues(baselines: Baselines, quick: boolean): Promise<Figure[]> {
  await using squall = await launchDurable();
  const waiting = quick ? 50_000 : 1_000_000;
  const latencies = await measureLatency(squall, quick ? 50 : 300);
  const empty = { single: [] as Cycles[], batched: [] as Cycles[] };
  const full = { single: [] as Cycles[], batched: [] as Cycles[] };
  await measureCycles(squall, { queue: "warm", batch: 10, durationMs: 1_000 });
  await fill(squall, "full", waiting);
  // By turns, so that what else the machine does meets all alike.
  const durationMs = quick ? 500 : 1_500;
  for (let turn = 0; turn < turns; turn++) {
    empty.single.push(await measureCycles(squall, { queue: "single", batch: 1, durationMs }));
    full.single.push(await measureCycles(squall, { queue: "full", batch: 1, durationMs }));
    empty.batched.push(await measureCycles(squall, { queue: "batched", batch: 10, durationMs }));
    full.batched.push(await measureCycles(squall, { queue: "full", batch: 10, durationMs }));
  }
  const echo = { name: "node:http echo", value: baselines.echoMs };
  return [
    { name: "SQS send, receive, delete, one at a time", ...rates(empty.single, 1), target: 3_000 },
    { name: "SQS messages in batches of ten", ...rates(empty.batched, 10), target: 15_000 },
    {
      name: "SQS send to waiting receive, p50",
      value: percentile(latencies, 0.5),
      unit: "ms",
      target: 3,
      baseline: echo,
    },
    kept(`SQS one at a time in a queue of ${waiting}`, full.single, empty.single, 1),
    kept(`SQS messages in batches of ten in a queue of ${waiting}`, full.batched, empty.batched, 10),
    ...(await measureBeside(squall, quick)),
  ];
}

const turns = 4;
/** A full queue's figures are at least this share of an empty one's. */
const keptOfFull = 0.8;
/** Squall's cycles are at least so many times ElasticMQ's. */
const timesElasticMq = 2;

function rates(parts: readonly Cycles[], batch: number): Pick<Figure, "value" | "unit"> {
  return { value: perSecond(together(parts)) * batch, unit: "/s" };
}

function kept(name: string, full: readonly Cycles[], empty: readonly Cycles[], batch: number): Figure {
  const { value } = rates(empty, batch);
  const target = Math.round(value * keptOfFull);
  return { name, ...rates(full, batch), target, baseline: { name: "an empty one's", value } };
}

/** ElasticMQ on the same machine in the same run, by turns, both with what they are told on disk. */
async function measureBeside(squall: QueueServer, quick: boolean): Promise<Figure[]> {
  await using elasticMq = await launchElasticMq();
  if (!elasticMq) return [];
  // Java is fast once it has been.
  const warmMs = quick ? 3_000 : 10_000;
  const durationMs = quick ? 1_000 : 3_000;
  const figures: Figure[] = [];
  for (const batch of [1, 10]) {
    const asked = { queue: `beside-${batch}`, batch, durationMs };
    await measureCycles(elasticMq, { ...asked, durationMs: warmMs });
    const parts = { squall: [] as Cycles[], elasticMq: [] as Cycles[] };
    for (let turn = 0; turn < turns; turn++) {
      parts.squall.push(await measureCycles(squall, asked));
      parts.elasticMq.push(await measureCycles(elasticMq, asked));
    }
    const [ours, theirs] = [together(parts.squall), together(parts.elasticMq)];
    const what = batch === 1 ? "one at a time" : "in batches of ten";
    for (const [by, of] of [
      ["", perSecond],
      [" by processor time", perProcessorSecond],
    ] as const) {
      const baseline = { name: "ElasticMQ's, durable", value: of(theirs) };
      const target = Math.round(of(theirs) * timesElasticMq);
      figures.push({ name: `SQS cycles ${what} beside ElasticMQ${by}`, value: of(ours), unit: "/s", target, baseline });
    }
  }
  return figures;
}

/** Milliseconds from the send's call to the answer of a receive that waits. */
async function measureLatency({ port }: QueueServer, repetitions: number): Promise<number[]> {
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
