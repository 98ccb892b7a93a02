import type { Sandbox } from "../../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../../service.ts";
import type { CodeStore } from "../../code/code-store.ts";
import type { DevelopedFunctions } from "../../development/developed-functions.ts";
import { type FunctionRecord, functionKey, latestVersion, versionKey } from "../../functions/function.ts";
import type { LambdaSettings } from "../../settings.ts";
import type { InitializationType } from "../environment/environment-plan.ts";
import type { LogRoom } from "../log/log-room.ts";
import type { Traces } from "../tracing/traces.ts";
import type { PackageZygotes } from "../zygotes/package-zygotes.ts";
import { Fleet } from "./fleet.ts";
import type { MachineMemory } from "./machine-memory.ts";
import type { Proactive } from "./proactive.ts";
import { RecentUse } from "./recent-use.ts";
import { StartRate } from "./start-rate.ts";

/** Told to other servers: a version is deleted. One that does not hear of it lets its environments go when they have been idle long enough. */
const removedKind = "lambda.removed";

/** What the fleets are made of. */
export interface FleetsParts {
  readonly host: ServiceHost;
  readonly settings: LambdaSettings;
  readonly sandbox: Sandbox;
  readonly code: CodeStore;
  readonly developed: DevelopedFunctions;
  readonly memory: MachineMemory;
  readonly logRoom: LogRoom;
  readonly traces: Traces;
  readonly zygotes: PackageZygotes;
  readonly proactive: Proactive;
}

/** The fleet that serves each version now. */
export class Fleets {
  readonly #parts: FleetsParts;
  /** Version's key → its fleet on demand. */
  readonly #onDemand = new Map<string, Fleet>();
  /** Key of an alias or version → version → its provisioned fleet. */
  readonly #provisioned = new Map<string, Map<string, Fleet>>();
  /** Version's key and tenant → its fleet. */
  readonly #tenants = new Map<string, Map<string, Fleet>>();
  /** Closed ones whose environments are still at work. */
  readonly #leaving = new Set<Fleet>();
  readonly #rates = new Map<string, StartRate>();

