import type { Node } from "../cluster.ts";
import type { Cap, PoolReport } from "./slots.ts";

/** What one node has of a pool, as the owner sees it. */
export interface Loan {
  readonly node: string;
  readonly nodeEpoch: number;
  version: number;
  /** What it was told last. */
  quota: number;
  /** The most that it may have let in: what it was told before counts until it has heeded what came after. */
  accounted: number;
  /** What it would let in at the same time, if that is more than its quota. */
  wants: number;
  /** Since when, in the order of wants. */
  wantsSince: number;
}

export interface SlotPool {
  readonly name: string;
  caps: readonly Cap[];
  readonly loans: Map<string, Loan>;
}

/** What of a group's limits is lent to whom. Pure counting: nothing here waits. */
export class SlotLedger {
  readonly pools = new Map<string, SlotPool>();
  /** By cap. */
  readonly #used = new Map<string, number>();
  #wants = 0;

  pool(name: string): SlotPool {
    let pool = this.pools.get(name);
    if (!pool) {
      pool = { name, caps: [], loans: new Map() };
      this.pools.set(name, pool);
    }
    return pool;
  }

  /** What a node has from a former owner. */
  add({ pool: name, quota, running }: PoolReport, node: string, nodeEpoch: number): void {
    const pool = this.pool(name);
    const loan: Loan = { node, nodeEpoch, version: 0, quota, accounted: 0, wants: 0, wantsSince: 0 };
    pool.loans.set(node, loan);
    this.#account(pool, loan, Math.max(quota, running));
  }

  setCaps(pool: SlotPool, caps: readonly Cap[]): void {
    let lent = 0;
    for (const { accounted } of pool.loans.values()) lent += accounted;
    if (lent > 0) {
      for (const { name } of pool.caps) this.#use(name, -lent);
      for (const { name } of caps) this.#use(name, lent);
    }
    pool.caps = caps;
  }

  /** The node's loan, after what it says. One that has forgotten what it had, because its lease had run out, begins anew. */
  loan(
    pool: SlotPool,
    node: string,
    report: PoolReport & { readonly nodeEpoch: number; readonly needs: number },
  ): Loan {
    const { nodeEpoch, version, running } = report;
    let loan = pool.loans.get(node);
    if (loan && loan.nodeEpoch > nodeEpoch) throw new Error(`the node ${node} has come back since it asked`);
    if (!loan || loan.nodeEpoch < nodeEpoch) {
      if (loan) this.#account(pool, loan, 0);
      loan = { node, nodeEpoch, version, quota: 0, accounted: 0, wants: 0, wantsSince: 0 };
      pool.loans.set(node, loan);
      this.#account(pool, loan, running);
    } else this.note(pool, loan, report);
    return loan;
  }

  /**
   * What a node says of itself. It has never more than it was told last, and makes that less by itself: so of two letters about the same version
   * the smaller number is the later one.
   */
  note(pool: SlotPool, loan: Loan, { version, quota, running }: PoolReport): void {
    if (version !== loan.version) return;
    loan.quota = Math.min(loan.quota, quota);
    this.#account(pool, loan, Math.min(loan.accounted, Math.max(loan.quota, running)));
  }

  want(loan: Loan, needs: number): void {
    if (needs <= loan.quota) loan.wants = 0;
    else {
      if (loan.wants === 0) loan.wantsSince = ++this.#wants;
      loan.wants = needs;
    }
  }

  /** Whether another node than this one waits for more. */
  isWanted(pool: SlotPool, except: Loan): boolean {
    for (const loan of pool.loans.values()) if (loan !== except && loan.wants > 0) return true;
    return false;
  }

  /** What is left to lend of the pool. */
  free({ caps }: SlotPool): number {
    let free = Number.POSITIVE_INFINITY;
    for (const { name, size } of caps) free = Math.min(free, size - (this.#used.get(name) ?? 0));
    return caps.length === 0 ? 0 : Math.max(0, free);
  }

  /** By how much what is lent of the pool is more than there is of it. */
  over(pool: SlotPool): number {
    const own = pool.caps.at(-1);
    let lent = 0;
    for (const { accounted } of pool.loans.values()) lent += accounted;
    return lent - (own?.size ?? 0);
  }

  /** Up to `target`, as far as there is enough. */
  raise(pool: SlotPool, loan: Loan, target: number): boolean {
    const quota = Math.min(target, loan.accounted + this.free(pool));
    if (quota <= loan.quota) return false;
    loan.quota = quota;
    loan.version += 1;
    if (loan.wants <= quota) loan.wants = 0;
    this.#account(pool, loan, Math.max(loan.accounted, quota));
    return true;
  }

  /** Takes from those that have most, until all have no more than there is; gives those that are to be told. */
  lower(pool: SlotPool): Loan[] {
    const size = pool.caps.at(-1)?.size ?? 0;
    const lowered = new Set<Loan>();
    const loans = [...pool.loans.values()];
    let quotas = loans.reduce((sum, { quota }) => sum + quota, 0);
    while (quotas > size) {
      const most = loans.reduce((a, b) => (b.quota > a.quota ? b : a));
      most.quota -= 1;
      quotas -= 1;
      lowered.add(most);
    }
    for (const loan of lowered) loan.version += 1;
    return [...lowered];
  }

  /** Raises those that want more, one by one: who has fewest first, of them who has waited longest. Gives those that are to be told. */
  serve(pool: SlotPool): Loan[] {
    const served = new Set<Loan>();
    const wanting = [...pool.loans.values()].filter(({ wants }) => wants > 0);
    while (wanting.length > 0 && this.free(pool) > 0) {
      wanting.sort((a, b) => a.quota - b.quota || a.wantsSince - b.wantsSince);
      const loan = wanting[0] as Loan;
      if (!this.raise(pool, loan, loan.quota + 1)) return [...served];
      served.add(loan);
      loan.wantsSince = ++this.#wants;
      if (loan.wants === 0) wanting.shift();
    }
    return [...served];
  }

  /** Who has any, the one with most first. */
  holders(pool: SlotPool): Loan[] {
    return [...pool.loans.values()].filter(({ accounted }) => accounted > 0).sort((a, b) => b.accounted - a.accounted);
  }

  /** What was lent to nodes that are gone is free; gives the pools that it was of. */
  nodesGone(gone: readonly Node[]): SlotPool[] {
    const freed: SlotPool[] = [];
    for (const pool of this.pools.values()) {
      for (const { id, epoch } of gone) {
        const loan = pool.loans.get(id);
        if (!loan || loan.nodeEpoch > epoch) continue;
        this.#account(pool, loan, 0);
        pool.loans.delete(id);
        freed.push(pool);
      }
    }
    return freed;
  }

  #account(pool: SlotPool, loan: Loan, accounted: number): void {
    const by = accounted - loan.accounted;
    loan.accounted = accounted;
    if (by !== 0) for (const { name } of pool.caps) this.#use(name, by);
  }

  #use(cap: string, by: number): void {
    this.#used.set(cap, (this.#used.get(cap) ?? 0) + by);
  }
}
