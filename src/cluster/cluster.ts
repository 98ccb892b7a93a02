import type { PartitionKey, WriteTransaction } from "../storage/database.ts";

/**
 * Several equal servers ("nodes") on one PostgreSQL and one blob store. PostgreSQL holds the truth and says by its clock who is alive and
 * who owns what (docs/decisions/0041-nodes-and-hints.md). On SQLite there is one node, and all of this costs nothing.
 */
export interface Cluster {
  readonly nodes: Nodes;
  readonly peers: Peers;
  readonly wakes: Wakes;
  readonly caches: SharedCaches;
  readonly ownership: Ownership;
}

/** A node that is alive: its lease has not run out by the database's clock. */
export interface Node {
  readonly id: string;
  /** Grows each time the node comes back after its lease had run out: what it had before is not its own any more. */
  readonly epoch: number;
  /** `HOST:PORT` at which other nodes reach it; empty for one that is alone. */
  readonly address: string;
  /** Squall's version. */
  readonly version: string;
  readonly startedMs: number;
  /** As of when it was read. */
  readonly heartbeatMs: number;
  /** It has been told to stop: it takes nothing on. */
  readonly isDraining: boolean;
}

export interface Nodes {
  /** This node's id. */
  readonly self: string;
  /** This node's epoch now. */
  readonly epoch: number;
  /**
   * Whether this node's lease holds, by its own steady clock: without it a node serves nothing from memory and begins nothing that must happen
   * once. Cheap enough for every request.
   */
  holds(): boolean;
  /** The nodes that were alive at the last heartbeat, a second ago at most; this one among them. */
  live(): readonly Node[];
  /** Fulfilled when `live` has been read from the database after the call. */
  refresh(): Promise<void>;
  /** Those of `live` with their last heartbeats: where there are many, `live` has each node's as it was when something of the node had changed. */
  withHeartbeats(): Promise<readonly Node[]>;
  /** Called when nodes have come, gone or begun to drain. Gives the way to end it. */
  onChange(listener: (change: NodesChange) => void): () => void;
  /** Called when this node's lease has run out: it is to forget what it has been lent and what it owns. Gives the way to end it. */
  onLapse(listener: () => void): () => void;
}

export interface NodesChange {
  readonly joined: readonly Node[];
  /** Their leases have run out, or they have left: what was lent to these epochs is free. */
  readonly gone: readonly Node[];
  /** Those of the gone that have not said so: what they had committed may not have been told to all. */
  readonly died: readonly Node[];
  /** They have been told to stop, and are alive still. */
  readonly draining: readonly Node[];
}

/** JSON values. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Questions from node to node. They are never the truth: who is told something that matters asks the database. */
export interface Peers {
  /**
   * Asks another node (or this one, without a network). Rejects with `PeerError` if it does not answer in time, is not alive, does not know the
   * kind of question (an older version does not), or says an error.
   */
  ask(node: string, kind: string, payload: Json, options?: { readonly timeoutMs?: number }): Promise<Json>;
  /** Answers questions of a kind. What it throws is told to who asked, by its message alone. */
  answer(kind: string, answer: (payload: Json, from: string) => Promise<Json>): void;
}

/** Thrown by `ask`. */
export class PeerError extends Error {
  override readonly name = "PeerError";
  /** `refused` is the other's own error; with the others nobody knows whether it did what it was asked. */
  readonly reason: "unreachable" | "timeout" | "unknown-kind" | "refused";

