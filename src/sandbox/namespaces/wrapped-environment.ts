import type { RuntimeSession } from "../runtime-api/runtime-session.ts";
import type { EnvironmentSpec, ExitStatus, InitResult, Invocation, InvokeResult, OnPart } from "../sandbox.ts";
import { ApiEnvironment } from "./api-environment.ts";
import { type FunctionEnvironment, NamespaceEnvironment } from "./environment.ts";
import type { FunctionProcess } from "./process.ts";

/**
 * A managed runtime behind a wrapper script (AWS_LAMBDA_EXEC_WRAPPER). The script may start the runtime that it was given, which takes its
 * events by frames, or another program in its place, for which somebody takes them from the Runtime API, as the Lambda Web Adapter does:
 * whoever is ready first has the events.
 */
export class WrappedEnvironment implements FunctionEnvironment {
  readonly id: string;
  readonly exited: Promise<ExitStatus>;
  readonly session: RuntimeSession;
  readonly #byFrames: NamespaceEnvironment;
  readonly #byApi: ApiEnvironment;
  #chosen: FunctionEnvironment;

  constructor(spec: EnvironmentSpec, process: FunctionProcess, ofItsOwn: boolean, onInitialised: () => void) {
    this.#byApi = new ApiEnvironment({ ...spec, onOutput: () => undefined }, process, onInitialised);
    // It comes second: the frames and the output are its own.
    this.#byFrames = new NamespaceEnvironment(spec, process, ofItsOwn, onInitialised);
    this.#chosen = this.#byFrames;
    this.id = spec.id;
    this.exited = this.#byFrames.exited;
    this.session = this.#byApi.session;
  }

  init(): Promise<InitResult> {
    const byApi = this.#byApi.init().then((result) => {
      if (result.kind !== "exited") this.#chosen = this.#byApi;
      return result;
    });
    return Promise.race([this.#byFrames.init(), byApi]);
  }

  invoke(invocation: Invocation, onPart?: OnPart): Promise<InvokeResult> {
    return this.#chosen.invoke(invocation, onPart);
  }

  untilReady(): Promise<void> | undefined {
    return this.#chosen.untilReady();
  }

  memory(): { peakBytes: number; outOfMemory: boolean } {
    return this.#chosen.memory();
  }

  kill(): Promise<void> {
    return this.#byFrames.kill();
  }
}
