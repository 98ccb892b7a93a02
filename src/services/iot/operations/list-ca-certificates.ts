import { caCertificateArn } from "../certificates/ca-certificates.ts";
import type { IotOperation } from "../operation.ts";
import { caCertificates } from "../records/setting-records.ts";
import { listPage } from "../registry/list-page.ts";

export const listCACertificates: IotOperation<"ListCACertificates"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listPage({ nextToken: input.marker, maxResults: input.pageSize }, (rows) =>
      input.ascendingOrder ? caCertificates.list(tx, rows) : caCertificates.listBackwards(tx, rows),
    ),
  );
  return {
    certificates: page.map(({ name, record }) => ({
      certificateArn: caCertificateArn(context, name),
      certificateId: name,
      status: record.status,
      creationDate: new Date(record.createdMs),
    })),
    nextMarker: nextToken,
  };
};
