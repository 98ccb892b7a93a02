import { limits } from "../limits.ts";

/** The pieces of a response that a function streams: handed on as they come or, for a caller that takes no pieces, gathered. */
export class ResponseParts {
  readonly limitBytes: number;
  readonly #onPart: ((part: Buffer) => Promise<void> | undefined) | undefined;
  #gathered: Buffer[] = [];
  #bytes = 0;

  constructor(onPart: ((part: Buffer) => Promise<void> | undefined) | undefined) {
    this.#onPart = onPart;
    this.limitBytes = onPart ? limits.streamedResponseBytes : limits.responsePayloadBytes;
  }

  get isHandedOn(): boolean {
    return this.#onPart !== undefined;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get tooLarge(): boolean {
    return this.#bytes > this.limitBytes;
  }

  take(part: Buffer): Promise<void> | undefined {
    this.#bytes += part.length;
    if (this.tooLarge) return undefined;
    if (this.#onPart) return this.#onPart(part);
    this.#gathered.push(part);
    return undefined;
  }

  /** What was not handed on. */
  gathered(): Buffer {
    return Buffer.concat(this.#gathered);
  }
}
