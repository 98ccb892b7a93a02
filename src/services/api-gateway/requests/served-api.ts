import type { SharedCache } from "../../../cluster/cluster.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { RouteTable } from "../../execute-api/route-table.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { ModelSchemas } from "../api-models/json-schema.ts";
import { apiPlaceKey, apisKey, kind, type RestApiRecord } from "../apis/api.ts";
import { apiPlaceStore, apiStore } from "../apis/api-store.ts";
import { type Snapshot, snapshotStore } from "../deployments/snapshot-store.ts";
import { limits } from "../limits.ts";
import {
  type ApiKeyRecord,
  ofAccount,
  type ResourceRecord,
  type StageRecord,
  type UsagePlanRecord,
} from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

/** An API as requests meet it: what its stages have deployed, ready to be matched. */
export interface ServedApi {
  readonly at: Place;
  readonly api: RestApiRecord;
  readonly stages: ReadonlyMap<string, ServedStage>;
}

export interface ServedStage extends Deployed {
  readonly stage: StageRecord;
  /** What a share of the requests is served by. */
  readonly canary: Deployed | undefined;
  /** What endpoints are shown. */
  readonly clientCertificate: { readonly certificate: string; readonly key: string } | undefined;
}

/** A deployment, ready to be matched. */
export interface Deployed {
  readonly deploymentId: string;
  readonly snapshot: Snapshot;
  /** By their methods and paths. */
  readonly resources: RouteTable<ResourceRecord>;
  readonly schemas: ModelSchemas;
}

/** An account's API keys, usage plans and VPC links in a region. */
export interface ServedKeys {
  readonly byValue: ReadonlyMap<string, ServedKey>;
  /** The ids of its VPC links. */
  readonly links: ReadonlySet<string>;
}

export interface ServedKey {
  readonly key: ApiKeyRecord;
  readonly plans: readonly UsagePlanRecord[];
}

/** The APIs that requests are made to, kept compiled until somebody changes them, on whichever server. */
export class ServedApis {
  readonly #host: ServiceHost;
  readonly #places: SharedCache<string, Place | undefined>;
  readonly #apis: SharedCache<Place & { readonly apiId: string }, ServedApi | undefined>;
  readonly #keys: SharedCache<Place, ServedKeys>;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#places = host.caches.create<string, Place | undefined>({
      most: limits.apisInMemory,
      kind: apiPlaceKey("").kind,
      tables: { apigateway_places: undefined },
      textOf: (apiId) => apiId,
      partitionOf: apiPlaceKey,
      load: (apiId) => host.storage.partition(apiPlaceKey(apiId)).read(apiPlaceStore.find),
    });
    this.#apis = host.caches.create<Place & { readonly apiId: string }, ServedApi | undefined>({
      most: limits.apisInMemory,
      kind,
      tables: { apigateway_apis: "apiId", apigateway_parts: "apiId", apigateway_snapshots: "apiId" },
      textOf: ({ account, region, apiId }) => `${account}/${region}/${apiId}`,
      partitionOf: apisKey,
      rowOf: ({ apiId }) => apiId,
      load: (key) => this.#load(key),
    });
    this.#keys = host.caches.create<Place, ServedKeys>({
      most: limits.apisInMemory,
      kind,
      tables: { apigateway_parts: undefined },
      textOf: ({ account, region }) => `${account}/${region}/keys`,
      partitionOf: apisKey,
      load: (at) => this.#loadKeys(at),
    });
  }

  /** Undefined for an API that is not there. */
  async find(apiId: string): Promise<ServedApi | undefined> {
    const place = await this.#places.get(apiId);
    return place && this.#apis.get({ account: place.account, region: place.region, apiId });
  }

  /** Undefined for a value that is no key's. */
  async findKey({ account, region }: Place, value: string): Promise<ServedKey | undefined> {
    return (await this.#keys.get({ account, region })).byValue.get(value);
  }

  async hasLink({ account, region }: Place, vpcLinkId: string): Promise<boolean> {
    return (await this.#keys.get({ account, region })).links.has(vpcLinkId);
  }

  #load({ account, region, apiId }: Place & { readonly apiId: string }): Promise<ServedApi | undefined> {
    const at = { account, region };
    return this.#host.storage.partition(apisKey(at)).read(async (tx) => {
      const api = await apiStore.find(tx, apiId);
      if (!api) return undefined;
      const stages = new Map<string, ServedStage>();
      for (const stage of await partStore.list(tx, apiId, "Stage")) {
        const deployed = await findDeployed(tx, apiId, stage.deploymentId);
        const { deploymentId: ofCanary } = stage.canarySettings ?? {};
        const canary = ofCanary === undefined ? undefined : await findDeployed(tx, apiId, ofCanary);
        const clientCertificate = await findCertificate(tx, stage.clientCertificateId);
        if (deployed) stages.set(stage.stageName, { ...deployed, stage, canary, clientCertificate });
      }
      return { at, api, stages };
    });
  }

  #loadKeys(at: Place): Promise<ServedKeys> {
    return this.#host.storage.partition(apisKey(at)).read(async (tx) => {
      const plansOf = new Map<string, UsagePlanRecord[]>();
      for (const plan of await partStore.list(tx, ofAccount, "UsagePlan")) {
        for (const { id } of await partStore.list(tx, plan.id, "UsagePlanKey"))
          plansOf.set(id, [...(plansOf.get(id) ?? []), plan]);
      }
      const keys = await partStore.list(tx, ofAccount, "ApiKey");
      const links = await partStore.list(tx, ofAccount, "VpcLink");
      return {
        byValue: new Map(keys.map((key) => [key.value, { key, plans: plansOf.get(key.id) ?? [] }])),
        links: new Set(links.map(({ id }) => id)),
      };
    });
  }
}

async function findDeployed(tx: ReadTransaction, apiId: string, deploymentId: string): Promise<Deployed | undefined> {
  const snapshot = await snapshotStore.find(tx, apiId, deploymentId);
  return snapshot && toDeployed(deploymentId, snapshot);
}

async function findCertificate(tx: ReadTransaction, id: string | undefined) {
  const found = id === undefined ? undefined : await partStore.find(tx, ofAccount, "ClientCertificate", id);
  return found && { certificate: found.pemEncodedCertificate ?? "", key: found.privateKey };
}

export function toDeployed(deploymentId: string, snapshot: Snapshot): Deployed {
  const resources = resourceTable(snapshot.resources);
  return { deploymentId, snapshot, resources, schemas: new ModelSchemas(snapshot.models) };
}

/** A resource is found by its path for the methods that it has: one that has not the method leaves it to a less specific one, as recorded. */
export function resourceTable(resources: readonly ResourceRecord[]): RouteTable<ResourceRecord> {
  const table = new RouteTable<ResourceRecord>();
  for (const resource of resources)
    for (const method of Object.keys(resource.methods)) table.add(`${method} ${resource.path}`, resource);
  return table;
}
