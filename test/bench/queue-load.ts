import { connect } from "./api-client.ts";
import { processorSeconds } from "./processor-time.ts";

/** A server of SQS's API. */
export interface QueueServer {
  readonly port: number;
  readonly pid: number;
}

export interface Cycles {
  readonly cycles: number;
  readonly seconds: number;
  /** Of the server's processor. */
  readonly processorSeconds: number;
}

export interface CyclesAsked {
  readonly queue: string;
  /** Messages of one cycle. */
  readonly batch: number;
  readonly durationMs: number;
}

const clients = 32;
const text = "x".repeat(100);

/** Send, receive, delete, again and again. */
export async function measureCycles(server: QueueServer, { queue, batch, durationMs }: CyclesAsked): Promise<Cycles> {
  const { call, close } = connect(server.port);
  const { QueueUrl } = await call("CreateQueue", { QueueName: queue });
  const bodies = Array.from({ length: batch }, (_, index) => ({ Id: String(index), MessageBody: text }));
  const processorBefore = processorSeconds(server.pid);
  const startedMs = performance.now();
  let cycles = 0;
  const client = async () => {
    while (performance.now() - startedMs < durationMs) {
      if (batch === 1) await call("SendMessage", { QueueUrl, MessageBody: text });
      else await call("SendMessageBatch", { QueueUrl, Entries: bodies });
      // Who has been overtaken finds the queue empty: what he sent is received by another then, and he goes round once more without.
      const { Messages = [] } = await call("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: batch });
      const handles = Messages as { ReceiptHandle: string }[];
      if (handles.length === 0) continue;
      if (batch === 1) await call("DeleteMessage", { QueueUrl, ReceiptHandle: handles[0]?.ReceiptHandle });
      else {
        const Entries = handles.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await call("DeleteMessageBatch", { QueueUrl, Entries });
      }
      cycles += handles.length / batch;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - startedMs) / 1000;
  close();
  return { cycles, seconds, processorSeconds: processorSeconds(server.pid) - processorBefore };
}

/** Several measurements as one. */
export function together(parts: readonly Cycles[]): Cycles {
  const sum = (of: (part: Cycles) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    cycles: sum(({ cycles }) => cycles),
    seconds: sum(({ seconds }) => seconds),
    processorSeconds: sum((part) => part.processorSeconds),
  };
}

export function perSecond({ cycles, seconds }: Cycles): number {
  return cycles / seconds;
}

export function perProcessorSecond({ cycles, processorSeconds: seconds }: Cycles): number {
  return cycles / seconds;
}

/** Sends so many messages. */
export async function fill({ port }: QueueServer, queue: string, messages: number): Promise<void> {
  const { call, close } = connect(port);
  const { QueueUrl } = await call("CreateQueue", { QueueName: queue });
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody: text }));
  let left = messages / Entries.length;
  const client = async () => {
    while (left-- > 0) await call("SendMessageBatch", { QueueUrl, Entries });
  };
  await Promise.all(Array.from({ length: clients }, client));
  close();
}
