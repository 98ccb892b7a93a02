import { keyOf, requireDomain, requireMapping, toBasePathMapping } from "../domain-names/domain-name.ts";
import type { ApiGatewayOperation } from "../operation.ts";

export const getBasePathMapping: ApiGatewayOperation<"GetBasePathMapping"> = async (
  { domainName = "", basePath },
  context,
) => toBasePathMapping(requireMapping(await requireDomain(context, domainName), keyOf(basePath)));
