import { createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../platform/clock.ts";

/** Makes URL paths that let whoever has them download one blob for ten minutes, as AWS's presigned links to function code do. */
export class BlobLinks {
  readonly #clock: Clock;
  readonly #key: Buffer;

  /** The key is the same on every node: a link that one has given is good at all. */
  constructor(clock: Clock, key: Buffer) {
    this.#clock = clock;
    this.#key = key;
  }

  /** `/_squall/blobs/NAME?expires=SECONDS&signature=HEX` */
  path(blob: string): string {
    const expires = String(Math.floor(this.#clock.nowMs() / 1000) + validSeconds);
    return `${blobLinkPrefix}${blob}?expires=${expires}&signature=${this.#sign(blob, expires)}`;
  }

  /** The blob's name, or undefined for a link that is not ours or past its time. */
  verify(path: string, query: URLSearchParams): string | undefined {
    if (!path.startsWith(blobLinkPrefix)) return undefined;
    const blob = path.slice(blobLinkPrefix.length);
    const expires = query.get("expires") ?? "";
    const expected = Buffer.from(this.#sign(blob, expires));
    const given = Buffer.from(query.get("signature") ?? "");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    return Number(expires) * 1000 >= this.#clock.nowMs() ? blob : undefined;
  }

  #sign(blob: string, expires: string): string {
    return createHmac("sha256", this.#key).update(`${blob}\n${expires}`).digest("hex");
  }
}

export const blobLinkPrefix = "/_squall/blobs/";
const validSeconds = 600;
