import type { MappingRecord } from "../../execute-api/domains/domain.ts";
import {
  checkBasePath,
  checkTarget,
  keyOf,
  requireChange,
  requireDomain,
  requireMapping,
  toBasePathMapping,
} from "../domain-names/domain-name.ts";
import { conflict, partNotFound } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { applyPatches, badPath, onlyReplaces, type Patch } from "../parts/patch.ts";

export const updateBasePathMapping: ApiGatewayOperation<"UpdateBasePathMapping"> = async (
  { domainName = "", basePath, patchOperations },
  context,
) => {
  const former = requireMapping(await requireDomain(context, domainName), keyOf(basePath));
  const changed = applyPatches(former, patchOperations, patchMapping);
  checkBasePath(changed.key);
  await checkTarget(context, changed.apiId, changed.stage);
  return requireChange(context, domainName, (domain) => {
    // Whoever has deleted it meanwhile does not get it back.
    if (!domain.mappings.some((each) => each.id === former.id)) throw partNotFound("base path mapping");
    const others = domain.mappings.filter((each) => each.id !== former.id);
    if (others.some((each) => each.key === changed.key))
      throw conflict("Base path already exists for this domain name");
    return { domain: { ...domain, mappings: [...others, changed] }, result: toBasePathMapping(changed) };
  });
};

function patchMapping(mapping: MappingRecord, patch: Patch): MappingRecord {
  onlyReplaces(patch);
  const { path, value = "" } = patch;
  if (path === "/basePath") return { ...mapping, key: keyOf(value) };
  if (path === "/stage") return { ...mapping, stage: value || undefined };
  if (path === "/restapiId" || path === "/restApiId") return { ...mapping, apiId: value };
  throw badPath(patch);
}
