import type { Principal } from "../../principal.ts";

/** An HTTP request for a function URL, as the gateway hands it over. */
export interface UrlRequest {
  readonly id: string;
  readonly method: string;
  /** As the client wrote it. */
  readonly path: string;
  readonly rawQuery: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly host: string;
  readonly sourceIp: string;
  readonly body: Buffer;
  /** Who signed it; anonymous without a signature. */
  readonly principal: Principal;
  readonly requestId: string;
}

/** The HTTP answer. */
export interface UrlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | AsyncIterable<Buffer>;
}
