import type { AdjustableClock } from "../platform/clock.ts";
import type { SharedDatabase } from "../storage/shared-database.ts";
import type { Nodes } from "./cluster.ts";
import { leaseMs } from "./membership.ts";
import type { NodePeers } from "./peers/node-peers.ts";

const name = "clock";

/** `squall clock advance` moves the clocks of all nodes: the sum is in the database, and each node has it by its next heartbeat at the latest. */
export class SharedClock {
  readonly #shared: SharedDatabase;
  readonly #clock: AdjustableClock;
  #tell: (offsetMs: number) => Promise<void> = async () => {};
  #offsetMs = 0;

  constructor(shared: SharedDatabase, clock: AdjustableClock) {
    this.#shared = shared;
    this.#clock = clock;
  }

  listen(nodes: Nodes, peers: NodePeers): void {
    peers.onPost(name, (message) => this.follow((message as { offsetMs: number }).offsetMs));
    this.#tell = async (offsetMs) => {
      const others = nodes.live().filter(({ id, address }) => id !== nodes.self && address !== "");
      // Who is not reached has it with its next heartbeat.
      await Promise.allSettled(others.map((node) => peers.post(node, name, { offsetMs }, leaseMs)));
    };
  }

  /** Fulfilled when every node that can be reached has moved its clock. */
  async move(byMs: number): Promise<void> {
    const offsetMs = await this.#shared.moveClock(byMs);
    this.follow(offsetMs);
    await this.#tell(offsetMs);
  }

  follow(offsetMs: number): void {
    if (offsetMs <= this.#offsetMs) return;
    const byMs = offsetMs - this.#offsetMs;
    this.#offsetMs = offsetMs;
    this.#clock.advance(byMs);
  }
}
