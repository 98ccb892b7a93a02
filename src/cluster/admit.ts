import type { NewNode, NodeRow } from "../storage/shared-database.ts";
import { UnusableStorageError } from "../storage/unusable-storage-error.ts";

/** A server that may not use the database beside those that use it already. The message tells the user what to type. */
export class NotAdmittedError extends UnusableStorageError {
  /** Who stands in the way. */
  readonly other: NodeRow;

  constructor(message: string, other: NodeRow) {
    super(message);
    this.other = other;
  }
}

/** Whether nodes may be together: they must reach one another, and see the same bytes. Throws NotAdmittedError. */
export function admit(node: NewNode, others: readonly NodeRow[]): void {
  const [other] = others;
  if (!other) return;
  const start = "--node-address HOST:PORT --blobs s3://BUCKET/PREFIX?endpoint=URL";
  if (node.address === "") {
    throw new NotAdmittedError(
      `another server uses this database (${describe(other)}). To run several on it, start each with ${start}, its own HOST:PORT and the same blobs; to run one, stop the other.`,
      other,
    );
  }
  const alone = others.find(({ address }) => address === "");
  if (alone) {
    throw new NotAdmittedError(
      `the server that uses this database (${describe(alone)}) was started without what several need: stop it and start it with ${start}.`,
      alone,
    );
  }
  const elsewhere = others.find(({ blobs }) => blobs !== node.blobs);
  if (elsewhere) {
    throw new NotAdmittedError(
      `the servers on this database keep their bytes in ${elsewhere.blobs} (${describe(elsewhere)}), this one in ${node.blobs}: give all the same --blobs.`,
      elsewhere,
    );
  }
  const same = others.find(({ address }) => address === node.address);
  if (same) {
    throw new NotAdmittedError(
      `another server has --node-address ${node.address} (${describe(same)}): each needs its own.`,
      same,
    );
  }
}

function describe({ id, address, version, startedMs }: NodeRow): string {
  const since = new Date(startedMs).toISOString();
  return [`node ${id}`, address && `at ${address}`, `Squall ${version}`, `since ${since}`].filter(Boolean).join(", ");
}
