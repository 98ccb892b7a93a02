import { alphabets } from "../../../platform/random.ts";
import { transition } from "../../../platform/transitions.ts";
import type { ExitStatus, InitResult, InvokeResult, Sandbox, SandboxEnvironment } from "../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../service.ts";
import type { CodeDirectories } from "../code/code-store.ts";
import { serviceException } from "../errors.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { logGroupName } from "../functions/to-configuration.ts";
import { limits } from "../limits.ts";
import { environmentVariables } from "./environment-variables.ts";
import { exitError, initTimeoutError, responseTooLargeError, timeoutError } from "./failures.ts";
import { LogTail } from "./log-tail.ts";
import { LogWriter } from "./log-writer.ts";
import { createPlatformLog, type PlatformLog } from "./platform-log.ts";
import type { InitFailure, InvocationReport } from "./report.ts";
import { ResponseParts } from "./response-parts.ts";
import type { RoleSession } from "./role-session.ts";

/** One event for a function. */
export interface InvocationRequest {
  readonly requestId: string;
  /** JSON */
  readonly event: Uint8Array;
  /** The ARN it was invoked by, with the qualifier if it had one. */
  readonly invokedArn: string;
  readonly clientContext: string | undefined;
  readonly traceId: string | undefined;
  readonly tailLog: boolean;
  /** Takes the pieces of a response that the function streams; more is read when its promise is fulfilled. */
  readonly onPart?: (part: Buffer) => Promise<void> | undefined;
}

export interface InvocationOutcome {
  /** The function's answer or its error, JSON. */
  readonly payload: Buffer;
  readonly failed: boolean;
  readonly report: InvocationReport;
  /** The last 4 KiB of the invocation's log, if asked for. */
  readonly logTail: Buffer | undefined;
  /** Fulfilled when the invocation's log lines are stored. */
  readonly logged: () => Promise<void>;
}

export type InitializationType = "on-demand" | "provisioned-concurrency";

const life = {
  starting: { ready: "idle", stop: "stopped" },
  idle: { assign: "busy", stop: "stopped" },
  busy: { respond: "idle", stop: "stopped" },
  stopped: { stop: "stopped" },
} as const;

/** What an environment is made from. */
export interface EnvironmentPlan {
  readonly host: ServiceHost;
  readonly sandbox: Sandbox;
  readonly record: FunctionRecord;
  readonly code: CodeDirectories;
  readonly session: RoleSession;
  readonly initialization: InitializationType;
  readonly billingIncrementMs: number;
}

/**
 * One execution environment: a sandboxed process that has the function loaded, takes one event at a time, and has one log
 * stream. Source: "Understanding the Lambda execution environment lifecycle".
 */
export class Environment {
  readonly #plan: EnvironmentPlan;
  readonly #log: LogWriter;
  readonly #lines: PlatformLog;
  readonly #logStream: string;
  readonly #tail = new LogTail(limits.logTailBytes);
  readonly #onStopped: (environment: Environment) => void;
  #state: keyof typeof life = "starting";
  /** What the function has streamed of its response. */
  #parts: ResponseParts | undefined;
  #process: SandboxEnvironment | undefined;
  /** Set while its INIT phase has failed: it is tried again within the first invocation. */
  #initFailed = false;
  /** Told by the first invocation's REPORT. */
  #initDurationMs: number | undefined;
  idleSinceMs = 0;

  constructor(plan: EnvironmentPlan, onStopped: (environment: Environment) => void) {
    const { host, record, session } = plan;
    this.#plan = plan;
    this.#onStopped = onStopped;
    this.#logStream = logStreamName(host, record.version);
    this.#log = new LogWriter(host, session.as, logGroupName(record), this.#logStream);
    this.#lines = createPlatformLog(record, plan.billingIncrementMs, plan.initialization);
  }

  get isIdle(): boolean {
    return this.#state === "idle";
  }

  get isStopped(): boolean {
    return this.#state === "stopped";
  }

  get record(): FunctionRecord {
    return this.#plan.record;
  }

  /** Its credentials must outlive the longest invocation that could begin now. */
  isFreshAt(nowMs: number): boolean {
    return this.#plan.session.expiresAtMs - nowMs > this.#plan.record.configuration.timeoutSeconds * 1000 + 60_000;
  }

