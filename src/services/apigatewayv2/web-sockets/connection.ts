import type { WebSocket } from "ws";
import { toLogTime } from "../../http-proxy/payload-v2.ts";
import type { Place } from "../../service.ts";

/** What is known of a client for as long as it is connected; JSON, since it is kept for the case that the server dies. */
export interface ConnectionFacts extends Place {
  readonly connectionId: string;
  readonly apiId: string;
  readonly stage: string;
  readonly connectedMs: number;
  /** The Host header: functions make the URL of it that they answer to. */
  readonly domainName: string;
  /** `sourceIp`, `userAgent`, and who has signed the handshake. */
  readonly identity: Readonly<Record<string, string>>;
  /** What the authorizer said. */
  readonly authorizer: Readonly<Record<string, string>> | undefined;
  /** The value of its API key, as the handshake or the authorizer gave it: routes ask for it for as long as it is connected. */
  readonly apiKey?: string;
}

/** A client that is connected to this server. */
export interface Connection {
  readonly facts: ConnectionFacts;
  readonly socket: WebSocket;
  lastActiveMs: number;
  /** Messages that are being answered. */
  underWay: number;
  /** It has more of them than may be at once: no more is read of it. */
  isPaused: boolean;
  /** A row tells of it, by which its end is made known even if this server dies. */
  readonly isKept: boolean;
}

export interface Ended {
  readonly code: number;
  readonly reason: string;
}

/** What an event, a template and an access log tell of a message. Source: "API Gateway WebSocket API mapping template reference", in the order of its events. */
export function requestContext(
  { connectedMs, connectionId, apiId, stage, domainName, identity, authorizer }: ConnectionFacts,
  about: {
    readonly eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
    readonly routeKey: string;
    readonly requestId: string;
    readonly nowMs: number;
    readonly messageId?: string;
    readonly ended?: Ended;
  },
): Readonly<Record<string, unknown>> {
  const { eventType, routeKey, requestId, nowMs, messageId, ended } = about;
  return {
    routeKey,
    ...(ended && { disconnectStatusCode: ended.code }),
    ...(authorizer && { authorizer }),
    ...(messageId !== undefined && { messageId }),
    eventType,
    extendedRequestId: requestId,
    requestTime: toLogTime(nowMs),
    messageDirection: "IN",
    ...(ended && { disconnectReason: ended.reason }),
    stage,
    connectedAt: connectedMs,
    requestTimeEpoch: nowMs,
    identity,
    requestId,
    domainName,
    connectionId,
    apiId,
  };
}
