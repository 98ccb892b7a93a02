import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { migrations } from "./migrations.ts";
import type { ApiGatewayV2 } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { type ApiGatewayV2State, createApiGatewayV2State } from "./state.ts";
import { surfaces } from "./surfaces.ts";

/** HTTP and WebSocket APIs: routes whose requests and messages functions and other servers answer. */
export const apiGatewayV2 = defineService<ApiGatewayV2, ApiGatewayV2State>({
  name: "apigatewayv2",
  migrations,
  access: accessRules,
  needsNoSpace,
  // No bucket has so short a name.
  wire: { ownsPath: (path) => path.startsWith("/v2/") },
  create: createApiGatewayV2State,
  stop: async ({ httpApis, webSockets }) => {
    await webSockets.stop();
    await (await httpApis.made())?.stop();
  },
  reset: async ({ httpApis, webSockets }) => {
    await webSockets.reset();
    (await httpApis.made())?.reset();
  },
  timers: { departed: { fire: whenCalled(async () => (await import("./web-sockets/departed.ts")).watchRun) } },
  surfaces,
  operations,
});
