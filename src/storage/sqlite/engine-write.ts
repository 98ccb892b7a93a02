import { isStorageFull, StorageFullError } from "../storage-full-error.ts";
import type { PendingWrite } from "./group-commit.ts";

export interface EngineWriteOptions {
  /** In a commit of its own. */
  readonly alone?: boolean;
  /** The partition that it changes, as `keyText` writes it. */
  readonly source?: string;
  /** Called at the commit, in the same turn: for what is remembered of the file. */
  readonly after?: () => void;
  /** Fulfilled at the commit already, for what is of use only together with a write that follows it. */
  readonly early?: boolean;
  /** `Room.watch`, where it adds something and so may take nothing of the reserve. */
  readonly watch?: () => (() => boolean) | undefined;
  /** It makes room itself: if there is none for it, it fails at once. */
  readonly makesRoom?: boolean;
}

/** A write by the engine itself: one synchronous step. */
export class EngineWrite<T> implements PendingWrite {
  readonly alone: boolean;
  readonly source: string | undefined;
  readonly settled: Promise<T>;
  readonly #step: () => T;
  readonly #after: (() => void) | undefined;
  readonly #early: boolean;
  readonly #makesRoom: boolean;
  readonly #watch: EngineWriteOptions["watch"];
  readonly #resolve: (value: T) => void;
  readonly #reject: (error: unknown) => void;
  #value: T | undefined;

  constructor(
    step: () => T,
    { alone = false, source, after, early = false, makesRoom = false, watch }: EngineWriteOptions = {},
  ) {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.settled = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#step = step;
    this.#after = after;
    this.#early = early;
    this.alone = alone;
    this.source = source;
    this.#makesRoom = makesRoom;
    this.#watch = watch;
  }

  async perform(): Promise<void> {
    const hasRoom = this.#watch?.();
    this.#value = this.#step();
    // Steps have no savepoint of their own: this one takes its whole commit back, which is then made without it.
    if (hasRoom && !hasRoom()) throw new StorageFullError();
  }

  abandon(): void {}

  get waitsForDisk(): boolean {
    return !this.#early;
  }

  isShort(error?: unknown): boolean {
    return !this.#makesRoom && isStorageFull(error);
  }

  committed(): void {
    this.#after?.();
    if (this.#early) this.#resolve(this.#value as T);
  }

  durable(): void {
    this.#resolve(this.#value as T);
  }

  failed(error: unknown): void {
    this.#reject(error);
  }
}
