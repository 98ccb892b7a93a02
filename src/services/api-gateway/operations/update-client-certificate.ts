import { toClientCertificate } from "../client-certificates/client-certificate.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches, checkMember } from "../parts/patch.ts";

export const updateClientCertificate: ApiGatewayOperation<"UpdateClientCertificate"> = (
  { clientCertificateId = "", patchOperations },
  context,
) =>
  write(context, async (tx) => {
    const former = await requirePart(tx, ofAccount, "ClientCertificate", clientCertificateId);
    const certificate = applyPatches(former, patchOperations, (each, patch) => {
      checkMember(patch, ["/description"]);
      return { ...each, description: patch.value ?? "" };
    });
    await partStore.put(tx, ofAccount, "ClientCertificate", certificate);
    return toClientCertificate(certificate);
  });
