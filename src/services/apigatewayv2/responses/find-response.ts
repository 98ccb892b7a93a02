import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { partNotFound, responseExists } from "../errors.ts";
import type { IntegrationResponseRecord, RouteResponseRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** All of one route. */
export async function routeResponsesOf(
  tx: ReadTransaction,
  apiId: string,
  routeId: string,
): Promise<RouteResponseRecord[]> {
  return (await partStore.list(tx, apiId, "RouteResponse")).filter(({ RouteId }) => RouteId === routeId);
}

/** All of one integration. */
export async function integrationResponsesOf(
  tx: ReadTransaction,
  apiId: string,
  integrationId: string,
): Promise<IntegrationResponseRecord[]> {
  const all = await partStore.list(tx, apiId, "IntegrationResponse");
  return all.filter(({ IntegrationId }) => IntegrationId === integrationId);
}

/** Throws NotFoundException, for one of another route, too. */
export async function requireRouteResponse(
  tx: ReadTransaction,
  apiId: string,
  routeId: string,
  id: string,
): Promise<RouteResponseRecord> {
  const found = await partStore.find(tx, apiId, "RouteResponse", id);
  return found?.RouteId === routeId ? found : fail(partNotFound("RouteResponse"));
}

/** Throws NotFoundException, for one of another integration, too. */
export async function requireIntegrationResponse(
  tx: ReadTransaction,
  apiId: string,
  integrationId: string,
  id: string,
): Promise<IntegrationResponseRecord> {
  const found = await partStore.find(tx, apiId, "IntegrationResponse", id);
  return found?.IntegrationId === integrationId ? found : fail(partNotFound("IntegrationResponse"));
}

/** Throws ConflictException if another has the key. */
export function checkKeyIsFree(keys: readonly string[], key: string): void {
  if (keys.includes(key)) throw responseExists(key);
}
