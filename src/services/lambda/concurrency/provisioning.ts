import type { ServiceHost } from "../../service.ts";
import { findVersion } from "../functions/find-version.ts";
import { type FunctionRecord, type KnownFunction, latestVersion, qualifiedArn } from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import { allFamilies } from "../functions/function-store.ts";
import type { Fleet } from "../invocation/fleet.ts";
import type { Fleets } from "../invocation/fleets.ts";

export interface ProvisioningStatus {
  readonly allocated: number;
  readonly available: number;
  readonly status: "IN_PROGRESS" | "READY" | "FAILED";
  readonly reason: string | undefined;
}

/** How far the fleets of one alias or version have come. */
interface Progress {
  readonly fleets: readonly Fleet[];
  status: ProvisioningStatus["status"];
  reason: string | undefined;
}

/** Keeps the environments of provisioned concurrency as their configurations say. Source: "Configuring provisioned concurrency". */
export class Provisioning {
  readonly #host: ServiceHost;
  readonly #functions: FunctionDirectory;
  readonly #fleets: Fleets;
  readonly #progress = new Map<string, Progress>();

  constructor(host: ServiceHost, functions: FunctionDirectory, fleets: Fleets) {
    this.#host = host;
    this.#functions = functions;
    this.#fleets = fleets;
  }

  /** At start: everything that was provisioned is made again. */
  async resume(): Promise<void> {
    for await (const { latest, provisioned } of allFamilies(this.#host.storage)) {
      const qualifiers = Object.keys(provisioned);
      if (qualifiers.length === 0) continue;
      const known = await this.#functions.require({ ...latest, qualifier: undefined });
      for (const qualifier of qualifiers) await this.align(known, qualifier);
    }
  }

  /** Makes or lets go what the qualifier's configuration and alias now ask for; initialisation goes on in the background. */
  async align(known: KnownFunction, qualifier: string): Promise<void> {
    const { latest, provisioned } = known.family;
    const arn = qualifiedArn(latest, qualifier);
    const config = provisioned[qualifier];
    if (!config) {
      this.#progress.delete(arn);
      await this.#fleets.unprovision(arn);
      return;
    }
    const shares = sharesOf(known, qualifier, config.requested);
    const fleets = this.#fleets.provision(
      arn,
      shares.map(({ record }) => record),
    );
    const progress: Progress = { fleets, status: "IN_PROGRESS", reason: undefined };
    this.#progress.set(arn, progress);
    void this.#fill(
      progress,
      fleets.map((fleet, index) => [fleet, shares[index]?.count ?? 0] as const),
    );
  }

  statusOf(arn: string): ProvisioningStatus {
    const progress = this.#progress.get(arn);
    if (!progress) return { allocated: 0, available: 0, status: "IN_PROGRESS", reason: undefined };
    const { fleets, status, reason } = progress;
    const allocated = fleets.reduce((sum, { size }) => sum + size, 0);
    return { allocated, available: status === "READY" ? allocated : 0, status, reason };
  }

  reset(): void {
    this.#progress.clear();
  }

  async #fill(progress: Progress, shares: readonly (readonly [fleet: Fleet, count: number])[]): Promise<void> {
    try {
      await Promise.all(shares.map(([fleet, count]) => fleet.keep(count)));
      progress.status = "READY";
    } catch (error) {
      progress.status = "FAILED";
      progress.reason = (error as Error).message;
    }
  }
}

/** An alias with two versions gets environments of both, by their weights. */
function sharesOf(
  known: KnownFunction,
  qualifier: string,
  requested: number,
): { record: FunctionRecord; count: number }[] {
  const routing = known.family.aliases[qualifier]?.routing;
  const first = findVersion(known, qualifier);
  if (first.version === latestVersion) return [];
  if (!routing) return [{ record: first, count: requested }];
  const second = Math.round(requested * routing.weight);
  return [
    { record: first, count: requested - second },
    { record: findVersion(known, routing.version), count: second },
  ];
}
