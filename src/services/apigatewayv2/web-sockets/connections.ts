import type { WebSocket } from "ws";
import type { Timer } from "../../../platform/clock.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Connection, ConnectionFacts } from "./connection.ts";

/** How exact the limits of time are. */
const sweepMs = 15_000;

export type Sent = "sent" | "gone" | "full";

/** The clients that are connected to this server. While there are none no timer runs. */
export class Connections {
  readonly #host: Pick<ServiceHost, "clock">;
  readonly #open = new Map<string, Connection>();
  #timer: Timer | undefined;
  /** What clients have not read yet, of all together. */
  #unreadBytes = 0;

  constructor(host: Pick<ServiceHost, "clock">) {
    this.#host = host;
  }

  add(facts: ConnectionFacts, socket: WebSocket, isKept: boolean): Connection {
    const connection: Connection = {
      facts,
      socket,
      lastActiveMs: this.#host.clock.nowMs(),
      underWay: 0,
      isPaused: false,
      isKept,
    };
    this.#open.set(facts.connectionId, connection);
    this.#timer ??= this.#host.clock.after(sweepMs, () => this.#sweep());
    return connection;
  }

  find(connectionId: string): Connection | undefined {
    return this.#open.get(connectionId);
  }

  remove({ facts }: Connection): void {
    this.#open.delete(facts.connectionId);
    if (this.#open.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** A text frame. A client that does not read what it is sent is sent no more. */
  send(connection: Connection, data: Buffer): Sent {
    const { socket } = connection;
    if (socket.readyState !== socket.OPEN) return "gone";
    const isFull =
      socket.bufferedAmount + data.length > limits.unreadBytes ||
      this.#unreadBytes + data.length > limits.unreadBytesOfAll;
    if (isFull) return "full";
    this.#unreadBytes += data.length;
    socket.send(data, { binary: false }, () => {
      this.#unreadBytes -= data.length;
    });
    connection.lastActiveMs = this.#host.clock.nowMs();
    return "sent";
  }

  /** All of them are cut. */
  clear(): void {
    for (const { socket } of this.#open.values()) socket.terminate();
  }

  /** Source: "Quotas for configuring and running a WebSocket API": those who have been silent, or connected, for too long. */
  #sweep(): void {
    this.#timer = undefined;
    const nowMs = this.#host.clock.nowMs();
    for (const { facts, lastActiveMs, socket } of this.#open.values()) {
      const isIdle = nowMs - lastActiveMs >= limits.idleSeconds * 1_000;
      const isOver = nowMs - facts.connectedMs >= limits.connectionSeconds * 1_000;
      if (isIdle || isOver) socket.close(goingAway, "Going away");
    }
    if (this.#open.size > 0) this.#timer = this.#host.clock.after(sweepMs, () => this.#sweep());
  }
}

const goingAway = 1001;
