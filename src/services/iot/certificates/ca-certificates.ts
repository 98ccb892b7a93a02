import { X509Certificate } from "node:crypto";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { resourceNotFound } from "../errors.ts";
import { type CaCertificate, caCertificates } from "../records/setting-records.ts";
import { iotArn } from "../registry/registry.ts";

/** Source: "AWS IoT Core thing resource limits and quotas": CA certificates with the same subject. */
const mostAuthorities = 1_000;

export function caCertificateArn(at: Place, id: string): string {
  return iotArn(at, `cacert/${id}`);
}

export async function findCaCertificate(tx: ReadTransaction, id: string): Promise<CaCertificate> {
  const found = await caCertificates.find(tx, id);
  if (!found) throw resourceNotFound(`The CA certificate given in the request does not exist. Id: ${id}`);
  return found;
}

/** The active CA certificate that has signed it. */
export async function findIssuer(
  tx: ReadTransaction,
  certificate: X509Certificate,
): Promise<{ readonly id: string; readonly record: CaCertificate } | undefined> {
  for (const { name, record } of await caCertificates.list(tx, { after: "", limit: mostAuthorities })) {
    if (record.status !== "ACTIVE") continue;
    const authority = new X509Certificate(record.pem);
    if (certificate.checkIssued(authority) && certificate.verify(authority.publicKey)) return { id: name, record };
  }
  return undefined;
}
