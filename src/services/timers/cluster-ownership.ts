import type { Cluster, Held } from "../../cluster/cluster.ts";
import type { TimerOwnership } from "../../storage/timer-ownership.ts";

const wakeKind = "timers";

/** Timers by the ownership of nodes: a shard's are fired by the node that holds it, which is woken when another sets one. */
export function ownByCluster({ ownership, wakes }: Pick<Cluster, "ownership" | "wakes">): TimerOwnership {
  let held: Held[] = [];
  let stopListening = () => {};
  return {
    start: (shards, { gained, lost, told }) => {
      stopListening = wakes.onWake(wakeKind, (name) => {
        const [, shard = "", dueMs = "", kind = ""] = /^(\d+) (-?\d+) (.*)$/.exec(name) ?? [];
        if (kind !== "") told(Number(shard), kind, Number(dueMs));
      });
      held = Array.from({ length: shards }, (_, shard) =>
        ownership.hold(`timers/${shard}`, { begin: () => gained(shard), end: () => lost(shard) }),
      );
    },
    stop: async () => {
      stopListening();
      await Promise.all(held.map((each) => each.close()));
      held = [];
    },
    isHeld: (shard) => held[shard]?.lease()?.isHeld() ?? false,
    tell: (shard, kind, dueMs) => wakes.wake(wakeKind, `${shard} ${dueMs} ${kind}`),
  };
}
