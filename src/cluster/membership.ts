import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { NewNode, NodeRow, SharedDatabase } from "../storage/shared-database.ts";
import { admit, NotAdmittedError } from "./admit.ts";
import type { Node, Nodes, NodesChange } from "./cluster.ts";

export const leaseMs = 5_000;
const beatEveryMs = 1_000;
const lookAgainMs = 250;
/** By how much sooner a node believes its lease to have run out than the database does: their clocks do not run exactly alike. */
const marginMs = 500;
/** Of more nodes a heartbeat brings what has changed, and only that of some brings all. */
const mostListed = 16;
/** So many nodes look at all with each heartbeat: somebody must see that a lease has run out. */
const lookouts = 3;
/** Each node looks at all after so many heartbeats, or sooner in a smaller cluster: if the lookouts have died together, others see it. */
const mostBeatsBetweenLooks = 60;

export interface MembershipParts {
  readonly shared: SharedDatabase;
  readonly clock: Clock;
  readonly log: Log;
  /** What the database says of the clocks' offset, at each heartbeat. */
  readonly onClockOffset: (offsetMs: number) => void;
  /** Its lease had run out, and by now another server is there with which it may not be. */
  readonly onExpelled: (error: NotAdmittedError) => void;
  /** Of more nodes a heartbeat brings the changes only. */
  readonly mostListed?: number;
}

/**
 * This node's row in the database and what it knows of the others'. The lease counts from when a heartbeat was *sent*, by a steady clock: a
 * node that has been stopped, or has lost the database, sees by itself that it may not rely on anything it remembers.
 */
export class Membership implements Nodes {
  readonly self: string;
  readonly #parts: MembershipParts;
  readonly #changeListeners = new Set<(change: NodesChange) => void>();
  readonly #lapseListeners = new Set<() => void>();
  #node: NewNode;
  #epoch = 0;
  #live: readonly Node[] = [];
  /** What was last read of each node, by its id. */
  #known = new Map<string, NodeRow>();
  /** Up to where changes are known; undefined if all is to be read. */
  #change: number | undefined;
  #beatsSinceLook = 0;
  #holdsUntilMs = Number.NEGATIVE_INFINITY;
  /** Whether what was remembered under the last lease has been forgotten since it ran out. */
  #hasLapsed = true;
  /** Whether the last heartbeat has failed: only the first that does is told. */
  #hasFailed = false;
  #isDraining = false;
  #isClosed = false;
  #timer: Timer | undefined;
  #beating: Promise<void> | undefined;

  constructor(id: string, parts: MembershipParts) {
    this.self = id;
    this.#node = { id, address: "", version: "", blobs: "" };
    this.#parts = parts;
  }

  get epoch(): number {
    return this.#epoch;
  }

  holds(): boolean {
    return this.#parts.clock.monotonicMs() < this.#holdsUntilMs;
  }

  live(): readonly Node[] {
    return this.#live;
  }

