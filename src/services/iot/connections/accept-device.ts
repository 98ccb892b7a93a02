import { createHash } from "node:crypto";
import type { DeviceConnection } from "../../device-protocol.ts";
import type { ServiceHost } from "../../service.ts";
import { identifyByAuthorizer } from "../authorizers/identify-by-authorizer.ts";
import type { Certificate } from "../certificates/certificate.ts";
import { CertificatePermissions } from "../policies/certificate-permissions.ts";
import type { IotState } from "../state.ts";
import { ClientConnection } from "./client-connection.ts";
import type { ClientIdentity, Identify } from "./client-identity.ts";
import { socketTransport } from "./transport.ts";

/** A device's connection by TLS: who it is, its certificate says, or a custom authorizer. */
export async function acceptDevice(connection: DeviceConnection, state: IotState, host: ServiceHost): Promise<void> {
  const { socket, certificate, sourceIp } = connection;
  const { serverName } = connection;
  const identify: Identify = async (mqtt) => {
    if (certificate) return identifyByCertificate(certificate, { sourceIp, serverName }, state, host);
    const at = { account: host.config.accountId, region: regionOf(serverName) };
    const asked = { protocols: ["tls", "mqtt"], serverName, http: undefined, mqtt, sourceIp };
    return identifyByAuthorizer(at, asked, state, host);
  };
  new ClientConnection({
    host,
    connections: state.connections,
    transport: socketTransport(socket),
    identify,
    sourceIp,
  });
}

/** The one that a host's name tells. */
function regionOf(serverName: string | undefined): string {
  return serverName?.split(".").find((label) => /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(label)) ?? "us-east-1";
}

/** A certificate's id is its fingerprint. */
export function certificateIdOf(der: Buffer): string {
  return createHash("sha256").update(der).digest("hex");
}

async function identifyByCertificate(
  der: Buffer,
  { sourceIp, serverName }: { readonly sourceIp: string; readonly serverName: string | undefined },
  { cache, places }: IotState,
  host: ServiceHost,
): Promise<ClientIdentity | undefined> {
  const id = certificateIdOf(der);
  const all = await places.find(id);
  // Where one certificate is registered in several regions, the host's name says which is meant.
  const at = all.find(({ region }) => serverName?.includes(region)) ?? all[0];
  if (!at) return undefined;
  const certificate = await cache.find<Certificate>(at, "certificate", id);
  if (certificate?.status !== "ACTIVE") return undefined;
  return {
    at,
    principal: id,
    protocol: "mqtt",
    permissions: (as) =>
      new CertificatePermissions(cache, host.clock, id, { at, clientId: as, sourceIp, protocol: "mqtt" }),
    thingName: (permissions) => (permissions as CertificatePermissions).thingName(),
  };
}
