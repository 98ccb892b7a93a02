import { isNamed } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import type { UsageType } from "../../usage/price-list.ts";
import { recordUsage, type UsageRecord } from "../../usage/usage.ts";
import { type FunctionRecord, functionArn } from "../functions/function.ts";
import { limits } from "../limits.ts";
import type { MeteredInvocation } from "./metered-invocation.ts";

const hourMs = 60 * 60 * 1000;
const bytesPerGb = 1024;

interface Sum {
  readonly account: string;
  /** The function's. */
  readonly name: string;
  readonly record: Omit<UsageRecord, "quantity">;
  quantity: number;
}

/** Adds up what is to be paid for, by hour and function, and hands it to the ledger. Source: "AWS Lambda Pricing". */
export class Bill {
  readonly #host: ServiceHost;
  #sums = new Map<string, Sum>();
  #reported = false;

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  add(invocation: MeteredInvocation, tags: Readonly<Record<string, string>>): void {
    const { memoryMiB, billedMs, ephemeralStorageMiB, architecture, provisioned } = invocation;
    const suffix = architecture === "arm64" ? "-ARM" : "";
    const seconds = billedMs / 1000;
    const duration = provisioned ? "Lambda-Provisioned-GB-Second" : "Lambda-GB-Second";
    this.#of(invocation, invocation.functionName, `Request${suffix}`, tags, invocation.endedMs).quantity += 1;
    this.#of(invocation, invocation.functionName, `${duration}${suffix}`, tags, invocation.endedMs).quantity +=
      (memoryMiB / bytesPerGb) * seconds;
    const paidStorageMiB = ephemeralStorageMiB - limits.ephemeralStorageMiB.default;
    if (paidStorageMiB === 0) return;
    this.#of(
      invocation,
      invocation.functionName,
      `Lambda-Storage-GB-Second${suffix}`,
      tags,
      invocation.endedMs,
    ).quantity += (paidStorageMiB / bytesPerGb) * seconds;
  }

  /** Environments that were kept ready, whether they were used or not. */
  addProvisioned(record: FunctionRecord, tags: Readonly<Record<string, string>>, environmentSeconds: number): void {
    const { memoryMiB, architecture } = record.configuration;
    const usageType: UsageType = `Lambda-Provisioned-Concurrency${architecture === "arm64" ? "-ARM" : ""}`;
    this.#of(record, record.name, usageType, tags, this.#host.clock.nowMs()).quantity +=
      (memoryMiB / bytesPerGb) * environmentSeconds;
  }

  async store(): Promise<void> {
    const sums = [...this.#sums.values()];
    this.#sums = new Map();
    for (const [account, group] of Map.groupBy(sums, (sum) => sum.account)) {
      const records = group.map(({ record, quantity }) => ({ ...record, quantity }));
      try {
        await recordUsage(this.#host.storage, account, records);
      } catch (error) {
        if (isNamed(error, "ServiceUnavailable")) this.#keep(group);
        else this.#report(error as Error);
      }
    }
  }

  /** The ledger cannot be reached now: they are handed in with the next ones. */
  #keep(sums: readonly Sum[]): void {
    for (const { account, name, record, quantity } of sums) {
      const at = { account, region: record.region };
      this.#of(at, name, record.usageType, record.tags, record.atMs).quantity += quantity;
    }
  }

  /** Once: a server without the ledger's tables would say it every few seconds. */
  #report(error: Error): void {
    if (!this.#reported) this.#host.log.error("usage could not be recorded", { error: error.message });
    this.#reported = true;
  }

  reset(): void {
    this.#sums = new Map();
  }

  #of(
    { account, region }: { account: string; region: string },
    name: string,
    usageType: UsageType,
    tags: Readonly<Record<string, string>>,
    atMs: number,
  ): Sum {
    const hour = Math.floor(atMs / hourMs);
    const key = `${account}/${region}/${name}/${usageType}/${hour}`;
    let sum = this.#sums.get(key);
    // A function's tags may change: what follows is another record's.
    if (!sum || sum.record.tags !== tags) {
      const resource = functionArn({ account, region, name });
      const record = {
        service: "AWS Lambda",
        usageType,
        operation: "Invoke",
        region,
        resource,
        tags,
        atMs: hour * hourMs,
      };
      if (sum) this.#sums.set(`${key}/${this.#sums.size}`, sum);
      sum = { account, name, record, quantity: 0 };
      this.#sums.set(key, sum);
    }
    return sum;
  }
}
