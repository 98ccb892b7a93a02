/** The port of a function's debugger. One process can have it at a time: the next one waits until that is gone. */
export class DebugPort {
  readonly port: number;
  #free: Promise<void> = Promise.resolve();

  constructor(port: number) {
    this.port = port;
  }

  /** Fulfilled when it's the caller's turn, with what gives the port back. */
  async take(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const free = this.#free;
    this.#free = promise;
    await free;
    return resolve;
  }
}
