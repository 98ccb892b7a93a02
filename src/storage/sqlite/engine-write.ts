import type { PendingWrite } from "./group-commit.ts";

/** A write by the engine itself: one synchronous step. */
export class EngineWrite<T> implements PendingWrite {
  readonly alone: boolean;
  readonly settled: Promise<T>;
  readonly #step: () => T;
  readonly #after: (() => void) | undefined;
  readonly #resolve: (value: T) => void;
  readonly #reject: (error: unknown) => void;
  #value: T | undefined;

  /** `after` is called once the commit is durable, before the promise is fulfilled. */
  constructor(step: () => T, options: { alone?: boolean; after?: () => void } = {}) {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.settled = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#step = step;
    this.alone = options.alone ?? false;
    this.#after = options.after;
  }

  async perform(): Promise<void> {
    this.#value = this.#step();
  }

  abandon(): void {}

  committed(): void {
    this.#after?.();
    this.#resolve(this.#value as T);
  }

  failed(error: unknown): void {
    this.#reject(error);
  }
}
