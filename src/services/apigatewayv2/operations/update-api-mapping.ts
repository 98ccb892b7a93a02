import { checkMappingKey } from "../domain-names/check-domain-name.ts";
import { checkTarget } from "../domain-names/check-target.ts";
import { requireChange, requireDomain, requireMapping, toApiMapping } from "../domain-names/domain-name.ts";
import { mappingExists } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

export const updateApiMapping: ApiGatewayV2Operation<"UpdateApiMapping"> = async (
  { DomainName = "", ApiMappingId = "", ApiId, Stage, ApiMappingKey },
  context,
) => {
  const found = await requireDomain(context, DomainName);
  const former = requireMapping(found, ApiMappingId);
  const changed = {
    ...former,
    apiId: ApiId ?? former.apiId,
    stage: Stage ?? former.stage,
    key: ApiMappingKey ?? former.key,
  };
  checkMappingKey(changed.key);
  await checkTarget(context, {
    apiId: changed.apiId,
    stage: changed.stage ?? "",
    endpointType: found.endpointType,
  });
  return requireChange(context, DomainName, (domain) => {
    // Whoever has deleted it meanwhile does not get it back.
    requireMapping(domain, ApiMappingId);
    const others = domain.mappings.filter(({ id }) => id !== ApiMappingId);
    if (others.some(({ key }) => key === changed.key)) throw mappingExists(changed.key);
    return { domain: { ...domain, mappings: [...others, changed] }, result: toApiMapping(changed) };
  });
};
