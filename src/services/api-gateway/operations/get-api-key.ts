import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { toApiKey } from "../usage-plans/api-key.ts";

export const getApiKey: ApiGatewayOperation<"GetApiKey"> = ({ apiKey = "", includeValue = false }, context) =>
  read(context, async (tx) => toApiKey(await requirePart(tx, ofAccount, "ApiKey", apiKey), includeValue));
