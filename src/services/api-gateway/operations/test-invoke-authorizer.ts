import { fail } from "../../../platform/aws-error.ts";
import { apiStore } from "../apis/api-store.ts";
import { snapshotOf } from "../deployments/deploy.ts";
import { apiNotFound } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";
import { testAuthorizer } from "../test-invoke/test-authorizer.ts";

/** Asks an authorizer of a caller that there is not, and tells what it says. */
export const testInvokeAuthorizer: ApiGatewayOperation<"TestInvokeAuthorizer"> = async (
  { restApiId = "", authorizerId = "", ...input },
  context,
) => {
  const { api, snapshot, authorizer } = await read(context, async (tx) => {
    const owner = (await apiStore.find(tx, restApiId)) ?? fail(apiNotFound(context.account, restApiId));
    const found = await requirePart(tx, restApiId, "Authorizer", authorizerId);
    return { api: owner, snapshot: await snapshotOf(tx, owner), authorizer: found };
  });
  return testAuthorizer(context, api, snapshot, authorizer, input);
};
