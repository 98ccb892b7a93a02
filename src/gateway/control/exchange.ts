import type { Readable } from "node:stream";
import { toVisibleJson } from "../../platform/visible-text.ts";
import type { Principal } from "../../services/principal.ts";

/** A request for one of the control paths, and its answer. */
export interface ControlRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** JSON or empty. Rejects with RequestEntityTooLargeException beyond the limit. */
  readonly body: (limitBytes?: number) => Promise<Buffer>;
  /** Who signed it, as requests to STS are signed, and for which region; undefined if nobody did. Rejects with AWS's error where the signature doesn't hold. */
  readonly signer: () => Promise<{ readonly principal: Principal; readonly region: string } | undefined>;
}

export interface ControlResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable;
}

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): ControlResponse {
  return { status, headers: { "content-type": "application/json", ...headers }, body: `${toVisibleJson(value)}\n` };
}
