import { patchDomain, requireChange, toDomainName } from "../domain-names/domain-name.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { applyPatches } from "../parts/patch.ts";

export const updateDomainName: ApiGatewayOperation<"UpdateDomainName"> = (
  { domainName = "", patchOperations },
  context,
) =>
  requireChange(context, domainName, (former) => {
    const domain = applyPatches(former, patchOperations, patchDomain);
    return { domain, result: toDomainName(context, domain) };
  });
