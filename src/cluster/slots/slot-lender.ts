import type { Clock } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { Node, Nodes, OwnedLease, Peers } from "../cluster.ts";
import { PeerError } from "../cluster.ts";
import { type Loan, SlotLedger, type SlotPool } from "./slot-ledger.ts";
import {
  fromJson,
  type PoolReport,
  type SlotGrant,
  type SlotInquiry,
  type SlotInventory,
  type SlotLimits,
  type SlotRecall,
  type SlotRequest,
  slotKinds,
  toJson,
} from "./slots.ts";

export interface SlotLenderParts {
  readonly nodes: Nodes;
  readonly peers: Peers;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits: SlotLimits;
  /** The group's lease, while this node owns it. */
  readonly leaseOf: (group: string) => OwnedLease | undefined;
}

/** So long a node may take to say what it has, before the next is asked or it is asked again. */
const answerMs = 400;
const againMs = 100;
/** Nodes that are asked for slots at the same time. */
const askedAtOnce = 8;
/** How often others are asked for one that needs slots. */
const mostRounds = 8;
/** Beginnings of one server that one epoch of a lease has room for. */
const beginningsPerEpoch = 1_000_000;

interface Group {
  readonly term: number;
  readonly lease: OwnedLease;
  readonly ledger: SlotLedger;
  /** Fulfilled when it is known what every node that is alive has from a former owner. */
  readonly known: Promise<void>;
}

/** The owner's side of the slots on loan: lends, asks others for what is idle, and never lends more than there is. */
export class SlotLender {
  readonly #parts: SlotLenderParts;
  readonly #groups = new Map<string, Group>();
  readonly #stopListening: () => void;
  #beginnings = 0;

