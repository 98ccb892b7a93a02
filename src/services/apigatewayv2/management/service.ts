import { defineService } from "../../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import type { ApiGatewayManagement } from "./model.ts";
import { createManagementState, type ManagementState } from "./state.ts";
import { surfaces } from "./surfaces.ts";

/** What back ends do with the clients of a WebSocket API. It keeps nothing: the clients are connected to the API. */
export const apiGatewayManagement = defineService<ApiGatewayManagement, ManagementState>({
  name: "apigatewaymanagementapi",
  migrations: [],
  access: accessRules,
  needsNoSpace: { DeleteConnection: "reads", GetConnection: "reads", PostToConnection: "reads" },
  create: createManagementState,
  surfaces,
  operations,
});
