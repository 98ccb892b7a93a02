import type { Duplex } from "node:stream";
import type { ServiceHost } from "./service-host.ts";

/** What a service speaks beside HTTP, over TLS on the port of everything else and on a port of its own: MQTT. */
export interface DeviceProtocol<State> {
  /** Its names in a TLS handshake (ALPN). Who says one is asked for a certificate. */
  readonly names: readonly string[];
  /** Whether a client that says no name, and sends this byte first, speaks it. */
  readonly beginsWith: (byte: number) => boolean;
  /** A connection is there. Must not throw. */
  readonly accept: (
    connection: DeviceConnection,
    context: { readonly state: State; readonly host: ServiceHost },
  ) => void;
}

export interface DeviceConnection {
  readonly socket: Duplex & { readonly destroyed: boolean };
  /** The name that the client has said, if it has. */
  readonly protocol: string | undefined;
  /** The host's name that it looks for (SNI). */
  readonly serverName: string | undefined;
  /** What it has shown and has the key of, in DER; who has signed it nobody has looked at. */
  readonly certificate: Buffer | undefined;
  readonly sourceIp: string;
}
