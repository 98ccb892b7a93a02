import type { Clock } from "../../platform/clock.ts";
import type { Random } from "../../platform/random.ts";
import { extensionVariables } from "../extensions/extension-programs.ts";
import { type ExtensionEnd, Extensions, mostExtensions } from "../extensions/extensions.ts";
import type { ApiSession } from "../runtime-api/runtime-api.ts";
import type { RuntimeSession } from "../runtime-api/runtime-session.ts";
import type {
  EnvironmentSpec,
  ExitStatus,
  ExtensionFailure,
  InitResult,
  Invocation,
  InvokeResult,
  OnPart,
  SandboxEnvironment,
  ShutdownReason,
} from "../sandbox.ts";
import type { Connect } from "../telemetry/delivery.ts";
import { Telemetry } from "../telemetry/telemetry.ts";
import type { ExtensionProgram } from "./agent.ts";
import type { FunctionEnvironment } from "./environment.ts";
import type { MemorySampler } from "./memory-sampler.ts";
import type { FunctionProcess } from "./process.ts";

/** Source: "Understanding the Lambda execution environment lifecycle", "Shutdown phase". */
const shutdownMs = { runtime: 300, internal: 500, external: 2_000 } as const;
const mib = 1024 * 1024;
/** A listener that does not take its last telemetry in this time goes without. */
const lastTelemetryMs = 500;

export interface ExtensibleParts {
  readonly spec: EnvironmentSpec;
  readonly process: FunctionProcess;
  readonly inner: FunctionEnvironment;
  /** Of a runtime that takes its events over HTTP. */
  readonly runtime: RuntimeSession | undefined;
  readonly programs: readonly ExtensionProgram[];
  /** The value of AWS_LAMBDA_RUNTIME_API. */
  readonly address: string;
  /** To the environment's own programs, which listen for telemetry. */
  readonly connect: Connect;
  /** Starts the function's process, where that waits for the extensions. */
  readonly launch: (() => void) | undefined;
  readonly sampler: MemorySampler;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * An environment whose function may have extensions: programs beside it, and parts of its own process that register. Until one does,
 * it is the function's environment and nothing more.
 */
export class ExtensibleEnvironment implements SandboxEnvironment, ApiSession {
  readonly id: string;
  readonly exited: Promise<ExitStatus>;
  readonly runtime: RuntimeSession | undefined;
  readonly #parts: ExtensibleParts;
  #extensions: Extensions | undefined;
  #telemetry: Telemetry | undefined;
  #isInitialised = false;
  #isResting = false;
  #isAlive = true;
  #ending: Promise<void> | undefined;

  constructor(parts: ExtensibleParts) {
    const { inner, spec, programs, runtime } = parts;
    this.#parts = parts;
    this.id = spec.id;
    this.runtime = runtime;
    this.exited = inner.exited;
    // Before the INIT phase, so that its beginning is told too.
    if (programs.length > 0) void this.extensions;
    void parts.process.ended.then(() => this.#end());
  }

  #end(): void {
    this.#isAlive = false;
    const { process, sampler } = this.#parts;
    if (process.memory) sampler.remove(process.memory);
    this.#telemetry?.end();
  }

