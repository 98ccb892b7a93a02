import type {
  EnvironmentSpec,
  ExtensionFailure,
  ExtensionsSpec,
  InvokeResult,
  OnPart,
  SandboxEnvironment,
  ShutdownReason,
} from "../../../../sandbox/sandbox.ts";
import { serviceException } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { InvocationRequest } from "../invocation.ts";
import type { EnvironmentLog } from "../log/environment-log.ts";
import type { EnvironmentPlan } from "./environment-plan.ts";
import { environmentVariables } from "./environment-variables.ts";
import { type FailedInit, toFailedInit } from "./failed-init.ts";
import type { StreamedResponse } from "./streamed-response.ts";

/** What an environment's process asks and tells. */
export interface ProcessOwner {
  /** Whether it has been stopped, perhaps while it started. */
  readonly isStopped: () => boolean;
  /** It has ended, whether it was at work or not. */
  readonly onExit: () => void;
}

/** The process of an environment: made, made anew after an INIT that failed, given as much time as it may have. */
export class EnvironmentProcess {
  readonly #plan: EnvironmentPlan;
  readonly #log: EnvironmentLog;
  readonly #owner: ProcessOwner;
  #process: SandboxEnvironment | undefined;
  /** Whether it has ended: it may have answered before, with an error that ends it. */
  #hasExited = false;
  /** What the runtime lacks and Squall brings is not the function's time: how long it has waited for that, and until when it does. */
  #waitedMs = 0;
  #waiting: Promise<unknown> | undefined;
  /** How long its last INIT phase took. */
  initDurationMs: number | undefined;

