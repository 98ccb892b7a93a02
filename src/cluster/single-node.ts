import type { AdjustableClock } from "../platform/clock.ts";
import type { Database } from "../storage/database.ts";
import { Caches } from "./caches.ts";
import type { Json, Node, OwnedLease, OwnedWork, Ownership, Peers, ShardedWork, Shards } from "./cluster.ts";
import { PeerError, shardCount } from "./cluster.ts";
import type { ServerNode } from "./server-node.ts";
import { shardOf } from "./shard-of.ts";
import { WakeListeners } from "./wakes.ts";
import { type Announcer, watchDatabase } from "./watched-database.ts";

/** The only node: it always holds its lease, owns everything from the start to the end, and tells nobody. */
export function createSingleNode(database: Database, clock: Pick<AdjustableClock, "advance" | "nowMs">): ServerNode {
  const caches = new Caches(() => true);
  // What was written of one that has ended without a word is told from what this one writes.
  const epoch = clock.nowMs();
  const announcer: Announcer = {
    changed: async (changes) => {
      for (const change of changes) caches.changed(change);
    },
    emptied: async () => caches.clear(),
  };
  const self: Node = {
    id: selfId,
    epoch,
    address: "",
    version: "",
    startedMs: 0,
    heartbeatMs: 0,
    isDraining: false,
  };
  const wakes = new WakeListeners(selfId, () => {});
  return {
    nodes: {
      self: selfId,
      epoch,
      holds: () => true,
      live: () => [self],
      refresh: async () => {},
      withHeartbeats: async () => [self],
      onChange: () => () => {},
      onLapse: () => () => {},
    },
    peers: createOwnPeers(),
    wakes,
    caches,
    ownership: createOwnOwnership(wakes),
    storage: watchDatabase(database, caches, announcer),
    start: async () => {},
    secret: async (_name, made) => Buffer.from(made),
    moveClock: async (byMs) => clock.advance(byMs),
    drain: async () => {},
    close: async () => {},
  };
}

const selfId = "single";

function createOwnPeers(): Peers {
  const answers = new Map<string, (payload: Json, from: string) => Promise<Json>>();
  return {
    ask: async (node, kind, payload) => {
      if (node !== selfId) throw new PeerError("unreachable", `there is no node ${node}`);
      const answer = answers.get(kind);
      if (!answer) throw new PeerError("unknown-kind", `nobody answers ${kind}`);
      return answer(payload, selfId);
    },
    answer: (kind, answer) => {
      answers.set(kind, answer);
    },
  };
}

function createOwnOwnership(wakes: WakeListeners): Ownership {
  const hold = (name: string, work: OwnedWork) => {
    let isHeld = true;
    const lease: OwnedLease = { name, epoch: 1, isHeld: () => isHeld, check: async () => {} };
    work.begin(lease);
    return {
      lease: () => (isHeld ? lease : undefined),
      close: async () => {
        if (!isHeld) return;
        isHeld = false;
        await work.end(lease, "handed-on");
      },
    };
  };
  return {
    hold,
    divide: (kind, work) => {
      const all = Array.from({ length: shardCount }, (_, shard) => hold(`${kind}/${shard}`, toOwnedWork(shard, work)));
      const stopListening = wakes.onWake(kind, (key) => work.woken?.(key));
      const shards: Shards = {
        of: shardOf,
        owner: () => selfId,
        lease: (key) => all[shardOf(key)]?.lease(),
        wake: (key) => wakes.wake(kind, key),
        close: async () => {
          stopListening();
          await Promise.all(all.map((held) => held.close()));
        },
      };
      return shards;
    },
  };
}

function toOwnedWork(shard: number, work: ShardedWork): OwnedWork {
  return {
    begin: (lease) => work.begin(shard, lease),
    end: (lease, why) => work.end(shard, lease, why),
  };
}
