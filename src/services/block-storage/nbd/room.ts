/** Bytes that may be in memory at a time: who needs some waits until others have given theirs back. */
export class Room {
  #left: number;
  readonly #most: number;
  #waiting: (() => void)[] = [];

  constructor(bytes: number) {
    this.#left = bytes;
    this.#most = bytes;
  }

  async take(bytes: number): Promise<void> {
    const wanted = Math.min(bytes, this.#most);
    while (this.#left < wanted) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#left -= wanted;
  }

  give(bytes: number): void {
    this.#left += Math.min(bytes, this.#most);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
