import type { AdjustableClock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { type NodeAddress, toAddressText } from "../platform/node-address.ts";
import type { Random } from "../platform/random.ts";
import type { DatabaseOfSeveral } from "../storage/shared-database.ts";
import type { NotAdmittedError } from "./admit.ts";
import { Announcements } from "./announcements.ts";
import { Caches } from "./caches.ts";
import { LeasedOwnership } from "./leased-ownership.ts";
import { leaseMs, Membership } from "./membership.ts";
import type { NodeRecord } from "./node-record.ts";
import { NodePeers } from "./peers/node-peers.ts";
import { listenForPeers, type PeerServer } from "./peers/peer-server.ts";
import type { ServerNode } from "./server-node.ts";
import { SharedClock } from "./shared-clock.ts";
import { WakeMessages } from "./wake-messages.ts";
import { WakeListeners } from "./wakes.ts";
import { watchDatabase } from "./watched-database.ts";

export interface SharedNodeParts {
  readonly database: DatabaseOfSeveral;
  readonly record: NodeRecord;
  /** Where other nodes reach this one; undefined for one that is to be alone. */
  readonly address: NodeAddress | undefined;
  /** What the blob store is, for nodes that must have the same. */
  readonly blobs: string;
  readonly version: string;
  readonly clock: AdjustableClock;
  readonly random: Random;
  readonly log: Log;
  /** The lease had run out, and meanwhile a server has come with which this one may not be. */
  readonly onExpelled: (error: NotAdmittedError) => void;
  /** Of more nodes a heartbeat brings the changes only; without it, of more than a few. */
  readonly mostListed?: number;
}

/** Told to the others by a node that joins: with their next heartbeat, up to a second later, they would know of it, too. */
const joinedKind = "cluster.joined";

/** How long a node that goes waits until the others know what it has committed. */
const farewellMs = 2 * leaseMs;

/** A node on a database that others may use, too. */
export async function createSharedNode(parts: SharedNodeParts): Promise<ServerNode> {
  const { database, record, address, blobs, version, clock, random, log, onExpelled, mostListed } = parts;
  const { shared } = database;
  const secret = await shared.secret("peers", random.bytes(32));
  const sharedClock = new SharedClock(shared, clock);
  const nodes = new Membership(record.id, {
    shared,
    clock,
    log,
    onClockOffset: (offsetMs) => sharedClock.follow(offsetMs),
    onExpelled,
    mostListed,
  });
  const peers = new NodePeers({ nodes, secret, clock, log });
  const caches = new Caches(() => nodes.holds());
  const isAlone = address === undefined;
  const announcements = new Announcements({ self: record.id, isAlone, shared, peers, caches, clock, log });
  const wakes = new WakeListeners(record.id, (kind, name, node) => messages.send(kind, name, node));
  const messages = new WakeMessages(nodes, peers, (kind, name) => wakes.woken(kind, name));
  const ownership = new LeasedOwnership({ shared, nodes, wakes, clock, log });
  sharedClock.listen(nodes, peers);
  nodes.onLapse(() => caches.clear());
  // What a dead node had committed and not told is told by nobody else.
  nodes.onChange(({ died }) => {
    if (died.length > 0) caches.clear();
  });
  wakes.onWake(joinedKind, () => void nodes.beat());
  let server: PeerServer | undefined;
  return {
    nodes,
    peers,
    wakes,
    caches,
    ownership,
    storage: watchDatabase(database, caches, announcements),
    start: async () => {
      if (address) server = await listenForPeers(address, { secret, log, answer: (request) => peers.respond(request) });
      const reached = address && server ? toAddressText({ host: address.host, port: server.port }) : "";
      await nodes.start({ id: record.id, address: reached, version, blobs }, record.former);
      for (const { id } of nodes.live()) if (id !== record.id) wakes.wake(joinedKind, "", id);
    },
    secret: (name, made) => shared.secret(name, made),
    moveClock: (byMs) => sharedClock.move(byMs),
    drain: async () => {
      await nodes.drain();
      await ownership.drain();
    },
    close: async () => {
      await announcements.close(farewellMs);
      await nodes.close({ isClean: announcements.isDone }).catch((error: Error) => {
        log.warn("this node could not say that it leaves", { error: error.message });
      });
      peers.close();
      await server?.close();
      await record.forget();
    },
  };
}
