import { BadProxyAnswer } from "./bad-proxy-answer.ts";

/** JSON cannot hold it. */
const preludeEndBytes = 8;

/**
 * The prelude of a streamed answer: JSON, ended by eight NUL bytes. It comes in pieces of any size. Source: "Writing response streaming-enabled Lambda functions", and
 * AWS's own runtime interface clients.
 */
export class Prelude {
  readonly #mostBytes: number;
  #bytes: Buffer = Buffer.allocUnsafe(1024);
  #length = 0;
  /** NUL bytes that the last bytes were. */
  #nuls = 0;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Nothing has come of it. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Undefined while more is needed, else its text and what of the body came with it. Throws BadProxyAnswer. */
  take(piece: Buffer): { text: string; rest: Buffer } | undefined {
    const end = this.#endIn(piece);
    this.#append(end < 0 ? piece : piece.subarray(0, end));
    if (end < 0) return undefined;
    return { text: this.#bytes.toString("utf8", 0, this.#length - preludeEndBytes), rest: piece.subarray(end) };
  }

  /** Behind the last NUL byte that belongs to the prelude; -1 if that is not in this piece. */
  #endIn(piece: Buffer): number {
    for (let at = 0; at < piece.length; at += 1) {
      if (piece[at] !== 0) {
        this.#nuls = 0;
        // Most of a prelude is no NUL: the next one is found at once.
        const next = piece.indexOf(0, at);
        if (next < 0) return -1;
        at = next;
      }
      this.#nuls += 1;
      if (this.#nuls === preludeEndBytes) return at + 1;
    }
    return -1;
  }

  #append(part: Buffer): void {
    const length = this.#length + part.length;
    if (length > this.#mostBytes) throw new BadProxyAnswer(`its prelude has more than ${this.#mostBytes} bytes`);
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    part.copy(this.#bytes, this.#length);
    this.#length = length;
  }
}
