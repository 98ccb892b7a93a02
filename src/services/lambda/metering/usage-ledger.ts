import type { Timer } from "../../../platform/clock.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { MeteredInvocation } from "./meter.ts";
import { addUsage, emptyUsage, readUsage, type Usage, type UsageCounter, usagePartition } from "./usage-store.ts";

/** What is counted is stored this often. A crash loses at most so much of the bill: never an invocation. */
const storeEveryMs = 2_000;
const hourMs = 60 * 60 * 1000;

interface Pending {
  readonly at: Place;
  readonly usage: Usage;
}

/** What each function used in each hour: added up in memory, and to the stored sums every few seconds. */
export class UsageLedger {
  readonly #host: ServiceHost;
  #pending = new Map<string, Pending>();
  #timer: Timer | undefined;
  #storing: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  add(invocation: MeteredInvocation): void {
    const usage = this.#of(invocation, invocation.functionName, invocation.endedMs, invocation);
    usage.requests += 1;
    usage.billedMs += invocation.billedMs;
    usage.durationMs += invocation.durationMs;
    usage.initMs += invocation.initMs ?? 0;
    if (invocation.failed) usage.errors += 1;
  }

  count(of: Place & { name: string }, counter: UsageCounter, nowMs: number): void {
    this.#of(of, of.name, nowMs, { memoryMiB: 0, architecture: "x86_64" })[counter] += 1;
  }

  /** Sums of every function in the hours that begin in [fromMs, toMs), those not stored yet included. */
  async read(at: Place, fromMs: number, toMs: number): Promise<Usage[]> {
    await this.store();
    return usagePartition(this.#host.storage, at).read((tx) => readUsage(tx, fromMs, toMs));
  }

  /** Fulfilled when all that was added is stored. */
  store(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const pending = [...this.#pending.values()];
    this.#pending = new Map();
    if (pending.length > 0) this.#storing = this.#storing.then(() => this.#write(pending));
    return this.#storing;
  }

  reset(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#pending = new Map();
  }

  async #write(pending: readonly Pending[]): Promise<void> {
    const places = Map.groupBy(pending, ({ at }) => `${at.account}/${at.region}`);
    for (const group of places.values()) {
      const at = group[0]?.at;
      if (!at) continue;
      await usagePartition(this.#host.storage, at)
        .write(async (tx) => {
          for (const { usage } of group) await addUsage(tx, usage);
        })
        .catch((error: Error) => this.#host.log.error("usage could not be stored", { error: error.message }));
    }
  }

  #of(
    at: Place,
    functionName: string,
    atMs: number,
    { memoryMiB, architecture }: Pick<Usage, "memoryMiB" | "architecture">,
  ): Usage {
    const hourStartMs = atMs - (atMs % hourMs);
    const key = `${at.account}/${at.region}/${functionName}/${hourStartMs}/${memoryMiB}/${architecture}`;
    let pending = this.#pending.get(key);
    if (!pending) {
      const place = { account: at.account, region: at.region };
      pending = { at: place, usage: emptyUsage({ functionName, hourStartMs, memoryMiB, architecture }) };
      this.#pending.set(key, pending);
      this.#timer ??= this.#host.clock.afterMachine(storeEveryMs, () => void this.store());
    }
    return pending.usage;
  }
}