  constructor(plan: EnvironmentPlan, log: EnvironmentLog, owner: ProcessOwner) {
    this.#plan = plan;
    this.#log = log;
    this.#owner = owner;
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  get peakBytes(): number {
    return this.#process?.memory().peakBytes ?? 0;
  }

  get outOfMemory(): boolean {
    return this.#process?.memory().outOfMemory ?? false;
  }

  get timeoutMs(): number {
    return this.#plan.record.configuration.timeoutSeconds * 1000;
  }

  /** One that has its function loaded. */
  adopt(process: SandboxEnvironment): void {
    this.#process = process;
    this.#hasExited = false;
    void process.exited.then(() => {
      if (this.#process !== process) return;
      this.#hasExited = true;
      this.#owner.onExit();
    });
  }

  /** Makes a process and loads the function into it. Undefined if all went well. */
  async initialise(timeoutMs: number, phase: "init" | "invoke", requestId = ""): Promise<FailedInit | undefined> {
    const { clock } = this.#plan.host;
    const startedMs = clock.monotonicMs();
    const waitedMs = this.#waitedMs;
    await this.#process?.shutdown("failure");
    const process = await this.#start();
    // There was none to kill yet when it was stopped.
    if (this.#owner.isStopped()) void process.kill();
    this.adopt(process);
    const result = await this.within(timeoutMs, process.init());
    this.initDurationMs = clock.monotonicMs() - startedMs - (this.#waitedMs - waitedMs);
    if (result !== "timeout" && result.kind === "ready" && result.modules) this.#plan.onModules?.(result.modules);
    const failure = toFailedInit(result, requestId, this.outOfMemory);
    // One that was stopped meanwhile has not failed.
    if (!this.#owner.isStopped()) this.#log.initialised(this.initDurationMs, phase, failure);
    return failure;
  }

  invoke(request: InvocationRequest, streamed: StreamedResponse | undefined): Promise<InvokeResult | "timeout"> {
    const process = this.#process;
    if (!process) throw new Error("an environment was given an event before it was started");
    const invocation = {
      requestId: request.requestId,
      event: request.event,
      deadlineMs: this.#plan.host.clock.machineMs() + this.#remainingMs(),
      invokedFunctionArn: request.invokedArn,
      clientContext: request.clientContext,
      traceId: request.traceId,
    };
    const onPart = streamed && toOnPart(streamed, process);
    return this.within(this.timeoutMs, process.invoke(invocation, onPart));
  }

  extensionsDone(): Promise<ExtensionFailure | undefined> | undefined {
    return this.#process?.extensionsDone();
  }

  /** Fulfilled when the process can take its next event, or has ended, or has been ended; undefined if it can at once. */
  untilReady(): Promise<unknown> | undefined {
    const ready = this.#process?.untilReady();
    return ready && this.within(this.timeoutMs, ready);
  }

  rest(): void {
    // A debugger's process goes on: it answers the debugger.
    if (!this.#plan.debugPort) this.#process?.rest();
  }

  async shutdown(reason: ShutdownReason): Promise<void> {
    await this.#process?.shutdown(reason);
  }

  /** The process is killed when its time is up, so a late answer cannot come. */
  async within<T>(timeoutMs: number, work: Promise<T>): Promise<T | "timeout"> {
    if (this.#plan.debugPort) return work;
    const { clock } = this.#plan.host;
    const late = Promise.withResolvers<"timeout">();
    let waitedMs = this.#waitedMs;
    const onTimeout = async () => {
      await this.#waiting;
      const owedMs = this.#waitedMs - waitedMs;
      waitedMs = this.#waitedMs;
      if (owedMs === 0) late.resolve("timeout");
      else timer = clock.afterMachine(owedMs, onTimeout);
    };
    let timer = clock.afterMachine(timeoutMs, onTimeout);
    const result = await Promise.race([work, late.promise]);
    timer.cancel();
    if (result === "timeout") await this.shutdown("timeout");
    return result;
  }

  async #start(): Promise<SandboxEnvironment> {
    const release = await this.#plan.debugPort?.take();
    try {
      // It may have waited long for the debugger's port.
      if (this.#owner.isStopped()) throw stoppedTooEarly();
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

  async #launch(): Promise<SandboxEnvironment> {
    const { sandbox, zygote } = this.#plan;
    const spec = this.#spec();
    return (await zygote?.start(spec)) ?? sandbox.start(spec);
  }

  #spec(): EnvironmentSpec {
    const { host, record, code, session, initialization, debugPort, traces } = this.#plan;
    return {
      id: host.random.uuid(),
      runtime: record.configuration.runtime,
      codeDir: code.codeDir,
      optDir: code.optDir,
      bytecodeDir: this.#plan.bytecodeDir,
      purpose: this.#plan.onModules && "tell-modules",
      handler: record.configuration.handler,
      environment: environmentVariables(record, {
        logStream: this.#log.stream,
        credentials: session.credentials,
        endpoint: host.config.endpoint(),
        initialization,
        debugPort: debugPort?.port,
      }),
      memoryMiB: record.configuration.memoryMiB + (debugPort ? limits.inspected.debuggerMiB : 0),
      tmpMiB: record.configuration.ephemeralStorageMiB,
      onOutput: (chunk) => this.#log.output(chunk),
      onTrace: (document) => traces.take(record, document),
      onBringing: (name, brought) => this.#wait(name, brought),
      extensions: this.#extensionsSpec(),
    };
  }

  #wait(name: string, brought: Promise<string | undefined>): void {
    const { clock } = this.#plan.host;
    const startedMs = clock.monotonicMs();
    const waiting = brought.then((refusal) => {
      this.#waitedMs += clock.monotonicMs() - startedMs;
      if (this.#waiting === waiting) this.#waiting = undefined;
      if (refusal !== undefined)
        this.#log.note(`${name} is not there: ${refusal}. \`squall runtimes install ${name}\` tries again`);
    });
    this.#waiting = waiting;
  }

  #extensionsSpec(): ExtensionsSpec {
    const { record } = this.#plan;
    return {
      accountId: record.account,
      functionName: record.name,
      functionVersion: record.version,
      logFormat: record.configuration.logging.format,
      onOutput: (chunk) => this.#log.extensionOutput(chunk),
      onTelemetry: (sink) => this.#log.openTelemetry(sink),
      onSubscribed: (subscription) => this.#log.subscribed(subscription),
      onExtension: (report) => this.#log.extension(report),
    };
  }

  #remainingMs(): number {
    return this.#plan.debugPort ? limits.inspected.remainingSeconds * 1000 : this.timeoutMs;
  }
}

export function stoppedTooEarly(): Error {
  return serviceException("The environment was stopped while it started.");
}

/** A stream that goes on beyond the limit is ended: nobody would read it. */
function toOnPart(streamed: StreamedResponse, process: SandboxEnvironment): OnPart {
  return (part, contentType) => {
    const taken = streamed.take(part, contentType);
    if (streamed.tooLarge) void process.kill();
    return taken;
  };
}
