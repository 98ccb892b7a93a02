import { type DomainRecord, domainsKey } from "../../execute-api/domains/domain.ts";
import { domainStore } from "../../execute-api/domains/domain-store.ts";
import { toDomainName } from "../domain-names/domain-name.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { toPage } from "../parts/list-parts.ts";

export const getDomainNames: ApiGatewayV2Operation<"GetDomainNames"> = async (input, context) => {
  const { Items, NextToken } = await context.host.storage.partition(domainsKey(context)).read((tx) =>
    toPage<DomainRecord>(
      input,
      ({ domainName }) => domainName,
      (after, most) => domainStore.list(tx, after, most),
    ),
  );
  return { Items: Items.map((domain) => toDomainName(context, domain)), NextToken };
};
