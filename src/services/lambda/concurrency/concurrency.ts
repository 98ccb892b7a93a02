import type { Place, ServiceHost } from "../../service.ts";
import { functionPartition, functionStore } from "../functions/function-store.ts";
import type { LambdaSettings } from "../settings.ts";
import { AccountConcurrency } from "./account-concurrency.ts";

/** The concurrency of each account in each region. */
export class Concurrency {
  readonly #host: ServiceHost;
  readonly #settings: LambdaSettings;
  readonly #known = new Map<string, AccountConcurrency>();
  readonly #loading = new Map<string, Promise<AccountConcurrency>>();

  constructor(host: ServiceHost, settings: LambdaSettings) {
    this.#host = host;
    this.#settings = settings;
  }

  /** Without a promise, if it's known: for the invoke path. */
  peek(at: Place): AccountConcurrency | undefined {
    return this.#known.get(keyOf(at));
  }

  async of(at: Place): Promise<AccountConcurrency> {
    const known = this.peek(at);
    if (known) return known;
    const key = keyOf(at);
    const loading = this.#loading.get(key) ?? this.#load(at);
    this.#loading.set(key, loading);
    return loading.finally(() => this.#loading.delete(key));
  }

  /** A reservation has changed: reads again what is claimed. */
  async refresh(at: Place): Promise<void> {
    const concurrency = await this.of(at);
    concurrency.claim(await this.#claimed(at));
  }

  reset(): void {
    this.#known.clear();
  }

  async #load(at: Place): Promise<AccountConcurrency> {
    const concurrency = new AccountConcurrency(this.#settings.concurrentExecutions, await this.#claimed(at));
    this.#known.set(keyOf(at), concurrency);
    return concurrency;
  }

  #claimed(at: Place): Promise<number> {
    return functionPartition(this.#host.storage, at).read(functionStore.claimed);
  }
}

function keyOf({ account, region }: Place): string {
  return `${account}/${region}`;
}
