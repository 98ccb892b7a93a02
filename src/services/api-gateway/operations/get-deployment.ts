import { toDeployment } from "../deployments/to-deployment.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";

export const getDeployment: ApiGatewayOperation<"GetDeployment"> = (
  { restApiId = "", deploymentId = "", embed },
  context,
) =>
  readApi(context, restApiId, async (tx) =>
    toDeployment(await requirePart(tx, restApiId, "Deployment", deploymentId), embed),
  );
