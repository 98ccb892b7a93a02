import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { WriteTransaction } from "../storage/database.ts";
import { LeaseLostError } from "../storage/lease-lost-error.ts";
import type { SharedDatabase } from "../storage/shared-database.ts";
import type { Held, Nodes, OwnedLease, OwnedWork, Ownership, ShardedWork, Shards, Wakes } from "./cluster.ts";
import { shardCount } from "./cluster.ts";
import { Rendezvous } from "./rendezvous.ts";
import { hashOf, shardOf } from "./shard-of.ts";
import { plainTransaction } from "./watched-database.ts";

export interface OwnershipParts {
  readonly shared: SharedDatabase;
  readonly nodes: Nodes;
  readonly wakes: Wakes;
  readonly clock: Clock;
  readonly log: Log;
}

/** One name that this node would do the work of. */
interface Claim {
  readonly name: string;
  /** Of the name. */
  readonly hash: number;
  readonly work: OwnedWork;
  lease: OwnedLease | undefined;
  /** The work is ending here, and the name is not taken again before. */
  ending: Promise<void> | undefined;
  isClosed: boolean;
}

/** How long one that could not have a name waits for it: its former owner may be dying, or handing it on without our hearing of it. */
const lookAgainMs = 1_000;
const released = "squall.released";

/**
 * Names that nodes own. A row says which node, with which of its epochs, has a name; it holds as long as that node's own lease, so that one
 * heartbeat renews all that a node has. Each name goes to the node that ranks first for it, which takes it when it is free.
 */
export class LeasedOwnership implements Ownership {
  readonly #parts: OwnershipParts;
  readonly #claims = new Map<string, Claim>();
  /** Names handed on whose rows still say that this node has them, and with which of its epochs: the database could not be told. */
  readonly #unreleased = new Map<string, number>();
  #ranking = new Rendezvous([]);
  #taking: Promise<void> | undefined;
  #isAskedAgain = false;
  #timer: Timer | undefined;
  #isDraining = false;

