import { certificates } from "../certificates/certificate.ts";
import { toListedCertificate } from "../certificates/to-certificate.ts";
import type { IotOperation } from "../operation.ts";
import { listWanted } from "../registry/list-page.ts";

export const listCertificatesByCA: IotOperation<"ListCertificatesByCA"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listWanted(
      { nextToken: input.marker, maxResults: input.pageSize },
      tx,
      (reading, rows) => certificates.list(reading, rows),
      ({ record }) => record.caCertificateId === input.caCertificateId,
    ),
  );
  return {
    certificates: page.map(({ name, record }) => toListedCertificate(context, name, record)),
    nextMarker: nextToken,
  };
};
