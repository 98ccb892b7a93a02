import { requireDomain, toDomainName } from "../domain-names/domain-name.ts";
import type { ApiGatewayOperation } from "../operation.ts";

export const getDomainName: ApiGatewayOperation<"GetDomainName"> = async ({ domainName = "" }, context) =>
  toDomainName(context, await requireDomain(context, domainName));
