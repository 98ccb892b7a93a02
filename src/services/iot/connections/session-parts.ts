import type { Place, ServiceHost } from "../../service.ts";
import type { SubscribedClient } from "../messages/subscribers.ts";
import type { MqttVersion } from "../mqtt/packets.ts";
import type { Reason } from "../mqtt/reason-codes.ts";
import type { DevicePermissions } from "../policies/device-permissions.ts";
import type { ClientIdentity } from "./client-identity.ts";
import type { Connections } from "./connections.ts";
import type { Outgoing } from "./outgoing.ts";
import type { DisconnectReason, PresenceFacts } from "./presence.ts";
import type { Transport } from "./transport.ts";

/** What the parts of a client's session have in common: one object for all of them, since clients are many. */
export interface SessionParts {
  readonly host: ServiceHost;
  readonly connections: Connections;
  readonly transport: Transport;
  readonly version: MqttVersion;
  readonly permissions: DevicePermissions;
  readonly at: Place;
  readonly clientId: string;
  /** `arn:aws:iot:REGION:ACCOUNT:` */
  readonly arn: string;
  readonly identity: ClientIdentity;
  readonly sourceIp: string;
  readonly client: SubscribedClient;
  readonly outgoing: Outgoing;
  readonly facts: PresenceFacts;
  /** The thing that the client speaks for. */
  readonly thingName: () => string | undefined;
  /** Whether the client's session is kept. */
  readonly isKept: () => boolean;
  readonly isOpen: () => boolean;
  readonly end: (reason: Reason, why: DisconnectReason) => void;
  /** A line in the account's log of devices, if it wants one. */
  readonly log: (eventType: string, why?: string, more?: Readonly<Record<string, unknown>>) => void;
  /** Of what nobody waits for, a failure is told. */
  readonly tell: (sent: Promise<void> | undefined) => void;
}
