import { viewAccount } from "../account.ts";
import { toServerCertificateMetadata } from "../certificates/server-certificate.ts";
import { entityStore } from "../entity-store.ts";
import { toPage } from "../page.ts";
import type { IamOperation } from "../service-context.ts";

export const listServerCertificates: IamOperation<"ListServerCertificates"> = async (
  { PathPrefix = "/", ...request },
  context,
) => {
  const all = await viewAccount(context, (tx) => entityStore.list(tx, "serverCertificate"));
  const matching = all.filter(({ path }) => path.startsWith(PathPrefix));
  const { items, ...page } = toPage(matching, ({ name }) => name, request);
  return { ServerCertificateMetadataList: items.map(toServerCertificateMetadata), ...page };
};
