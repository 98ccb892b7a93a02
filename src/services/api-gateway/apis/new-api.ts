import type { CreateRestApiRequest } from "@aws-sdk/client-api-gateway";
import type { WriteTransaction } from "../../../storage/database.ts";
import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { newId } from "../parts/change-api.ts";
import type { ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withTags } from "../tags/tags.ts";
import { apiIdCharacters, apiPlaceKey, type RestApiRecord } from "./api.ts";
import { apiPlaceStore, apiStore } from "./api-store.ts";

export interface NewApi {
  readonly api: RestApiRecord;
  readonly root: ResourceRecord;
}

/** An API with its root, not written yet. */
export function newApi(
  context: ApiGatewayContext,
  { tags, endpointConfiguration = {}, ...given }: Omit<CreateRestApiRequest, "cloneFrom">,
): NewApi {
  const types = endpointConfiguration.types ?? ["EDGE"];
  const root: ResourceRecord = { id: newId(context, apiIdCharacters), path: "/", methods: {} };
  const api: RestApiRecord = {
    ...given,
    id: newId(context, apiIdCharacters),
    name: given.name ?? "",
    createdMs: context.host.clock.nowMs(),
    apiKeySource: given.apiKeySource ?? "HEADER",
    disableExecuteApiEndpoint: given.disableExecuteApiEndpoint ?? false,
    endpointConfiguration: {
      ...endpointConfiguration,
      types,
      ipAddressType: endpointConfiguration.ipAddressType ?? (types[0] === "PRIVATE" ? "dualstack" : "ipv4"),
    },
    rootResourceId: root.id,
    ...(given.binaryMediaTypes?.length === 0 && { binaryMediaTypes: undefined }),
    ...(tags && { tags: withTags({}, tags) }),
  };
  return { api, root };
}

/** Whose it is stands elsewhere, and is written first, so no API is ever out of reach. */
export async function claimPlace({ host, account, region }: ApiGatewayContext, apiId: string): Promise<void> {
  await host.storage.partition(apiPlaceKey(apiId)).write((tx) => apiPlaceStore.put(tx, { account, region }));
}

export async function putNewApi(tx: WriteTransaction, { api, root }: NewApi): Promise<void> {
  if ((await apiStore.count(tx)) >= limits.apisPerRegion)
    throw limitExceeded("Maximum number of APIs has been reached");
  await apiStore.put(tx, api);
  await partStore.put(tx, api.id, "Resource", root);
}