  constructor(reason: PeerError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** *woken: KIND NAME*: there is something to do, on whichever node waits for it. Not acknowledged: who waits also looks by itself now and then. */
export interface Wakes {
  /** Wakes the listeners of this kind on `node` alone, or on every node, this one included. At once here, within some milliseconds elsewhere. */
  wake(kind: string, name: string, node?: string): void;
  /** Must be quick, and must not throw. Gives the way to end it. */
  onWake(kind: string, listener: (name: string) => void): () => void;
}

export interface SharedCaches {
  /** Makes a cache; called once for each, when the service's state is made. */
  create<Key, Value>(options: SharedCacheOptions<Key, Value>): SharedCache<Key, Value>;
}

/** What is kept of rows, and whose. */
export interface SharedCacheOptions<Key, Value> {
  /** Values kept; beyond, the one loaded first is forgotten. */
  readonly most: number;
  /** The kind of the partitions whose rows it keeps. */
  readonly kind: string;
  /**
   * The tables whose rows a value is made of, each with the name of the statements' parameter that tells the entry (`name`): a write with that
   * parameter changes that entry only. With `undefined`, and for statements without the parameter, a write to the table changes all entries
   * of its partition.
   */
  readonly tables: Readonly<Record<string, string | undefined>>;
  /** What the cache is asked by; texts of different keys differ. */
  readonly textOf: (key: Key) => string;
  readonly partitionOf: (key: Key) => PartitionKey;
  /** The value of the tables' parameter for this key; without it an entry is the whole partition's. */
  readonly rowOf?: (key: Key) => string;
  /** Reads it. `former` is what was known before, perhaps long ago: what cannot have changed since need not be read again. */
  readonly load: (key: Key, former: Value | undefined) => Promise<Value>;
}

/**
 * Values made of rows, kept until a row changes, by whichever node: a write's promise is fulfilled only when every live node has been told, so
 * whoever begins to ask after it gets what was written. Services need not forget anything: the database they are given sees their writes.
 */
export interface SharedCache<Key, Value> {
  /** What is held, without a promise: for paths that must not wait. `text` is the key's. */
  peek(text: string): Value | undefined;
  /** What is held, or else loaded: once for all who ask at the same time. */
  get(key: Key): Promise<Value>;
  clear(): void;
}

/** What must happen in one place at a time. */
export interface Ownership {
  /** Work that one node does for all: it goes to the node that ranks first for the name, and to the next when that has gone. */
  hold(name: string, work: OwnedWork): Held;
  /** Work that is spread over the nodes: each key belongs to one of a fixed number of shards, and each shard to one node. */
  divide(kind: string, work: ShardedWork): Shards;
}

export interface OwnedWork {
  /** This node has it now. Must not throw. */
  begin(lease: OwnedLease): void;
  /** It is to go elsewhere: fulfilled when nothing of it runs here any more. After `lost`, it runs elsewhere already. */
  end(lease: OwnedLease, why: "handed-on" | "lost"): Promise<void>;
}

export interface Held {
  /** The lease, while this node has it. */
  lease(): OwnedLease | undefined;
  /** Ends the work here and gives it up. */
  close(): Promise<void>;
}

export interface ShardedWork {
  begin(shard: number, lease: OwnedLease): void;
  end(shard: number, lease: OwnedLease, why: "handed-on" | "lost"): Promise<void>;
  /** `wake` was called with a key of a shard that is owned here. */
  woken?(key: string): void;
}

export interface Shards {
  /** 0 to `shardCount` - 1, the same on every node for ever. */
  of(key: string): number;
  /** The lease of the key's shard, while this node has it. */
  lease(key: string): OwnedLease | undefined;
  /** The node that the key's shard belongs to; while it passes from one to the other, the one that is to have it. Undefined where there is none. */
  owner(key: string): string | undefined;
  /** Tells the key's owner that there is something to do; nothing is lost if nobody owns it just now: who begins with a shard looks through it. */
  wake(key: string): void;
  close(): Promise<void>;
}

/** Holds as long as its node's lease does: nobody renews it by itself. */
export interface OwnedLease {
  readonly name: string;
  /** Grows each time that it changes hands. */
  readonly epoch: number;
  /** Whether to begin anything: false once the node's lease has run out or the work has been handed on. */
  isHeld(): boolean;
  /** Throws `LeaseLostError` inside a write if another node has it by now; if not, none can take it before the write is committed. */
  check(tx: WriteTransaction): Promise<void>;
}

export const shardCount = 256;
