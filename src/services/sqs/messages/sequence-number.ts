import type { Queue } from "../queues/queue.ts";

/** A FIFO queue's number of a message: twenty digits, which grow also over a purge. Source: "SendMessage", SequenceNumber. */
export function toSequenceNumber({ generation }: Pick<Queue, "generation">, seq: number): string {
  return String(first + BigInt(generation) * ofGeneration + BigInt(seq));
}

const first = 18_853_104_267_918_272_384n;
const ofGeneration = 1_000_000_000_000n;
