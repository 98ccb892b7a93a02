import { caCertificateArn, findCaCertificate } from "../certificates/ca-certificates.ts";
import type { IotOperation } from "../operation.ts";

export const describeCACertificate: IotOperation<"DescribeCACertificate"> = async (
  { certificateId: id = "" },
  context,
) => {
  const found = await context.state.registry.read(context, (tx) => findCaCertificate(tx, id));
  return {
    certificateDescription: {
      certificateArn: caCertificateArn(context, id),
      certificateId: id,
      status: found.status,
      certificatePem: found.pem,
      ownedBy: context.account,
      creationDate: new Date(found.createdMs),
      lastModifiedDate: new Date(found.modifiedMs),
      autoRegistrationStatus: found.autoRegistration,
      customerVersion: found.version,
      generationId: found.generation,
      validity: { notBefore: new Date(found.notBeforeMs), notAfter: new Date(found.notAfterMs) },
      certificateMode: found.mode,
    },
    registrationConfig: found.registrationConfig && { ...found.registrationConfig },
  };
};
