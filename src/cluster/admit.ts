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

/**
 * Whether nodes may be together: they must reach one another, see the same bytes, and understand one another. `newest` is the newest version that has
 * used the database; what it is from now on is given back. Throws NotAdmittedError, or UnusableStorageError where nobody stands in the way.
 */
export function admit(node: NewNode, others: readonly NodeRow[], newest: string): string {
  const isNewer = newest === "" || compareVersions(node.version, newest) >= 0;
  // A version changes the database only so that the one before goes on with it.
  if (!isNewer && !areNeighbours(node.version, newest)) {
    throw new UnusableStorageError(
      `Squall ${newest} has used this database, which is more than one version newer than this one (${node.version}): start ${newest}, or the version before it.`,
    );
  }
  checkOthers(node, others);
  return isNewer ? node.version : newest;
}

function checkOthers(node: NewNode, others: readonly NodeRow[]): void {
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
  const stranger = others.find(({ version }) => !areNeighbours(version, node.version));
  if (stranger) {
    throw new NotAdmittedError(
      `the servers on this database (${describe(stranger)}) are more than one version from this one (Squall ${node.version}): upgrade by one version at a time, or stop all of them first.`,
      stranger,
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

/** Whether two versions may run beside each other: the same, or the next minor one, or the first of the next major one. */
function areNeighbours(one: string, other: string): boolean {
  const [older, newer] = [one, other].sort(compareVersions).map(toNumbers) as [Numbers, Numbers];
  const majors = newer[0] - older[0];
  return majors === 0 ? newer[1] - older[1] <= 1 : majors === 1 && newer[1] === 0;
}

type Numbers = readonly [major: number, minor: number, patch: number];

function compareVersions(one: string, other: string): number {
  const [a, b] = [toNumbers(one), toNumbers(other)];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function toNumbers(version: string): Numbers {
  const [, major = 0, minor = 0, patch = 0] = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version)?.map(Number) ?? [];
  return [major, minor || 0, patch || 0];
}

function describe({ id, address, version, startedMs }: NodeRow): string {
  const since = new Date(startedMs).toISOString();
  return [`node ${id}`, address && `at ${address}`, `Squall ${version}`, `since ${since}`].filter(Boolean).join(", ");
}
