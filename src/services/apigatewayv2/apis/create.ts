import type { Cors } from "@aws-sdk/client-apigatewayv2";
import type { WriteTransaction } from "../../../storage/database.ts";
import { tooManyApis } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Context } from "../operation.ts";
import { withTags } from "../tags/tagged.ts";
import { type ApiRecord, apiIdCharacters, apiPlaceKey, apisKey, byMethodAndPath, idAlphabet } from "./api.ts";
import { apiPlaceStore, apiStore } from "./api-store.ts";
import { checkApi } from "./check-api.ts";

/** What a client says of a new API. */
export interface NewApi {
  readonly Name?: string | undefined;
  readonly ProtocolType: ApiRecord["ProtocolType"];
  readonly RouteSelectionExpression?: string | undefined;
  readonly ApiKeySelectionExpression?: string | undefined;
  readonly CorsConfiguration?: Cors | undefined;
  readonly Description?: string | undefined;
  readonly DisableSchemaValidation?: boolean | undefined;
  readonly DisableExecuteApiEndpoint?: boolean | undefined;
  readonly IpAddressType?: ApiRecord["IpAddressType"] | undefined;
  readonly Tags?: Readonly<Record<string, string>> | undefined;
  readonly Version?: string | undefined;
}

/** Makes an API, and what `fill` puts into it, in one commit. Whose it is stands elsewhere first, so no API is ever out of reach. */
export async function createApi(
  context: ApiGatewayV2Context,
  given: NewApi,
  fill: (tx: WriteTransaction, api: ApiRecord) => Promise<void>,
): Promise<ApiRecord> {
  const { storage, clock, random } = context.host;
  const { Tags, Name = "", ...rest } = given;
  const api: ApiRecord = {
    ...rest,
    Name,
    ApiId: random.text(apiIdCharacters, idAlphabet),
    ApiKeySelectionExpression: given.ApiKeySelectionExpression ?? "$request.header.x-api-key",
    RouteSelectionExpression:
      given.RouteSelectionExpression ?? (given.ProtocolType === "WEBSOCKET" ? undefined : byMethodAndPath),
    DisableExecuteApiEndpoint: given.DisableExecuteApiEndpoint ?? false,
    IpAddressType: given.IpAddressType ?? "ipv4",
    CreatedMs: clock.nowMs(),
    Tags: withTags({}, Tags),
  };
  checkApi(api);
  await storage.partition(apiPlaceKey(api.ApiId)).write((tx) => apiPlaceStore.put(tx, context));
  await storage.partition(apisKey(context)).write(async (tx) => {
    if ((await apiStore.count(tx)) >= limits.apisPerRegion) throw tooManyApis();
    await apiStore.put(tx, api);
    await fill(tx, api);
  });
  return api;
}
