import type { SharedCache } from "../../../cluster/cluster.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { ModelSchemas } from "../../execute-api/json-schema.ts";
import { RouteTable } from "../../execute-api/route-table.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { apiPlaceKey, apisKey, kind, type RestApiRecord } from "../apis/api.ts";
import { apiPlaceStore, apiStore } from "../apis/api-store.ts";
import { type Snapshot, snapshotStore } from "../deployments/snapshot-store.ts";
import { limits } from "../limits.ts";
import { ofAccount, type ResourceRecord, type StageRecord } from "../parts/part.ts";
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

/** The APIs that requests are made to, kept compiled until somebody changes them, on whichever server. */
export class ServedApis {
  readonly #host: ServiceHost;
  readonly #places: SharedCache<string, Place | undefined>;
  readonly #apis: SharedCache<Place & { readonly apiId: string }, ServedApi | undefined>;
  /** The ids of an account's VPC links in a region. */
  readonly #links: SharedCache<Place, ReadonlySet<string>>;

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
    this.#links = host.caches.create<Place, ReadonlySet<string>>({
      most: limits.apisInMemory,
      kind,
      tables: { apigateway_parts: undefined },
      textOf: ({ account, region }) => `${account}/${region}/links`,
      partitionOf: apisKey,
      load: (at) => this.#loadLinks(at),
    });
  }

  /** Whether it is a REST API at all. */
  async has(apiId: string): Promise<boolean> {
    return (await this.#places.get(apiId)) !== undefined;
  }

  /** Undefined for an API that is not there. */
  async find(apiId: string): Promise<ServedApi | undefined> {
    const place = await this.#places.get(apiId);
    return place && this.#apis.get({ account: place.account, region: place.region, apiId });
  }

  async hasLink({ account, region }: Place, vpcLinkId: string): Promise<boolean> {
    return (await this.#links.get({ account, region })).has(vpcLinkId);
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

  #loadLinks(at: Place): Promise<ReadonlySet<string>> {
    return this.#host.storage.partition(apisKey(at)).read(async (tx) => {
      const links = await partStore.list(tx, ofAccount, "VpcLink");
      return new Set(links.map(({ id }) => id));
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
