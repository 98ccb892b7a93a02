import { idAlphabet } from "../apis/api.ts";
import { checkMappingKey } from "../domain-names/check-domain-name.ts";
import { checkTarget } from "../domain-names/check-target.ts";
import { requireChange, requireDomain, toApiMapping } from "../domain-names/domain-name.ts";
import { mappingExists, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

/** Paths of a domain that begin with the key lead to a stage of an API. */
export const createApiMapping: ApiGatewayV2Operation<"CreateApiMapping"> = async (
  { DomainName = "", ApiId: apiId = "", Stage: stage = "", ApiMappingKey: key = "" },
  context,
) => {
  const { endpointType } = await requireDomain(context, DomainName);
  checkMappingKey(key);
  await checkTarget(context, { apiId, stage, endpointType });
  const id = context.host.random.text(6, idAlphabet);
  return requireChange(context, DomainName, (domain) => {
    if (domain.mappings.some((each) => each.key === key)) throw mappingExists(key);
    if (domain.mappings.length >= limits.mappingsPerDomain)
      throw quotaExceeded("API mappings", limits.mappingsPerDomain);
    const mapping = { id, key, apiId, stage };
    return { domain: { ...domain, mappings: [...domain.mappings, mapping] }, result: toApiMapping(mapping) };
  });
};
