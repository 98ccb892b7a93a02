import type { WireResponse } from "../wire/wire.ts";
import type { AllowedHosts } from "./allowed-hosts.ts";
import { collect } from "./body.ts";
import { guardBrowser, guardControl, refuseHost } from "./browser-guard.ts";
import type { ConsoleFiles } from "./console-files.ts";
import type { ControlRequest, ControlResponse } from "./control/exchange.ts";
import type { CrossOriginAnswer } from "./cross-origin.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { isolate } from "./page-isolation.ts";

export interface FrontDoorParts {
  readonly auth: "open" | "enforce";
  readonly hosts: AllowedHosts;
  /** What a bucket's own rules say to a page of another origin. */
  readonly crossOriginRules: (request: HttpRequest) => Promise<CrossOriginAnswer>;
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
  const { auth, control, hosts, crossOriginRules: rules, pipeline, started } = parts;
  const answer = async (request: HttpRequest): Promise<WireResponse> => {
    if (!request.path.startsWith("/_squall/")) return pipeline(request);
    return toWireResponse(
      await control({
        method: request.method,
        path: request.path,
        query: new URLSearchParams(request.rawQuery),
        body: (limitBytes) => collect(request.body, request.headers["content-length"], limitBytes),
      }),
    );
  };
  const guarded = auth === "open" ? guardBrowser(answer, { hosts, rules }) : guardControl(answer, { hosts });
  const consoleFiles = (request: HttpRequest) =>
    hosts.isConsole(request.host) ? parts.consoleFiles(request) : undefined;
  // Signatures name the host, so in `enforce` mode only what needs none is of use to a name that was pointed here.
  const needsOwnHost = (request: HttpRequest) => auth === "open" || isOfConsole(request) || isChange(request);
  return async (request) => {
    await started;
    if (needsOwnHost(request) && !hosts.isOurs(request)) return isolate(request, refuseHost(request));
    // Web pages of anywhere may ask a function URL, as far as its own CORS settings go.
    const content = parts.functionUrls(request) ?? parts.websites(request);
    if (content) return content;
    return consoleFiles(request) ?? isolate(request, await guarded(request));
  };
}

function isOfConsole({ path }: HttpRequest): boolean {
  return path === "/" || /^\/_?console(?:\/|$)/.test(path);
}

function isChange({ method, path }: HttpRequest): boolean {
  return method === "POST" && path.startsWith("/_squall/");
}

function toWireResponse({ status, headers, body }: ControlResponse): WireResponse {
  return { status, headers: { ...headers }, body };
}
