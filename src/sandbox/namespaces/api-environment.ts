import { RuntimeSession } from "../runtime-api/runtime-session.ts";
import type { EnvironmentSpec, ExitStatus, InitResult, Invocation, InvokeResult, OnPart } from "../sandbox.ts";
import type { FunctionEnvironment } from "./environment.ts";
import { frameTypes } from "./frames.ts";
import { type OutputReading, readOutput } from "./output-pipe.ts";
import type { FunctionProcess, ProcessEnd } from "./process.ts";

const mib = 1024 * 1024;
/** A fault begins, as all frames from there do, with 8 bytes about memory. */
const faultAt = 8;

/** A process that takes its events from the Runtime API over HTTP. */
export class ApiEnvironment implements FunctionEnvironment {
  readonly id: string;
  readonly exited: Promise<ExitStatus>;
  readonly session: RuntimeSession;
  readonly #spec: EnvironmentSpec;
  readonly #process: FunctionProcess;
  readonly #output: OutputReading;
  readonly #onInitialised: () => void;
  readonly #initialised = Promise.withResolvers<InitResult>();
  #end: ProcessEnd | undefined;
  /** Who waits for what will not come any more. */
  #onExit: ((status: ExitStatus) => void) | undefined;
  #peakBytes = 0;

  constructor(spec: EnvironmentSpec, process: FunctionProcess, onInitialised: () => void) {
    this.id = spec.id;
    this.#spec = spec;
    this.#process = process;
    this.#onInitialised = onInitialised;
    this.session = new RuntimeSession((error) => {
      this.#initialised.resolve(error ? { kind: "error", error } : { kind: "ready" });
    });
    this.#output = readOutput(process.output, spec.onOutput, process.exited);
    // The only frame: the program could not be executed.
    process.connection.onFrame = (type, payload) => {
      if (type === frameTypes.fault) this.session.failInit(payload.subarray(faultAt));
      else void process.kill();
    };
    this.exited = process.functionEnded.then((end) => {
      this.#end = end;
      const status = { code: end.code, signal: end.signal };
      this.#onExit?.(status);
      this.session.end();
      return status;
    });
  }

  async init(): Promise<InitResult> {
    const result = await this.#orExit(this.#initialised.promise);
    this.#onInitialised();
    return result;
  }

  async invoke(invocation: Invocation, onPart?: OnPart): Promise<InvokeResult> {
    await this.untilReady();
    if (this.#end) return { kind: "exited", code: this.#end.code, signal: this.#end.signal };
    const result = await this.#orExit(this.session.invoke(invocation, onPart));
    if (result.kind !== "exited") await this.#measure();
    return result;
  }

  untilReady(): Promise<void> | undefined {
    return this.#end ? undefined : this.session.untilAsked();
  }

  memory(): { peakBytes: number; outOfMemory: boolean } {
    const outOfMemory = this.#end?.outOfMemory ?? false;
    const mostBytes = this.#spec.memoryMiB * mib;
    return { peakBytes: outOfMemory ? mostBytes : Math.min(this.#peakBytes, mostBytes), outOfMemory };
  }

  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** Not `exited.then`: that would keep one callback for every event there was. */
  #orExit<T>(answer: Promise<T>): Promise<T | ({ kind: "exited" } & ExitStatus)> {
    return new Promise((resolve, reject) => {
      this.#onExit = (status) => resolve({ kind: "exited", ...status });
      if (this.#end) this.#onExit({ code: this.#end.code, signal: this.#end.signal });
      answer.then(resolve, reject);
    });
  }

  /** The kernel is asked after the answer has come, and what was written before the answer is read meanwhile. */
  async #measure(): Promise<void> {
    this.#peakBytes = Math.max(this.#peakBytes, (await this.#process.peakBytes?.()) ?? 0);
    await new Promise((resolve) => setImmediate(resolve));
    await this.#output.rest();
  }
}