  /** Made when somebody asks for them. Undefined where the function is to have none. */
  get extensions(): Extensions | undefined {
    if (!this.#extensions && this.#parts.spec.extensions) this.#make(this.#parts.spec.extensions);
    return this.#extensions;
  }

  get telemetry(): Telemetry | undefined {
    return this.#telemetry;
  }

  async init(): Promise<InitResult> {
    const { programs, launch, inner, process, sampler } = this.#parts;
    if (process.memory) sampler.add(process.memory);
    if (programs.length > 0) {
      const failure = await this.#startPrograms();
      if (failure) return this.#endInit({ kind: "extension", ...failure });
    }
    launch?.();
    const result = await this.#orFailure(inner.init());
    this.#isInitialised = true;
    if (result.kind !== "ready" || !this.#extensions) return this.#endInit(result);
    return this.#endInit(await this.#orFailure(this.#extensions.untilInitialised().then(() => result)));
  }

  invoke(invocation: Invocation, onPart?: OnPart): Promise<InvokeResult> {
    const { inner } = this.#parts;
    if (this.#isResting) this.#wake();
    if (!this.#extensions) return inner.invoke(invocation, onPart);
    const { failure } = this.#extensions;
    if (failure) return Promise.resolve({ kind: "extension", ...failure });
    this.#extensions.invoke(invocation);
    return this.#orFailure(inner.invoke(invocation, onPart));
  }

  extensionsDone(): Promise<ExtensionFailure | undefined> | undefined {
    const extensions = this.#extensions;
    if (!extensions || extensions.isEmpty) return undefined;
    return Promise.race([extensions.untilIdle().then(() => undefined), extensions.failed]);
  }

  untilReady(): Promise<void> | undefined {
    return this.#parts.inner.untilReady();
  }

  memory(): { peakBytes: number; outOfMemory: boolean } {
    const { inner, process, spec } = this.#parts;
    const ofFunction = inner.memory();
    const { memory } = process;
    if (!memory) return ofFunction;
    if (this.#isAlive) memory.glance();
    const mostBytes = Math.min(memory.mostBytes, spec.memoryMiB * mib);
    return { ...ofFunction, peakBytes: Math.max(ofFunction.peakBytes, mostBytes) };
  }

  rest(): void {
    if (this.#ending || this.#isResting) return;
    this.#isResting = true;
    const { process, sampler } = this.#parts;
    if (process.memory) sampler.remove(process.memory);
    if (this.#telemetry?.isOpen) void this.#freezeWhenTold(this.#telemetry);
    else this.#parts.process.freeze();
  }

  /** Its extensions get what was gathered for them first. What comes after that waits until they can take it. */
  async #freezeWhenTold(telemetry: Telemetry): Promise<void> {
    await this.#flushTelemetry();
    if (!this.#isResting) return;
    telemetry.pause();
    this.#parts.process.freeze();
  }

  #wake(): void {
    const { process, sampler } = this.#parts;
    if (this.#isResting && process.memory) sampler.add(process.memory);
    this.#isResting = false;
    process.thaw();
    this.#telemetry?.resume();
  }

  async kill(): Promise<void> {
    this.#wake();
    this.#extensions?.expectEnd();
    // Its /tmp is there still, which the last word of its group does not know apart.
    if (this.#isAlive) this.#parts.process.memory?.look();
    await this.#parts.process.kill();
  }

  shutdown(reason: ShutdownReason): Promise<void> {
    this.#ending ??= this.#shutdown(reason);
    return this.#ending;
  }

  async #shutdown(reason: ShutdownReason): Promise<void> {
    this.#wake();
    const extensions = this.#extensions;
    if (extensions && !extensions.isEmpty) {
      extensions.expectEnd();
      const wholeMs = extensions.hasExternal ? shutdownMs.external : shutdownMs.internal;
      const { clock } = this.#parts;
      const deadlineMs = clock.machineMs() + wholeMs;
      await this.#within(wholeMs, this.#endGently(extensions, reason, deadlineMs));
    }
    await this.kill();
  }

  async #flushTelemetry(): Promise<void> {
    if (this.#telemetry?.isOpen) await this.#within(lastTelemetryMs, this.#telemetry.flush());
  }

  async #endGently(extensions: Extensions, reason: ShutdownReason, deadlineMs: number): Promise<void> {
    this.#parts.process.terminate();
    await this.#within(extensions.hasExternal ? shutdownMs.runtime : shutdownMs.internal, this.exited);
    // The last that happened is told before the extensions go.
    await this.#flushTelemetry();
    await extensions.shutdown(reason, deadlineMs);
  }

  #make(spec: NonNullable<EnvironmentSpec["extensions"]>): void {
    const { programs, random, clock, connect } = this.#parts;
    const names = programs.map(({ name }) => name);
    this.#extensions = new Extensions(names, this.#parts.spec.handler, spec, random);
    this.#telemetry = new Telemetry({ clock, connect, logFormat: spec.logFormat, onSubscribed: spec.onSubscribed });
    if (this.#isInitialised) {
      this.#telemetry.close();
      void this.#extensions.untilInitialised();
      return;
    }
    spec.onTelemetry(this.#telemetry);
  }

  /** Fulfilled when all have registered, or with what has gone wrong. */
  async #startPrograms(): Promise<ExtensionFailure | undefined> {
    const { process, programs, spec, address } = this.#parts;
    const extensions = this.#extensions;
    if (!extensions) return undefined;
    if (programs.length > mostExtensions) {
      return { errorType: "Extension.TooManyExtensions", reason: `Extension limit (${mostExtensions}) reached` };
    }
    await process.extend({
      programs,
      environment: { ...extensionVariables(spec.environment), AWS_LAMBDA_RUNTIME_API: address },
      onOutput: extensions.spec.onOutput,
      onEnd: (end: ExtensionEnd) => extensions.onEnd({ ...end, signal: end.signal && goSignals(end.signal) }),
    });
    return Promise.race([extensions.untilRegistered().then(() => undefined), extensions.failed]);
  }

  #endInit(result: InitResult): InitResult {
    this.#telemetry?.close();
    for (const report of this.#extensions?.reports ?? []) this.#extensions?.spec.onExtension(report);
    return result;
  }

  /** Whatever comes first, the result or the end of an extension. */
  #orFailure<Result>(work: Promise<Result>): Promise<Result | ({ kind: "extension" } & ExtensionFailure)> {
    if (!this.#extensions) return work;
    return Promise.race([
      work,
      this.#extensions.failed.then((failure) => ({ kind: "extension" as const, ...failure })),
    ]);
  }

  async #within(ms: number, work: Promise<unknown>): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = this.#parts.clock.afterMachine(ms, late.resolve);
    await Promise.race([work, late.promise]);
    timer.cancel();
  }
}

const goNames: Readonly<Record<string, string>> = {
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGABRT: "aborted",
  SIGTERM: "terminated",
};

/** As AWS reports a signal. */
function goSignals(signal: string): string {
  return goNames[signal] ?? signal;
}
