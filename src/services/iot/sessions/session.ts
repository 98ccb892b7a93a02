import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Will } from "./will.ts";

/** A persistent session: what a client is subscribed to, and what it has not acknowledged, while it is away and when it comes back. */
export interface Session {
  /** Told from another one of the same client. */
  readonly id: string;
  /** From the time on that the client is gone. */
  readonly expirySeconds: number;
  /** Where the client is connected, if it is. */
  readonly node: string | undefined;
  readonly epoch: number;
  /** Tells its client's last connection from those before it. */
  readonly connection: string;
  readonly disconnectedMs: number | undefined;
  /** What its client has left, which waits for its time. */
  readonly will?: Will | undefined;
}

export const sessionKind = "iot.session";
export const subscriptionsKind = "iot.subscriptions";

/** One session's, with the messages that wait for it. */
export function sessionKey({ account, region }: Place, clientId: string): PartitionKey {
  return { account, region, kind: sessionKind, name: clientId };
}

/** All persistent subscriptions of an account and region. */
export function subscriptionsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: subscriptionsKind, name: "" };
}
