import { keyOf, requireChange, requireMapping } from "../domain-names/domain-name.ts";
import type { ApiGatewayOperation } from "../operation.ts";

export const deleteBasePathMapping: ApiGatewayOperation<"DeleteBasePathMapping"> = (
  { domainName = "", basePath },
  context,
) =>
  requireChange(context, domainName, (domain) => {
    const gone = requireMapping(domain, keyOf(basePath));
    return { domain: { ...domain, mappings: domain.mappings.filter((each) => each !== gone) }, result: {} };
  });
