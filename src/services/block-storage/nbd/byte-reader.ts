import type { Socket } from "node:net";

/** Reads a socket by numbers of bytes. What has come and is not asked for yet is a chunk at most: the socket waits. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Exactly so many bytes; undefined at the end of the connection. The buffer is the caller's. */
  async read(length: number): Promise<Buffer | undefined> {
    if (this.#rest.length >= length) return this.#take(length);
    const bytes = Buffer.allocUnsafe(length);
    let filled = this.#rest.copy(bytes);
    this.#rest = Buffer.alloc(0);
    while (filled < length) {
      const { value, done } = await this.#chunks.next();
      if (done) return undefined;
      const used = value.copy(bytes, filled);
      filled += used;
      if (used < value.length) this.#rest = value.subarray(used);
    }
    return bytes;
  }

  #take(length: number): Buffer {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return bytes;
  }
}
