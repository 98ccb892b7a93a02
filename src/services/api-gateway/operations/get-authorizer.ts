import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";

export const getAuthorizer: ApiGatewayOperation<"GetAuthorizer"> = ({ restApiId = "", authorizerId = "" }, context) =>
  read(context, (tx) => requirePart(tx, restApiId, "Authorizer", authorizerId));
