import { makeCertificate, toClientCertificate } from "../client-certificates/client-certificate.ts";
import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withTags } from "../tags/tags.ts";

export const generateClientCertificate: ApiGatewayOperation<"GenerateClientCertificate"> = async (
  { description, tags },
  context,
) => {
  const { host } = context;
  const made = await makeCertificate(newId(context), host.clock.nowMs(), host.random);
  const certificate = {
    ...made,
    ...(description !== undefined && { description }),
    ...(tags && { tags: withTags({}, tags) }),
  };
  await write(context, async (tx) => {
    if ((await partStore.list(tx, ofAccount, "ClientCertificate")).length >= limits.clientCertificatesPerRegion)
      throw limitExceeded("Maximum number of client certificates has been reached");
    await partStore.put(tx, ofAccount, "ClientCertificate", certificate);
  });
  return toClientCertificate(certificate);
};
