import type { EnvironmentSpec, ExitStatus, InitResult, SandboxEnvironment, Snapshot } from "../sandbox.ts";
import type { FunctionEnvironment } from "./environment.ts";
import type { Pool } from "./pool.ts";
import type { FunctionProcess } from "./process.ts";

export interface SnapshotParts {
  readonly template: FunctionEnvironment;
  /**
   * Forks of the template that wait for their turn, stopped where the function will go on: what the kernel takes long for, namespaces, network
   * and control group, is done ahead as it is for other environments.
   */
  readonly forks: Pool<FunctionProcess>;
  /** Of the template. Undefined where nobody can be asked. */
  readonly peakBytes: (() => Promise<number>) | undefined;
  readonly place: (fork: FunctionProcess, spec: EnvironmentSpec) => Promise<SandboxEnvironment>;
}

/** A process that has loaded its function and makes environments of itself, by fork. */
export class NamespaceSnapshot implements Snapshot {
  readonly #parts: SnapshotParts;

  constructor(parts: SnapshotParts) {
    this.#parts = parts;
  }

  get exited(): Promise<ExitStatus> {
    return this.#parts.template.exited;
  }

  async init(): Promise<InitResult> {
    const result = await this.#parts.template.init();
    if (result.kind === "ready") this.#parts.forks.refill();
    return result;
  }

  async restore(spec: EnvironmentSpec): Promise<SandboxEnvironment> {
    const { forks, place } = this.#parts;
    return place(await forks.take(), spec);
  }

  retire(): Promise<void> {
    return this.#parts.forks.close();
  }

  async peakBytes(): Promise<number> {
    return (await this.#parts.peakBytes?.()) ?? 0;
  }

  async close(): Promise<void> {
    await Promise.all([this.#parts.forks.close(), this.#parts.template.kill()]);
  }
}
