import type { Database, WriteTransaction } from "./database.ts";

/**
 * What a database that several servers use at the same time keeps of them: who is alive, who owns what. It decides by its own clock. All
 * times are its own, in milliseconds.
 */
export interface SharedDatabase {
  /**
   * Adds a node, or brings one back with a new epoch, and gives the epoch. One node at a time: `admit` sees the others that are alive and throws
   * if the node may not be one of them; it gives the newest version that has used the database, of which it is told the last. The row of `former`, an earlier run that surely has ended, counts as dead from then on.
   */
  join(
    node: NewNode,
    options: {
      readonly leaseMs: number;
      readonly former: string | undefined;
      readonly admit: (others: readonly NodeRow[], newestVersion: string) => string;
    },
  ): Promise<{ readonly epoch: number }>;
  /**
   * Renews the node's lease. Gives false for `isAlive` if it had run out, or others have given the node up: then it must join again. `nodes` are all, or
   * with `since`, which is the `change` of an earlier one, those that have come, gone, died or begun to drain since then: that a lease has run out is
   * such a change only once it has been buried.
   */
  beat(
    node: { readonly id: string; readonly epoch: number; readonly isDraining: boolean },
    leaseMs: number,
    since?: number,
  ): Promise<{
    readonly isAlive: boolean;
    readonly nodes: readonly NodeRow[];
    readonly change: number;
    readonly clockOffsetMs: number;
  }>;
  /** Says of nodes whose leases have run out that it is so, for those who only look at what has changed. */
  bury(nodes: readonly { readonly id: string; readonly epoch: number }[]): Promise<void>;
  /** Of those that are alive or were a minute ago. */
  listNodes(): Promise<NodeRow[]>;
  /** The node's lease is not renewed any more: it holds to its end, and then the node must join again. */
  giveUp(id: string, epoch: number): Promise<void>;
  leave(id: string, epoch: number): Promise<void>;
  /** Takes those of the names that no living node owns; gives their new epochs. */
  take(
    names: readonly string[],
    node: { readonly id: string; readonly epoch: number },
  ): Promise<{ name: string; epoch: number }[]>;
  release(names: readonly string[], node: { readonly id: string; readonly epoch: number }): Promise<void>;
  /** Whether the name is owned with this epoch, read so that it stays so until the transaction ends. */
  isOwned(tx: WriteTransaction, name: string, epoch: number): Promise<boolean>;
  /** The value under the name, kept for ever, `reset` or not: `made` if there was none. */
  secret(name: string, made: Uint8Array): Promise<Buffer>;
  /** By how much all nodes' clocks are ahead, after moving them on. It ends with the last node that is alive. */
  moveClock(byMs: number): Promise<number>;
}

export interface NewNode {
  readonly id: string;
  /** `HOST:PORT`, or empty for one that can only be alone. */
  readonly address: string;
  readonly version: string;
  /** Where it keeps its bytes: nodes with different places do not see one another's. */
  readonly blobs: string;
}

export interface NodeRow extends NewNode {
  readonly epoch: number;
  readonly startedMs: number;
  readonly heartbeatMs: number;
  /** Until its lease runs out; 0 or less for one that is dead. */
  readonly leaseLeftMs: number;
  readonly isDraining: boolean;
  /** It has said that it goes. */
  readonly hasLeft: boolean;
  /** Others have said that its lease has run out. */
  readonly hasDied: boolean;
}

/** A database that several servers may use at the same time. */
export interface DatabaseOfSeveral extends Database {
  readonly shared: SharedDatabase;
}

export function isOfSeveral(database: Database): database is DatabaseOfSeveral {
  return "shared" in database;
}
