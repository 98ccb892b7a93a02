import { certificateArn, certificates } from "../certificates/certificate.ts";
import type { IotOperation } from "../operation.ts";
import { listWanted } from "../registry/list-page.ts";

/** Those that are offered to other accounts. */
export const listOutgoingCertificates: IotOperation<"ListOutgoingCertificates"> = async (input, context) => {
  const { page, nextToken } = await context.state.registry.read(context, (tx) =>
    listWanted(
      { nextToken: input.marker, maxResults: input.pageSize },
      tx,
      (reading, rows) =>
        input.ascendingOrder ? certificates.list(reading, rows) : certificates.listBackwards(reading, rows),
      ({ record }) => record.status === "PENDING_TRANSFER",
    ),
  );
  return {
    outgoingCertificates: page.map(({ name, record: { transfer, createdMs } }) => ({
      certificateArn: certificateArn(context, name),
      certificateId: name,
      transferredTo: transfer?.to,
      transferDate: transfer && new Date(transfer.startedMs),
      transferMessage: transfer?.message,
      creationDate: new Date(createdMs),
    })),
    nextMarker: nextToken,
  };
};
