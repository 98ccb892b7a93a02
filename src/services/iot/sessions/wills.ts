import { isNamed } from "../../../platform/aws-error.ts";
import { type Firing, TimerGoneError } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import { fromMessageJson } from "../messages/message-json.ts";
import { sessionKey } from "./session.ts";
import { sessionStore } from "./session-store.ts";
import { nodeOfWills, type Will, watchWillsTimer, willsKey, willTimer } from "./will.ts";
import { willStore } from "./will-store.ts";

/** A server that has ended without a word is missed after this time at the latest. */
const watchMs = 5_000;
const rowsAtOnce = 100;
const againMs = 1_000;

/**
 * Last wills. One is a row of its server's from CONNECT until the client has said goodbye or the will is published, so whoever else finds that the server is gone (itself, when it
 * is started again) publishes it. One that is to wait is kept by the client's session, with a timer, until the client is back. A server that ends between publishing a will and
 * removing it leaves it to be published twice.
 */
export class Wills {
  readonly #host: ServiceHost;
  readonly #broker: MessageBroker;

  constructor(host: ServiceHost, broker: MessageBroker) {
    this.#host = host;
    this.#broker = broker;
  }

  /** A client has connected with one. */
  async remember(will: Will): Promise<void> {
    const { storage, clock } = this.#host;
    await storage.partition(this.#mine).write(async (tx) => {
      await willStore.put(tx, will);
      await tx.setTimer({ kind: watchWillsTimer, key: "", dueMs: clock.nowMs() + watchMs });
    });
  }

  /** It is not needed any more. */
  async forget(connection: string): Promise<void> {
    await this.#host.storage.partition(this.#mine).write((tx) => willStore.remove(tx, connection));
  }

  /** Its client has gone. Where too many retained messages are published at a time it waits, and its row with it. */
  async leave(will: Will): Promise<void> {
    try {
      await this.publish(will);
    } catch (error) {
      if (!isNamed(error, "ThrottlingException")) throw error;
      this.#host.clock.afterMachine(againMs, () => void this.#leaveAgain(will));
      return;
    }
    await this.forget(will.connection);
  }

  async #leaveAgain(will: Will): Promise<void> {
    try {
      await this.leave(will);
    } catch (error) {
      this.#host.log.warn("a will waits until its server is started again", { error: String(error) });
    }
  }

  async publish({ message }: Will): Promise<void> {
    await this.#broker.publish({ ...fromMessageJson(message), publishedMs: this.#host.clock.nowMs() });
  }

  /** The timer's of a server's wills: those of one that is gone are published, or wait as long as they are to. */
  async watch(firing: Firing): Promise<void> {
    const { storage, clock, nodes } = this.#host;
    const partition = storage.partition(firing.from);
    const isThere = nodes.live().some(({ id, epoch }) => nodeOfWills(firing.from) === `${id} ${epoch}`);
    while (!isThere) {
      const lost = await partition.read((tx) => willStore.list(tx, rowsAtOnce));
      if (lost.length === 0) break;
      for (const will of lost) await this.#leaveLost(will);
      await partition.write(async (tx) => {
        for (const { connection } of lost) await willStore.remove(tx, connection);
      });
    }
    await partition.write(async (tx) => {
      const isNeeded = (await willStore.list(tx, 1)).length > 0;
      await firing.settle(tx, isNeeded ? { dueMs: clock.nowMs() + watchMs } : undefined);
    });
  }

  /** The timer's of a client that has not come back in time. */
  async fire(firing: Firing): Promise<void> {
    const partition = this.#host.storage.partition(firing.from);
    const will = (await partition.read((tx) => sessionStore.find(tx)))?.will;
    if (will) await this.publish(will);
    await partition
      .write(async (tx) => {
        await firing.settle(tx);
        const session = await sessionStore.find(tx);
        if (session) await sessionStore.put(tx, { ...session, will: undefined });
      })
      .catch((error) => {
        // Its client has come back meanwhile.
        if (!(error instanceof TimerGoneError)) throw error;
      });
  }

  /** Its client's server is gone. */
  async #leaveLost(will: Will): Promise<void> {
    const { storage, clock } = this.#host;
    const isLeft = await storage.partition(sessionKey(will.message, will.clientId)).write(async (tx) => {
      const session = await sessionStore.find(tx);
      const delaySeconds = Math.min(will.delaySeconds, session?.expirySeconds ?? 0);
      if (!session || delaySeconds === 0) return false;
      // Source: MQTT 5, 3.1.3.2.2: a client that is back in time leaves none.
      if (session.connection !== will.connection) return true;
      const disconnectedMs = session.disconnectedMs ?? clock.nowMs();
      await sessionStore.put(tx, { ...session, node: undefined, disconnectedMs, will });
      await tx.setTimer({ kind: willTimer, key: "", dueMs: disconnectedMs + delaySeconds * 1000 });
      return true;
    });
    if (!isLeft) await this.publish(will);
  }

  get #mine() {
    const { self, epoch } = this.#host.nodes;
    return willsKey(self, epoch);
  }
}
