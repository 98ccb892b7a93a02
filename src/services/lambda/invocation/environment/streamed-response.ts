import type { OnPart } from "../../../../sandbox/sandbox.ts";
import { limits } from "../../limits.ts";

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

  take(part: Buffer, contentType: string | undefined): Promise<void> | undefined {
    const roomBytes = limits.streamedResponseBytes - this.#bytes;
    this.#bytes += part.length;
    if (roomBytes <= 0) return undefined;
    return this.#onPart(part.length > roomBytes ? part.subarray(0, roomBytes) : part, contentType);
  }
}
