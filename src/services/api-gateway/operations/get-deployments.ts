import { toDeployment } from "../deployments/to-deployment.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";
import type { DeploymentRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getDeployments: ApiGatewayOperation<"GetDeployments"> = async ({ restApiId = "", ...input }, context) => {
  const { items, position } = await readApi(context, restApiId, (tx) =>
    toPage(
      input,
      ({ id }: DeploymentRecord) => id,
      (after, most) => partStore.list(tx, restApiId, "Deployment", after, most),
    ),
  );
  return { items: items.map((each) => toDeployment(each)), position };
};
