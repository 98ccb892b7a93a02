import { receiptHandleIsInvalid } from "../errors.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";

/** What a receipt handle names: one receive of one message of one queue. */
export interface Receipt {
  readonly handle: string;
  /** A purge makes all handles of before those of messages that are gone. */
  readonly generation: number;
  readonly seq: number;
  readonly receives: number;
}

export function toReceiptHandle({ id, generation }: KnownQueue, seq: number, receives: number): string {
  return Buffer.from(`${receives} ${seq} ${generation} ${id}`).toString("base64");
}

/** Throws ReceiptHandleIsInvalid for what is no handle of this queue. */
export function fromReceiptHandle({ id }: KnownQueue, handle: string): Receipt {
  if (handle.length > 256) throw receiptHandleIsInvalid(handle);
  const text = Buffer.from(handle, "base64").toString();
  const [, receives, seq, generation, queueId] = /^(\d{1,15}) (\d{1,15}) (\d{1,15}) ([0-9a-f-]{36})$/.exec(text) ?? [];
  if (queueId !== id) throw receiptHandleIsInvalid(handle);
  return { handle, generation: Number(generation), seq: Number(seq), receives: Number(receives) };
}
