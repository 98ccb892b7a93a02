import { transition } from "../../../../platform/transitions.ts";
import type { ExtensionFailure, ShutdownReason } from "../../../../sandbox/sandbox.ts";
import { serviceException } from "../../errors.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { limits } from "../../limits.ts";
import type { InvocationOutcome, InvocationRequest } from "../invocation.ts";
import { EnvironmentLog } from "../log/environment-log.ts";
import type { InvocationReport } from "../log/report.ts";
import { type Ended, toEnded, toEndedByExtensions } from "./ended.ts";
import type { EnvironmentPlan } from "./environment-plan.ts";
import { EnvironmentProcess, stoppedTooEarly } from "./environment-process.ts";
import { InitFailedError } from "./failed-init.ts";
import { restore } from "./restore.ts";
import { StreamedResponse } from "./streamed-response.ts";
import type { VersionSnapshot } from "./version-snapshot.ts";

const life = {
  starting: { ready: "idle", stop: "stopped" },
  idle: { assign: "busy", stop: "stopped" },
  busy: { respond: "idle", stop: "stopped" },
  stopped: { stop: "stopped" },
} as const;

/**
 * One execution environment: a sandboxed process that has the function loaded, takes one event at a time, and has one log
 * stream. Source: "Understanding the Lambda execution environment lifecycle".
 */
export class Environment {
  readonly #plan: EnvironmentPlan;
  readonly #log: EnvironmentLog;
  readonly #process: EnvironmentProcess;
  readonly #onStopped: (environment: Environment) => void;
  #state: keyof typeof life = "starting";
  /** Set while its INIT phase has failed: it is tried again within the first invocation. */
  #initFailed = false;
  /** Told by the first invocation's REPORT. */
  #begun: Pick<Measured, "initDurationMs" | "restore"> = { initDurationMs: undefined, restore: undefined };
  idleSinceMs = 0;
  idleFromMs = 0;
  isResting = false;

