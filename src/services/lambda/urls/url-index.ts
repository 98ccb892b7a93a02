import type { SharedCache } from "../../../cluster/cluster.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { type FunctionFamily, latestVersion } from "../functions/function.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import { functionStore } from "../functions/function-store.ts";
import { limits } from "../limits.ts";
import { urlKey, urlStore, urlsKind } from "./url-store.ts";

/**
 * Which function or alias each URL is of. A row is written before the function has the URL and is removed after it has lost it, so whoever
 * finds one looks whether the function has that URL.
 */
export class UrlIndex {
  readonly #host: ServiceHost;
  readonly #references: SharedCache<string, FunctionReference | undefined>;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#references = host.caches.create<string, FunctionReference | undefined>({
      most: limits.functionsInMemory,
      kind: urlsKind,
      tables: { lambda_urls: undefined },
      textOf: (id) => id,
      partitionOf: urlKey,
      load: (id) => this.#partition(urlKey(id)).read(urlStore.find),
    });
  }

  /** URLs that were made before there were rows of them get theirs, once. */
  async resume(): Promise<void> {
    const marker = this.#partition(urlKey(""));
    if (await marker.read(urlStore.find)) return;
    for await (const family of functionStore.all(this.#host.storage)) {
      for (const [key, { id }] of Object.entries(family.urls)) await this.add(id, family, key);
    }
    await marker.write((tx) => urlStore.put(tx, { account: "", region: "", name: "", qualifier: undefined }));
  }

  /** Undefined for what cannot be one, without a look. */
  async find(id: string): Promise<FunctionReference | undefined> {
    return urlId.test(id) ? this.#references.get(id) : undefined;
  }

  /** `key` is the alias, or `$LATEST`. */
  async add(id: string, { latest }: Pick<FunctionFamily, "latest">, key: string): Promise<void> {
    const { account, region, name } = latest;
    const qualifier = key === latestVersion ? undefined : key;
    await this.#partition(urlKey(id)).write((tx) => urlStore.put(tx, { account, region, name, qualifier }));
  }

  /** The function had the URLs of `former`, and has those of `now`. */
  async removed(former: FunctionFamily, now?: FunctionFamily): Promise<void> {
    const kept = new Set(now && idsOf(now));
    for (const id of idsOf(former)) if (!kept.has(id)) await this.#partition(urlKey(id)).drop();
  }

  #partition(key: PartitionKey) {
    return this.#host.storage.partition(key);
  }
}

function idsOf({ urls, lostUrls = [] }: FunctionFamily): string[] {
  return [...Object.values(urls).map(({ id }) => id), ...lostUrls];
}

const urlId = /^[a-z2-7]{32}$/;
