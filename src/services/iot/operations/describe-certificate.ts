import { certificateArn } from "../certificates/certificate.ts";
import { findCertificate } from "../certificates/find-certificate.ts";
import { toTransfer } from "../certificates/to-certificate.ts";
import type { IotOperation } from "../operation.ts";

export const describeCertificate: IotOperation<"DescribeCertificate"> = async ({ certificateId: id = "" }, context) => {
  const found = await context.state.registry.read(context, (tx) => findCertificate(tx, id));
  return {
    certificateDescription: {
      certificateArn: certificateArn(context, id),
      certificateId: id,
      caCertificateId: found.caCertificateId,
      status: found.status,
      certificatePem: found.pem,
      ownedBy: found.ownedBy,
      previousOwnedBy: found.previousOwnedBy,
      creationDate: new Date(found.createdMs),
      lastModifiedDate: new Date(found.modifiedMs),
      customerVersion: found.version,
      transferData: toTransfer(found),
      generationId: found.generation,
      validity: { notBefore: new Date(found.notBeforeMs), notAfter: new Date(found.notAfterMs) },
      certificateMode: found.mode,
    },
  };
};
