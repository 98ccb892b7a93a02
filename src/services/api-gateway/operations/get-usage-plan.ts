import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";

export const getUsagePlan: ApiGatewayOperation<"GetUsagePlan"> = ({ usagePlanId = "" }, context) =>
  read(context, (tx) => requirePart(tx, ofAccount, "UsagePlan", usagePlanId));
