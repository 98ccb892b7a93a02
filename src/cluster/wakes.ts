import type { Wakes } from "./cluster.ts";

/** Carries a wake to other nodes: to all of them, without `node`. */
export type SendWake = (kind: string, name: string, node: string | undefined) => void;

/** Who waits here for what. */
export class WakeListeners implements Wakes {
  readonly #self: string;
  readonly #send: SendWake;
  readonly #listeners = new Map<string, Set<(name: string) => void>>();

  constructor(self: string, send: SendWake) {
    this.#self = self;
    this.#send = send;
  }

  wake(kind: string, name: string, node?: string): void {
    if (node === undefined || node === this.#self) this.woken(kind, name);
    if (node !== this.#self) this.#send(kind, name, node);
  }

  onWake(kind: string, listener: (name: string) => void): () => void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** A wake that has come, from here or from another node. */
  woken(kind: string, name: string): void {
    for (const listener of this.#listeners.get(kind) ?? []) listener(name);
  }
}
