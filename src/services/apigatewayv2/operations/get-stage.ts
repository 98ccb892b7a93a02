import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";

export const getStage: ApiGatewayV2Operation<"GetStage"> = async ({ ApiId = "", StageName = "" }, context) =>
  toPart(await readApi(context, ApiId, (tx) => requirePart(tx, ApiId, "Stage", StageName)));
