import { toClientCertificate } from "../client-certificates/client-certificate.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";
import { type ClientCertificateRecord, ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getClientCertificates: ApiGatewayOperation<"GetClientCertificates"> = async (input, context) => {
  const { items, position } = await read(context, (tx) =>
    toPage(
      input,
      ({ clientCertificateId }: ClientCertificateRecord) => clientCertificateId,
      (after, most) => partStore.list(tx, ofAccount, "ClientCertificate", after, most),
    ),
  );
  return { items: items.map(toClientCertificate), position };
};
