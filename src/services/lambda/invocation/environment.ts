import { transition } from "../../../platform/transitions.ts";
import type {
  ExitStatus,
  ExtensionFailure,
  ExtensionsSpec,
  InitResult,
  InvokeResult,
  Sandbox,
  SandboxEnvironment,
  ShutdownReason,
} from "../../../sandbox/sandbox.ts";
import { LineSplitter } from "../../../sandbox/telemetry/line-splitter.ts";
import type { ServiceHost } from "../../service.ts";
import type { CodeDirectories } from "../code/code-store.ts";
import type { DebugPort } from "../development/debug-port.ts";
import { serviceException } from "../errors.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { logGroupName } from "../functions/to-configuration.ts";
import { limits } from "../limits.ts";
import { EnvironmentTelemetry } from "./environment-telemetry.ts";
import { environmentVariables } from "./environment-variables.ts";
import { exitError, extensionError, initTimeoutError, responseTooLargeError, timeoutError } from "./failures.ts";
import { logStreamName } from "./log-stream-name.ts";
import { LogTail } from "./log-tail.ts";
import { LogWriter } from "./log-writer.ts";
import { createPlatformLog, type PlatformLog } from "./platform-log.ts";
import type { InitFailure, InvocationReport } from "./report.ts";
import { restore } from "./restore.ts";
import type { RoleSession } from "./role-session.ts";
import { StreamedResponse } from "./streamed-response.ts";
import type { VersionSnapshot } from "./version-snapshot.ts";

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
  /**
   * Where extensions go on after the function has answered: fulfilled with the whole report when they have done. Until then the
   * environment is taken.
   */
  readonly completed?: Promise<InvocationReport>;
}

