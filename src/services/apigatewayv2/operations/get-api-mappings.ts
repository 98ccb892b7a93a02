import type { MappingRecord } from "../../execute-api/domains/domain.ts";
import { requireDomain, toApiMapping } from "../domain-names/domain-name.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { toPage } from "../parts/list-parts.ts";

export const getApiMappings: ApiGatewayV2Operation<"GetApiMappings"> = async (
  { DomainName = "", ...input },
  context,
) => {
  const { mappings } = await requireDomain(context, DomainName);
  const sorted = mappings.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const { Items, NextToken } = await toPage<MappingRecord>(
    input,
    ({ id }) => id,
    async (after, most) => sorted.filter(({ id }) => id > after).slice(0, most),
  );
  return { Items: Items.map(toApiMapping), NextToken };
};
