import type { ServiceHost } from "../../service.ts";
import { type FunctionFamily, latestVersion } from "../functions/function.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import { functionStore } from "../functions/function-store.ts";

/** Which function or alias each URL is of. */
export class UrlIndex {
  readonly #host: ServiceHost;
  readonly #references = new Map<string, FunctionReference>();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  async resume(): Promise<void> {
    this.#references.clear();
    for await (const family of functionStore.all(this.#host.storage)) this.set(family);
  }

  find(id: string): FunctionReference | undefined {
    return this.#references.get(id);
  }

  /** The function has these URLs now; `former` are those it had. */
  set({ latest, urls }: FunctionFamily, former: FunctionFamily["urls"] = {}): void {
    for (const { id } of Object.values(former)) this.#references.delete(id);
    for (const [key, { id }] of Object.entries(urls)) {
      const { account, region, name } = latest;
      this.#references.set(id, { account, region, name, qualifier: key === latestVersion ? undefined : key });
    }
  }

  remove(urls: FunctionFamily["urls"]): void {
    for (const { id } of Object.values(urls)) this.#references.delete(id);
  }
}
