import { limits } from "../limits.ts";

type OnPart = (part: Buffer) => Promise<void> | undefined;

/** The pieces of a response on their way to the caller: what is beyond the limit is not handed on. Source: "Lambda quotas". */
export class StreamedResponse {
  readonly #onPart: OnPart;
  #bytes = 0;

  constructor(onPart: OnPart) {
    this.#onPart = onPart;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get tooLarge(): boolean {
    return this.#bytes > limits.streamedResponseBytes;
  }

  take(part: Buffer): Promise<void> | undefined {
    const roomBytes = limits.streamedResponseBytes - this.#bytes;
    this.#bytes += part.length;
    if (roomBytes <= 0) return undefined;
    return this.#onPart(part.length > roomBytes ? part.subarray(0, roomBytes) : part);
  }
}