  onChange(listener: (change: NodesChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  onLapse(listener: () => void): () => void {
    this.#lapseListeners.add(listener);
    return () => this.#lapseListeners.delete(listener);
  }

  /**
   * Joins. `former` is an earlier run that surely has ended. Throws NotAdmittedError if this node may not be one of those that are there; one that
   * may have just died is waited for.
   */
  async start(node: NewNode, former: string | undefined): Promise<void> {
    this.#node = node;
    let refused: NotAdmittedError | undefined;
    for (;;) {
      try {
        await this.#join(former);
        break;
      } catch (error) {
        if (!(error instanceof NotAdmittedError) || hasBeaten(refused, error)) throw error;
        refused ??= error;
        await new Promise<void>((resolve) => this.#parts.clock.afterMachine(lookAgainMs, resolve));
      }
    }
    await this.beat();
    this.#schedule();
  }

  /** Tells the others that this node takes nothing on any more. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    await this.beat();
  }

  /** With `isClean`, everything this node had to tell has been told. */
  async close({ isClean }: { readonly isClean: boolean }): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#beating;
    this.#holdsUntilMs = Number.NEGATIVE_INFINITY;
    if (isClean) await this.#parts.shared.leave(this.self, this.#epoch);
  }

  /** A heartbeat under way may have read it before the call. */
  async refresh(): Promise<void> {
    await this.#beating;
    this.#change = undefined;
    await this.beat();
    if (this.#hasFailed) throw new Error("the nodes that are alive could not be read");
  }

  async withHeartbeats(): Promise<readonly Node[]> {
    if (this.#isLarge()) await this.refresh().catch(() => {});
    return this.#live;
  }

  /** A heartbeat at once. Never rejects. */
  beat(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = undefined;
    });
    return this.#beating;
  }

  #schedule(): void {
    if (this.#isClosed) return;
    // A database that has been away is back sooner than a heartbeat comes.
    this.#timer = this.#parts.clock.afterMachine(this.#hasFailed ? lookAgainMs : beatEveryMs, () => {
      if (!this.holds()) this.#lapse();
      void this.beat().then(() => this.#schedule());
    });
  }

  async #beat(): Promise<void> {
    const { shared, clock, onClockOffset } = this.#parts;
    const sentMs = clock.monotonicMs();
    try {
      // Once it has given up what it had, a node comes back as another: what was lent to the former one is free.
      if (this.#hasLapsed) await this.#comeBack();
      const node = { id: this.self, epoch: this.#epoch, isDraining: this.#isDraining };
      const since = this.#looksAtAll() ? undefined : this.#change;
      const { isAlive, nodes, change, clockOffsetMs } = await shared.beat(node, leaseMs, since);
      if (this.#isClosed) return;
      if (isAlive) this.#holdsUntilMs = sentMs + leaseMs - marginMs;
      else this.#lapse();
      this.#hasFailed = false;
      onClockOffset(clockOffsetMs);
      this.#see(nodes, since === undefined);
      this.#change = change;
    } catch (error) {
      if (error instanceof NotAdmittedError) this.#parts.onExpelled(error);
      this.#hasFailed ||= this.#tellFailure(error);
      if (!this.holds()) this.#lapse();
    }
  }

  #tellFailure(error: unknown): true {
    this.#parts.log.warn("heartbeats fail", { error: error instanceof Error ? error.message : String(error) });
    return true;
  }

  async #comeBack(): Promise<void> {
    await this.#join(undefined);
    this.#parts.log.warn("this node's lease had run out; it goes on anew", { node: this.self, epoch: this.#epoch });
  }

  async #join(former: string | undefined): Promise<void> {
    const { shared, clock } = this.#parts;
    const sentMs = clock.monotonicMs();
    const { epoch } = await shared.join(this.#node, {
      leaseMs,
      former,
      admit: (others, newest) => admit(this.#node, others, newest),
    });
    this.#change = undefined;
    // What was read before the others could know of this node may have changed behind its back.
    for (const listener of this.#lapseListeners) listener();
    this.#epoch = epoch;
    this.#hasLapsed = false;
    this.#holdsUntilMs = sentMs + leaseMs - marginMs;
  }

  #lapse(): void {
    this.#holdsUntilMs = Number.NEGATIVE_INFINITY;
    if (this.#hasLapsed) return;
    this.#hasLapsed = true;
    this.#parts.log.warn("this node's lease has run out: it serves nothing from memory", { node: this.self });
    for (const listener of this.#lapseListeners) listener();
  }

  /** In a large cluster only some do: the list of a thousand nodes, read by each of them each second, would be a million rows a second. */
  #looksAtAll(): boolean {
    this.#beatsSinceLook += 1;
    const isLookout = () => this.#live.slice(0, lookouts).some(({ id }) => id === this.self);
    const isDue = () => this.#beatsSinceLook >= Math.min(this.#live.length, mostBeatsBetweenLooks);
    return !this.#isLarge() || isLookout() || isDue();
  }

  #isLarge(): boolean {
    return this.#live.length > (this.#parts.mostListed ?? mostListed);
  }

  #see(read: readonly NodeRow[], isAll: boolean): void {
    const former = this.#live;
    if (isAll) {
      this.#known.clear();
      this.#beatsSinceLook = 0;
    }
    for (const row of read) this.#known.set(row.id, row);
    const rows = [...this.#known.values()];
    const isDead = ({ leaseLeftMs, hasLeft, hasDied }: NodeRow) => leaseLeftMs <= 0 || hasLeft || hasDied;
    this.#live = rows
      .filter((row) => !isDead(row))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(toNode);
    const unburied = isAll ? rows.filter((row) => isDead(row) && !row.hasLeft && !row.hasDied) : [];
    // Whoever looks next says it, if this fails.
    if (unburied.length > 0) this.#parts.shared.bury(unburied).catch(() => {});
    const sameIn = (nodes: readonly Node[], { id, epoch }: Node) =>
      nodes.find((node) => node.id === id && node.epoch === epoch);
    const joined = this.#live.filter((node) => !sameIn(former, node));
    const gone = former.filter((node) => !sameIn(this.#live, node));
    const draining = this.#live.filter((node) => node.isDraining && sameIn(former, node)?.isDraining === false);
    if (joined.length + gone.length + draining.length === 0) return;
    const died = gone.filter(
      ({ id, epoch }) => !rows.some((row) => row.id === id && row.epoch === epoch && row.hasLeft),
    );
    for (const listener of this.#changeListeners) listener({ joined, gone, died, draining });
  }
}

/** Whether who stands in the way is another than before, or has shown since that it is alive. */
function hasBeaten(first: NotAdmittedError | undefined, now: NotAdmittedError): boolean {
  if (!first) return false;
  return first.other.id !== now.other.id || first.other.heartbeatMs < now.other.heartbeatMs;
}

function toNode({ id, epoch, address, version, startedMs, heartbeatMs, isDraining }: NodeRow): Node {
  return { id, epoch, address, version, startedMs, heartbeatMs, isDraining };
}
