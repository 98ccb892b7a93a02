import { createHash } from "node:crypto";
import type { Place, ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import type { Certificate } from "../certificates/certificate.ts";
import { CertificatePermissions } from "../policies/certificate-permissions.ts";
import type { ConnectedAs } from "../policies/device-permissions.ts";
import type { IotState } from "../state.ts";
import type { ClientIdentity } from "./client-identity.ts";

/** A certificate's id is its fingerprint. */
export function certificateIdOf(der: Buffer): string {
  return createHash("sha256").update(der).digest("hex");
}

export interface ShownCertificate {
  readonly der: Buffer;
  /** The host that the client looks for: where one certificate is registered in several regions, its name says which is meant. */
  readonly serverName: string | undefined;
}

/** Where a certificate is registered and active. Undefined for one that is not. */
export async function findShown(
  { der, serverName }: ShownCertificate,
  { cache, places }: Pick<IotState, "cache" | "places">,
): Promise<{ readonly id: string; readonly at: Place } | undefined> {
  const id = certificateIdOf(der);
  const all = await places.find(id);
  const at = all.find(({ region }) => serverName?.includes(region)) ?? all[0];
  const certificate = at && (await cache.find<Certificate>(at, "certificate", id));
  return at && certificate?.status === "ACTIVE" ? { id, at } : undefined;
}

const register = whenCalled(
  async () => (await import("../provisioning/register-at-first-sight.ts")).registerAtFirstSight,
);

/** Undefined for a certificate that may not connect. */
export async function identifyByCertificate(
  shown: ShownCertificate,
  { sourceIp, protocol }: Pick<ConnectedAs, "sourceIp" | "protocol">,
  state: IotState,
  host: ServiceHost,
): Promise<ClientIdentity | undefined> {
  const found = await findShown(shown, state);
  if (!found) {
    // Not known at all, or not active: the first time it may be registered, and comes again.
    if ((await state.places.find(certificateIdOf(shown.der))).length === 0) await register(shown.der, state, host);
    return undefined;
  }
  const { id, at } = found;
  return {
    at,
    principal: id,
    protocol: "mqtt",
    permissions: (as) =>
      new CertificatePermissions(state.cache, host.clock, id, { at, clientId: as, sourceIp, protocol }),
    thingName: (permissions) => (permissions as CertificatePermissions).thingName(),
  };
}
