import { requireDomain, requireMapping, toApiMapping } from "../domain-names/domain-name.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

export const getApiMapping: ApiGatewayV2Operation<"GetApiMapping"> = async (
  { DomainName = "", ApiMappingId = "" },
  context,
) => toApiMapping(requireMapping(await requireDomain(context, DomainName), ApiMappingId));
