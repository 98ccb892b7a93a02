import type { Timer } from "../../../platform/clock.ts";
import { ownValue } from "../../../platform/own-value.ts";
import type { ServiceHost } from "../../service.ts";
import { findVersion } from "../functions/find-version.ts";
import {
  type FunctionIdentity,
  type FunctionRecord,
  type KnownFunction,
  latestVersion,
  qualifiedKey,
} from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import { functionStore } from "../functions/function-store.ts";
import { InitFailedError } from "../invocation/environment/failed-init.ts";
import type { Fleet } from "../invocation/fleet/fleet.ts";
import type { Fleets } from "../invocation/fleet/fleets.ts";
import type { Meter } from "../metering/meter.ts";

export interface ProvisioningStatus {
  readonly allocated: number;
  readonly available: number;
  readonly status: "IN_PROGRESS" | "READY" | "FAILED";
  readonly reason: string | undefined;
}

/** Provisioned concurrency is paid for from its configuration on, used or not; it is added to the bill this often. */
const billEveryMs = 5 * 60_000;

/** How far the fleets of one alias or version have come. */
interface Progress {
  readonly known: KnownFunction;
  readonly fleets: readonly Fleet[];
  readonly shares: readonly Share[];
  billedUntilMs: number;
  status: ProvisioningStatus["status"];
  reason: string | undefined;
}

/** Keeps the environments of provisioned concurrency as their configurations say. Source: "Configuring provisioned concurrency". */
export class Provisioning {
  readonly #host: ServiceHost;
  readonly #functions: FunctionDirectory;
  readonly #fleets: Fleets;
  readonly #meter: Meter;
  readonly #progress = new Map<string, Progress>();
  #timer: Timer | undefined;

  constructor(host: ServiceHost, functions: FunctionDirectory, fleets: Fleets, meter: Meter) {
    this.#meter = meter;
    this.#host = host;
    this.#functions = functions;
    this.#fleets = fleets;
  }

  /** At start: everything that was provisioned is made again. */
  async resume(): Promise<void> {
    for await (const { latest, provisioned } of functionStore.all(this.#host.storage)) {
      const qualifiers = Object.keys(provisioned);
      for (const qualifier of qualifiers) await this.align(latest, qualifier);
    }
  }

  /**
   * Makes or lets go what the qualifier's configuration and alias ask for as they are now, whoever changed them last; initialisation
   * goes on in the background.
   */
  async align(of: FunctionIdentity, qualifier: string): Promise<void> {
    const known = await this.#functions.findSame(of);
    const key = qualifiedKey(of, qualifier);
    const config = known && ownValue(known.family.provisioned, qualifier);
    this.#bill(this.#progress.get(key));
    if (!known || !config) return this.#remove(key);
    const shares = sharesOf(known, qualifier, config.requested);
    const fleets = this.#fleets.provision(
      key,
      shares.map(({ record }) => record),
    );
    const progress: Progress = {
      known,
      fleets,
      shares,
      billedUntilMs: this.#host.clock.nowMs(),
      status: "IN_PROGRESS",
      reason: undefined,
    };
    this.#progress.set(key, progress);
    this.#armBill();
    void this.#fill(
      progress,
      fleets.map((fleet, index) => [fleet, shares[index]?.count ?? 0] as const),
    );
  }

  /** Nothing is provisioned for the alias or version any more. */
  async #remove(key: string): Promise<void> {
    this.#progress.delete(key);
    await this.#fleets.unprovision(key);
  }

  statusOf(key: string): ProvisioningStatus {
    const progress = this.#progress.get(key);
    if (!progress) return { allocated: 0, available: 0, status: "IN_PROGRESS", reason: undefined };
    const { fleets, status, reason } = progress;
    const allocated = fleets.reduce((sum, { readyCount }) => sum + readyCount, 0);
    return { allocated, available: allocated, status, reason };
  }

  /** What is provisioned is billed up to now. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const progress of this.#progress.values()) this.#bill(progress);
    this.#progress.clear();
  }

  #armBill(): void {
    this.#timer ??= this.#host.clock.after(billEveryMs, () => {
      this.#timer = undefined;
      for (const progress of this.#progress.values()) this.#bill(progress);
      if (this.#progress.size > 0) this.#armBill();
    });
  }

  #bill(progress: Progress | undefined): void {
    if (!progress) return;
    const nowMs = this.#host.clock.nowMs();
    const seconds = (nowMs - progress.billedUntilMs) / 1000;
    progress.billedUntilMs = nowMs;
    const { tags } = progress.known.family;
    for (const { record, count } of progress.shares) this.#meter.provisioned(record, tags, count * seconds);
  }

  async #fill(progress: Progress, shares: readonly (readonly [fleet: Fleet, count: number])[]): Promise<void> {
    const fail = (error: Error) => {
      progress.status = "FAILED";
      progress.reason = error instanceof InitFailedError ? "FUNCTION_ERROR_INIT_FAILURE" : error.message;
    };
    try {
      await Promise.all(shares.map(([fleet, count]) => fleet.keep(count, fail)));
      progress.status = "READY";
    } catch (error) {
      fail(error as Error);
    }
  }
}

interface Share {
  readonly record: FunctionRecord;
  readonly count: number;
}

/** An alias with two versions gets environments of both, by their weights. */
function sharesOf(known: KnownFunction, qualifier: string, requested: number): Share[] {
  const routing = ownValue(known.family.aliases, qualifier)?.routing;
  const first = findVersion(known, qualifier);
  if (first.version === latestVersion) return [];
  if (!routing) return [{ record: first, count: requested }];
  const second = Math.round(requested * routing.weight);
  return [
    { record: first, count: requested - second },
    { record: findVersion(known, routing.version), count: second },
  ];
}
