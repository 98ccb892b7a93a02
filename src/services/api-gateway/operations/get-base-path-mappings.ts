import type { MappingRecord } from "../../execute-api/domains/domain.ts";
import { requireDomain, toBasePathMapping } from "../domain-names/domain-name.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { fromList, toPage } from "../parts/page.ts";

export const getBasePathMappings: ApiGatewayOperation<"GetBasePathMappings"> = async (
  { domainName = "", ...input },
  context,
) => {
  const { mappings } = await requireDomain(context, domainName);
  const byKey = ({ key }: MappingRecord) => `/${key}`;
  const sorted = mappings.toSorted((one, other) => (byKey(one) < byKey(other) ? -1 : 1));
  const { items, position } = await toPage(input, byKey, fromList(sorted, byKey));
  return { items: items.map(toBasePathMapping), position };
};
