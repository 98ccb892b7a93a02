import { requireDomain, toDomainName } from "../domain-names/domain-name.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

export const getDomainName: ApiGatewayV2Operation<"GetDomainName"> = async ({ DomainName = "" }, context) =>
  toDomainName(context, await requireDomain(context, DomainName));
