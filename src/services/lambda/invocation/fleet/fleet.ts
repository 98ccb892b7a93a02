import type { Timer } from "../../../../platform/clock.ts";
import { RuntimeUnavailableError, type Sandbox } from "../../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../../service.ts";
import type { CodeStore } from "../../code/code-store.ts";
import type { Development } from "../../development/developed-functions.ts";
import { serviceException, tooManyRequests } from "../../errors.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { isSnapStarted } from "../../functions/snap-start.ts";
import { limits } from "../../limits.ts";
import type { LambdaSettings } from "../../settings.ts";
import { Environment } from "../environment/environment.ts";
import type { InitializationType } from "../environment/environment-plan.ts";
import { InitFailedError } from "../environment/failed-init.ts";
import { VersionSnapshot } from "../environment/version-snapshot.ts";
import type { InvocationOutcome, InvocationRequest } from "../invocation.ts";
import { assumeFunctionRole, type RoleSession } from "../role-session.ts";
import { ExpectedWait } from "./expected-wait.ts";
import { RestTimer } from "./rest-timer.ts";
import type { StartRate } from "./start-rate.ts";

/** What a fleet needs beside the function. */
export interface FleetPlan {
  readonly host: ServiceHost;
  readonly settings: LambdaSettings;
  readonly sandbox: Sandbox;
  readonly code: CodeStore;
  readonly record: FunctionRecord;
  readonly initialization: InitializationType;
  /** Set while the function runs from a directory instead of its uploaded code. */
  readonly development: Development | undefined;
  /** Of new environments, for all fleets of the function. */
  readonly rate: StartRate;
  /** Before a new environment is made: makes room for it on the machine. */
  readonly beforeStart: () => void;
}

interface Waiting {
  /** Monotonic. */
  readonly sinceMs: number;
  readonly resolve: (environment: Environment) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The environments of one version with one configuration and code. An event takes the environment used last (so that the
 * others can go idle and be let go), else waits for the first that becomes free, while one is started for it unless that would
 * take longer than to wait.
 */
export class Fleet {
  readonly #plan: FleetPlan;
  readonly #all = new Set<Environment>();
  /** The last one is the one used last. */
  readonly #idle: Environment[] = [];
  readonly #waiting: Waiting[] = [];
  /** Environments that stay though they are idle. */
  #kept = 0;
  #keptFailed: ((error: Error) => void) | undefined;
  #starting = 0;
  /** Environments that have answered and are about to ask for more. */
  #leaving = 0;
  readonly #expectedWait = new ExpectedWait();
  #growth: Timer | undefined;
  #session: Promise<RoleSession> | undefined;
  readonly #snapshot: VersionSnapshot | undefined;
  #reaper: Timer | undefined;
  readonly #rest: RestTimer;
  #closed = false;

  constructor(plan: FleetPlan) {
    this.#plan = plan;
    const { host, sandbox, code, record, settings } = plan;
    const { billingIncrementMs } = settings;
    this.#rest = new RestTimer(host.clock, this.#idle);
    const session = () => this.#roleSession();
    if (isSnapStarted(record)) {
      this.#snapshot = new VersionSnapshot({ host, sandbox, code, record, billingIncrementMs, session });
    }
  }

  get record(): FunctionRecord {
    return this.#plan.record;
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
    return this.#all.size + this.#starting + this.#waiting.length === 0;
  }

  /** Environments without an event, and without one that waits for them. */
  get freeCount(): number {
    return this.#idle.length + Math.max(0, this.#leaving - this.#waiting.length);
  }

  /** When its least recently used idle environment went idle. */
  get idleSinceMs(): number | undefined {
    return this.#idle.length > this.#kept ? this.#idle[0]?.idleSinceMs : undefined;
  }

  /** Initialises the function once, where environments are to be made from that. Rejects with the reason if it can't be. */
  async prepareSnapshot(): Promise<void> {
    await this.#snapshot?.take();
  }

