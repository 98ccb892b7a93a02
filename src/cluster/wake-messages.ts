import type { Json, Node, Nodes } from "./cluster.ts";
import type { NodePeers } from "./peers/node-peers.ts";
import { peerLimits } from "./peers/peer-limits.ts";

const name = "woken";
const patienceMs = 1_000;

/** Carries wakes to other nodes: those of one turn of the event loop together, and what comes while a message is under way in the next. */
export class WakeMessages {
  readonly #nodes: Nodes;
  readonly #peers: NodePeers;
  /** By node, in the order they came; each once. */
  readonly #pending = new Map<string, Set<string>>();

  constructor(nodes: Nodes, peers: NodePeers, woken: (kind: string, name: string) => void) {
    this.#nodes = nodes;
    this.#peers = peers;
    peers.onPost(name, (message) => {
      for (const [kind = "", key = ""] of (message as { wakes: readonly (readonly string[])[] }).wakes)
        woken(kind, key);
    });
  }

  send(kind: string, key: string, to: string | undefined): void {
    for (const node of this.#nodes.live()) {
      if (node.id === this.#nodes.self || node.address === "" || (to !== undefined && to !== node.id)) continue;
      this.#add(node, JSON.stringify([kind, key]));
    }
  }

  #add(node: Node, wake: string): void {
    const pending = this.#pending.get(node.id);
    if (!pending) {
      const first = new Set([wake]);
      this.#pending.set(node.id, first);
      setImmediate(() => void this.#deliver(node, first));
      return;
    }
    const [oldest] = pending;
    if (pending.size >= peerLimits.wakes && oldest !== undefined) pending.delete(oldest);
    pending.add(wake);
  }

  async #deliver(node: Node, pending: Set<string>): Promise<void> {
    while (pending.size > 0) {
      const batch = [...pending].slice(0, peerLimits.batch);
      for (const wake of batch) pending.delete(wake);
      const wakes = batch.map((wake) => JSON.parse(wake) as Json);
      // One that is not reached looks by itself now and then.
      await this.#peers.post(node, name, { wakes }, patienceMs).catch(() => {});
    }
    this.#pending.delete(node.id);
  }
}
