import type { EnvironmentSpec, ExitStatus, InitResult, SandboxEnvironment, Snapshot } from "../sandbox.ts";
import { frameTypes, toLoadFrame } from "./frames.ts";
import type { Pool } from "./pool.ts";
import type { FunctionProcess } from "./process.ts";

export interface LoadedAheadParts {
  /** Processes that have the function's code and have loaded ahead what is named; each becomes one environment. */
  readonly waiting: Pool<FunctionProcess>;
  /** Of one of them. */
  readonly peakBytes: () => Promise<number>;
  readonly place: (process: FunctionProcess, spec: EnvironmentSpec) => Promise<SandboxEnvironment>;
}

/**
 * A version of a runtime that cannot fork: instead of a template there is a process that waits for the version's next environment, with the function's
 * classes loaded and linked, or its files compiled. Nothing of the function is run in it before it is somebody's environment.
 */
export class LoadedAhead implements Snapshot {
  readonly #parts: LoadedAheadParts;
  readonly #exited = Promise.withResolvers<ExitStatus>();
  readonly exited = this.#exited.promise;

  constructor(parts: LoadedAheadParts) {
    this.#parts = parts;
  }

  async init(): Promise<InitResult> {
    await this.#parts.waiting.fill();
    return { kind: "ready" };
  }

  /** Rejects if none waits: one that is made otherwise is there sooner. */
  async restore(spec: EnvironmentSpec): Promise<SandboxEnvironment> {
    const { waiting, place } = this.#parts;
    if (waiting.isEmpty) throw new Error("no process has loaded the function ahead");
    return place(await waiting.take(), spec);
  }

  retire(): Promise<void> {
    return this.#parts.waiting.close();
  }

  peakBytes(): Promise<number> {
    return this.#parts.peakBytes();
  }

  async close(): Promise<void> {
    await this.#parts.waiting.close();
    this.#exited.resolve({ code: 0, signal: undefined });
  }
}

/** Fulfilled when the process has loaded what it could of them; rejects if it ended instead. */
export async function loadAhead(process: FunctionProcess, names: readonly string[]): Promise<void> {
  const { connection } = process;
  const loaded = Promise.withResolvers<undefined>();
  const before = connection.onFrame;
  connection.onFrame = (type, payload, bytes) => {
    if (type === frameTypes.ready) loaded.resolve(undefined);
    else before(type, payload, bytes);
  };
  connection.socket.write(toLoadFrame(names));
  const end = await Promise.race([loaded.promise, process.ended]);
  connection.onFrame = before;
  if (end) throw new Error("the process ended while it loaded the function's modules");
}
