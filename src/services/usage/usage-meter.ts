import type { Timer } from "../../platform/clock.ts";
import type { ServiceHost } from "../service.ts";
import { recordUsage, type UsageRecord } from "./usage.ts";

const writeEveryMs = 60_000;
const mostRecords = 1_000;

/**
 * Gathers use in memory and writes it to the ledger once a minute: counting must not cost a write for each call. A crash loses a
 * minute of the count. While nothing is used no timer runs.
 */
export class UsageMeter {
  readonly #host: Pick<ServiceHost, "storage" | "clock" | "log">;
  #records = new Map<string, { account: string; record: UsageRecord }>();
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(host: Pick<ServiceHost, "storage" | "clock" | "log">) {
    this.#host = host;
  }

  /** Called on the path of what is counted, so it must be quick. */
  add(account: string, record: UsageRecord): void {
    const hour = Math.floor(record.atMs / 3_600_000);
    const { region, resource, service, usageType, operation } = record;
    const key = `${account} ${region} ${resource} ${service} ${usageType} ${operation} ${hour}`;
    const quantity = (this.#records.get(key)?.record.quantity ?? 0) + record.quantity;
    this.#records.set(key, { account, record: { ...record, quantity } });
    if (this.#records.size >= mostRecords) this.#write();
    else this.#timer ??= this.#host.clock.after(writeEveryMs, () => this.#write());
  }

  /** Writes what has been gathered. */
  async stop(): Promise<void> {
    this.#write();
    await this.#writing;
  }

  /** For one who must know that the write begun by the clock is done. */
  idle(): Promise<void> {
    return this.#writing;
  }

  #write(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const gathered = [...this.#records.values()];
    this.#records.clear();
    for (const [account, group] of Map.groupBy(gathered, (entry) => entry.account)) {
      const records = group.map(({ record }) => record);
      this.#writing = this.#writing
        .then(() => recordUsage(this.#host.storage, account, records))
        .catch((error: Error) => this.#host.log.error("usage could not be recorded", { error: error.message }));
    }
  }
}
