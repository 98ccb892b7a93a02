import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";

export const getAccount: ApiGatewayOperation<"GetAccount"> = async () => ({
  throttleSettings: { burstLimit: limits.requestBurst, rateLimit: limits.requestsPerSecond },
  features: ["UsagePlans"],
  apiKeyVersion: "4",
});
