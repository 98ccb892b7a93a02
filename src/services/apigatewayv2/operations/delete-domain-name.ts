import { removeDomain } from "../../execute-api/domains/change-domain.ts";
import { partNotFound } from "../errors.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

/** With its mappings. */
export const deleteDomainName: ApiGatewayV2Operation<"DeleteDomainName"> = async ({ DomainName = "" }, context) => {
  if (!(await removeDomain(context, DomainName))) throw partNotFound("domain name");
  return {};
};
