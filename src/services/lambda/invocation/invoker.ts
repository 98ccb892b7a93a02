import type { AwsError } from "../../../platform/aws-error.ts";
import { ownValue } from "../../../platform/own-value.ts";
import type { ServiceHost } from "../../service.ts";
import type { Concurrency } from "../concurrency/concurrency.ts";
import type { Pool } from "../concurrency/counted-invocations.ts";
import { functionFailedToBecomeActive, functionNotFound, logsCannotBeStored } from "../errors.ts";
import type { Activation } from "../functions/activation.ts";
import { findVersion } from "../functions/find-version.ts";
import {
  type FunctionRecord,
  functionArn,
  functionKey,
  type KnownFunction,
  latestVersion,
  qualifiedKey,
  versionKey,
} from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import type { Meter } from "../metering/meter.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { Fleets } from "./fleet/fleets.ts";
import type { InvocationOutcome, InvocationRequest } from "./invocation.ts";
import type { LogRoom } from "./log/log-room.ts";
import type { Target } from "./target.ts";

/** Environments that are kept ready, and how many there are to be. */
interface Provision {
  readonly fleet: Fleet;
  readonly requested: number;
}

/** Brings an event to the fleet of a function's version, within the account's and the function's concurrency. */
export class Invoker {
  readonly #host: ServiceHost;
  readonly #functions: FunctionDirectory;
  readonly #fleets: Fleets;
  readonly #activation: Activation;
  readonly #concurrency: Concurrency;
  readonly #meter: Meter;
  readonly #logRoom: LogRoom;

  constructor(parts: {
    host: ServiceHost;
    functions: FunctionDirectory;
    fleets: Fleets;
    activation: Activation;
    concurrency: Concurrency;
    meter: Meter;
    logRoom: LogRoom;
  }) {
    this.#logRoom = parts.logRoom;
    this.#host = parts.host;
    this.#functions = parts.functions;
    this.#fleets = parts.fleets;
    this.#activation = parts.activation;
    this.#concurrency = parts.concurrency;
    this.#meter = parts.meter;
  }

  /** Draws the version, where an alias has two. Throws ResourceNotFoundException. */
  target(known: KnownFunction, qualifier: string | undefined, tenant: string | undefined): Target {
    const routed = qualifier !== undefined && ownValue(known.family.aliases, qualifier)?.routing !== undefined;
    const record = findVersion(known, qualifier, routed ? this.#host.random.fraction() : undefined);
    return { known, record, qualifier, tenant };
  }

  /**
   * Throws TooManyRequestsException where there is no concurrency left, ServiceException if the runtime can't be had, or logs cannot be stored for
   * as long as the function may take.
   */
  async invoke(target: Target, request: InvocationRequest): Promise<InvocationOutcome> {
    if (this.#logRoom.untilRoom()) await this.#untilLogged(target.record);
    const concurrency = this.#concurrency.peek(target.record) ?? (await this.#concurrency.of(target.record));
    const provision = this.#provisionOf(target);
    if (!provision && !this.#servingFleet(target)) await this.#deploy(target);
    const isProvisioned = provision !== undefined;
    const counted = isProvisioned ? "provisioned" : "running";
    let pool: Pool | undefined;
    let entered: "provisioned" | "on-demand" | undefined;
    try {
      const { family } = target.known;
      const entering = isProvisioned ? concurrency.enterProvisioned(family) : concurrency.enter(family);
      // On several servers another one may have to be asked; a wait for nothing would be one more on every invocation.
      pool = entering instanceof Promise ? await entering : entering;
      entered = isProvisioned ? "provisioned" : "on-demand";
      this.#meter.started(target, provision?.requested, concurrency.claimed);
      const fleet = provision?.fleet ?? this.#servingFleet(target) ?? this.#fleets.deploy(target.record);
      const outcome = await fleet.invoke(request);
      if (outcome.completed) {
        // Extensions go on: until they have done, the environment counts as one at work, and is billed.
        const held = pool;
        pool = undefined;
        void outcome.completed.then((report) => {
          concurrency.leave(held, counted);
          this.#meter.finished(target, { ...outcome, report }, isProvisioned);
        });
        return outcome;
      }
      this.#meter.finished(target, outcome, isProvisioned);
      return outcome;
    } catch (error) {
      this.#meter.failed(target, error, entered);
      throw error;
    } finally {
      if (pool) concurrency.leave(pool, counted);
    }
  }

  async #untilLogged({ configuration }: FunctionRecord): Promise<void> {
    let isLate = false;
    const late = Promise.withResolvers<void>();
    const timer = this.#host.clock.afterMachine(configuration.timeoutSeconds * 1_000, () => {
      isLate = true;
      late.resolve();
    });
    for (let room = this.#logRoom.untilRoom(); room && !isLate; room = this.#logRoom.untilRoom()) {
      await Promise.race([room, late.promise]);
    }
    timer.cancel();
    if (isLate) throw logsCannotBeStored();
  }

  /**
   * When an invocation that was throttled is worth another look though no other has ended: the rate of new environments is the
   * clock's to give. Undefined where room comes from an invocation's end.
   */
  roomAtMs({ record }: Target, throttle: AwsError): number | undefined {
    return throttle.fields.Reason === "FunctionInvocationRateLimitExceeded"
      ? this.#fleets.startsAgainMs(functionKey(record))
      : undefined;
  }

  /**
   * Provisioned concurrency that has an environment of the version free, whichever alias or number it was provisioned by and whichever the
   * version is called by; what is beyond it spills over to the environments on demand. A tenant has environments of its own.
   */
  #provisionOf({ known, record, qualifier, tenant }: Target): Provision | undefined {
    if (tenant !== undefined || record.version === latestVersion) return undefined;
    const { provisioned } = known.family;
    let other: Provision | undefined;
    for (const name in provisioned) {
      const fleet = this.#fleets.provisioned(qualifiedKey(record, name), record.version);
      if (!fleet || fleet.freeCount === 0) continue;
      const provision = { fleet, requested: provisioned[name]!.requested };
      if (name === qualifier) return provision;
      other ??= provision;
    }
    return other;
  }

  #servingFleet({ record, tenant }: Target): Fleet | undefined {
    if (tenant !== undefined) return this.#fleets.ofTenant(record, tenant);
    const fleet = this.#fleets.serving(versionKey(record));
    return fleet && serves(fleet.record, record) ? fleet : undefined;
  }

  /**
   * AWS refuses an invocation while a function is Pending; here that lasts a moment, so the caller waits it out. A function
   * that failed to become active is refused with AWS's error.
   */
  async #deploy({ record }: Target): Promise<void> {
    await this.#activation.settled(record);
    const known = await this.#functions.require({ ...record, qualifier: undefined });
    // Deleted while it was waited for, and perhaps made anew: that one was not asked for.
    if (known.family.latest.id !== record.id) throw functionNotFound(functionArn(record));
    const settled = findVersion(known, record.version);
    if (settled.state.name === "Failed") throw functionFailedToBecomeActive("Failed", settled.state.reason);
    const fleet = this.#fleets.serving(versionKey(record));
    if (!fleet || !serves(fleet.record, settled)) this.#fleets.deploy(settled);
  }
}

/** Whether what runs is what the function is to run now: another node may have finished an update. While one is in progress the former serves. */
function serves(running: FunctionRecord, { id, lastModifiedMs, lastUpdate }: FunctionRecord): boolean {
  return running.id === id && (running.lastModifiedMs === lastModifiedMs || lastUpdate.status !== "Successful");
}
