import type { SharedCache } from "../../../cluster/cluster.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type DomainRecord, domainKind, domainPlaceKey, domainsKey, type MappingRecord } from "./domain.ts";
import { domainPlaceStore, domainStore, domainTables, truststoreStore } from "./domain-store.ts";

/** Names that are kept, those that are nobody's among them. */
const mostKept = 2_000;
/** Up to a megabyte each. */
const mostTruststores = 50;

/** The domain names that requests are made to, kept until somebody changes them, on whichever server. */
export class ServedDomains {
  readonly #places: SharedCache<string, Place | undefined>;
  readonly #domains: SharedCache<Place & { readonly name: string }, DomainRecord | undefined>;

  readonly #truststores: SharedCache<Place & { readonly name: string }, string | undefined>;

  constructor(host: ServiceHost) {
    this.#places = host.caches.create<string, Place | undefined>({
      most: mostKept,
      kind: domainPlaceKey("").kind,
      tables: { [domainTables.places]: undefined },
      textOf: (name) => name,
      partitionOf: domainPlaceKey,
      load: (name) => host.storage.partition(domainPlaceKey(name)).read(domainPlaceStore.find),
    });
    this.#domains = host.caches.create<Place & { readonly name: string }, DomainRecord | undefined>({
      most: mostKept,
      kind: domainKind,
      tables: { [domainTables.domains]: "apiId" },
      textOf: ({ account, region, name }) => `${account}/${region}/${name}`,
      partitionOf: domainsKey,
      rowOf: ({ name }) => name,
      load: ({ name, ...at }) => host.storage.partition(domainsKey(at)).read((tx) => domainStore.find(tx, name)),
    });
    this.#truststores = host.caches.create<Place & { readonly name: string }, string | undefined>({
      most: mostTruststores,
      kind: domainKind,
      tables: { [domainTables.truststores]: "apiId" },
      textOf: ({ account, region, name }) => `${account}/${region}/${name}`,
      partitionOf: domainsKey,
      rowOf: ({ name }) => name,
      load: ({ name, ...at }) =>
        host.storage.partition(domainsKey(at)).read(async (tx) => (await truststoreStore.find(tx, name))?.certificates),
    });
  }

  /** Whose certificates a host's clients may have; undefined where they need none. */
  async authoritiesOf(host: string): Promise<string | undefined> {
    const domain = await this.find(host);
    if (!domain?.mutualTls) return undefined;
    const place = await this.#places.get(domain.domainName);
    return place && this.#truststores.get({ account: place.account, region: place.region, name: domain.domainName });
  }

  /** The domain that a host's name is, or that its first label stands in for. */
  async find(host: string): Promise<DomainRecord | undefined> {
    if (!mayBeDomain(host)) return undefined;
    return (await this.#named(host)) ?? (await this.#named(host.replace(/^[^.]+/, "*")));
  }

  async #named(name: string): Promise<DomainRecord | undefined> {
    const place = await this.#places.get(name);
    return place && this.#domains.get({ account: place.account, region: place.region, name });
  }
}

/** Addresses, the machine's own name and AWS's are nobody's. */
export function mayBeDomain(host: string): boolean {
  return (
    host.includes(".") &&
    !/^[\d.]+$|[[:\]]|\.(?:amazonaws\.com(?:\.cn)?|on\.aws|api\.aws|localhost\.localstack\.cloud)$|\.(?:execute-api|lambda-url|s3)[.-]/.test(
      host,
    )
  );
}

/** The mapping that takes the most of a path, and what is left of it. */
export function findMapping(
  { mappings }: DomainRecord,
  path: string,
): { readonly mapping: MappingRecord; readonly basePath: string } | undefined {
  let best: MappingRecord | undefined;
  for (const mapping of mappings) {
    const isIt = mapping.key === "" || path === `/${mapping.key}` || path.startsWith(`/${mapping.key}/`);
    if (isIt && (!best || mapping.key.length > best.key.length)) best = mapping;
  }
  return best && { mapping: best, basePath: best.key === "" ? "" : `/${best.key}` };
}
