import { fail } from "../../../platform/aws-error.ts";
import { apiStore } from "../apis/api-store.ts";
import { snapshotOf } from "../deployments/deploy.ts";
import { partNotFound } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";
import { findResource, requireMethod } from "../resources/find.ts";
import { testMethod } from "../test-invoke/test-method.ts";

/** Has a method answer as it is now, and tells its execution log. */
export const testInvokeMethod: ApiGatewayOperation<"TestInvokeMethod"> = async (
  { restApiId = "", resourceId, ...input },
  context,
) => {
  const { api, snapshot, resource } = await read(context, async (tx) => {
    const found = await findResource(tx, { restApiId, resourceId });
    requireMethod(found, found.methods[input.httpMethod ?? ""] ? input.httpMethod : "ANY");
    const owner = (await apiStore.find(tx, restApiId)) ?? fail(partNotFound("Resource"));
    return { api: owner, snapshot: await snapshotOf(tx, owner), resource: found };
  });
  return testMethod(context, api, snapshot, resource, input);
};
