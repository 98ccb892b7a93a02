import type { WebSocket } from "ws";

/** A client's WebSocket that somebody takes. */
export interface AcceptedWebSocket {
  /** The one of the client's subprotocols that is spoken; without it none is named. */
  readonly protocol?: string | undefined;
  /** Of a message; one that is longer ends the connection with 1009. */
  readonly mostBytes: number;
  /** Of one of its frames, if that is less. */
  readonly mostFrameBytes?: number;
  /** The handshake is done. Must not throw. Whoever goes away before is told to `failed`. */
  readonly opened: (socket: WebSocket) => void;
  readonly failed: () => void;
}
