import type { Method } from "@aws-sdk/client-api-gateway";
import type { WriteTransaction } from "../../../storage/database.ts";
import { invalid } from "../errors.ts";
import type { ApiGatewayContext } from "../operation.ts";
import { newId } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";
import { apiStore } from "./api-store.ts";
import type { NewApi } from "./new-api.ts";

/** Gives a new API what another of the account is made of, each part with an id of its own; stages and deployments stay where they are. */
export async function copyParts(
  tx: WriteTransaction,
  context: ApiGatewayContext,
  from: string,
  { api, root }: NewApi,
): Promise<void> {
  const source = await apiStore.find(tx, from);
  if (!source) throw invalid("Invalid API identifier specified for cloneFrom");
  const ids = new Map<string, string>([[source.rootResourceId, root.id]]);
  for (const kind of ["Model", "RequestValidator", "Authorizer"] as const) {
    for (const part of await partStore.list(tx, from, kind)) {
      const id = newId(context);
      ids.set(part.id ?? "", id);
      await partStore.put(tx, api.id, kind, { ...part, id });
    }
  }
  for (const response of await partStore.list(tx, from, "GatewayResponse"))
    await partStore.put(tx, api.id, "GatewayResponse", response);
  const resources = await partStore.list(tx, from, "Resource");
  for (const { id } of resources) if (!ids.has(id)) ids.set(id, newId(context));
  for (const { id, parentId, methods, ...rest } of resources) {
    const copy = Object.entries(methods).map(([name, method]) => [name, withIds(method, ids)]);
    await partStore.put(tx, api.id, "Resource", {
      ...rest,
      id: ids.get(id) ?? id,
      ...(parentId !== undefined && { parentId: ids.get(parentId) ?? parentId }),
      methods: Object.fromEntries(copy),
    });
  }
}

function withIds({ authorizerId, requestValidatorId, methodIntegration, ...rest }: Method, ids: Map<string, string>) {
  const { cacheNamespace = "" } = methodIntegration ?? {};
  return {
    ...rest,
    ...(authorizerId !== undefined && { authorizerId: ids.get(authorizerId) }),
    ...(requestValidatorId !== undefined && { requestValidatorId: ids.get(requestValidatorId) }),
    ...(methodIntegration && {
      methodIntegration: { ...methodIntegration, cacheNamespace: ids.get(cacheNamespace) ?? cacheNamespace },
    }),
  };
}