  /** The INIT phase. Rejects only if no process could be made; a function that fails to load is tried again at its first event. */
  async start(): Promise<void> {
    const { host, initialization, record } = this.#plan;
    this.#write(this.#lines.initStart(host.clock.nowMs()));
    // Provisioned environments are initialised before anybody waits for them, so they may take longer.
    const seconds =
      initialization === "on-demand"
        ? limits.initSeconds
        : Math.max(limits.provisionedInitSeconds, record.configuration.timeoutSeconds);
    const failure = await this.#initialise(seconds * 1000, "init");
    // Its INIT is not a part of the first invocation.
    if (initialization === "provisioned-concurrency") this.#initDurationMs = undefined;
    this.#initFailed = failure !== undefined;
    this.#move("ready");
  }

  /** Takes it out of the idle ones: called in the same turn as the choice, so nobody else gets it. */
  assign(): void {
    this.#move("assign");
  }

  /** Runs one event. Never rejects: whatever happens to the process is the outcome. */
  async run(request: InvocationRequest): Promise<InvocationOutcome> {
    const { clock } = this.#plan.host;
    if (request.tailLog) this.#tail.start();
    this.#write(this.#lines.start(request.requestId, clock.nowMs()));
    const startedMs = clock.monotonicMs();
    const initDurationMs = this.#initFailed ? undefined : this.#initDurationMs;
    const ended = await this.#execute(request);
    const durationMs = clock.monotonicMs() - startedMs;
    this.#initDurationMs = undefined;
    this.#log.endLine();
    const report: InvocationReport = {
      requestId: request.requestId,
      durationMs: ended.status === "timeout" ? this.#timeoutMs() : durationMs,
      initDurationMs,
      maxMemoryUsedBytes: this.#process?.memory().peakBytes ?? 0,
      status: ended.status,
      errorType: ended.errorType,
    };
    if (ended.message) this.#write(this.#lines.failure(ended.message));
    this.#write(this.#lines.end(request.requestId));
    this.#write(this.#lines.report(report, clock.nowMs()));
    if (ended.over) await this.stop();
    else if (this.#state === "busy") this.#move("respond");
    const logTail = this.#tail.take();
    return { payload: ended.payload, failed: ended.failed, report, logTail, logged: () => this.#log.stored() };
  }

  /** Kills the process. Repeatable, in any state. */
  async stop(): Promise<void> {
    if (this.#state !== "stopped") {
      this.#move("stop");
      this.#onStopped(this);
    }
    this.#log.endLine();
    await this.#process?.kill();
    await this.#log.flush();
  }

  async #execute(request: InvocationRequest): Promise<Ended> {
    const { clock } = this.#plan.host;
    const timeoutMs = this.#timeoutMs();
    if (this.#initFailed) {
      const failure = await this.#initialise(timeoutMs, "invoke");
      if (failure) return { ...failure, failed: true, over: true, payload: failure.payload };
      this.#initFailed = false;
    }
    const process = this.#process;
    if (!process) throw new Error("an environment was given an event before it was started");
    const result = await this.#withTimeout(
      timeoutMs,
      process.invoke(
        {
          requestId: request.requestId,
          event: request.event,
          deadlineMs: clock.machineMs() + timeoutMs,
          invokedFunctionArn: request.invokedArn,
          clientContext: request.clientContext,
          traceId: request.traceId,
        },
        (part) => this.#takePart(part, request),
      ),
    );
    return this.#toEnded(result, request.requestId);
  }

  #takePart(part: Buffer, request: InvocationRequest): Promise<void> | undefined {
    this.#parts ??= new ResponseParts(request.onPart);
    const taken = this.#parts.take(part);
    // A stream that goes on beyond the limit is ended: nobody would read it.
    if (this.#parts.tooLarge && request.onPart) void this.#process?.kill();
    return taken;
  }

  #toEnded(result: InvokeResult | "timeout", requestId: string): Ended {
    const parts = this.#parts;
    this.#parts = undefined;
    if (parts?.tooLarge) {
      const payload = responseTooLargeError(parts.bytes, parts.limitBytes);
      return { status: "success", payload, failed: true, over: parts.isHandedOn };
    }
    if (result === "timeout") {
      const { payload, message } = timeoutError(requestId, this.#timeoutMs(), this.#plan.host.clock.nowMs());
      return { status: "timeout", payload, message, failed: true, over: true };
    }
    if (result.kind === "exited") return this.#toExit(result, requestId);
    if (result.kind === "error") return { status: "success", payload: result.error, failed: true, over: false };
    const limit = limits.responsePayloadBytes;
    const bytes = result.kind === "tooLarge" ? result.bytes : result.payload.length;
    if (result.kind === "tooLarge" || bytes > limit) {
      return { status: "success", payload: responseTooLargeError(bytes, limit), failed: true, over: false };
    }
    return { status: "success", payload: parts?.gathered() ?? result.payload, failed: false, over: false };
  }

