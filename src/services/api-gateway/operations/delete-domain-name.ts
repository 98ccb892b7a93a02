import { removeDomain } from "../../execute-api/domains/change-domain.ts";
import { partNotFound } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";

export const deleteDomainName: ApiGatewayOperation<"DeleteDomainName"> = async ({ domainName = "" }, context) => {
  if (!(await removeDomain(context, domainName))) throw partNotFound("domain name");
  return {};
};