  constructor(parts: FleetsParts) {
    this.#parts = parts;
    parts.host.wakes.onWake(removedKind, (key) => void this.#remove(key));
  }

  /** The fleet serving the version: that of its last finished update, even while another update is in progress. */
  serving(key: string): Fleet | undefined {
    return this.#onDemand.get(key);
  }

  /** From now on the version runs as this record says. Environments of the former one finish what they have. */
  deploy(record: FunctionRecord): Fleet {
    const key = versionKey(record);
    const former = this.#onDemand.get(key);
    const { developed, host, proactive } = this.#parts;
    const isInspected = developed.of(record)?.debugPort !== undefined;
    const fleet = this.#create(record, "on-demand", isInspected ? undefined : proactive, former?.use);
    this.#onDemand.set(key, fleet);
    void this.#close(former);
    this.#closeTenants(key);
    // A debugger attaches before the first event.
    if (isInspected) this.#keepOne(key, fleet);
    else if (former?.use.wasCalledLately(host.clock.nowMs())) proactive.begin(fleet);
    return fleet;
  }

  /** The version's environments finish what they have and go, as they do at a deployment: new ones see what has changed. */
  renew(key: string): void {
    const serving = this.#onDemand.get(key);
    if (serving) this.deploy(serving.record);
    else this.#closeTenants(key);
  }

  /** A tenant's own environments of a version. They are never shared with another. */
  ofTenant(record: FunctionRecord, tenant: string): Fleet {
    const key = versionKey(record);
    let tenants = this.#tenants.get(key);
    if (!tenants) {
      tenants = new Map();
      this.#tenants.set(key, tenants);
    }
    let fleet = tenants.get(tenant);
    if (!fleet) {
      this.#forgetEmptyTenants(tenants);
      fleet = this.#create(record, "on-demand");
      tenants.set(tenant, fleet);
    }
    return fleet;
  }

  provisioned(key: string, version: string): Fleet | undefined {
    return this.#provisioned.get(key)?.get(version);
  }

  /** Makes the fleets of an alias's or version's provisioned concurrency, in place of the former ones. */
  provision(key: string, records: readonly FunctionRecord[]): Fleet[] {
    const former = this.#provisioned.get(key);
    const fleets = records.map((record) => {
      const same = former?.get(record.version);
      former?.delete(record.version);
      return same ?? this.#create(record, "provisioned-concurrency");
    });
    this.#provisioned.set(key, new Map(fleets.map((fleet) => [fleet.record.version, fleet])));
    for (const fleet of former?.values() ?? []) void this.#close(fleet);
    return fleets;
  }

  async unprovision(key: string): Promise<void> {
    const former = this.#provisioned.get(key);
    this.#provisioned.delete(key);
    await Promise.all([...(former?.values() ?? [])].map((fleet) => this.#close(fleet)));
  }

  /** The version is deleted: its environments go, also those of other servers. */
  async remove(record: FunctionRecord): Promise<void> {
    if (record.version === latestVersion) this.#rates.delete(functionKey(record));
    const key = versionKey(record);
    await this.#remove(key);
    this.#parts.host.wakes.wake(removedKind, key);
  }

  /** When the function may have new environments again, if they were refused for their rate. */
  startsAgainMs(key: string): number {
    return this.#rate(key).againMs;
  }

  /** Ends every environment there is. */
  async kill(): Promise<void> {
    const all = [...this.#everyFleet()];
    this.#onDemand.clear();
    this.#provisioned.clear();
    this.#tenants.clear();
    this.#rates.clear();
    this.#leaving.clear();
    await Promise.all(all.map((fleet) => fleet.kill()));
  }

  /** What every fleet runs, those that are leaving too. */
  *records(): Generator<FunctionRecord> {
    for (const fleet of this.#everyFleet()) yield fleet.record;
  }

  /** How many environments there are, idle or not. */
  get size(): number {
    let size = 0;
    for (const fleet of this.#everyFleet()) size += fleet.size;
    return size;
  }

  #create(
    record: FunctionRecord,
    initialization: InitializationType,
    proactive?: Proactive,
    use = new RecentUse(),
  ): Fleet {
    const { host, settings, sandbox, code, logRoom, traces, zygotes } = this.#parts;
    return new Fleet({
      host,
      settings,
      sandbox,
      code,
      record,
      initialization,
      logRoom,
      traces,
      zygotes,
      use,
      proactive,
      development: this.#parts.developed.of(record),
      rate: this.#rate(functionKey(record)),
      beforeStart: () => this.#makeRoom(),
    });
  }

  #keepOne(key: string, fleet: Fleet): void {
    fleet.keep(1).catch((error: Error) => {
      // One that was still starting when the next fleet came has been stopped.
      if (this.#onDemand.get(key) !== fleet) return;
      this.#parts.host.log.warn("an environment to be inspected could not be made", { error: error.message });
    });
  }

  #rate(key: string): StartRate {
    let rate = this.#rates.get(key);
    if (!rate) {
      rate = new StartRate(this.#parts.host.clock, this.#parts.settings.environmentsPerTenSeconds);
      this.#rates.set(key, rate);
    }
    return rate;
  }

  /** While the machine has little memory left, a new environment takes the place of a zygote, else of the one that was used longest ago. */
  #makeRoom(): void {
    if (this.#parts.memory.availableBytes() >= this.#parts.settings.spareMemoryBytes) return;
    if (this.#parts.zygotes.evict()) return;
    let oldest: Fleet | undefined;
    for (const fleet of this.#everyFleet()) {
      const sinceMs = fleet.idleSinceMs ?? Number.POSITIVE_INFINITY;
      if (sinceMs < (oldest?.idleSinceMs ?? Number.POSITIVE_INFINITY)) oldest = fleet;
    }
    oldest?.evict();
  }

  *#everyFleet(): Generator<Fleet> {
    yield* this.#onDemand.values();
    for (const fleets of this.#provisioned.values()) yield* fleets.values();
    for (const fleets of this.#tenants.values()) yield* fleets.values();
    for (const fleet of this.#leaving) {
      if (fleet.isUnused) this.#leaving.delete(fleet);
      else yield fleet;
    }
  }

  async #remove(key: string): Promise<void> {
    const fleet = this.#onDemand.get(key);
    this.#onDemand.delete(key);
    this.#closeTenants(key);
    await this.#close(fleet);
  }

  async #close(fleet: Fleet | undefined): Promise<void> {
    if (!fleet) return;
    this.#leaving.add(fleet);
    await fleet.close();
    if (fleet.isUnused) this.#leaving.delete(fleet);
  }

  #closeTenants(key: string): void {
    for (const fleet of this.#tenants.get(key)?.values() ?? []) void this.#close(fleet);
    this.#tenants.delete(key);
  }

  /** Tenants come and go without notice: those that have no environment any more are not worth the memory. */
  #forgetEmptyTenants(tenants: Map<string, Fleet>): void {
    for (const [tenant, fleet] of tenants) if (fleet.isUnused) tenants.delete(tenant);
  }
}
