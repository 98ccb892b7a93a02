import type { Json } from "../../../cluster/cluster.ts";
import type { Timer } from "../../../platform/clock.ts";
import { askOthers } from "../../ask-others.ts";
import type { ServiceHost } from "../../service.ts";
import type { LogEvent } from "../events/event-reader.ts";

/** A node says again and again which groups are followed there; one that does not is forgotten after three times. */
const sayEveryMs = 10_000;
const rememberedMs = 3 * sayEveryMs;
/** Batches on their way to one node; beyond, events are left out, as for a client that reads too slowly. */
const mostUnderWay = 64;

interface Following {
  readonly untilMs: number;
  readonly groups: ReadonlySet<string>;
}

/** Live tails at other nodes: what arrives here is handed on to those where its group is followed. */
export class FollowedElsewhere {
  readonly #host: Pick<ServiceHost, "nodes" | "peers" | "clock">;
  readonly #ownGroups: () => Iterable<string>;
  readonly #byNode = new Map<string, Following>();
  readonly #underWay = new Map<string, number>();
  #timer: Timer | undefined;

  /** `ownGroups` are followed here; `arrived` is told of events that came through other nodes. */
  constructor(
    host: Pick<ServiceHost, "nodes" | "peers" | "clock">,
    ownGroups: () => Iterable<string>,
    arrived: (groupId: string, events: readonly LogEvent[]) => void,
  ) {
    this.#host = host;
    this.#ownGroups = ownGroups;
    host.peers.answer(kinds.follow, async (groups, from) => {
      const untilMs = host.clock.monotonicMs() + rememberedMs;
      this.#byNode.set(from, { untilMs, groups: new Set(groups as readonly string[]) });
      return null;
    });
    host.peers.answer(kinds.arrived, async (payload) => {
      const { groupId, events } = payload as unknown as { groupId: string; events: readonly LogEvent[] };
      arrived(groupId, events);
      return null;
    });
    host.nodes.onChange(({ gone }) => {
      for (const { id } of gone) this.#byNode.delete(id);
    });
  }

  /** Fulfilled when the others know what is followed here now; they are told again while anything is. */
  async say(): Promise<void> {
    const groups = [...this.#ownGroups()];
    await askOthers(this.#host, kinds.follow, groups);
    this.#timer?.cancel();
    this.#timer = groups.length === 0 ? undefined : this.#host.clock.afterMachine(sayEveryMs, () => void this.say());
  }

  /** Cheap while nobody follows anywhere else. */
  handOn(groupId: string, events: () => readonly LogEvent[]): void {
    if (this.#byNode.size === 0) return;
    const nowMs = this.#host.clock.monotonicMs();
    for (const [node, { untilMs, groups }] of this.#byNode) {
      if (untilMs < nowMs) this.#byNode.delete(node);
      else if (groups.has(groupId)) this.#send(node, { groupId, events: events() } as unknown as Json);
    }
  }

  close(): void {
    this.#timer?.cancel();
    this.#byNode.clear();
  }

  #send(node: string, payload: Json): void {
    const underWay = this.#underWay.get(node) ?? 0;
    if (underWay >= mostUnderWay) return;
    this.#underWay.set(node, underWay + 1);
    this.#host.peers
      .ask(node, kinds.arrived, payload)
      .catch(() => {})
      .finally(() => {
        const left = (this.#underWay.get(node) ?? 1) - 1;
        if (left === 0) this.#underWay.delete(node);
        else this.#underWay.set(node, left);
      });
  }
}

const kinds = { follow: "logs.follow", arrived: "logs.arrived" } as const;
