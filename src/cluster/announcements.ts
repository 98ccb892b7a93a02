import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { NodeRow, SharedDatabase } from "../storage/shared-database.ts";
import type { Caches } from "./caches.ts";
import type { Change } from "./change.ts";
import type { Json } from "./cluster.ts";
import { leaseMs } from "./membership.ts";
import type { NodePeers } from "./peers/node-peers.ts";
import { peerLimits } from "./peers/peer-limits.ts";
import { Roster } from "./roster.ts";
import type { Announcer } from "./watched-database.ts";

export interface AnnouncementsParts {
  /** This node's id. */
  readonly self: string;
  /** There is no other node, and none may come. */
  readonly isAlone: boolean;
  readonly shared: SharedDatabase;
  readonly peers: NodePeers;
  readonly caches: Caches;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one node is told, in one message. */
interface Notice {
  readonly changes: readonly Change[] | "everything";
  readonly known: () => void;
}

interface Recipient {
  readonly node: NodeRow;
  readonly notices: Notice[];
}

const retryMs = 100;
const name = "changed";

/**
 * Tells every node that is alive what a commit has changed, and waits until each has forgotten it or its lease has run out: it then serves
 * nothing from memory. Who is alive is asked after the commit: a node that comes later reads what was committed.
 */
export class Announcements implements Announcer {
  readonly #parts: AnnouncementsParts;
  readonly #roster: Roster;
  readonly #recipients = new Map<string, Recipient>();
  #underWay = 0;
  #isClosed = false;

  constructor(parts: AnnouncementsParts) {
    this.#parts = parts;
    this.#roster = new Roster(parts.shared);
    parts.peers.onPost(name, (message) => this.#hear(message));
  }

  /** Whether everybody knows everything: if not, this node's going must count as a death, after which all forget what they hold. */
  get isDone(): boolean {
    return this.#underWay === 0;
  }

  /** Never rejects: what is committed must become known, however long the database or a node takes. */
  async changed(changes: readonly Change[]): Promise<void> {
    for (const change of changes) this.#parts.caches.changed(change);
    await this.#tellAll(changes);
  }

  async emptied(): Promise<void> {
    this.#parts.caches.clear();
    await this.#tellAll("everything");
  }

  /** Waits for what is under way, but not for ever. */
  async close(mostMs: number): Promise<void> {
    const { clock } = this.#parts;
    const untilMs = clock.monotonicMs() + mostMs;
    while (!this.isDone && clock.monotonicMs() < untilMs) await this.#pause();
    this.#isClosed = true;
  }

  async #tellAll(changes: Notice["changes"]): Promise<void> {
    if (this.#parts.isAlone) return;
    this.#underWay += 1;
    const others = (await this.#alive()).filter(({ id, address }) => id !== this.#parts.self && address !== "");
    await Promise.all(others.map((node) => this.#tell(node, changes)));
    if (!this.#isClosed) this.#underWay -= 1;
  }

  /** Without an answer from the database nobody knows who is to be told. */
  async #alive(): Promise<readonly NodeRow[]> {
    for (let failures = 0; !this.#isClosed; failures++) {
      try {
        return await this.#roster.read();
      } catch (error) {
        if (failures === 0) this.#warn("it is not known who is to be told of a change", error);
        await this.#pause();
      }
    }
    return [];
  }

  #tell(node: NodeRow, changes: Notice["changes"]): Promise<void> {
    return new Promise((known) => {
      const key = `${node.id} ${node.epoch}`;
      const recipient = this.#recipients.get(key);
      if (recipient) recipient.notices.push({ changes, known });
      else {
        const first: Recipient = { node, notices: [{ changes, known }] };
        this.#recipients.set(key, first);
        void this.#deliver(key, first);
      }
    });
  }

  /** While one message is under way the next gathers. */
  async #deliver(key: string, { node, notices }: Recipient): Promise<void> {
    while (notices.length > 0) {
      const batch = notices.splice(0, sizeOfBatch(notices));
      await this.#hand(node, toMessage(batch));
      for (const { known } of batch) known();
    }
    this.#recipients.delete(key);
  }

  async #hand(node: NodeRow, message: Json): Promise<void> {
    const { peers, shared, clock } = this.#parts;
    const begunMs = clock.monotonicMs();
    let isGivenUp = false;
    while (!this.#isClosed) {
      try {
        await peers.post(node, name, message, leaseMs);
        return;
      } catch (error) {
        const alive = await this.#alive();
        if (!alive.some(({ id, epoch }) => id === node.id && epoch === node.epoch)) return;
        // It reaches the database and not us, and others wait for it: its lease must run out.
        if (!isGivenUp && clock.monotonicMs() - begunMs >= leaseMs) {
          isGivenUp = true;
          this.#warn(`node ${node.id} is not told of a change and must come back anew`, error);
          await shared.giveUp(node.id, node.epoch).catch(() => {});
        }
        await this.#pause();
      }
    }
  }

  #hear(message: Json): void {
    const { changes } = message as { changes: "everything" | readonly WrittenChange[] };
    const { caches } = this.#parts;
    if (changes === "everything") caches.clear();
    else for (const change of changes) caches.changed(fromWritten(change));
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => this.#parts.clock.afterMachine(retryMs, resolve));
  }

  #warn(text: string, error: unknown): void {
    this.#parts.log.warn(text, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** How many notices go into one message, by the changes they tell of. */
function sizeOfBatch(notices: readonly Notice[]): number {
  let changes = 0;
  const end = notices.findIndex((notice) => {
    changes += notice.changes.length;
    return changes > peerLimits.batch;
  });
  return end < 0 ? notices.length : Math.max(1, end);
}

/** Kind, account, region and name of the partition, the table and the row. */
type WrittenChange = readonly [string, string, string, string, string, string | null];

function toMessage(batch: readonly Notice[]): Json {
  const changes: WrittenChange[] = [];
  for (const notice of batch) {
    if (notice.changes === "everything") return { changes: "everything" };
    for (const { partition, table, row } of notice.changes) {
      const { kind, account, region, name: partitionName } = partition;
      changes.push([kind, account, region, partitionName, table, row ?? null]);
    }
  }
  return { changes };
}

function fromWritten([kind, account, region, partitionName, table, row]: WrittenChange): Change {
  return { partition: { kind, account, region, name: partitionName }, table, row: row ?? undefined };
}
