import { toClientCertificate } from "../client-certificates/client-certificate.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";

export const getClientCertificate: ApiGatewayOperation<"GetClientCertificate"> = (
  { clientCertificateId = "" },
  context,
) =>
  read(context, async (tx) =>
    toClientCertificate(await requirePart(tx, ofAccount, "ClientCertificate", clientCertificateId)),
  );
