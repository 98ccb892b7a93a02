import { viewAccount } from "../accounts/account.ts";
import { toServerCertificateMetadata } from "../certificates/server-certificate.ts";
import { entityStore } from "../entities/entity-store.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";

export const listServerCertificates: IamOperation<"ListServerCertificates"> = async (
  { PathPrefix = "/", ...request },
  context,
) => {
  const all = await viewAccount(context, (tx) => entityStore.list(tx, "serverCertificate"));
  const matching = all.filter(({ path }) => path.startsWith(PathPrefix));
  const { items, ...page } = toPage(matching, ({ name }) => name, request);
  return { ServerCertificateMetadataList: items.map(toServerCertificateMetadata), ...page };
};
