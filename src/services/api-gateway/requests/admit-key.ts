import type { ApiKeys } from "../../execute-api/api-keys/api-keys.ts";
import type { ApiKeyRecord } from "../../execute-api/api-keys/key-store.ts";
import { toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { Asked, Authorized } from "./asked.ts";
import { invalidKey, quotaExceeded, throttled } from "./gateway-error.ts";

/** The caller's key. Throws GatewayError for one that is none, and for one that has been used too often. */
export async function admitKey(keys: ApiKeys, asked: Asked, { usageIdentifierKey }: Authorized): Promise<ApiKeyRecord> {
  const { at, api, stageName, resource, request } = asked;
  const value = api.apiKeySource === "AUTHORIZER" ? usageIdentifierKey : toEventHeaders(request)["x-api-key"];
  const use = { at, apiId: api.id, stage: stageName, method: `${resource.path}/${request.method}` };
  const verdict = await keys.judge(use, value);
  if ("key" in verdict) return verdict.key;
  throw { unknown: invalidKey, throttled, over: quotaExceeded }[verdict.refused]();
}
