import type { Clock } from "../../../platform/clock.ts";
import type { Admissions } from "../../event-sources/admissions.ts";
import { functionArn, latestVersion } from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import type { Admitted, Invoker } from "../invocation/invoker.ts";
import type { Target } from "../invocation/target.ts";

/** One that finds no room looks by itself after so long, so that nothing depends on being called back. */
const lookEveryMs = 1_000;

/** Room for a function's invocations, within its concurrency and the account's. */
export class FunctionAdmissions implements Admissions<Admitted> {
  readonly #of: FunctionReference;
  readonly #arn: string;
  readonly #functions: FunctionDirectory;
  readonly #invoker: Invoker;
  readonly #clock: Clock;

  constructor(of: FunctionReference, parts: { functions: FunctionDirectory; invoker: Invoker; clock: Clock }) {
    this.#of = of;
    this.#arn = functionArn(of);
    this.#functions = parts.functions;
    this.#invoker = parts.invoker;
    this.#clock = parts.clock;
  }

  async enter(): Promise<Admitted | undefined> {
    return this.#invoker.admit(await this.target());
  }

  leave(admitted: Admitted): void {
    this.#invoker.release(admitted);
  }

  onRoom(callback: () => void): void {
    void this.target()
      .then((target) => this.#invoker.onRoom(target, callback))
      .catch(() => {});
  }

  async insist(untilMs: number, signal: AbortSignal): Promise<Admitted | undefined> {
    for (;;) {
      const admitted = await this.enter();
      if (admitted || signal.aborted || this.#clock.nowMs() >= untilMs) return admitted;
      await new Promise<void>((resolve) => {
        const timer = this.#clock.after(lookEveryMs, resolve);
        this.onRoom(() => {
          timer.cancel();
          resolve();
        });
      });
    }
  }

  /** Throws ResourceNotFoundException. */
  async target(): Promise<Target> {
    const of = this.#of;
    const known =
      this.#functions.peek(this.#arn) ??
      (await this.#functions.require({ ...of, qualifier: of.qualifier ?? latestVersion }));
    return this.#invoker.target(known, of.qualifier, undefined);
  }
}
