import { defineService } from "../service.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { ApiGatewayV2 } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { type ApiGatewayV2State, createApiGatewayV2State } from "./state.ts";
import { surfaces } from "./surfaces.ts";

/** HTTP APIs: routes whose requests functions and other servers answer. */
export const apiGatewayV2 = defineService<ApiGatewayV2, ApiGatewayV2State>({
  name: "apigatewayv2",
  migrations,
  access: accessRules,
  needsNoSpace,
  // No bucket has so short a name.
  wire: { ownsPath: (path) => path.startsWith("/v2/") },
  create: createApiGatewayV2State,
  stop: ({ httpApis }) => httpApis.stop(),
  reset: async ({ httpApis }) => httpApis.reset(),
  surfaces,
  operations,
});
