/** A signal that is made when somebody asks for it: most requests are answered without, and each would pay for one. */
export class LateAbort {
  #controller: AbortController | undefined;
  isAborted = false;

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.isAborted) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  abort(): void {
    this.isAborted = true;
    this.#controller?.abort();
  }
}
