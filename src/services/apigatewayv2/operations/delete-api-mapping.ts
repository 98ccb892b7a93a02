import { requireChange, requireMapping } from "../domain-names/domain-name.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

export const deleteApiMapping: ApiGatewayV2Operation<"DeleteApiMapping"> = (
  { DomainName = "", ApiMappingId = "" },
  context,
) =>
  requireChange(context, DomainName, (domain) => {
    const gone = requireMapping(domain, ApiMappingId);
    return { domain: { ...domain, mappings: domain.mappings.filter((each) => each !== gone) }, result: {} };
  });