  constructor(parts: SlotLenderParts) {
    this.#parts = parts;
    const { peers, nodes } = parts;
    peers.answer(slotKinds.request, async (payload, from) => toJson(await this.#request(fromJson(payload), from)));
    peers.answer(slotKinds.align, async (payload) => {
      await this.#align(fromJson<string>(payload));
      return null;
    });
    peers.answer(slotKinds.report, async (payload, from) => this.#report(fromJson(payload), from));
    this.#stopListening = nodes.onChange(({ gone }) => this.#free(gone));
  }

  /** The limits of a group have changed: fulfilled when no node lets in more than is left, though what is at work goes on. */
  async #align(name: string): Promise<void> {
    const group = this.#own(name);
    await group.known;
    for (const pool of [...group.ledger.pools.values()]) {
      group.ledger.setCaps(pool, await this.#parts.limits.capsOf(name, pool.name));
      const over = group.ledger.over(pool);
      if (over > 0) await this.#reduce(name, group, pool, over);
    }
    for (const pool of group.ledger.pools.values()) this.#serve(name, group, pool);
  }

  /** Another node owns the shard: what this one knew counts no more. */
  end(isOf: (group: string) => boolean): void {
    for (const name of [...this.#groups.keys()]) if (isOf(name)) this.#groups.delete(name);
  }

  stop(): void {
    this.#stopListening();
    this.#groups.clear();
  }

  /** Throws if this node does not own it. */
  #own(name: string): Group {
    const lease = this.#parts.leaseOf(name);
    if (!lease?.isHeld()) throw new Error(`${name} is owned by another node`);
    const known = this.#groups.get(name);
    if (known?.lease === lease) return known;
    this.#beginnings += 1;
    const term = lease.epoch * beginningsPerEpoch + this.#beginnings;
    const ledger = new SlotLedger();
    const group: Group = { term, lease, ledger, known: this.#learn(name, term, ledger) };
    this.#groups.set(name, group);
    // Who waits for it is told; the next who asks has it begin anew.
    group.known.catch(() => {
      if (this.#groups.get(name) === group) this.#groups.delete(name);
    });
    return group;
  }

  /** Until every node that is alive has said what it has: those that do not answer are waited for, or their leases run out. */
  async #learn(name: string, term: number, ledger: SlotLedger): Promise<void> {
    const { nodes } = this.#parts;
    // The former owner may have known of nodes that this one would hear of only with its next heartbeat.
    await nodes.refresh();
    await Promise.all(nodes.live().map((node) => this.#learnOf(node, { group: name, term }, ledger)));
    for (const pool of ledger.pools.values()) ledger.setCaps(pool, await this.#parts.limits.capsOf(name, pool.name));
  }

  async #learnOf(node: Node, inquiry: SlotInquiry, ledger: SlotLedger): Promise<void> {
    const { nodes, peers, clock } = this.#parts;
    const isLive = () => nodes.live().some(({ id, epoch }) => id === node.id && epoch === node.epoch);
    while (isLive()) {
      try {
        const answer = await peers.ask(node.id, slotKinds.inquire, toJson(inquiry), { timeoutMs: answerMs });
        const { nodeEpoch, pools } = fromJson<SlotInventory>(answer);
        for (const report of pools) ledger.add(report, node.id, nodeEpoch);
        return;
      } catch (error) {
        // A server that does not know the question has nothing on loan.
        if (error instanceof PeerError && error.reason === "unknown-kind") return;
        await new Promise<void>((resolve) => clock.afterMachine(againMs, resolve));
      }
    }
  }

  async #request(request: SlotRequest, from: string): Promise<SlotGrant> {
    const group = this.#own(request.group);
    await group.known;
    this.#checkAlive(from, request.nodeEpoch);
    const { ledger } = group;
    const pool = ledger.pool(request.pool);
    const loan = ledger.loan(pool, from, request);
    ledger.setCaps(pool, await this.#parts.limits.capsOf(request.group, request.pool));
    const isUnclaimed = !ledger.isWanted(pool, loan);
    ledger.raise(pool, loan, isUnclaimed ? Math.max(request.needs, this.#shareOf(pool)) : request.needs);
    for (let round = 0; round < mostRounds && loan.quota < request.needs; round++) {
      const isAnyGiven = await this.#recall(request.group, group, pool, loan, request.needs - loan.quota);
      // Somebody else may own it by now.
      if (this.#own(request.group) !== group) throw new Error(`${request.group} has been given on`);
      ledger.raise(pool, loan, request.needs);
      // What was given may have been taken by another that asked, and there may be more.
      if (!isAnyGiven) break;
    }
    ledger.want(loan, request.needs);
    return this.#toGrant(request.group, group, pool, loan);
  }

  async #report(report: SlotRequest, from: string): Promise<null> {
    const group = this.#own(report.group);
    await group.known;
    const pool = group.ledger.pool(report.pool);
    group.ledger.want(group.ledger.loan(pool, from, report), report.needs);
    this.#serve(report.group, group, pool);
    return null;
  }

  /** A node whose lease has run out, as far as this one knows, is lent nothing: nobody would notice its end. */
  #checkAlive(id: string, epoch: number): void {
    if (this.#parts.nodes.live().some((node) => node.id === id && node.epoch === epoch)) return;
    throw new Error(`the node ${id} is not known to be alive`);
  }

  /** What nobody else asks for is spread, so that a node need not ask for each. */
  #shareOf({ caps }: SlotPool): number {
    return Math.floor((caps.at(-1)?.size ?? 0) / Math.max(1, this.#parts.nodes.live().length));
  }

  /**
   * Asks other nodes for what is idle, some at a time until there is enough, and lets those that have more than their part owe the rest. False if
   * nobody has given anything.
   */
  async #recall(name: string, group: Group, pool: SlotPool, asker: Loan, missing: number): Promise<boolean> {
    const { ledger } = group;
    const holders = ledger.holders(pool).filter((loan) => loan !== asker);
    let owing = missing;
    let given = 0;
    for (let from = 0; from < holders.length && given < missing; from += askedAtOnce) {
      const asked = holders.slice(from, from + askedAtOnce).map((loan) => {
        const owed = Math.min(owing, excessOf(loan, asker));
        owing -= owed;
        return this.#recallFrom(name, group, pool, loan, { idle: missing, owed, isForced: false });
      });
      for (const each of await Promise.all(asked)) given += each;
    }
    return given > 0;
  }

  /** Gives how many slots have come back. */
  async #recallFrom(
    name: string,
    group: Group,
    pool: SlotPool,
    loan: Loan,
    what: Pick<SlotRecall, "idle" | "owed" | "isForced">,
  ): Promise<number> {
    const recall: SlotRecall = { ...this.#toGrant(name, group, pool, loan), ...what };
    const before = loan.accounted;
    try {
      const answer = await this.#parts.peers.ask(loan.node, slotKinds.recall, toJson(recall), { timeoutMs: answerMs });
      group.ledger.note(pool, loan, fromJson<PoolReport>(answer));
    } catch {
      // What it has is counted as its own until it says otherwise, or its lease has run out.
    }
    return Math.max(0, before - loan.accounted);
  }

  /** First what is idle, then what is at work: that goes on, and nothing comes in its place. */
  async #reduce(name: string, group: Group, pool: SlotPool, over: number): Promise<void> {
    const { ledger } = group;
    const holders = ledger.holders(pool);
    await Promise.all(
      holders.map((loan) => this.#recallFrom(name, group, pool, loan, { idle: over, owed: 0, isForced: true })),
    );
    const lowered = ledger.lower(pool);
    await Promise.all(lowered.map((loan) => this.#grant(name, group, pool, loan)));
  }

  /** Gives what is free to those that want it, who has waited longest first. */
  #serve(name: string, group: Group, pool: SlotPool): void {
    for (const loan of group.ledger.serve(pool)) void this.#grant(name, group, pool, loan);
  }

  async #grant(name: string, group: Group, pool: SlotPool, loan: Loan): Promise<void> {
    const grant = this.#toGrant(name, group, pool, loan);
    try {
      const answer = await this.#parts.peers.ask(loan.node, slotKinds.grant, toJson(grant), { timeoutMs: answerMs });
      group.ledger.note(pool, loan, fromJson<PoolReport>(answer));
    } catch {
      // It counts as lent: the node may have heard it.
    }
  }

  #toGrant(group: string, { term }: Group, { name }: SlotPool, { nodeEpoch, version, quota }: Loan): SlotGrant {
    return { group, pool: name, term, nodeEpoch, version, quota };
  }

  #free(gone: readonly Node[]): void {
    if (gone.length === 0) return;
    for (const [name, group] of this.#groups) {
      for (const pool of group.ledger.nodesGone(gone)) this.#serve(name, group, pool);
    }
  }
}

/** By how much a node has more than its part, seen from one that asks: half of the difference; and one to one that has none. */
function excessOf(loan: Loan, asker: Loan): number {
  const difference = loan.accounted - asker.accounted;
  return asker.accounted === 0 && difference === 1 ? 1 : Math.max(0, Math.floor(difference / 2));
}