  constructor(plan: EnvironmentPlan, onStopped: (environment: Environment) => void) {
    this.#plan = plan;
    this.#onStopped = onStopped;
    this.#log = new EnvironmentLog(plan);
    this.#process = new EnvironmentProcess(plan, this.#log, {
      isStopped: () => this.isStopped,
      onExit: () => this.#onExit(),
    });
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
    return this.#plan.session.expiresAtMs - nowMs > this.#process.timeoutMs + 60_000;
  }

  /**
   * The INIT phase. Rejects if no process could be made, and with InitFailedError if one that is provisioned or made ahead could not load the
   * function; on demand that is tried again at the first event.
   */
  async start(): Promise<void> {
    const { sandbox, initialization, isAhead, record, snapshot } = this.#plan;
    if (snapshot) {
      await this.#restoreFrom(snapshot);
      this.#move("ready");
      return;
    }
    this.#log.initStart();
    this.#log.note(await sandbox.standIn(record.configuration.runtime));
    this.#log.note(await sandbox.networkNotice());
    // Provisioned environments are initialised before anybody waits for them, so they may take longer.
    const seconds =
      initialization === "on-demand"
        ? limits.initSeconds
        : Math.max(limits.provisionedInitSeconds, record.configuration.timeoutSeconds);
    const failure = await this.#process.initialise(seconds * 1000, "init");
    if (failure && (isAhead || initialization === "provisioned-concurrency")) {
      await this.stop("failure");
      throw new InitFailedError();
    }
    this.#initFailed = failure !== undefined;
    // That of a provisioned one is not a part of the first invocation, nor is one that is done again there.
    if (!failure && initialization !== "provisioned-concurrency") {
      this.#begun = { initDurationMs: this.#process.initDurationMs, restore: undefined };
    }
    if (this.isStopped) throw stoppedTooEarly();
    this.#move("ready");
  }

  /** Rejects with an AwsError if it can't be restored: it is not tried again. */
  async #restoreFrom(snapshot: VersionSnapshot): Promise<void> {
    this.#log.restoreStart();
    const { record, traces } = this.#plan;
    const spec = {
      ...(await snapshot.spec((chunk) => this.#log.output(chunk))),
      onTrace: (document: string) => traces.take(record, document),
    };
    const template = await snapshot.take().catch((error: Error) => {
      throw serviceException(error.message);
    });
    const { process, durationMs, runtimeMs, failure, error } = await restore(template, spec, this.#plan.host.clock);
    this.#log.restored(durationMs, failure);
    if (error) {
      await process.kill();
      await this.#log.end();
      throw error;
    }
    this.#begun = { initDurationMs: undefined, restore: { durationMs, billedMs: Math.ceil(runtimeMs) } };
    this.#process.adopt(process);
  }

  /** Takes it out of the idle ones: called in the same turn as the choice, so nobody else gets it. */
  assign(): void {
    this.#move("assign");
  }

  /** Nobody needs it for now. */
  rest(): void {
    this.isResting = true;
    if (this.isIdle) this.#process.rest();
  }

  /** Runs one event. Never rejects: whatever happens to the process is the outcome. */
  async run(request: InvocationRequest): Promise<InvocationOutcome> {
    const { clock } = this.#plan.host;
    const startedAtMs = this.#log.started(request);
    const startedMs = clock.monotonicMs();
    const ended = await this.#execute(request);
    const runtimeMs = clock.monotonicMs() - startedMs;
    this.#log.runtimeDone({
      requestId: request.requestId,
      status: ended.status,
      errorType: ended.errorType,
      durationMs: runtimeMs,
      producedBytes: ended.payload.length,
      startedMs: startedAtMs,
    });
    const extensions = ended.over ? undefined : this.#process.extensionsDone();
    const begun = this.#begun;
    this.#begun = { initDurationMs: undefined, restore: undefined };
    if (!extensions) return this.#finish(request, ended, { durationMs: runtimeMs, ...begun });
    const completed = this.#untilDone(extensions, ended, request, runtimeMs).then((all) => {
      const durationMs = clock.monotonicMs() - startedMs;
      return this.#finish(request, all, { durationMs, ...begun, postRuntimeExtensionsMs: durationMs - runtimeMs });
    });
    // The end of the log, with its report, is there only then.
    if (request.tailLog) return completed;
    const { payload, failed, contentType } = ended;
    const report = this.#toReport(request, ended, { durationMs: runtimeMs, ...begun });
    const logged = async () => (await completed).logged();
    return {
      payload,
      failed,
      contentType,
      report,
      logTail: undefined,
      logged,
      completed: completed.then((all) => all.report),
      released: completed.then((all) => all.released),
    };
  }

  async #finish(request: InvocationRequest, ended: Ended, measured: Measured): Promise<InvocationOutcome> {
    const report = this.#toReport(request, ended, measured);
    this.#log.ended(report, ended.message);
    if (ended.over || this.#process.hasExited) await this.stop(ended.status === "timeout" ? "timeout" : "failure");
    const released = this.#state === "busy" ? this.#release() : undefined;
    const { payload, failed, contentType } = ended;
    return {
      payload,
      failed,
      contentType,
      report,
      logTail: this.#log.takeTail(),
      logged: () => this.#log.stored(),
      released,
    };
  }

  /**
   * It can have the next event, if need be as soon as its process asks for one and its log has room for it: a promise then. A process that ends
   * instead, or never asks, is over.
   */
  #release(): Promise<void> | undefined {
    const ready = this.#process.untilReady();
    const room = this.#log.room();
    if (!ready && !room) {
      this.#move("respond");
      return undefined;
    }
    return this.#releaseWhen(ready, room);
  }

  async #releaseWhen(ready: Promise<unknown> | undefined, firstRoom: Promise<void> | undefined): Promise<void> {
    await ready;
    for (let room = firstRoom; room && this.#state === "busy"; room = this.#log.room()) await room;
    if (this.#state !== "busy") return;
    if (this.#process.hasExited || this.#process.untilReady()) await this.stop("failure");
    else this.#move("respond");
  }

  #toReport({ requestId }: InvocationRequest, { status, errorType }: Ended, measured: Measured): InvocationReport {
    return {
      requestId,
      ...measured,
      durationMs: status === "timeout" ? this.#process.timeoutMs : measured.durationMs,
      maxMemoryUsedBytes: this.#process.peakBytes,
      status,
      errorType,
    };
  }

  /** The function has answered, extensions may go on in the time that is left. */
  async #untilDone(
    extensions: Promise<ExtensionFailure | undefined>,
    ended: Ended,
    { requestId }: InvocationRequest,
    runtimeMs: number,
  ): Promise<Ended> {
    const { timeoutMs } = this.#process;
    const failure = await this.#process.within(timeoutMs - runtimeMs, extensions);
    if (failure === undefined) return ended;
    return toEndedByExtensions(ended, failure, { requestId, timeoutMs, nowMs: this.#plan.host.clock.nowMs() });
  }

  /** Ends the process: extensions are told, and given AWS's time for it. Repeatable, in any state. */
  async stop(reason: ShutdownReason = "spindown"): Promise<void> {
    if (this.#state !== "stopped") {
      this.#move("stop");
      this.#onStopped(this);
    }
    this.#log.endLine();
    await this.#process.shutdown(reason);
    await this.#log.end();
  }

  async #execute(request: InvocationRequest): Promise<Ended> {
    const { requestId, onPart } = request;
    const { timeoutMs } = this.#process;
    if (this.#initFailed) {
      const failure = await this.#process.initialise(timeoutMs, "invoke", requestId);
      if (failure) return { ...failure, failed: true, over: true };
      this.#initFailed = false;
    }
    const streamed = onPart && new StreamedResponse(onPart);
    const result = await this.#process.invoke(request, streamed);
    const { outOfMemory } = this.#process;
    return toEnded(result, { requestId, timeoutMs, nowMs: this.#plan.host.clock.nowMs(), outOfMemory, streamed });
  }

  /** A process may end by itself between two events: nobody must be given it. One that is at work tells it by its result. */
  #onExit(): void {
    if (this.#state === "idle" && !this.#initFailed) void this.stop("failure");
  }

  #move(event: string): void {
    this.#state = transition(life, this.#state, event);
  }
}

type Measured = Pick<InvocationReport, "durationMs" | "initDurationMs" | "restore" | "postRuntimeExtensionsMs">;
