/** Pieces on their way to one reader. A writer that is ahead of it waits. */
export class PartStream {
  readonly #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #ended = false;
  #abandoned = false;
  #more = Promise.withResolvers<void>();
  #room: PromiseWithResolvers<void> | undefined;

  /** The promise is fulfilled when more may be given. */
  push(part: Buffer): Promise<void> | undefined {
    if (this.#abandoned) return undefined;
    this.#waiting.push(part);
    this.#waitingBytes += part.length;
    this.#more.resolve();
    if (this.#waitingBytes < mostWaitingBytes) return undefined;
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  end(): void {
    this.#ended = true;
    this.#more.resolve();
  }

  /** Undefined at the end. */
  async next(): Promise<Buffer | undefined> {
    while (this.#waiting.length === 0 && !this.#ended) {
      await this.#more.promise;
      if (this.#waiting.length === 0 && !this.#ended) this.#more = Promise.withResolvers();
    }
    const part = this.#waiting.shift();
    if (this.#waiting.length === 0 && !this.#ended) this.#more = Promise.withResolvers();
    this.#waitingBytes -= part?.length ?? 0;
    if (this.#waitingBytes < mostWaitingBytes) this.#makeRoom();
    return part;
  }

  /** The reader has gone: the writer goes on, and what it gives is let go. */
  abandon(): void {
    this.#abandoned = true;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.#makeRoom();
  }

  #makeRoom(): void {
    this.#room?.resolve();
    this.#room = undefined;
  }
}

const mostWaitingBytes = 256 * 1024;
