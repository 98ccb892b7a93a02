import type { Clock } from "../../platform/clock.ts";
import type { Nodes, Peers } from "../cluster.ts";
import { BorrowedPool } from "./borrowed-pool.ts";
import {
  fromJson,
  type SlotGrant,
  type SlotInquiry,
  type SlotInventory,
  type SlotRecall,
  type SlotRequest,
  SlotsUnknownError,
  slotKinds,
  toJson,
} from "./slots.ts";

export interface SlotBorrowerParts {
  readonly nodes: Nodes;
  readonly peers: Peers;
  readonly clock: Clock;
  /** The node that owns the group, as far as is known here. */
  readonly ownerOf: (group: string) => string | undefined;
  /** Why nobody can answer now, if that is known. */
  readonly trouble: () => Error | undefined;
}

/** So long an owner may take for an answer, and all owners of a group together: one that has died is another within its lease. */
const answerMs = 1_500;
const patienceMs = 8_000;
const pauseMs = 50;

interface Group {
  /** That of the owner that is heeded. */
  term: number;
  readonly pools: Map<string, BorrowedPool>;
}

/** A node's side of the slots on loan: what it has, by group and pool. */
export class SlotBorrower {
  readonly #parts: SlotBorrowerParts;
  readonly #groups = new Map<string, Group>();
  readonly #stopListening: () => void;

  constructor(parts: SlotBorrowerParts) {
    this.#parts = parts;
    const { peers, nodes } = parts;
    peers.answer(slotKinds.grant, async (payload) => toJson(this.#granted(fromJson(payload))));
    peers.answer(slotKinds.recall, async (payload) => toJson(this.#recalled(fromJson(payload))));
    peers.answer(slotKinds.inquire, async (payload) => toJson(this.#inquired(fromJson(payload))));
    this.#stopListening = nodes.onLapse(() => {
      for (const { pools } of this.#groups.values()) for (const pool of pools.values()) pool.lapse();
    });
  }

  pool(group: string, name: string): BorrowedPool {
    const { pools } = this.#group(group);
    let pool = pools.get(name);
    if (!pool) {
      pool = new BorrowedPool({
        name,
        clock: this.#parts.clock,
        holds: () => this.#parts.nodes.holds(),
        ask: (needs) => this.#ask(group, name, needs),
        tell: () => this.#tell(group, name),
      });
      pools.set(name, pool);
    }
    return pool;
  }

  /** The pool is not there any more. */
  forget(group: string, name: string): void {
    const pools = this.#groups.get(group)?.pools;
    const pool = pools?.get(name);
    pool?.shrink(0);
    if (pool?.running === 0) pools?.delete(name);
  }

  stop(): void {
    this.#stopListening();
  }

  #group(name: string): Group {
    let group = this.#groups.get(name);
    if (!group) {
      group = { term: 0, pools: new Map() };
      this.#groups.set(name, group);
    }
    return group;
  }

  /** The limits of the group have changed, and are to hold when this is fulfilled. Rejects with SlotsUnknownError. */
  align(group: string): Promise<void> {
    return this.#insist(group, async (owner) => {
      await this.#parts.peers.ask(owner, slotKinds.align, group, { timeoutMs: patienceMs });
    });
  }

  /** A refusal changes nothing here, and is an answer all the same. */
  #ask(group: string, name: string, needs: number): Promise<void> {
    return this.#insist(group, async (owner) => {
      const { nodes, peers } = this.#parts;
      const { epoch } = nodes;
      if (!nodes.holds()) throw new Error("this node's lease has run out");
      const request: SlotRequest = { ...this.pool(group, name).report, group, nodeEpoch: epoch, needs };
      const answer = await peers.ask(owner, slotKinds.request, toJson(request), { timeoutMs: answerMs });
      this.#heed(fromJson(answer));
      if (nodes.epoch !== epoch) throw new Error("this node's lease had run out");
    });
  }

  /** Tries until an owner has answered, which may be another by then. */
  async #insist(group: string, attempt: (owner: string) => Promise<void>): Promise<void> {
    const { clock, ownerOf, trouble } = this.#parts;
    const endMs = clock.monotonicMs() + patienceMs;
    for (;;) {
      const known = trouble();
      if (known) throw known;
      let reason = "it has none";
      const owner = ownerOf(group);
      try {
        if (owner !== undefined) return await attempt(owner);
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
      if (clock.monotonicMs() > endMs) {
        throw new SlotsUnknownError(`the owner of ${group} does not say what is left of its concurrency: ${reason}`);
      }
      await new Promise<void>((resolve) => clock.afterMachine(pauseMs, resolve));
    }
  }

  /** What it has is less: nobody waits for that to be known, and what is not told now is with the next question. */
  #tell(group: string, name: string): void {
    const owner = this.#parts.ownerOf(group);
    const { nodes, peers } = this.#parts;
    if (owner === undefined) return;
    const pool = this.#groups.get(group)?.pools.get(name);
    if (!pool) return;
    const { report, needs } = pool;
    const request: SlotRequest = { ...report, group, nodeEpoch: nodes.epoch, needs };
    peers.ask(owner, slotKinds.report, toJson(request), { timeoutMs: answerMs }).catch(() => {});
  }

  #granted(grant: SlotGrant) {
    this.#heed(grant);
    return this.pool(grant.group, grant.pool).report;
  }

  #recalled(recall: SlotRecall) {
    const pool = this.pool(recall.group, recall.pool);
    if (this.#heed(recall)) pool.recall(recall.idle, recall.owed, recall.isForced);
    return pool.report;
  }

  #inquired({ group: name, term }: SlotInquiry): SlotInventory {
    const { nodes } = this.#parts;
    const group = this.#group(name);
    if (term < group.term) throw new Error(`${name} has had a later owner`);
    group.term = term;
    const pools = [...group.pools.values()].map((pool) => pool.renew());
    return { nodeEpoch: nodes.epoch, pools: pools.filter(({ quota, running }) => quota > 0 || running > 0) };
  }

  /** False for one that is not for this node as it is now, or from a former owner. */
  #heed({ group, pool, term, nodeEpoch, version, quota }: SlotGrant): boolean {
    if (nodeEpoch !== this.#parts.nodes.epoch || !this.#adopt(group, term)) return false;
    this.pool(group, pool).heed({ version, quota });
    return true;
  }

  /** False for a former owner. One that has not asked what is here knows that nothing is: it began while this node was not alive. */
  #adopt(name: string, term: number): boolean {
    const group = this.#group(name);
    if (term < group.term) return false;
    if (term > group.term) {
      group.term = term;
      for (const pool of group.pools.values()) pool.lapse();
    }
    return true;
  }
}
