import { defineService } from "../service.ts";
import { whenCalled } from "../when-called.ts";
import { accessRules } from "./access-rules.ts";
import { operations } from "./generated/operations.ts";
import { storedCaches } from "./metering/stored-caches.ts";
import { migrations } from "./migrations.ts";
import type { ApiGateway } from "./model.ts";
import { needsNoSpace } from "./needs-no-space.ts";
import { type ApiGatewayState, createApiGatewayState } from "./state.ts";
import { surfaces } from "./surfaces.ts";

/** REST APIs: resources and methods whose requests functions, other servers and templates answer. */
export const apiGateway = defineService<ApiGateway, ApiGatewayState>({
  name: "api-gateway",
  migrations,
  access: accessRules,
  needsNoSpace,
  create: createApiGatewayState,
  stop: async ({ restApis }) => (await restApis.made())?.stop(),
  reset: async ({ restApis }) => (await restApis.made())?.reset(),
  timers: { "stored-caches": storedCaches },
  surfaces,
  effects: {
    "free-domain": {
      receive: whenCalled(async () => (await import("./domain-names/free-domain-name.ts")).freeDomainName),
    },
  },
  servesHost: async (host, { domains }) => (await domains.find(host)) !== undefined,
  clientAuthorities: (host, { domains }) => domains.authoritiesOf(host),
  operations,
});
