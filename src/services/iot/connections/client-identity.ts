import type { Place } from "../../service.ts";
import type { DevicePermissions } from "../policies/device-permissions.ts";

/** Who connects, made out by a certificate, a signature or a custom authorizer. */
export interface ClientIdentity {
  readonly at: Place;
  /** As rules and life-cycle events have it. */
  readonly principal: string;
  readonly protocol: "mqtt" | "websocket";
  readonly permissions: (clientId: string) => DevicePermissions;
  /** The thing that it speaks for, where that can be told. */
  readonly thingName?: (permissions: DevicePermissions) => Promise<string | undefined>;
  /** After which it is disconnected: a custom authorizer says so. */
  readonly mostMs?: number | undefined;
}

/** What CONNECT says of who it is, beside the client's id. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
}

/** Undefined for nobody that may connect. */
export type Identify = (credentials: ClientCredentials) => Promise<ClientIdentity | undefined>;