  #toExit(exit: ExitStatus, requestId: string): Ended {
    const outOfMemory = this.#process?.memory().outOfMemory ?? false;
    const { payload, message, errorType } = exitError(requestId, exit, outOfMemory);
    return { status: "error", errorType, payload, message, failed: true, over: true };
  }

  /** Makes a process and loads the function into it. Undefined if all went well. */
  async #initialise(
    timeoutMs: number,
    phase: "init" | "invoke",
  ): Promise<(InitFailure & { payload: Buffer; message?: string }) | undefined> {
    const { clock } = this.#plan.host;
    const startedMs = clock.monotonicMs();
    await this.#process?.kill();
    this.#process = await this.#startProcess();
    void this.#process.exited.then(() => this.#onExit());
    const result = await this.#withTimeout(timeoutMs, this.#process.init());
    const durationMs = clock.monotonicMs() - startedMs;
    this.#initDurationMs = durationMs;
    const failure = this.#toInitFailure(result);
    if (!failure) return undefined;
    this.#log.endLine();
    this.#write(this.#lines.initReport(durationMs, phase, failure, clock.nowMs()));
    return failure;
  }

  /** A process may end by itself between two events: nobody must be given it. One that is at work tells it by its result. */
  #onExit(): void {
    if (this.#state === "idle" && !this.#initFailed) void this.stop();
  }

  #toInitFailure(result: InitResult | "timeout"): (InitFailure & { payload: Buffer }) | undefined {
    if (result === "timeout") return { status: "timeout", payload: initTimeoutError() };
    if (result.kind === "ready") return undefined;
    if (result.kind === "error") {
      return { status: "error", errorType: errorTypeOf(result.error), payload: result.error };
    }
    const { payload, errorType } = exitError("", result, this.#process?.memory().outOfMemory ?? false);
    return { status: "error", errorType, payload };
  }

  /** Rejects if the machine cannot make one in time: a caller must not wait for ever. One that comes later is not needed. */
  async #startProcess(): Promise<SandboxEnvironment> {
    const started = this.#askForProcess();
    const late = Promise.withResolvers<undefined>();
    const timer = this.#plan.host.clock.afterMachine(limits.startSeconds * 1000, () => late.resolve(undefined));
    const process = await Promise.race([started, late.promise]).finally(() => timer.cancel());
    if (process) return process;
    void started.then((each) => each.kill()).catch(() => {});
    throw serviceException(`no environment could be made within ${limits.startSeconds} seconds`);
  }

  #askForProcess(): Promise<SandboxEnvironment> {
    const { host, sandbox, record, code, session, initialization } = this.#plan;
    return sandbox.start({
      id: host.random.uuid(),
      runtime: record.configuration.runtime,
      codeDir: code.codeDir,
      optDir: code.optDir,
      handler: record.configuration.handler,
      environment: environmentVariables(record, {
        logStream: this.#logStream,
        credentials: session.credentials,
        endpoint: host.config.endpoint(),
        initialization,
      }),
      memoryMiB: record.configuration.memoryMiB,
      tmpMiB: record.configuration.ephemeralStorageMiB,
      onOutput: (chunk) => {
        this.#tail.write(chunk);
        this.#log.output(chunk);
      },
    });
  }

  /** The process is killed when its time is up, so a late answer cannot come. */
  async #withTimeout<T>(timeoutMs: number, work: Promise<T>): Promise<T | "timeout"> {
    const { clock } = this.#plan.host;
    const late = Promise.withResolvers<"timeout">();
    const timer = clock.afterMachine(timeoutMs, () => late.resolve("timeout"));
    const result = await Promise.race([work, late.promise]);
    timer.cancel();
    if (result === "timeout") await this.#process?.kill();
    return result;
  }

  #timeoutMs(): number {
    return this.#plan.record.configuration.timeoutSeconds * 1000;
  }

  #write(line: string | undefined): void {
    if (line === undefined) return;
    this.#tail.write(line);
    this.#log.event(line);
  }

  #move(event: string): void {
    this.#state = transition(life, this.#state, event);
  }
}

interface Ended {
  readonly status: "success" | "timeout" | "error";
  readonly errorType?: string;
  readonly payload: Buffer;
  readonly failed: boolean;
  /** Whether the environment ends with it. */
  readonly over: boolean;
  /** A line the platform adds to the log. */
  readonly message?: string;
}

function errorTypeOf(error: Buffer): string | undefined {
  const { errorType } = JSON.parse(error.toString("utf8")) as { errorType?: string };
  return errorType;
}

/** `2026/11/23/[$LATEST]0123456789abcdef0123456789abcdef` */
function logStreamName({ clock, random }: ServiceHost, version: string): string {
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[${version}]${random.text(32, alphabets.hex)}`;
}
