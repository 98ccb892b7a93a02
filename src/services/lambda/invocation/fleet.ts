import type { Timer } from "../../../platform/clock.ts";
import { RuntimeUnavailableError, type Sandbox } from "../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../service.ts";
import { serviceException, tooManyRequests } from "../errors.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { limits } from "../limits.ts";
import { Environment, type InvocationOutcome, type InvocationRequest } from "./environment.ts";
import { assumeFunctionRole, type RoleSession } from "./role-session.ts";

/** What a fleet needs beside the function. */
export interface FleetPlan {
  readonly host: ServiceHost;
  readonly sandbox: Sandbox;
  readonly record: FunctionRecord;
  /** The unpacked code. */
  readonly codeDir: () => Promise<string>;
}

interface Waiting {
  readonly resolve: (environment: Environment) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * All environments of one function with one configuration and code. An event takes the environment used last (so that the
 * others can go idle and be let go), else waits for the first that becomes free, while one is started for it.
 */
export class Fleet {
  readonly #plan: FleetPlan;
  readonly #all = new Set<Environment>();
  /** The last one is the one used last. */
  readonly #idle: Environment[] = [];
  readonly #waiting: Waiting[] = [];
  #starting = 0;
  #session: Promise<RoleSession> | undefined;
  #reaper: Timer | undefined;
  #closed = false;

  constructor(plan: FleetPlan) {
    this.#plan = plan;
  }

  get record(): FunctionRecord {
    return this.#plan.record;
  }

  /** Rejects with an AwsError if no environment could be had. */
  async invoke(request: InvocationRequest): Promise<InvocationOutcome> {
    const environment = this.#takeIdle() ?? (await this.#waitForOne());
    const outcome = await environment.run(request);
    this.#release(environment);
    return outcome;
  }

  /** No new events; the environments go as soon as they have finished theirs. Fulfilled when the idle ones are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#reaper?.cancel();
    for (const waiting of this.#waiting.splice(0))
      waiting.reject(serviceException("The function was changed or deleted."));
    await Promise.all(this.#idle.splice(0).map((environment) => environment.stop()));
  }

  /** Ends every environment, at work or not. */
  async kill(): Promise<void> {
    await this.close();
    await Promise.all([...this.#all].map((environment) => environment.stop()));
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
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#grow();
    });
  }

  /** As many are started as events wait, a few at a time. */
  #grow(): void {
    while (this.#starting < Math.min(this.#waiting.length, limits.simultaneousStarts)) {
      this.#starting += 1;
      void this.#start();
    }
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

  async #create(): Promise<Environment> {
    const { host, sandbox, record } = this.#plan;
    const [codeDir, session] = await Promise.all([this.#plan.codeDir(), this.#roleSession()]);
    const environment = new Environment({ host, sandbox, record, codeDir, session }, (stopped) =>
      this.#all.delete(stopped),
    );
    this.#all.add(environment);
    try {
      await environment.start();
    } catch (error) {
      this.#all.delete(environment);
      throw error;
    }
    return environment;
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
      this.#reaper ??= this.#reapAt(environment.idleSinceMs + limits.idleEnvironmentMs);
    }
  }

  /** One timer for all: it looks at the one that has been idle longest, which is the first. */
  #reapAt(atMs: number): Timer {
    const { clock } = this.#plan.host;
    return clock.at(atMs, () => {
      this.#reaper = undefined;
      const nowMs = clock.nowMs();
      while (this.#idle[0] && this.#idle[0].idleSinceMs + limits.idleEnvironmentMs <= nowMs)
        void this.#idle.shift()?.stop();
      const next = this.#idle[0];
      if (next) this.#reaper = this.#reapAt(next.idleSinceMs + limits.idleEnvironmentMs);
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
  return error instanceof RuntimeUnavailableError ? serviceException(error.message) : error;
}
