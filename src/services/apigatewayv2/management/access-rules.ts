import { executeApiArn } from "../../execute-api/execute-api-arn.ts";
import type { AccessRules, OperationContext } from "../../service.ts";
import { addressOf } from "./address.ts";
import type { ApiGatewayManagement } from "./model.ts";
import type { ManagementState } from "./state.ts";

const methods: Readonly<Record<string, string>> = {
  DeleteConnection: "DELETE",
  GetConnection: "GET",
  PostToConnection: "POST",
};

/** Source: "Actions, resources, and condition keys for Amazon API Gateway": one action, and the method stands in the resource. */
export const accessRules: AccessRules<ApiGatewayManagement> = {
  prefix: "execute-api",
  actions: Object.fromEntries(Object.keys(methods).map((name) => [name, "execute-api:ManageConnections"])),
  resource: async (operation, { ConnectionId }, at) => {
    const address = addressOf(at.request.endpoint);
    const { apis } = (at as OperationContext<ManagementState>).state;
    const served = address && (await apis.find(address.apiId));
    const { apiId = "*", stage = "*" } = address ?? {};
    return executeApiArn(served?.at ?? at, apiId, `${stage}/${methods[operation]}/@connections/${ConnectionId}`);
  },
};
