import { RuntimeUnavailableError } from "../../../../sandbox/sandbox.ts";
import { serviceException, tooManyRequests } from "../../errors.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { limits } from "../../limits.ts";
import type { Environment } from "../environment/environment.ts";
import { InitFailedError } from "../environment/failed-init.ts";
import type { InvocationOutcome, InvocationRequest } from "../invocation.ts";
import { EnvironmentSource, type EnvironmentSourceParts } from "./environment-source.ts";
import { IdleEnvironments } from "./idle-environments.ts";
import type { Proactive } from "./proactive.ts";
import type { RecentUse } from "./recent-use.ts";
import type { StartRate } from "./start-rate.ts";
import { WaitingEvents } from "./waiting-events.ts";

export interface FleetParts extends EnvironmentSourceParts {
  /** Of new environments, for all fleets of the function. */
  readonly rate: StartRate;
  /** Before a new environment is made: makes room for it on the machine. */
  readonly beforeStart: () => void;
  readonly use: RecentUse;
  /** Undefined for one whose environments are made only when there is need of them. */
  readonly proactive: Proactive | undefined;
}

/**
 * The environments of one version with one configuration and code. An event takes the environment used last (so that the
 * others can go idle and be let go), else waits for the first that becomes free, while one is started for it unless that would
 * take longer than to wait. It waits, too, while so many are at work on short events that the machine has no processor for more.
 */
export class Fleet {
  readonly #parts: FleetParts;
  readonly #source: EnvironmentSource;
  readonly #all = new Set<Environment>();
  readonly #idle: IdleEnvironments;
  readonly #waiting: WaitingEvents;
  #keptFailed: ((error: Error) => void) | undefined;
  #starting = 0;
  /** Environments that have answered and are about to ask for more. */
  #leaving = 0;
  #isStartingAhead = false;
  /** Its code could not be loaded when nobody waited for it: who calls is to see that, and not every environment before. */
  #hasFailedAhead = false;
  /** Initialised ahead and without an event up to now: who is told when that changes. */
  readonly #ahead = new Map<Environment, () => void>();
  #closed = false;

  constructor(parts: FleetParts) {
    this.#parts = parts;
    this.#source = new EnvironmentSource(parts);
    const { clock } = parts.host;
    this.#waiting = new WaitingEvents({ clock, atWork: () => this.#atWork, goOn: () => this.#grow() });
    this.#idle = new IdleEnvironments(clock, parts.settings.idleEnvironmentMs);
  }

  get record(): FunctionRecord {
    return this.#parts.record;
  }

  /** How its version has been called. */
  get use(): RecentUse {
    return this.#parts.use;
  }

  get size(): number {
    return this.#all.size;
  }