export type InitializationType = "on-demand" | "provisioned-concurrency" | "snap-start";

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
  /** What it is made from, where the function is initialised already. */
  readonly snapshot?: VersionSnapshot;
  /** With it a debugger can be attached: who steps through a function is not timed. */
  readonly debugPort: DebugPort | undefined;
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
  #process: SandboxEnvironment | undefined;
  /** Whether the process has ended: it may have answered before, with an error that ends it. */
  #hasExited = false;
  /** Set while its INIT phase has failed: it is tried again within the first invocation. */
  #initFailed = false;
  /** Told by the first invocation's REPORT. */
  #initDurationMs: number | undefined;
  /** Told by the first invocation's REPORT, too. */
  #restored: InvocationReport["restore"];
  readonly #telemetry: EnvironmentTelemetry;
  readonly #extensionLines = new LineSplitter((line) => this.#write(line));
  idleSinceMs = 0;
  idleFromMs = 0;
  isResting = false;

  constructor(plan: EnvironmentPlan, onStopped: (environment: Environment) => void) {
    const { host, record, session } = plan;
    this.#plan = plan;
    this.#onStopped = onStopped;
    this.#logStream = logStreamName(host, record.version);
    this.#log = new LogWriter(host, session.as, logGroupName(record), this.#logStream);
    this.#lines = createPlatformLog(record, plan.billingIncrementMs, plan.initialization);
    this.#telemetry = new EnvironmentTelemetry(record, plan.initialization, plan.billingIncrementMs);
  }

  get isStarting(): boolean {
    return this.#state === "starting";
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
    const { host, sandbox, initialization, record, snapshot } = this.#plan;
    if (snapshot) {
      await this.#restoreFrom(snapshot);
      this.#move("ready");
      return;
    }
    this.#write(this.#lines.initStart(host.clock.nowMs()));
    const standIn = await sandbox.standIn(record.configuration.runtime);
    if (standIn) this.#write(this.#lines.note(standIn, host.clock.nowMs()));
    // Provisioned environments are initialised before anybody waits for them, so they may take longer.
    const seconds =
      initialization === "on-demand"
        ? limits.initSeconds
        : Math.max(limits.provisionedInitSeconds, record.configuration.timeoutSeconds);
    const failure = await this.#initialise(seconds * 1000, "init");
    // Its INIT is not a part of the first invocation.
    if (initialization === "provisioned-concurrency") this.#initDurationMs = undefined;
    this.#initFailed = failure !== undefined;
    if (this.isStopped) throw stoppedTooEarly();
    this.#move("ready");
  }

  /** Rejects with an AwsError if it can't be restored: it is not tried again. */
  async #restoreFrom(snapshot: VersionSnapshot): Promise<void> {
    const { clock } = this.#plan.host;
    this.#write(this.#lines.restoreStart(clock.nowMs()));
    const spec = await snapshot.spec((chunk) => this.#onOutput(chunk));
    const template = await snapshot.take().catch((error: Error) => {
      throw serviceException(error.message);
    });
    const restored = await restore(template, spec, clock);
    this.#log.endLine();
    this.#write(this.#lines.restoreReport(restored.durationMs, restored.failure, clock.nowMs()));
    if (restored.error) {
      await restored.process.kill();
      await this.#log.flush();
      throw restored.error;
    }
    this.#process = restored.process;
    this.#restored = { durationMs: restored.durationMs, billedMs: Math.ceil(restored.runtimeMs) };
    void restored.process.exited.then(() => this.#onExit(restored.process));
  }

  /** Takes it out of the idle ones: called in the same turn as the choice, so nobody else gets it. */
  assign(): void {
    this.#move("assign");
  }

  /** Nobody needs it for now. A debugger's process goes on: it answers the debugger. */
  rest(): void {
    this.isResting = true;
    if (this.isIdle && !this.#plan.debugPort) this.#process?.rest();
  }

  /** Runs one event. Never rejects: whatever happens to the process is the outcome. */
  async run(request: InvocationRequest): Promise<InvocationOutcome> {
    const { clock } = this.#plan.host;
    if (request.tailLog) this.#tail.start();
    const startedAtMs = clock.nowMs();
    this.#write(this.#lines.start(request.requestId, startedAtMs));
    this.#telemetry.started(request.requestId, request.traceId);
    const startedMs = clock.monotonicMs();
    const initDurationMs = this.#initFailed ? undefined : this.#initDurationMs;
    const begun = { initDurationMs, restore: this.#restored };
    const ended = await this.#execute(request);
    const runtimeMs = clock.monotonicMs() - startedMs;
    this.#telemetry.runtimeDone({
      requestId: request.requestId,
      status: ended.status,
      errorType: ended.errorType,
      durationMs: runtimeMs,
      producedBytes: ended.payload.length,
      startedMs: startedAtMs,
    });
    const extensions = ended.over ? undefined : this.#process?.extensionsDone();
    this.#initDurationMs = undefined;
    this.#restored = undefined;
    if (!extensions) return this.#finish(request, ended, { durationMs: runtimeMs, ...begun });
    const completed = this.#untilDone(extensions, ended, request.requestId, this.#timeoutMs() - runtimeMs).then(
      (all) => {
        const durationMs = clock.monotonicMs() - startedMs;
        return this.#finish(request, all, {
          durationMs,
          ...begun,
          postRuntimeExtensionsMs: durationMs - runtimeMs,
        });
      },
    );
    // The end of the log, with its report, is there only then.
    if (request.tailLog) return completed;
    const { payload, failed } = ended;
    const report = this.#toReport(request, ended, { durationMs: runtimeMs, ...begun });
    const logged = async () => (await completed).logged();
    return { payload, failed, report, logTail: undefined, logged, completed: completed.then((all) => all.report) };
  }

  async #finish(request: InvocationRequest, ended: Ended, measured: Measured): Promise<InvocationOutcome> {
    const { clock } = this.#plan.host;
    const { requestId } = request;
    this.#log.endLine();
    const report = this.#toReport(request, ended, measured);
    if (ended.message) this.#fault(ended.message);
    this.#write(this.#lines.end(requestId));
    this.#write(this.#lines.report(report, clock.nowMs()));
    this.#telemetry.ended(report);
    if (ended.over || this.#hasExited) await this.stop(ended.status === "timeout" ? "timeout" : "failure");
    else if (this.#state === "busy") this.#move("respond");
    const logTail = this.#tail.take();
    return { payload: ended.payload, failed: ended.failed, report, logTail, logged: () => this.#log.stored() };
  }

  #toReport({ requestId }: InvocationRequest, { status, errorType }: Ended, measured: Measured): InvocationReport {
    return {
      requestId,
      ...measured,
      durationMs: status === "timeout" ? this.#timeoutMs() : measured.durationMs,
      maxMemoryUsedBytes: this.#process?.memory().peakBytes ?? 0,
      status,
      errorType,
    };
  }

  /** The function has answered, extensions may go on in the time that is left. The caller has its answer, whatever becomes of them. */
  async #untilDone(
    extensions: Promise<ExtensionFailure | undefined>,
    ended: Ended,
    requestId: string,
    leftMs: number,
  ): Promise<Ended> {
    const failure = await this.#withTimeout(leftMs, extensions);
    if (failure === undefined) return ended;
    const { payload, failed } = ended;
    if (failure === "timeout") {
      const { message } = timeoutError(requestId, this.#timeoutMs(), this.#plan.host.clock.nowMs());
      return { status: "timeout", payload, failed, message, over: true };
    }
    const { message } = extensionError(requestId, failure);
    return { status: "error", errorType: failure.errorType, payload, failed, message, over: true };
  }

  /** Ends the process: extensions are told, and given AWS's time for it. Repeatable, in any state. */
  async stop(reason: ShutdownReason = "spindown"): Promise<void> {
    if (this.#state !== "stopped") {
      this.#move("stop");
      this.#onStopped(this);
    }
    this.#log.endLine();
    await this.#process?.shutdown(reason);
    this.#extensionLines.end();
    await this.#log.flush();
  }

  async #execute(request: InvocationRequest): Promise<Ended> {
    const { clock } = this.#plan.host;
    const timeoutMs = this.#timeoutMs();
    if (this.#initFailed) {
      const failure = await this.#initialise(timeoutMs, "invoke", request.requestId);
      if (failure) return { ...failure, failed: true, over: true, payload: failure.payload };
      this.#initFailed = false;
    }
    const process = this.#process;
    if (!process) throw new Error("an environment was given an event before it was started");
    const streamed = request.onPart && new StreamedResponse(request.onPart);
    const result = await this.#withTimeout(
      timeoutMs,
      process.invoke(
        {
          requestId: request.requestId,
          event: request.event,
          deadlineMs: clock.machineMs() + this.#remainingMs(),
          invokedFunctionArn: request.invokedArn,
          clientContext: request.clientContext,
          traceId: request.traceId,
        },
        streamed && ((part) => this.#takePart(part, streamed)),
      ),
    );
    if (streamed?.tooLarge) {
      const payload = responseTooLargeError(limits.streamedResponseBytes);
      return { status: "success", payload, failed: true, over: true };
    }
    return this.#toEnded(result, request.requestId);
  }

  #takePart(part: Buffer, streamed: StreamedResponse): Promise<void> | undefined {
    const taken = streamed.take(part);
    // A stream that goes on beyond the limit is ended: nobody would read it.
    if (streamed.tooLarge) void this.#process?.kill();
    return taken;
  }

  #toEnded(result: InvokeResult | "timeout", requestId: string): Ended {
    if (result === "timeout") {
      const { payload, message } = timeoutError(requestId, this.#timeoutMs(), this.#plan.host.clock.nowMs());
      return { status: "timeout", payload, message, failed: true, over: true };
    }
    if (result.kind === "exited") return this.#toExit(result, requestId);
    if (result.kind === "extension") {
      const { payload, message } = extensionError(requestId, result);
      return { status: "error", errorType: result.errorType, payload, message, failed: true, over: true };
    }
    if (result.kind === "error") return { status: "success", payload: result.error, failed: true, over: false };
    const limit = limits.responsePayloadBytes;
    const bytes = result.kind === "tooLarge" ? result.bytes : result.payload.length;
    if (result.kind === "tooLarge" || bytes > limit) {
      return { status: "success", payload: responseTooLargeError(limit), failed: true, over: false };
    }
    return { status: "success", payload: result.payload, failed: false, over: false };
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
    requestId = "",
  ): Promise<(InitFailure & { payload: Buffer; message?: string }) | undefined> {
    const { clock } = this.#plan.host;
    const startedMs = clock.monotonicMs();
    await this.#process?.shutdown("failure");
    const process = await this.#startProcess();
    this.#process = process;
    this.#hasExited = false;
    // There was none to kill yet when it was stopped.
    if (this.isStopped) void process.kill();
    void process.exited.then(() => this.#onExit(process));
    const result = await this.#withTimeout(timeoutMs, process.init());
    const durationMs = clock.monotonicMs() - startedMs;
    this.#initDurationMs = durationMs;
    const failure = this.#toInitFailure(result, requestId);
    // One that was stopped meanwhile has not failed.
    if (this.isStopped) return failure;
    this.#telemetry.initialised(durationMs, phase, failure);
    if (!failure) return undefined;
    this.#log.endLine();
    this.#write(this.#lines.initReport(durationMs, phase, failure, clock.nowMs()));
    return failure;
  }

  /** A process may end by itself between two events: nobody must be given it. One that is at work tells it by its result. */
  #onExit(process: SandboxEnvironment): void {
    if (this.#process !== process) return;
    this.#hasExited = true;
    if (this.#state === "idle" && !this.#initFailed) void this.stop("failure");
  }

  #toInitFailure(
    result: InitResult | "timeout",
    requestId: string,
  ): (InitFailure & { payload: Buffer; message?: string }) | undefined {
    if (result === "timeout") return { status: "timeout", payload: initTimeoutError() };
    if (result.kind === "ready") return undefined;
    if (result.kind === "error") {
      return { status: "error", errorType: errorTypeOf(result.error), payload: result.error };
    }
    if (result.kind === "extension") {
      return { status: "error", errorType: result.errorType, ...extensionError(requestId, result) };
    }
    const { payload, errorType } = exitError(requestId, result, this.#process?.memory().outOfMemory ?? false);
    return { status: "error", errorType, payload };
  }

  async #startProcess(): Promise<SandboxEnvironment> {
    const release = await this.#plan.debugPort?.take();
    try {
      // It may have waited long for the debugger's port.
      if (this.isStopped) throw stoppedTooEarly();
      const process = await this.#inTime(this.#launch());
      if (release) void process.exited.then(release);
      return process;
    } catch (error) {
      release?.();
      throw error;
    }
  }

  /** Rejects if the machine cannot make one in time: a caller must not wait for ever. One that comes later is not needed. */
  async #inTime(launch: Promise<SandboxEnvironment>): Promise<SandboxEnvironment> {
    const late = Promise.withResolvers<undefined>();
    const timer = this.#plan.host.clock.afterMachine(limits.startSeconds * 1000, () => late.resolve(undefined));
    const process = await Promise.race([launch, late.promise]).finally(() => timer.cancel());
    if (process) return process;
    void launch.then((each) => each.kill()).catch(() => {});
    throw serviceException(`no environment could be made within ${limits.startSeconds} seconds`);
  }

  #launch(): Promise<SandboxEnvironment> {
    const { host, sandbox, record, code, session, initialization, debugPort } = this.#plan;
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
        debugPort: debugPort?.port,
      }),
      memoryMiB: record.configuration.memoryMiB + (debugPort ? limits.inspected.debuggerMiB : 0),
      tmpMiB: record.configuration.ephemeralStorageMiB,
      onOutput: (chunk) => this.#onOutput(chunk),
      extensions: this.#extensionsSpec(),
    });
  }

  #onOutput(chunk: Buffer): void {
    this.#tail.write(chunk);
    this.#log.output(chunk);
    this.#telemetry.output("function", chunk);
  }

  #extensionsSpec(): ExtensionsSpec {
    const { host, record } = this.#plan;
    const { clock } = host;
    return {
      accountId: record.account,
      functionName: record.name,
      functionVersion: record.version,
      logFormat: record.configuration.logging.format,
      onOutput: (chunk) => {
        this.#extensionLines.write(chunk);
        this.#telemetry.output("extension", chunk);
      },
      onTelemetry: (sink) => this.#telemetry.open(sink),
      onSubscribed: (subscription) => this.#write(this.#lines.subscribed(subscription, clock.nowMs())),
      onExtension: (report) => {
        this.#write(this.#lines.extension(report, clock.nowMs()));
        this.#telemetry.extension(report);
      },
    };
  }

  /** The process is killed when its time is up, so a late answer cannot come. */
  async #withTimeout<T>(timeoutMs: number, work: Promise<T>): Promise<T | "timeout"> {
    if (this.#plan.debugPort) return work;
    const { clock } = this.#plan.host;
    const late = Promise.withResolvers<"timeout">();
    const timer = clock.afterMachine(timeoutMs, () => late.resolve("timeout"));
    const result = await Promise.race([work, late.promise]);
    timer.cancel();
    if (result === "timeout") await this.#process?.shutdown("timeout");
    return result;
  }

  #timeoutMs(): number {
    return this.#plan.record.configuration.timeoutSeconds * 1000;
  }

  #remainingMs(): number {
    return this.#plan.debugPort ? limits.inspected.remainingSeconds * 1000 : this.#timeoutMs();
  }

  #fault(message: string): void {
    this.#write(this.#lines.failure(message));
    this.#telemetry.fault(message);
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

type Measured = Pick<InvocationReport, "durationMs" | "initDurationMs" | "restore" | "postRuntimeExtensionsMs">;

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

function stoppedTooEarly(): Error {
  return serviceException("The environment was stopped while it started.");
}

function errorTypeOf(error: Buffer): string | undefined {
  const { errorType } = JSON.parse(error.toString("utf8")) as { errorType?: string };
  return errorType;
}
