import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Clock } from "../../../platform/clock.ts";

/** What carries packets to and from a client: a TLS connection, or a WebSocket's messages. */
export interface Transport {
  write(bytes: Uint8Array): void;
  /** Of what has been written and has not gone out. */
  readonly bufferedBytes: number;
  /** Takes nothing in until `resume`: what comes stays in the network. */
  pause(): void;
  resume(): void;
  /** Ends it when what was written has gone out, or soon. */
  end(): void;
  destroy(): void;
  listen(listener: TransportListener): void;
}

export interface TransportListener {
  readonly onBytes: (bytes: Buffer) => void;
  readonly onClosed: () => void;
}

export function socketTransport(socket: Duplex & { readonly destroyed: boolean }, clock: Clock): Transport {
  return {
    write: (bytes) => {
      if (!socket.destroyed) socket.write(bytes);
    },
    get bufferedBytes() {
      return socket.writableLength;
    },
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    end: () => {
      socket.end();
      // Its own end is heard only by who reads.
      socket.resume();
      // Who does not read what is left would keep the connection.
      clock.afterMachine(endMs, () => socket.destroy());
    },
    destroy: () => void socket.destroy(),
    listen: ({ onBytes, onClosed }) => {
      socket.on("error", () => socket.destroy());
      socket.once("close", onClosed);
      socket.once("end", () => socket.end());
      socket.on("data", onBytes);
    },
  };
}

export function webSocketTransport(webSocket: WebSocket, clock: Clock): Transport {
  return {
    write: (bytes) => {
      if (webSocket.readyState === webSocket.OPEN) webSocket.send(bytes, { binary: true });
    },
    get bufferedBytes() {
      return webSocket.bufferedAmount;
    },
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
    end: () => {
      webSocket.close();
      webSocket.resume();
      clock.afterMachine(endMs, () => webSocket.terminate());
    },
    destroy: () => webSocket.terminate(),
    listen: ({ onBytes, onClosed }) => {
      webSocket.on("error", () => webSocket.terminate());
      webSocket.once("close", onClosed);
      webSocket.on("message", (data) => onBytes(data as Buffer));
    },
  };
}

const endMs = 2_000;
