import type { Readable } from "node:stream";
import type { AcceptedWebSocket } from "../platform/accepted-web-socket.ts";
import type { CutJson } from "./codec/long-texts.ts";
import type { Protocol } from "./service-facts.ts";

// Services know it, too.
export type { RequestHead } from "../platform/request-head.ts";

/** A request's body: all of it, as it arrives, or JSON without its long texts. */
export type WireBody = Buffer | Readable | CutJson;

export interface RoutedOperation {
  readonly name: string;
  readonly protocol: Protocol;
  /** The body is one streaming member: it is handed on as it arrives, not collected. */
  readonly streamsInput: boolean;
  /** The body is one member, and nothing of it is parsed. */
  readonly takesBody?: boolean;
  /** Of a form: its client wants the answer as JSON. */
  readonly wantsJson?: boolean;
  /** What the path's labels stand for, decoded; empty for protocols without paths. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: undefined | string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Instead of a body: the connection is a WebSocket from now on. */
  webSocket?: AcceptedWebSocket;
}
