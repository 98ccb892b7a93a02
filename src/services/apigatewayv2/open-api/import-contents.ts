import { AwsError } from "../../../platform/aws-error.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { type ApiRecord, idAlphabet } from "../apis/api.ts";
import { checkAuthorizer } from "../authorizers/check-authorizer.ts";
import { invalid, quotaExceeded } from "../errors.ts";
import { checkIntegration } from "../integrations/check-integration.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Context } from "../operation.ts";
import { idCharacters, type PartKind, type Parts } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { checkRouteOf } from "../routes/check-route.ts";
import type { HttpApiContents } from "./from-open-api.ts";

type Imported = "Route" | "Integration" | "Authorizer";

/**
 * Puts what a document says into an HTTP API, in the place of all routes, integrations and authorizers it had; routes whose key stays, and authorizers whose name does,
 * keep their id. Throws what AWS refuses of each part, with what it was. Source: "ReimportApi".
 */
export async function importContents(
  tx: WriteTransaction,
  context: ApiGatewayV2Context,
  api: ApiRecord,
  contents: HttpApiContents,
): Promise<void> {
  const { routes, integrations, authorizers } = contents;
  checkCount("Routes", routes.length, limits.routesPerApi);
  checkCount("Integrations", integrations.length, limits.integrationsPerApi);
  checkCount("Authorizers", authorizers.length, limits.authorizersPerApi);
  const newId = (kind: Imported) => context.host.random.text(idCharacters[kind], idAlphabet);
  const routeIds = new Map((await clear(tx, api.ApiId, "Route")).map(({ RouteKey, RouteId }) => [RouteKey, RouteId]));
  const former = await clear(tx, api.ApiId, "Authorizer");
  const authorizerIds = new Map(former.map(({ Name, AuthorizerId }) => [Name, AuthorizerId]));
  await clear(tx, api.ApiId, "Integration");

  const placed: Parts["Integration"][] = [];
  for (const each of integrations) {
    const integration = { ...each, IntegrationId: newId("Integration") };
    orRefuse(`create integration ${each.IntegrationUri ?? each.IntegrationSubtype ?? ""}`, () =>
      checkIntegration(api, integration),
    );
    await partStore.put(tx, api.ApiId, "Integration", integration);
    placed.push(integration);
  }
  const byName = new Map<string, Parts["Authorizer"]>();
  for (const each of authorizers) {
    const authorizer = { ...each, AuthorizerId: authorizerIds.get(each.Name) ?? newId("Authorizer") };
    orRefuse(`create authorizer ${each.Name}`, () => checkAuthorizer(api, authorizer));
    await partStore.put(tx, api.ApiId, "Authorizer", authorizer);
    byName.set(each.Name, authorizer);
  }
  const keys = new Set<string>();
  for (const { route: given, integration, authorizer: name } of routes) {
    const target = integration === undefined ? undefined : placed[integration];
    const authorizer = name === undefined ? undefined : byName.get(name);
    const route = {
      ...given,
      RouteId: routeIds.get(given.RouteKey) ?? newId("Route"),
      ...(target && { Target: `integrations/${target.IntegrationId}` }),
      ...(authorizer && { AuthorizerId: authorizer.AuthorizerId }),
    };
    orRefuse(`create route ${given.RouteKey}`, () => {
      if (keys.has(given.RouteKey)) throw invalid(`Route with key ${given.RouteKey} already exists for this API`);
      checkRouteOf(api, route, authorizer);
    });
    keys.add(given.RouteKey);
    await partStore.put(tx, api.ApiId, "Route", route);
  }
}

/** Gives what there was. */
async function clear<K extends PartKind>(tx: WriteTransaction, apiId: string, kind: K): Promise<Parts[K][]> {
  const all = await partStore.list(tx, apiId, kind);
  for (const part of all)
    await partStore.remove(tx, apiId, kind, String((part as Record<string, unknown>)[`${kind}Id`]));
  return all;
}

function checkCount(what: string, count: number, most: number): void {
  if (count > most) throw quotaExceeded(what, most);
}

function orRefuse(what: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalid(`Errors found during import:\n\tUnable to ${what.slice(0, 300)}: ${error.message}`);
  }
}