  /** Environments that have been initialised. */
  get readyCount(): number {
    let count = 0;
    for (const environment of this.#all) if (!environment.isStarting) count += 1;
    return count;
  }

  /** Whether nothing runs in it or waits for it. */
  get isUnused(): boolean {
    return this.#all.size + this.#starting + this.#waiting.count === 0;
  }

  /** Environments without an event, and without one that waits for them. */
  get freeCount(): number {
    return Math.max(0, this.#idle.count + this.#leaving - this.#waiting.count);
  }

  /** When its least recently used idle environment went idle. */
  get idleSinceMs(): number | undefined {
    return this.#idle.sinceMs;
  }

  /** Initialises the function once, where environments are to be made from that. Rejects with the reason if it can't be. */
  async prepareSnapshot(): Promise<void> {
    await this.#source.prepareSnapshot();
  }

  /** Rejects with an AwsError if no environment could be had. */
  async invoke(request: InvocationRequest): Promise<InvocationOutcome> {
    this.#parts.use.count(this.#parts.host.clock.nowMs());
    const idle = this.#waiting.isCrowded() ? undefined : this.#idle.take();
    const environment = idle ?? (await this.#waitForOne());
    if (this.#ahead.size > 0) this.#isUsed(environment);
    if (this.#idle.count === 0) this.#beginNext();
    const startedMs = this.#parts.host.clock.monotonicMs();
    const outcome = await environment.run(request);
    // Where extensions go on, it is their event, too.
    if (outcome.completed) void outcome.released?.then(() => this.#finish(environment, startedMs));
    else this.#finish(environment, startedMs, outcome.released);
    return outcome;
  }

  /**
   * Keeps that many environments initialised, whether anybody calls or not. Fulfilled when they are. Rejects if one cannot be made, and keeps
   * none then; `failed` is told if one that ended later could not be made again.
   */
  async keep(count: number, failed?: (error: Error) => void): Promise<void> {
    this.#idle.kept = count;
    this.#keptFailed = failed;
    this.#letGoBeyond(count);
    const missing = Math.max(0, count - this.#all.size - this.#starting);
    const made = await Promise.allSettled(Array.from({ length: missing }, () => this.#startKept()));
    const refusal = made.find(({ status }) => status === "rejected");
    if (!refusal) return;
    // Unless another number has been asked for meanwhile.
    if (this.#idle.kept === count) {
      this.#idle.kept = 0;
      this.#letGoBeyond(0);
    }
    throw (refusal as PromiseRejectedResult).reason;
  }

  #letGoBeyond(count: number): void {
    while (this.#all.size > count && this.evict());
  }

  /** Whether it has none that is initialised ahead already, or is about to be, and is not known to fail. */
  get mayStartAhead(): boolean {
    const { rate } = this.#parts;
    const hasOne = this.#isStartingAhead || this.#ahead.size > 0;
    return !this.#closed && !hasOne && !this.#hasFailedAhead && this.#mayGrow() && rate.take(this.#starting);
  }

  /**
   * Initialises an environment that nobody waits for yet; should somebody wait when it is done, it is theirs. `over` is called when it has its first event or
   * has ended. Rejects if there is none.
   */
  async startAhead(over: () => void): Promise<void> {
    this.#isStartingAhead = true;
    this.#starting += 1;
    try {
      const environment = await this.#create("ahead");
      this.#ahead.set(environment, over);
      if (this.#waiting.count === 0 && !this.#closed) this.#idle.addUnused(environment);
      else this.#offer(environment);
    } catch (error) {
      over();
      this.#hasFailedAhead ||= error instanceof InitFailedError;
      throw error;
    } finally {
      this.#isStartingAhead = false;
      this.#starting -= 1;
      this.#grow();
    }
  }

  /** A function in use has no idle environment left. */
  #beginNext(): void {
    const { proactive, use, host } = this.#parts;
    if (!proactive || this.#starting > this.#waiting.count || !use.isInUse(host.clock.nowMs())) return;
    proactive.begin(this);
  }

  #isUsed(environment: Environment): void {
    this.#ahead.get(environment)?.();
    this.#ahead.delete(environment);
  }

  /** Lets the least recently used idle environment go. False if there is none. */
  evict(): boolean {
    return this.#idle.evict();
  }

  /**
   * No new events: those that have come are served, and the environments go as soon as they have nothing to do. Fulfilled when
   * the idle ones are gone.
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#idle.kept = 0;
    // Nothing ends an INIT that a debugger holds, and the next environment waits for its port.
    if (this.#parts.development?.debugPort && this.#waiting.count === 0) {
      for (const environment of this.#all) if (environment.isStarting) void environment.stop();
    }
    await this.#idle.close();
    await this.#closeSource();
  }

  /** Ends every environment, at work or not. */
  async kill(): Promise<void> {
    this.#waiting.failAll(serviceException("The service is stopping."));
    await this.close();
    await Promise.all([...this.#all].map((environment) => environment.stop()));
    await this.#closeSource();
  }

  /** Environments that were made from a snapshot end with it: so it is the last. */
  async #closeSource(): Promise<void> {
    if (this.#closed && this.isUnused) await this.#source.close();
  }

  #waitForOne(): Promise<Environment> {
    // On AWS each call that finds no idle environment needs a new one: so many a second there are.
    const needsNew = this.#idle.count === 0 && this.#leaving <= this.#waiting.count;
    if (needsNew && !this.#parts.rate.take(this.#waiting.count - this.#starting)) {
      throw tooManyRequests("FunctionInvocationRateLimitExceeded");
    }
    return this.#waiting.wait();
  }

  get #atWork(): number {
    return this.#all.size - this.#starting - this.#idle.count;
  }

  /** As many are started as events wait, a few at a time; later, if those at work will have served them sooner. */
  #grow(): void {
    if (this.#waiting.count === 0 || this.#waiting.waitForCrowd()) return;
    this.#giveIdle();
    if (this.#waiting.waitForThoseAtWork(this.#leaving)) return;
    while (this.#starting < Math.min(this.#waiting.count, limits.simultaneousStarts) && this.#mayGrow()) {
      this.#starting += 1;
      void this.#start();
    }
  }

  /** Where events have waited for a crowd though others were idle. */
  #giveIdle(): void {
    while (this.#waiting.count > 0) {
      const environment = this.#idle.take();
      if (!environment) return;
      this.#waiting.give(environment);
    }
  }

  /** A debugger is attached to one process: all events go there, one after the other. */
  #mayGrow(): boolean {
    return this.#parts.development?.debugPort === undefined || this.#all.size + this.#starting === 0;
  }

  async #start(): Promise<void> {
    try {
      const environment = await this.#create();
      this.#starting -= 1;
      this.#offer(environment);
    } catch (error) {
      this.#starting -= 1;
      this.#waiting.fail(toServiceException(error));
    }
    this.#grow();
  }

  async #startKept(): Promise<void> {
    this.#starting += 1;
    try {
      this.#offer(await this.#createPatiently());
    } finally {
      this.#starting -= 1;
      this.#grow();
    }
  }

  /** Nobody waits for it: a function that failed to load gets another chance, as on AWS. */
  async #createPatiently(): Promise<Environment> {
    for (let attempt = 1; ; attempt += 1) {
      // One that ends again and again would fill it.
      await this.#parts.logRoom.untilRoom();
      if (this.#closed) throw serviceException("The service is stopping.");
      try {
        return await this.#create();
      } catch (error) {
        const isLast = attempt === limits.provisionedInitAttempts || this.#closed;
        if (isLast || !(error instanceof InitFailedError)) throw error;
      }
    }
  }

  async #create(when: "needed" | "ahead" = "needed"): Promise<Environment> {
    const { clock } = this.#parts.host;
    this.#parts.beforeStart();
    this.#parts.rate.count();
    const environment = await this.#source.make((stopped) => this.#forget(stopped), when);
    this.#all.add(environment);
    const startedMs = clock.monotonicMs();
    try {
      await environment.start();
      this.#waiting.startTook(clock.monotonicMs() - startedMs);
    } catch (error) {
      this.#all.delete(environment);
      throw error;
    }
    return environment;
  }

  #forget(environment: Environment): void {
    this.#all.delete(environment);
    this.#isUsed(environment);
    void this.#closeSource();
    if (this.#closed || this.#all.size + this.#starting >= this.#idle.kept) return;
    // One of those that are kept has ended: another takes its place.
    this.#startKept().catch((error: Error) => {
      this.#parts.host.log.warn("a provisioned environment could not be made", { error: error.message });
      this.#keptFailed?.(error);
    });
  }

  /** Its event is over; it may have to be waited for until it can have another. */
  #finish(environment: Environment, startedMs: number, released?: Promise<unknown>): void {
    this.#waiting.eventTook(startedMs);
    if (!released) {
      this.#release(environment);
      return;
    }
    this.#leaving += 1;
    void released.then(() => {
      this.#leaving -= 1;
      this.#release(environment);
    });
  }

  #release(environment: Environment): void {
    if (environment.isStopped) this.#grow();
    else this.#offer(environment);
  }

  /** To the event that has waited longest, else to the idle ones. */
  #offer(environment: Environment): void {
    if (this.#waiting.offer(environment)) return;
    if (this.#closed) void environment.stop();
    else this.#idle.add(environment);
  }
}

function toServiceException(error: unknown): unknown {
  return error instanceof RuntimeUnavailableError || error instanceof InitFailedError
    ? serviceException(error.message)
    : error;
}
