import type { SharedCache } from "../../../cluster/cluster.ts";
import { ModelSchemas } from "../../execute-api/json-schema.ts";
import { RouteTable } from "../../execute-api/route-table.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type ApiRecord, apiPlaceKey, apisKey, kind } from "../apis/api.ts";
import { apiPlaceStore, apiStore } from "../apis/api-store.ts";
import { snapshotStore } from "../deployments/snapshot-store.ts";
import { limits } from "../limits.ts";
import type {
  AuthorizerRecord,
  IntegrationRecord,
  IntegrationResponseRecord,
  RouteRecord,
  RouteResponseRecord,
  StageRecord,
} from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** An API as requests meet it: what its stages have deployed, ready to be matched. */
export interface ServedApi {
  readonly at: Place;
  readonly api: ApiRecord;
  readonly stages: ReadonlyMap<string, ServedStage>;
}

export interface ServedStage {
  readonly stage: StageRecord;
  readonly routes: RouteTable<ServedRoute>;
  /** A WebSocket API's, by their keys. */
  readonly routesByKey: ReadonlyMap<string, ServedRoute>;
  /** A WebSocket API's models, by which messages are judged. */
  readonly schemas: ModelSchemas;
}

export interface ServedRoute {
  readonly route: RouteRecord;
  readonly integration: IntegrationRecord | undefined;
  readonly authorizer: AuthorizerRecord | undefined;
  /** Of WebSocket APIs: what goes back to the client, and what becomes of the integration's answer. */
  readonly routeResponses: readonly RouteResponseRecord[];
  readonly integrationResponses: readonly IntegrationResponseRecord[];
}

/** The APIs that requests are made to, kept compiled until somebody changes them, on whichever server. */
export class ServedApis {
  readonly #host: ServiceHost;
  readonly #places: SharedCache<string, Place | undefined>;
  readonly #apis: SharedCache<Place & { readonly apiId: string }, ServedApi | undefined>;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#places = host.caches.create<string, Place | undefined>({
      most: limits.apisInMemory,
      kind: apiPlaceKey("").kind,
      tables: { apigatewayv2_places: undefined },
      textOf: (apiId) => apiId,
      partitionOf: apiPlaceKey,
      load: (apiId) => host.storage.partition(apiPlaceKey(apiId)).read(apiPlaceStore.find),
    });
    this.#apis = host.caches.create<Place & { readonly apiId: string }, ServedApi | undefined>({
      most: limits.apisInMemory,
      kind,
      tables: { apigatewayv2_apis: "apiId", apigatewayv2_parts: "apiId", apigatewayv2_snapshots: "apiId" },
      textOf: ({ account, region, apiId }) => `${account}/${region}/${apiId}`,
      partitionOf: apisKey,
      rowOf: ({ apiId }) => apiId,
      load: (key) => this.#load(key),
    });
  }

  /** Undefined for an API that is not there. */
  async find(apiId: string): Promise<ServedApi | undefined> {
    const place = await this.#places.get(apiId);
    return place && this.#apis.get({ account: place.account, region: place.region, apiId });
  }

  #load({ account, region, apiId }: Place & { readonly apiId: string }): Promise<ServedApi | undefined> {
    const at = { account, region };
    return this.#host.storage.partition(apisKey(at)).read(async (tx) => {
      const api = await apiStore.find(tx, apiId);
      if (!api) return undefined;
      const stages = new Map<string, ServedStage>();
      for (const stage of await partStore.list(tx, apiId, "Stage")) {
        const { DeploymentId } = stage;
        const snapshot = DeploymentId === undefined ? undefined : await snapshotStore.find(tx, apiId, DeploymentId);
        const routes = new RouteTable<ServedRoute>();
        const routesByKey = new Map<string, ServedRoute>();
        for (const route of snapshot?.routes ?? []) {
          const { Target, AuthorizerId } = route;
          const integration = snapshot?.integrations.find((each) => `integrations/${each.IntegrationId}` === Target);
          const authorizer = snapshot?.authorizers.find((each) => each.AuthorizerId === AuthorizerId);
          const served: ServedRoute = {
            route,
            integration,
            authorizer,
            routeResponses: (snapshot?.routeResponses ?? []).filter(({ RouteId }) => RouteId === route.RouteId),
            integrationResponses: (snapshot?.integrationResponses ?? []).filter(
              ({ IntegrationId }) => IntegrationId === integration?.IntegrationId,
            ),
          };
          if (api.ProtocolType === "WEBSOCKET") routesByKey.set(route.RouteKey, served);
          else routes.add(route.RouteKey, served);
        }
        const models = (snapshot?.models ?? []).map(({ Name, Schema }) => ({ name: Name, schema: Schema }));
        stages.set(stage.StageName, { stage, routes, routesByKey, schemas: new ModelSchemas(models) });
      }
      return { at, api, stages };
    });
  }
}