  constructor(parts: OwnershipParts) {
    this.#parts = parts;
    parts.nodes.onChange(() => {
      // Draining nodes take nothing on.
      const ids = parts.nodes.live().flatMap(({ id, isDraining }) => (isDraining ? [] : [id]));
      this.#ranking = new Rendezvous(ids);
      this.#balance();
    });
    parts.nodes.onLapse(() => this.#loseAll());
    parts.wakes.onWake(released, () => this.#balance());
  }

  hold(name: string, work: OwnedWork): Held {
    if (this.#claims.has(name)) throw new Error(`${name} is held already`);
    const claim = createClaim(name, work);
    this.#claims.set(name, claim);
    this.#balance();
    return { lease: () => claim.lease, close: () => this.#close([claim]) };
  }

  divide(kind: string, work: ShardedWork): Shards {
    const { nodes, wakes } = this.#parts;
    const names = Array.from({ length: shardCount }, (_, shard) => `${kind}/${shard}`);
    const claims = names.map((name, shard): Claim => {
      const owned: OwnedWork = {
        begin: (lease) => work.begin(shard, lease),
        end: (lease, why) => work.end(shard, lease, why),
      };
      return createClaim(name, owned);
    });
    for (const claim of claims) this.#claims.set(claim.name, claim);
    this.#balance();
    const ownerOf = (key: string) => {
      const claim = claims[shardOf(key)] as Claim;
      return isAtWork(claim) ? nodes.self : this.#firstFor(claim);
    };
    const stopListening = wakes.onWake(kind, (key) => {
      const claim = claims[shardOf(key)];
      if (claim && isAtWork(claim)) work.woken?.(key);
    });
    return {
      of: shardOf,
      owner: ownerOf,
      lease: (key) => claims[shardOf(key)]?.lease,
      wake: (key) => {
        // While it passes from one to the other, who begins with it looks through it.
        const owner = ownerOf(key);
        if (owner !== undefined) wakes.wake(kind, key, owner);
      },
      close: async () => {
        stopListening();
        await this.#close(claims);
      },
    };
  }

  /** Hands on all that this node has, and takes nothing more. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    this.#timer?.cancel();
    await this.#taking;
    await Promise.all([...this.#claims.values()].map((claim) => this.#handOn(claim)));
  }

  #balance(): void {
    if (this.#taking) {
      this.#isAskedAgain = true;
      return;
    }
    this.#taking = this.#takeAndGive()
      .catch((error: unknown) => {
        this.#parts.log.warn("what this node is to own could not be taken", {
          error: error instanceof Error ? error.message : String(error),
        });
        this.#lookAgain();
      })
      .finally(() => {
        this.#taking = undefined;
        if (!this.#isAskedAgain) return;
        this.#isAskedAgain = false;
        this.#balance();
      });
  }

  async #takeAndGive(): Promise<void> {
    // All that are asked for in one turn are taken together.
    await new Promise(setImmediate);
    const { nodes, shared } = this.#parts;
    if (this.#isDraining || !nodes.holds()) return;
    const { self, epoch } = nodes;
    const wanted: Claim[] = [];
    for (const claim of this.#claims.values()) {
      const isOurs = this.#firstFor(claim) === self;
      if (isOurs && !claim.lease && !claim.ending) wanted.push(claim);
      else if (!isOurs && claim.lease) void this.#handOn(claim);
    }
    // Its row is this node's already: taken again, it need not be given back.
    for (const { name } of wanted) this.#unreleased.delete(name);
    // Each once: one that fails again is kept for the next look.
    for (const [name, epoch] of [...this.#unreleased]) await this.#release(name, epoch);
    if (wanted.length === 0) return;
    const taken = await shared.take(
      wanted.map(({ name }) => name),
      { id: self, epoch },
    );
    // What was taken for an epoch that has ended by now is nobody's.
    if (nodes.epoch !== epoch || !nodes.holds()) return;
    for (const { name, epoch: own } of taken) this.#begin(name, own);
    if (taken.length < wanted.length) this.#lookAgain();
  }

  #begin(name: string, epoch: number): void {
    const claim = this.#claims.get(name);
    if (!claim || claim.isClosed || claim.lease || claim.ending) return;
    const { shared, nodes } = this.#parts;
    const lease: OwnedLease = {
      name,
      epoch,
      isHeld: () => claim.lease === lease && !claim.ending && nodes.holds(),
      check: async (tx: WriteTransaction) => {
        if (!(await shared.isOwned(plainTransaction(tx), name, epoch))) throw new LeaseLostError(name);
      },
    };
    claim.lease = lease;
    claim.work.begin(lease);
  }

  #lookAgain(): void {
    this.#timer?.cancel();
    if (!this.#isDraining) this.#timer = this.#parts.clock.afterMachine(lookAgainMs, () => this.#balance());
  }

  /** Ends the work, then lets the next have it. Until both are done, this node does not take the name again. */
  async #handOn(claim: Claim): Promise<void> {
    if (claim.ending) return claim.ending;
    if (!claim.lease) return;
    const { epoch } = this.#parts.nodes;
    return this.#end(claim, "handed-on", () => this.#release(claim.name, epoch));
  }

  /** What cannot be told to the database is told it again: as long as this node lives, nobody else could have the name. */
  async #release(name: string, epoch: number): Promise<void> {
    const { nodes, shared, wakes, log } = this.#parts;
    this.#unreleased.delete(name);
    // What it had with an epoch that has ended is free.
    if (nodes.epoch !== epoch) return;
    try {
      await shared.release([name], { id: nodes.self, epoch });
    } catch (error) {
      log.warn("what another node is to own could not be given back yet", { name, error: String(error) });
      this.#unreleased.set(name, epoch);
      this.#lookAgain();
      return;
    }
    const next = this.#ranking.firstFor(hashOf(name));
    if (next !== undefined && next !== nodes.self) wakes.wake(released, "", next);
  }

  #end(claim: Claim, why: "handed-on" | "lost", then = async () => {}): Promise<void> {
    const { lease } = claim;
    if (!lease) return Promise.resolve();
    const ended = claim.work.end(lease, why).catch((error: unknown) => {
      this.#parts.log.error("work that was to go elsewhere did not end well", {
        name: claim.name,
        error: String(error),
      });
    });
    claim.ending = ended.then(then).finally(() => {
      claim.lease = undefined;
      claim.ending = undefined;
    });
    return claim.ending;
  }

  #loseAll(): void {
    for (const claim of this.#claims.values()) {
      if (claim.lease && !claim.ending) void this.#end(claim, "lost").finally(() => this.#balance());
    }
  }

  async #close(claims: readonly Claim[]): Promise<void> {
    for (const claim of claims) {
      claim.isClosed = true;
      this.#claims.delete(claim.name);
    }
    await this.#taking;
    await Promise.all(claims.map((claim) => this.#handOn(claim)));
  }

  #firstFor({ hash }: Claim): string | undefined {
    return this.#ranking.firstFor(hash);
  }
}

function isAtWork({ lease, ending }: Claim): boolean {
  return lease !== undefined && ending === undefined;
}

function createClaim(name: string, work: OwnedWork): Claim {
  return { name, hash: hashOf(name), work, lease: undefined, ending: undefined, isClosed: false };
}
