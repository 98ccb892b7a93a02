import type { Place } from "../../service.ts";
import type { DeviceMessage } from "../messages/device-message.ts";

/** Source: "Life-cycle events", "Disconnect reason codes". */
export type DisconnectReason =
  | "AUTH_ERROR"
  | "CLIENT_INITIATED_DISCONNECT"
  | "CLIENT_ERROR"
  | "CONNECTION_LOST"
  | "CUSTOMAUTH_TTL_EXPIRATION"
  | "DUPLICATE_CLIENTID"
  | "FORBIDDEN_ACCESS"
  | "MQTT_KEEP_ALIVE_TIMEOUT"
  | "SERVER_ERROR"
  | "SERVER_INITIATED_DISCONNECT"
  | "API_INITIATED_DISCONNECT"
  | "THROTTLED";

export interface PresenceFacts {
  readonly at: Place;
  readonly clientId: string;
  readonly principal: string;
  readonly sourceIp: string;
  /** Of the connection. */
  readonly sessionIdentifier: string;
  readonly versionNumber: number;
}

/** `$aws/events/presence/connected/CLIENT`: a client's id with a slash makes none. */
export function connectedEvent(facts: PresenceFacts, nowMs: number): DeviceMessage {
  const { clientId, principal, sourceIp, sessionIdentifier, versionNumber } = facts;
  return event(facts, `presence/connected/${clientId}`, nowMs, {
    clientId,
    timestamp: nowMs,
    eventType: "connected",
    sessionIdentifier,
    principalIdentifier: principal,
    ipAddress: sourceIp,
    versionNumber,
  });
}

export function disconnectedEvent(facts: PresenceFacts, reason: DisconnectReason, nowMs: number): DeviceMessage {
  const { clientId, principal, sessionIdentifier, versionNumber } = facts;
  return event(facts, `presence/disconnected/${clientId}`, nowMs, {
    clientId,
    timestamp: nowMs,
    eventType: "disconnected",
    sessionIdentifier,
    principalIdentifier: principal,
    clientInitiatedDisconnect: reason === "CLIENT_INITIATED_DISCONNECT",
    disconnectReason: reason,
    versionNumber,
  });
}

export function subscriptionEvent(
  facts: PresenceFacts,
  kind: "subscribed" | "unsubscribed",
  topics: readonly string[],
  nowMs: number,
): DeviceMessage {
  const { clientId, principal, sessionIdentifier } = facts;
  return event(facts, `subscriptions/${kind}/${clientId}`, nowMs, {
    clientId,
    timestamp: nowMs,
    eventType: kind,
    sessionIdentifier,
    principalIdentifier: principal,
    topics,
  });
}

function event({ at }: PresenceFacts, topic: string, publishedMs: number, payload: object): DeviceMessage {
  return {
    account: at.account,
    region: at.region,
    topic: `$aws/events/${topic}`,
    payload: Buffer.from(JSON.stringify(payload)),
    qos: 0,
    retain: false,
    publishedMs,
    properties: undefined,
    source: {},
  };
}
