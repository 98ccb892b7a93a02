import type { Json } from "../cluster.ts";

/**
 * Limits that hold over all nodes at every moment, though a node counts by itself (docs/decisions/0044-slots-on-loan.md). A *group* of limits has one
 * owner among the nodes, who lends slots of its *pools*; a node lets in as many as it has on loan, and asks only for more.
 */
export interface Cap {
  readonly name: string;
  /** The most slots of all pools that count against it. */
  readonly size: number;
}

/** What the group's owner asks about the limits, when it lends. */
export interface SlotLimits {
  /** What slots of the pool count against, the pool's own last. Empty for one that is not there: it has none to lend. */
  capsOf(group: string, pool: string): Promise<readonly Cap[]>;
}

/** What a node says of a pool whenever it speaks of it. */
export interface PoolReport {
  readonly pool: string;
  /** Of the last of the owner's answers that the node has heeded. */
  readonly version: number;
  /** What it may let in. It makes that less by itself, and more only at the owner's word. */
  readonly quota: number;
  /** What it has let in: more than `quota` only where that was made less meanwhile, and then none comes in. */
  readonly running: number;
}

/** From a node to the owner: it would let in `needs` at the same time. */
export interface SlotRequest extends PoolReport {
  readonly group: string;
  readonly nodeEpoch: number;
  readonly needs: number;
}

/** From the owner: from now on the node may let in so many. */
export interface SlotGrant {
  readonly group: string;
  readonly pool: string;
  /** Grows with each owner, and each time one begins anew: what a former one says counts no more. */
  readonly term: number;
  /** The epoch of the node that it is for: one that has forgotten its loans must not be given them by a letter that comes late. */
  readonly nodeEpoch: number;
  readonly version: number;
  readonly quota: number;
}

/**
 * From the owner: others need slots. What is idle is given up at once, and `owed` of the others as they become idle, after a moment. It is a grant
 * as well: a former one may be on its way, and what it gives may be what is needed.
 */
export interface SlotRecall extends SlotGrant {
  readonly idle: number;
  /** Whether also what is about to be used: there are fewer than before. */
  readonly isForced: boolean;
  readonly owed: number;
}

/** From a new owner, before it lends anything: what does the node have? */
export interface SlotInquiry {
  readonly group: string;
  readonly term: number;
}

export interface SlotInventory {
  readonly nodeEpoch: number;
  readonly pools: readonly PoolReport[];
}

/** The kinds of questions between nodes. */
export const slotKinds = {
  request: "slots.request",
  report: "slots.report",
  grant: "slots.grant",
  recall: "slots.recall",
  inquire: "slots.inquire",
  align: "slots.align",
} as const;

/** There is no slot left: neither here nor with another node. */
export class NoSlotError extends Error {
  override readonly name = "NoSlotError";
}

/** Whether there is one cannot be said: the owner of the group does not answer. */
export class SlotsUnknownError extends Error {
  override readonly name = "SlotsUnknownError";
}

/** The messages are made of JSON values; between nodes their types are known by their kinds. */
export function toJson(message: object): Json {
  return message as Json;
}

export function fromJson<T>(json: Json): T {
  return json as T;
}
