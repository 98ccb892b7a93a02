import { notBuilt } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";

export const getModel: ApiGatewayOperation<"GetModel"> = ({ restApiId = "", modelName = "", flatten }, context) => {
  if (flatten) throw notBuilt("flattened models");
  return read(context, (tx) => requirePart(tx, restApiId, "Model", modelName));
};
