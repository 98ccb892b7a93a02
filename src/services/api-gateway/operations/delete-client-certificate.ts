import { apiStore } from "../apis/api-store.ts";
import { conflict } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** One that a stage shows stays. */
export const deleteClientCertificate: ApiGatewayOperation<"DeleteClientCertificate"> = (
  { clientCertificateId = "" },
  context,
) =>
  write(context, async (tx) => {
    await requirePart(tx, ofAccount, "ClientCertificate", clientCertificateId);
    for (const { id } of await apiStore.list(tx, "", limits.apisPerRegion))
      for (const stage of await partStore.list(tx, id, "Stage"))
        if (stage.clientCertificateId === clientCertificateId)
          throw conflict(`Client certificate is in use by the stage ${stage.stageName} of the API ${id}`);
    await partStore.remove(tx, ofAccount, "ClientCertificate", clientCertificateId);
    return {};
  });