  /** Rejects with an AwsError if no environment could be had. */
  async invoke(request: InvocationRequest): Promise<InvocationOutcome> {
    const environment = this.#takeIdle() ?? (await this.#waitForOne());
    const startedMs = this.#plan.host.clock.monotonicMs();
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
    this.#kept = count;
    this.#keptFailed = failed;
    this.#letGoBeyond(count);
    const missing = Math.max(0, count - this.#all.size - this.#starting);
    const made = await Promise.allSettled(Array.from({ length: missing }, () => this.#startKept()));
    const refusal = made.find(({ status }) => status === "rejected");
    if (!refusal) return;
    // Unless another number has been asked for meanwhile.
    if (this.#kept === count) {
      this.#kept = 0;
      this.#letGoBeyond(0);
    }
    throw (refusal as PromiseRejectedResult).reason;
  }

  #letGoBeyond(count: number): void {
    while (this.#all.size > count && this.evict());
  }

  /** Lets the least recently used idle environment go. False if there is none. */
  evict(): boolean {
    if (this.#idle.length <= this.#kept) return false;
    void this.#idle.shift()?.stop();
    return true;
  }

  /**
   * No new events: those that have come are served, and the environments go as soon as they have nothing to do. Fulfilled when
   * the idle ones are gone.
   */
  async close(): Promise<void> {
    this.#closed = true;
    this.#kept = 0;
    this.#reaper?.cancel();
    // Nothing ends an INIT that a debugger holds, and the next environment waits for its port.
    if (this.#plan.development?.debugPort && this.#waiting.length === 0) {
      for (const environment of this.#all) if (environment.isStarting) void environment.stop();
    }
    await Promise.all(this.#idle.splice(0).map((environment) => environment.stop()));
    await this.#closeSnapshot();
  }

  /** Ends every environment, at work or not. */
  async kill(): Promise<void> {
    for (const waiting of this.#waiting.splice(0)) waiting.reject(serviceException("The service is stopping."));
    await this.close();
    await Promise.all([...this.#all].map((environment) => environment.stop()));
    await this.#closeSnapshot();
  }

  /** Its environments end with it: so it is the last. */
  async #closeSnapshot(): Promise<void> {
    if (this.#closed && this.isUnused) await this.#snapshot?.close();
  }

  #takeIdle(): Environment | undefined {
    const nowMs = this.#plan.host.clock.nowMs();
    for (let environment = this.#idle.pop(); environment; environment = this.#idle.pop()) {
      if (environment.isIdle && environment.isFreshAt(nowMs)) {
        environment.assign();
        return environment;
      }
      void environment.stop();
    }
    return undefined;
  }

  #waitForOne(): Promise<Environment> {
    if (this.#waiting.length >= limits.waitingInvocations) throw tooManyRequests("ConcurrentInvocationLimitExceeded");
    // On AWS each call that finds no idle environment needs a new one: so many a second there are.
    if (this.#leaving <= this.#waiting.length && !this.#plan.rate.take(this.#waiting.length - this.#starting)) {
      throw tooManyRequests("FunctionInvocationRateLimitExceeded");
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sinceMs: this.#plan.host.clock.monotonicMs(), resolve, reject });
      this.#grow();
    });
  }

  /** As many are started as events wait, a few at a time; later, if those at work will have served them sooner. */
  #grow(): void {
    if (this.#isServedSooner()) {
      this.#growth ??= this.#plan.host.clock.afterMachine(Math.ceil(this.#expectedWait.patienceMs), () => {
        this.#growth = undefined;
        this.#grow();
      });
      return;
    }
    while (this.#starting < Math.min(this.#waiting.length, limits.simultaneousStarts) && this.#mayGrow()) {
      this.#starting += 1;
      void this.#start();
    }
  }

  #isServedSooner(): boolean {
    const first = this.#waiting[0];
    const atWork = this.#all.size - this.#starting - this.#idle.length;
    if (!first || atWork <= 0) return false;
    const waitedMs = this.#plan.host.clock.monotonicMs() - first.sinceMs;
    if (waitedMs >= this.#expectedWait.patienceMs) return false;
    return this.#waiting.length <= this.#leaving || this.#expectedWait.isShorterThanStart(this.#waiting.length, atWork);
  }

  /** A debugger is attached to one process: all events go there, one after the other. */
  #mayGrow(): boolean {
    return this.#plan.development?.debugPort === undefined || this.#all.size + this.#starting === 0;
  }

  async #start(): Promise<void> {
    try {
      const environment = await this.#create();
      this.#starting -= 1;
      this.#offer(environment);
    } catch (error) {
      this.#starting -= 1;
      this.#waiting.shift()?.reject(toServiceException(error));
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
      try {
        return await this.#create();
      } catch (error) {
        const isLast = attempt === limits.provisionedInitAttempts || this.#closed;
        if (isLast || !(error instanceof InitFailedError)) throw error;
      }
    }
  }

  async #create(): Promise<Environment> {
    const { host, sandbox, record, code, settings, development } = this.#plan;
    const initialization = this.#snapshot ? "snap-start" : this.#plan.initialization;
    this.#plan.beforeStart();
    this.#plan.rate.count();
    const [directories, session] = await Promise.all([code.directories(record), this.#roleSession()]);
    const { billingIncrementMs } = settings;
    const plan = {
      host,
      sandbox,
      record,
      code: development ? { ...directories, codeDir: development.directory } : directories,
      session,
      initialization,
      billingIncrementMs,
      debugPort: development?.debugPort,
      snapshot: this.#snapshot,
    };
    const environment = new Environment(plan, (stopped) => this.#forget(stopped));
    this.#all.add(environment);
    const startedMs = host.clock.monotonicMs();
    try {
      await environment.start();
      this.#expectedWait.startTook(host.clock.monotonicMs() - startedMs);
    } catch (error) {
      this.#all.delete(environment);
      throw error;
    }
    return environment;
  }

  #forget(environment: Environment): void {
    this.#all.delete(environment);
    void this.#closeSnapshot();
    if (this.#closed || this.#all.size + this.#starting >= this.#kept) return;
    // One of those that are kept has ended: another takes its place.
    this.#startKept().catch((error: Error) => {
      this.#plan.host.log.warn("a provisioned environment could not be made", { error: error.message });
      this.#keptFailed?.(error);
    });
  }

  /** Its event is over; it may have to be waited for until it can have another. */
  #finish(environment: Environment, startedMs: number, released?: Promise<unknown>): void {
    this.#expectedWait.eventTook(this.#plan.host.clock.monotonicMs() - startedMs);
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
    const waiting = this.#waiting.shift();
    if (waiting) {
      environment.assign();
      waiting.resolve(environment);
    } else if (this.#closed) void environment.stop();
    else {
      environment.idleSinceMs = this.#plan.host.clock.nowMs();
      this.#idle.push(environment);
      this.#rest.begin(environment);
      this.#reaper ??= this.#reapAt(environment.idleSinceMs + this.#plan.settings.idleEnvironmentMs);
    }
  }

  /** One timer for all: it looks at the one that has been idle longest, which is the first. */
  #reapAt(atMs: number): Timer {
    const { clock } = this.#plan.host;
    const { idleEnvironmentMs } = this.#plan.settings;
    return clock.at(atMs, () => {
      this.#reaper = undefined;
      const nowMs = clock.nowMs();
      while (this.#idle.length > this.#kept && (this.#idle[0]?.idleSinceMs ?? nowMs) + idleEnvironmentMs <= nowMs) {
        void this.#idle.shift()?.stop();
      }
      const next = this.#idle.length > this.#kept ? this.#idle[0] : undefined;
      if (next) this.#reaper = this.#reapAt(next.idleSinceMs + idleEnvironmentMs);
    });
  }

  /** Assumed once for many environments, and again when a new one would outlive it. */
  async #roleSession(): Promise<RoleSession> {
    const session = await this.#session?.catch(() => undefined);
    const neededMs = (this.#plan.record.configuration.timeoutSeconds + 15 * 60) * 1000;
    if (session && session.expiresAtMs - this.#plan.host.clock.nowMs() > neededMs) return session;
    this.#session = assumeFunctionRole(this.#plan.host, this.#plan.record);
    return this.#session;
  }
}

function toServiceException(error: unknown): unknown {
  return error instanceof RuntimeUnavailableError || error instanceof InitFailedError
    ? serviceException(error.message)
    : error;
}
