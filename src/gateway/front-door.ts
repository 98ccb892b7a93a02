import { AwsError } from "../platform/aws-error.ts";
import type { Log } from "../platform/log.ts";
import type { WireResponse } from "../wire/wire.ts";
import { guardBrowser } from "./browser-guard.ts";
import type { ConsoleFiles } from "./console-files.ts";
import type { ControlRequest, ControlResponse } from "./control/exchange.ts";
import type { HttpRequest } from "./http/http-request.ts";

export interface FrontDoorParts {
  readonly auth: "open" | "enforce";
  readonly log: Log;
  readonly control: (request: ControlRequest) => Promise<ControlResponse>;
  readonly consoleFiles: ConsoleFiles;
  readonly pipeline: (request: HttpRequest) => Promise<WireResponse>;
  /** Undefined for a request that is not for a bucket's website. */
  readonly websites: (request: HttpRequest) => Promise<WireResponse> | undefined;
  /** Undefined for a request that is not for a function URL. */
  readonly functionUrls: (request: HttpRequest) => Promise<WireResponse> | undefined;
  /** Fulfilled when every service has started: what comes before waits. */
  readonly started: Promise<void>;
}

/**
 * Tells apart what shares the port: function URLs and buckets' websites by their host, Squall's own paths (`/_squall/…`), the console, and AWS's requests,
 * which are all the others.
 */
export function createFrontDoor(parts: FrontDoorParts): (request: HttpRequest) => Promise<WireResponse> {
  const { auth, control, consoleFiles, pipeline, started } = parts;
  const answer = async (request: HttpRequest): Promise<WireResponse> => {
    if (!request.path.startsWith("/_squall/")) return consoleFiles(request) ?? pipeline(request);
    return toWireResponse(
      await control({
        method: request.method,
        path: request.path,
        query: new URLSearchParams(request.rawQuery),
        body: (limitBytes) => request.body.collect(limitBytes),
      }),
    );
  };
  const guarded = auth === "open" ? guardBrowser(answer) : answer;
  // Web pages of anywhere may ask a function URL, as far as its own CORS settings go.
  return async (request) => {
    await started;
    try {
      return await (parts.functionUrls(request) ?? parts.websites(request) ?? guarded(request));
    } catch (error) {
      return toFailure(error, request, parts.log);
    }
  };
}

/** What a surface throws that has no errors of its own; AWS's requests have been answered with theirs before. */
function toFailure(error: unknown, { method, host }: HttpRequest, log: Log): WireResponse {
  const isOurs = !(error instanceof AwsError);
  if (isOurs)
    log.error(`a fault in ${method} at ${host}`, { error: error instanceof Error ? error.stack : String(error) });
  return {
    status: isOurs ? 500 : (error.status ?? 400),
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify({ message: isOurs ? "An internal error occurred." : error.message })}\n`,
  };
}

function toWireResponse({ status, headers, body }: ControlResponse): WireResponse {
  return { status, headers: { ...headers }, body };
}
