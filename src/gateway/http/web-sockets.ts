import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { WebSocket, WebSocketServer } from "ws";
import type { AcceptedWebSocket } from "../../platform/accepted-web-socket.ts";
import type { WireResponse } from "../../wire/wire.ts";
import { watchFrames } from "./watch-frames.ts";

export function asksForWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && headers.upgrade?.toLowerCase() === "websocket";
}

/** What is refused before anybody is asked. Source: RFC 6455, 4.2.1. Undefined for a handshake that may be answered. */
export function refuseHandshake({ headers }: IncomingMessage): WireResponse | undefined {
  if (headers["sec-websocket-version"] !== "13") {
    return { status: 426, headers: { "sec-websocket-version": "13", upgrade: "websocket" }, body: undefined };
  }
  if (/^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? "")) return undefined;
  const headersOfRefusal = { "content-type": "application/json" };
  return { status: 400, headers: headersOfRefusal, body: JSON.stringify({ message: "Bad Request" }) };
}

/** A connection's request, and what has come behind it. */
export interface Upgrading {
  readonly message: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
  /** What would have answered it by HTTP. */
  readonly response: ServerResponse;
}

/** The WebSockets of a door. The library is loaded by the first who is let in. */
export class WebSockets {
  readonly #open = new Set<WebSocket>();
  /** By the size of the largest message, of which there are as many as there are services with such connections. */
  readonly #servers = new Map<number, WebSocketServer>();
  readonly #protocols = new WeakMap<IncomingMessage, string>();
  #isClosed = false;

  /** Fulfilled when the handshake is done, or the client has gone. */
  async accept({ message, socket, head, response }: Upgrading, accepted: AcceptedWebSocket): Promise<void> {
    const server = await this.#server(accepted.mostBytes);
    if (socket.destroyed || this.#isClosed) {
      socket.destroy();
      return accepted.failed();
    }
    if (accepted.protocol !== undefined) this.#protocols.set(message, accepted.protocol);
    response.detachSocket(socket);
    let isOpen = false;
    server.handleUpgrade(message, socket, head, (webSocket) => {
      isOpen = true;
      this.#open.add(webSocket);
      webSocket.once("close", () => this.#open.delete(webSocket));
      // Whatever is wrong with it, its close tells.
      webSocket.on("error", () => {});
      if (accepted.mostFrameBytes) watchFrames(socket, accepted.mostFrameBytes, () => endTooLarge(webSocket));
      accepted.opened(webSocket);
    });
    // By what the library refuses a client has been answered.
    if (!isOpen) accepted.failed();
  }

  /** Tells each that it is over; whoever does not answer is cut. */
  close(): void {
    this.#isClosed = true;
    for (const webSocket of this.#open) webSocket.close(goingAway, "Going away");
  }

  cut(): void {
    for (const webSocket of this.#open) webSocket.terminate();
  }

  async #server(maxPayload: number): Promise<WebSocketServer> {
    const { WebSocketServer } = await import("ws");
    let server = this.#servers.get(maxPayload);
    if (!server) {
      server = new WebSocketServer({
        noServer: true,
        clientTracking: false,
        // A few bytes would become any number of them.
        perMessageDeflate: false,
        maxPayload,
        handleProtocols: (_offered, message) => this.#protocols.get(message) ?? false,
      });
      this.#servers.set(maxPayload, server);
    }
    return server;
  }
}

/** Source: RFC 6455, 7.4.1. */
const goingAway = 1001;
const tooLarge = 1009;

/** What it has sent of the frame is not read any more. */
function endTooLarge(webSocket: WebSocket): void {
  webSocket.removeAllListeners("message");
  webSocket.close(tooLarge, "Message too long");
}
