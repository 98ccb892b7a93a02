import type { Log } from "../../../platform/log.ts";
import { RuntimeUnavailableError, type Sandbox } from "../../../sandbox/sandbox.ts";

/**
 * What a user should know of the runtimes in use: that this machine has no interpreter for one, or that another version stands in for it. AWS's answers have
 * no place for that, so Squall's log says it once, and the console's page of each function that it is about.
 */
export class RuntimeNotices {
  readonly #sandbox: Pick<Sandbox, "prepare" | "standIn">;
  readonly #log: Log;
  /** Of the runtimes that functions have. */
  readonly #told = new Map<string, string>();

  constructor(sandbox: Pick<Sandbox, "prepare" | "standIn">, log: Log) {
    this.#sandbox = sandbox;
    this.#log = log;
  }

  /** Boots the runtime. One whose interpreter the machine lacks is no failure: it may be installed later, and until then each invocation says what to type. */
  async boot(runtime: string, memoryMiB: number): Promise<void> {
    try {
      await this.#sandbox.prepare(runtime, memoryMiB);
      this.#tell(runtime, await this.#sandbox.standIn(runtime));
    } catch (error) {
      if (!(error instanceof RuntimeUnavailableError)) throw error;
      this.#tell(runtime, error.message);
    }
  }

  /** Runtime → what is to be known of it. */
  all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#told);
  }

  #tell(runtime: string, notice: string | undefined): void {
    if (notice === undefined) {
      this.#told.delete(runtime);
      return;
    }
    if (this.#told.get(runtime) === notice) return;
    this.#told.set(runtime, notice);
    this.#log.warn(notice, { runtime });
  }
}
