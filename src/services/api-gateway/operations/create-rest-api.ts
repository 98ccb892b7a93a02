import { defaultModels } from "../api-models/check-model.ts";
import { apiIdCharacters, apiPlaceKey, type RestApiRecord, toRestApi } from "../apis/api.ts";
import { apiPlaceStore, apiStore } from "../apis/api-store.ts";
import { checkRestApi } from "../apis/check-api.ts";
import { limitExceeded, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import type { ResourceRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withTags } from "../tags/tags.ts";

/** Makes an API with its root and the two models that each has. */
export const createRestApi: ApiGatewayOperation<"CreateRestApi"> = async (
  { cloneFrom, tags, endpointConfiguration = {}, ...given },
  context,
) => {
  const { host } = context;
  if (cloneFrom !== undefined) throw notBuilt("cloneFrom");
  const types = endpointConfiguration.types ?? ["EDGE"];
  const root: ResourceRecord = { id: newId(context, apiIdCharacters), path: "/", methods: {} };
  const api: RestApiRecord = {
    ...given,
    id: newId(context, apiIdCharacters),
    name: given.name ?? "",
    createdMs: host.clock.nowMs(),
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
  checkRestApi(api);
  // Whose it is stands elsewhere first, so no API is ever out of reach.
  await host.storage.partition(apiPlaceKey(api.id)).write((tx) => apiPlaceStore.put(tx, context));
  await write(context, async (tx) => {
    if ((await apiStore.count(tx)) >= limits.apisPerRegion)
      throw limitExceeded("Maximum number of APIs has been reached");
    await apiStore.put(tx, api);
    await partStore.put(tx, api.id, "Resource", root);
    for (const model of defaultModels) await partStore.put(tx, api.id, "Model", { ...model, id: newId(context) });
  });
  return toRestApi(api);
};
