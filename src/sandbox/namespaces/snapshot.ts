import type { EnvironmentSpec, ExitStatus, InitResult, SandboxEnvironment, Snapshot } from "../sandbox.ts";
import type { FunctionEnvironment } from "./environment.ts";

/** A process that has loaded its function and makes environments of itself, by fork. */
export class NamespaceSnapshot implements Snapshot {
  readonly #template: FunctionEnvironment;
  readonly #restore: (spec: EnvironmentSpec) => Promise<SandboxEnvironment>;

  constructor(template: FunctionEnvironment, restore: (spec: EnvironmentSpec) => Promise<SandboxEnvironment>) {
    this.#template = template;
    this.#restore = restore;
  }

  get exited(): Promise<ExitStatus> {
    return this.#template.exited;
  }

  init(): Promise<InitResult> {
    return this.#template.init();
  }

  restore(spec: EnvironmentSpec): Promise<SandboxEnvironment> {
    return this.#restore(spec);
  }

  close(): Promise<void> {
    return this.#template.kill();
  }
}
