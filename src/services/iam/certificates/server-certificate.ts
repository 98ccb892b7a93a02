import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { ServerCertificate } from "../entities/entity.ts";
import { entityStore } from "../entities/entity-store.ts";
import { serverCertificateNotFound } from "../errors.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import type { TaggedName } from "../tags/tagged-entity.ts";

export async function findServerCertificate(tx: ReadTransaction, name: string): Promise<ServerCertificate> {
  return (await entityStore.find(tx, "serverCertificate", name)) ?? fail(serverCertificateNotFound(name));
}

export function serverCertificateName(name: string): TaggedName<"serverCertificate"> {
  return { kind: "serverCertificate", name, notFound: () => serverCertificateNotFound(name) };
}

export function toServerCertificateMetadata(certificate: ServerCertificate) {
  return {
    Path: certificate.path,
    ServerCertificateName: certificate.name,
    ServerCertificateId: certificate.id,
    Arn: certificate.arn,
    UploadDate: toDate(certificate.createdMs),
    Expiration: toDate(certificate.expiresMs),
  };
}
