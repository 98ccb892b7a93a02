import type { Readable } from "node:stream";
import type { AcceptedWebSocket } from "../platform/accepted-web-socket.ts";
import type { Random } from "../platform/random.ts";
import type { RequestHead } from "../platform/request-head.ts";
import type { Principal } from "./principal.ts";
import type { ServiceHost } from "./service-host.ts";
import type { SignedFor } from "./signature/form-facts.ts";
import type { Signature } from "./signature/signature.ts";

/**
 * What a service answers beside AWS's API: function URLs, buckets' websites, browsers' forms. The gateway knows none of them by name; it brings each request to the
 * first surface that takes it for its own.
 */
export interface Surface<State> {
  /** As access logs and Squall's own log name it: `FunctionUrl`. */
  readonly name: string;
  /**
   * What a request is for (a URL's id, a bucket's name), or undefined if it is not for this surface. Every request is shown to it, those of AWS's API too,
   * so it looks at no more than the head. `api` tells whether the service's own API would take it, and of which resource its host speaks then: to be asked
   * last.
   */
  readonly match: (head: SurfaceHead, api: () => OfApi | undefined) => string | undefined;
  /**
   * Whether it has host names of its own. Then its pages are of another origin than the console's, and its own rules say which pages may ask it. Without
   * it, it is held to what guards the API.
   */
  readonly hasOwnHosts: boolean;
  /** Whether it stands among the API's own paths, also at its resources' hosts, and refuses as the API does: then `answer` may reject with an AwsError. */
  readonly isOfApi?: true;
  /** Whether `answer` may reject with an AwsError, which is answered as the API would, though it stands elsewhere. */
  readonly refusesAsApi?: true;
  /** What signatures of its requests are for, where that is not the service: `execute-api`. */
  readonly signingName?: string;
  /** What access logs tell of a request that was refused. */
  readonly inputOf?: (resource: string) => Readonly<Record<string, unknown>>;
  /** How a request is called that AWS calls by other ids than UUIDs here. */
  readonly createRequestId?: (random: Random) => string;
  /**
   * Rejects only for a fault of ours, unless it is of the API. Undefined for what only looked like its own (an API's id that is another service's): the next
   * surface that matches answers then. Its body must not have been asked for.
   */
  readonly answer: (
    resource: string,
    request: SurfaceRequest,
    context: { readonly state: State; readonly host: ServiceHost },
  ) => Promise<SurfaceAnswer | undefined>;
}

export interface SurfaceHead extends RequestHead {
  /** Lower case, without a port. */
  readonly host: string;
  /** Whether a service says that the host is a domain name of one of its users (`ServiceDefinition.servesHost`). */
  readonly isCustomDomain?: boolean;
  /** The certificate by which the client has connected, in DER; who has signed it nobody has looked at. */
  readonly shownCertificate?: () => Buffer | undefined;
}

export interface OfApi {
  readonly resource: string | undefined;
}

export interface SurfaceRequest extends SurfaceHead {
  readonly rawQuery: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** `http` or `https`. */
  readonly scheme: string;
  readonly sourceIp: string;
  readonly requestId: string;
  /** What the client has shown of itself in TLS's handshake (DER), verified for this very host; undefined where nobody had to. */
  readonly clientCertificate: () => Buffer | undefined;
  /** The client wants a WebSocket: it is given one by the answer's `webSocket`. */
  readonly wantsWebSocket: boolean;
  /** The whole body. Rejects with RequestEntityTooLargeException if it has more than `mostBytes`. */
  readonly body: (mostBytes: number) => Promise<Buffer>;
  /**
   * Who signed the request, with its body, which is read like that; undefined if nobody did. Rejects with AWS's error where the signature is held to and
   * doesn't hold.
   */
  readonly signer: (mostBytes: number) => Promise<Principal | undefined>;
  /** The body as it arrives, instead of `body`. */
  readonly stream: () => Readable;
  /** What a signature must be for. */
  readonly signedFor: () => SignedFor;
  /**
   * Who signed a text of the request, whose form the service has judged; nobody, without a signature. Rejects like `signer`, and where nobody may not
   * call.
   */
  readonly signerOf: (signature: Signature | undefined, text: string) => Promise<Principal>;
  /** Has the service's API answer in the place of the surface: decoded, asked for its permission, called. Rejects with AWS's errors. */
  readonly callApi: (request: ApiRequest) => Promise<ApiAnswer>;
}

/** What a surface needs that is of the API. */
export interface ApiRequest {
  readonly head: RequestHead;
  readonly body: Readable | Buffer;
  /** The only operation that it may be. */
  readonly operation: string;
  readonly principal: Principal;
  readonly signature: Signature | undefined;
  /** Of which the path is a part, where that is not the server's own: operations are told it as what the client has reached them by. */
  readonly endpoint?: string;
  /** Where it happens, if neither a signature nor the host tells. */
  readonly region?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  readonly input: Readonly<Record<string, unknown>>;
}

export interface SurfaceAnswer {
  readonly status: number;
  /** Several of one name are a list, which only cookies need. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** A stream is read to its end or destroyed. */
  readonly body: undefined | string | Buffer | Readable | AsyncIterable<Buffer>;
  /** To one who wants it: from now on the connection is a WebSocket, and `status` 101. */
  readonly webSocket?: AcceptedWebSocket;
  /** What access logs tell of it, as an operation's input: `{ Bucket, Key }`. */
  readonly input?: Readonly<Record<string, unknown>>;
}
