import type { Readable } from "node:stream";
import type { Random } from "../platform/random.ts";
import type { Principal } from "./principal.ts";
import type { ServiceHost } from "./service-host.ts";

/**
 * What a service answers beside AWS's API: function URLs, buckets' websites. The gateway knows none of them by name; it brings each request to the
 * first surface that takes it for its own.
 */
export interface Surface<State> {
  /** As access logs and Squall's own log name it: `FunctionUrl`. */
  readonly name: string;
  /**
   * What a request is for (a URL's id, a bucket's name), or undefined if it is not for this surface. Every request is shown to it, those of AWS's API too,
   * so it looks at no more than the head.
   */
  readonly match: (head: SurfaceHead) => string | undefined;
  /**
   * Whether it has host names of its own. Then its pages are of another origin than the console's, and its own rules say which pages may ask it. Without
   * it, it is held to what guards the API.
   */
  readonly hasOwnHosts: boolean;
  /** How a request is called that AWS calls by other ids than UUIDs here. */
  readonly createRequestId?: (random: Random) => string;
  /** Rejects only for a fault of ours. */
  readonly answer: (
    resource: string,
    request: SurfaceRequest,
    context: { readonly state: State; readonly host: ServiceHost },
  ) => Promise<SurfaceAnswer>;
}

export interface SurfaceHead {
  readonly method: string;
  /** Lower case, without a port. */
  readonly host: string;
  /** As the client wrote it, still encoded. */
  readonly path: string;
}

export interface SurfaceRequest extends SurfaceHead {
  readonly rawQuery: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly sourceIp: string;
  readonly requestId: string;
  /** The whole body. Rejects with RequestEntityTooLargeException if it has more than `mostBytes`. */
  readonly body: (mostBytes: number) => Promise<Buffer>;
  /**
   * Who signed the request, with its body, which is read like that; undefined if nobody did. Rejects with AWS's error where the signature is held to and
   * doesn't hold.
   */
  readonly signer: (mostBytes: number) => Promise<Principal | undefined>;
}

export interface SurfaceAnswer {
  readonly status: number;
  /** Several of one name are a list, which only cookies need. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** A stream is read to its end or destroyed. */
  readonly body: undefined | string | Buffer | Readable | AsyncIterable<Buffer>;
  /** What access logs tell of it, as an operation's input: `{ Bucket, Key }`. */
  readonly input?: Readonly<Record<string, unknown>>;
}
