import { type DomainRecord, domainsKey } from "../../execute-api/domains/domain.ts";
import { domainStore } from "../../execute-api/domains/domain-store.ts";
import { toDomainName } from "../domain-names/domain-name.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { toPage } from "../parts/page.ts";

export const getDomainNames: ApiGatewayOperation<"GetDomainNames"> = async (input, context) => {
  const { items, position } = await context.host.storage.partition(domainsKey(context)).read((tx) =>
    toPage(
      input,
      ({ domainName }: DomainRecord) => domainName,
      (after, most) => domainStore.list(tx, after, most),
    ),
  );
  return { items: items.map((domain) => toDomainName(context, domain)), position };
};
