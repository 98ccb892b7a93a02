import type { Place, ServiceHost } from "../../service.ts";
import { certificateIsThere } from "../errors.ts";
import { claimTimer } from "../provisioning/claims.ts";
import type { Registry } from "../registry/registry.ts";
import {
  type Certificate,
  type CertificateClaim,
  type CertificateStatus,
  certificateArn,
  certificates,
} from "./certificate.ts";
import type { CertificatePlaces } from "./certificate-places.ts";
import { readDeviceCertificate } from "./read-device-certificate.ts";

export interface NewCertificate {
  readonly pem: string;
  readonly status: CertificateStatus;
  readonly caCertificateId?: string | undefined;
  readonly mode?: Certificate["mode"];
  readonly claim?: CertificateClaim;
}

/** Registers a certificate with the caller's account and region. Gives its id and ARN. */
export async function putCertificate(
  { pem, status, caCertificateId, mode = "DEFAULT", claim }: NewCertificate,
  context: Place & { readonly host: Pick<ServiceHost, "clock" | "random"> } & {
    readonly state: { readonly registry: Registry; readonly places: CertificatePlaces };
  },
): Promise<{ readonly id: string; readonly arn: string; readonly pem: string }> {
  const { clock, random } = context.host;
  const read = readDeviceCertificate(pem);
  const { id } = read;
  const arn = certificateArn(context, id);
  const nowMs = clock.nowMs();
  // Said before it is so: a place that the registry does not confirm is none.
  await context.state.places.add(id, context);
  await context.state.registry.write(context, async (tx) => {
    if (await certificates.find(tx, id)) throw certificateIsThere(id, arn);
    await certificates.put(tx, id, {
      pem: read.pem,
      status,
      createdMs: nowMs,
      modifiedMs: nowMs,
      caCertificateId,
      mode,
      generation: random.uuid(),
      ownedBy: context.account,
      ...(claim && { claim }),
      version: 1,
      notBeforeMs: read.notBeforeMs,
      notAfterMs: read.notAfterMs,
    });
    if (claim) await tx.setTimer({ kind: claimTimer, key: id, dueMs: claim.untilMs });
  });
  return { id, arn, pem: read.pem };
}
