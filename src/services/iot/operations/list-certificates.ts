import { certificates } from "../certificates/certificate.ts";
import { toListedCertificate } from "../certificates/to-certificate.ts";
import type { IotOperation } from "../operation.ts";
import { listPage } from "../registry/list-page.ts";

/** The last ones first, unless the first ones are asked for. */
export const listCertificates: IotOperation<"ListCertificates"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listPage({ nextToken: input.marker, maxResults: input.pageSize }, (rows) =>
      input.ascendingOrder ? certificates.list(tx, rows) : certificates.listBackwards(tx, rows),
    ),
  );
  return {
    certificates: page.map(({ name, record }) => toListedCertificate(context, name, record)),
    nextMarker: nextToken,
  };
};
