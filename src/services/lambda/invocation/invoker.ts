import { type AwsError, isNamed } from "../../../platform/aws-error.ts";
import { ownValue } from "../../../platform/own-value.ts";
import type { ServiceHost } from "../../service.ts";
import type { Concurrency } from "../concurrency/concurrency.ts";
import type { CountedInvocations, Pool } from "../concurrency/counted-invocations.ts";
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
import type { KeptEvents } from "./kept-events.ts";
import type { LogRoom } from "./log/log-room.ts";
import type { Target } from "./target.ts";
import type { Traces } from "./tracing/traces.ts";

/** Environments that are kept ready, and how many there are to be. */
export interface Provision {
  readonly fleet: Fleet;
  readonly requested: number;
}

/** An invocation that has been let in, within the concurrency there is. */
export interface Admitted {
  readonly target: Target;
  readonly concurrency: CountedInvocations;
  readonly pool: Pool;
  readonly provision: Provision | undefined;
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
  readonly #keptEvents: KeptEvents;
  readonly #traces: Traces;

  constructor(parts: {
    host: ServiceHost;
    functions: FunctionDirectory;
    fleets: Fleets;
    activation: Activation;
    concurrency: Concurrency;
    meter: Meter;
    logRoom: LogRoom;
    keptEvents: KeptEvents;
    traces: Traces;
  }) {
    this.#traces = parts.traces;
    this.#keptEvents = parts.keptEvents;
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
    const entering = this.#enter(target);
    return this.#run(entering instanceof Promise ? await entering : entering, request);
  }

  /**
   * Room for an invocation whose event has not been taken yet; undefined where there is none now. What is let in must be run, or let out again.
   * Throws ResourceNotFoundException and what `invoke` throws of a function that cannot be run.
   */
  async admit(target: Target): Promise<Admitted | undefined> {
    if (this.#logRoom.untilRoom()) return undefined;
    try {
      return await this.#enter(target);
    } catch (error) {
      if (isNamed(error, "TooManyRequestsException")) return undefined;
      throw error;
    }
  }

  /** Calls back, once, when there may be room for the function again. */
  async onRoom({ known, record }: Target, callback: () => void): Promise<void> {
    const room = this.#logRoom.untilRoom();
    if (room) void room.then(callback);
    else (await this.#concurrency.of(record)).onRoom(known.family, callback);
  }

  /** What serves it, made if need be: undefined where it has environments that are kept ready, or is not to be run. */
  async fleetOf(target: Target): Promise<Fleet | undefined> {
    if (this.#provisionOf(target)) return undefined;
    if (!this.#servingFleet(target)) await this.#deploy(target);
    return this.#fleets.serving(versionKey(target.record));
  }

  /** There was nothing to run after all. */
  release({ concurrency, pool, provision }: Admitted): void {
    concurrency.leave(pool, provision ? "provisioned" : "running");
  }

  /** Runs what was let in: it is let out again, whatever becomes of it. */
  runAdmitted(admitted: Admitted, request: InvocationRequest): Promise<InvocationOutcome> {
    return this.#run(admitted, request);
  }

  /** Others may have taken the environment that was free: it spills over then, or more would be provisioned than were asked for. */
  #ifStillFree(admitted: Admitted): Admitted | Promise<Admitted> {
    if (!admitted.provision || admitted.provision.fleet.freeCount > 0) return admitted;
    this.release(admitted);
    return this.#enter(admitted.target, true);
  }

  /**
   * Without a promise where nothing has to be waited for: what is free now is taken by whoever asks first, and only if nobody asks in between.
   */
  #enter(target: Target, isDeployed = false): Admitted | Promise<Admitted> {
    const concurrency = this.#concurrency.peek(target.record);
    if (!concurrency) return this.#concurrency.of(target.record).then(() => this.#enter(target, isDeployed));
    const provision = this.#provisionOf(target);
    if (!provision && !isDeployed && !this.#servingFleet(target))
      return this.#deploy(target).then(() => this.#enter(target, true));
    const refused = (error: unknown): never => {
      this.#meter.failed(target, error, undefined);
      throw error;
    };
    try {
      const { family } = target.known;
      const entering = provision ? concurrency.enterProvisioned(family) : concurrency.enter(family);
      // On several servers another one may have to be asked; a wait for nothing would be one more on every invocation.
      if (entering instanceof Promise)
        return entering.then((pool) => ({ target, concurrency, provision, pool }), refused);
      return { target, concurrency, provision, pool: entering };
    } catch (error) {
      return refused(error);
    }
  }

  async #run(admitted: Admitted, request: InvocationRequest): Promise<InvocationOutcome> {
    // Looked at and taken without a wait in between.
    const kept = this.#ifStillFree(admitted);
    if (kept instanceof Promise) return this.#run(await kept, request);
    const { target, concurrency, provision, pool } = kept;
    const isProvisioned = provision !== undefined;
    const counted = isProvisioned ? "provisioned" : "running";
    let held: Pool | undefined = pool;
    this.#meter.started(target, provision?.requested, concurrency.claimed);
    this.#keptEvents.keep(target, request);
    const traced = this.#traces.begin(target.record, request);
    try {
      const fleet = provision?.fleet ?? this.#servingFleet(target) ?? this.#fleets.deploy(target.record);
      const outcome = await fleet.invoke(traced?.request ?? request);
      traced?.ended(outcome);
      this.#keptEvents.settle(request, outcome);
      if (outcome.completed) {
        // Extensions go on: until they have done, the environment counts as one at work, and is billed.
        held = undefined;
        void outcome.completed.then((report) => {
          concurrency.leave(pool, counted);
          this.#meter.finished(target, { ...outcome, report }, isProvisioned);
        });
        return outcome;
      }
      this.#meter.finished(target, outcome, isProvisioned);
      return outcome;
    } catch (error) {
      traced?.failed(error);
      this.#meter.failed(target, error, isProvisioned ? "provisioned" : "on-demand");
      throw error;
    } finally {
      if (held) concurrency.leave(held, counted);
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
