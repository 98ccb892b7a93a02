import type { Database } from "../storage/database.ts";
import type { Cluster } from "./cluster.ts";

/** This server as a node: what services are given of the cluster, and what the composition root does with it. */
export interface ServerNode extends Cluster {
  /** The database for services, which sees what their writes change. */
  readonly storage: Database;
  /** Joins the others. Throws UnusableStorageError if it may not be one of them. */
  start(): Promise<void>;
  /** The value that all nodes have under the name: `made`, if nobody has made one before. */
  secret(name: string, made: Uint8Array): Promise<Buffer>;
  /** Moves every node's clock on. */
  moveClock(byMs: number): Promise<void>;
  /** Takes nothing on any more, and hands on what it owns. */
  drain(): Promise<void>;
  /** Leaves the others. */
  close(): Promise<void>;
}
