import type { WriteTransaction } from "../../../storage/database.ts";
import { messageStore } from "./message-store.ts";
import { tenantStore } from "./tenant-store.ts";

/** The first message of an empty queue stands so long before the time at which it is sent. */
const leadMs = 60_000;
/** So many messages of one group stand at one millisecond of the queue's order. */
const messagesPerPlace = 10;

/**
 * The time at which a message of a group stands in a standard queue's order, from which it can be received: where the queue's first message stands,
 * or after the group's own last ones. So a group that has few messages waiting comes soon, however many another has, and those that have many take
 * turns: start-time fair queueing, whose virtual time is the time at which the first message stands. Nobody can be placed later than now, so the first
 * of an empty queue is placed some time before it, and a flood of many messages a millisecond still has places of its own. What keeps up with its
 * receivers stands at one place, in the order in which it was sent. Source: "Amazon SQS fair queues".
 */
export async function placeFairly(tx: WriteTransaction, groupId: string, nowMs: number): Promise<number> {
  const headMs = (await messageStore.firstFreshMs(tx, nowMs)) ?? nowMs - leadMs;
  const last = await tenantStore.find(tx, groupId);
  const next =
    last === undefined || last.placeMs < headMs
      ? { placeMs: headMs, placed: 1 }
      : last.placed < messagesPerPlace
        ? { placeMs: last.placeMs, placed: last.placed + 1 }
        : { placeMs: last.placeMs + 1, placed: 1 };
  const tenant = next.placeMs > nowMs ? { placeMs: nowMs, placed: 1 } : next;
  await tenantStore.place(tx, groupId, tenant, headMs);
  return tenant.placeMs;
}
