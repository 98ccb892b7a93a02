import type { WireResponse } from "../wire/wire.ts";
import { collect } from "./body.ts";
import { guardBrowser } from "./browser-guard.ts";
import type { ConsoleFiles } from "./console-files.ts";
import type { ControlRequest, ControlResponse } from "./control/exchange.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Surfaces } from "./surfaces.ts";

export interface FrontDoorParts {
  readonly auth: "open" | "enforce";
  readonly control: (request: ControlRequest) => Promise<ControlResponse>;
  readonly consoleFiles: ConsoleFiles;
  readonly pipeline: (request: HttpRequest) => Promise<WireResponse>;
  readonly surfaces: Surfaces;
  /** Fulfilled when every service has started: what comes before waits. */
  readonly started: Promise<void>;
}

/**
 * Tells apart what shares the port: services' surfaces (function URLs, buckets' websites) by their host or path, Squall's own paths (`/_squall/…`), the
 * console, and AWS's requests, which are all the others.
 */
export function createFrontDoor(parts: FrontDoorParts): (request: HttpRequest) => Promise<WireResponse> {
  const { auth, control, consoleFiles, pipeline, started, surfaces } = parts;
  const answer = async (request: HttpRequest): Promise<WireResponse> => {
    if (!request.path.startsWith("/_squall/")) {
      return surfaces.ofOurHost(request) ?? consoleFiles(request) ?? pipeline(request);
    }
    return toWireResponse(
      await control({
        method: request.method,
        path: request.path,
        query: new URLSearchParams(request.rawQuery),
        body: (limitBytes) => collect(request.body, request.headers["content-length"], limitBytes),
      }),
    );
  };
  const guarded = auth === "open" ? guardBrowser(answer) : answer;
  // Web pages of anywhere may ask what has hosts of its own, as far as its own rules go.
  return async (request) => {
    await started;
    return surfaces.ofOwnHosts(request) ?? guarded(request);
  };
}

function toWireResponse({ status, headers, body }: ControlResponse): WireResponse {
  return { status, headers: { ...headers }, body };
}
