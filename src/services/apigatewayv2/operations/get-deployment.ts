import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { toPart } from "../parts/part.ts";

export const getDeployment: ApiGatewayV2Operation<"GetDeployment"> = async (
  { ApiId = "", DeploymentId = "" },
  context,
) => toPart(await readApi(context, ApiId, (tx) => requirePart(tx, ApiId, "Deployment", DeploymentId)));
