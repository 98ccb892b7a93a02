import { checkBasePath, checkTarget, keyOf, requireChange, toBasePathMapping } from "../domain-names/domain-name.ts";
import { conflict, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId } from "../parts/change-api.ts";

export const createBasePathMapping: ApiGatewayOperation<"CreateBasePathMapping"> = async (
  { domainName = "", basePath, restApiId = "", stage },
  context,
) => {
  const key = keyOf(basePath);
  checkBasePath(key);
  await checkTarget(context, restApiId, stage || undefined);
  return requireChange(context, domainName, (domain) => {
    if (domain.mappings.some((each) => each.key === key))
      throw conflict("Base path already exists for this domain name");
    if (domain.mappings.length >= limits.basePathMappingsPerDomain)
      throw limitExceeded("Maximum number of base path mappings for this domain name has been reached");
    const mapping = { id: newId(context), key, apiId: restApiId, ...(stage && { stage }) };
    return { domain: { ...domain, mappings: [...domain.mappings, mapping] }, result: toBasePathMapping(mapping) };
  });
};
