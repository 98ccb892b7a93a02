import { AwsError } from "../platform/aws-error.ts";
import type { Log } from "../platform/log.ts";
import { toVisibleJson } from "../platform/visible-text.ts";
import { blobLinkPrefix } from "../storage/blobs/blob-links.ts";
import type { WireResponse } from "../wire/wire.ts";
import type { AllowedHosts } from "./allowed-hosts.ts";
import { guardBrowser, guardControl, refuseHost } from "./browser-guard.ts";
import type { ConsoleFiles } from "./console-files.ts";
import type { ControlRequest, ControlResponse } from "./control/exchange.ts";
import type { CrossOriginAnswer } from "./cross-origin.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { isolate } from "./page-isolation.ts";
import { answerQuietly } from "./quiet-answers.ts";
import type { Surfaces } from "./surfaces.ts";

export interface FrontDoorParts {
  readonly auth: "open" | "enforce";
  readonly log: Log;
  readonly hosts: AllowedHosts;
  /** What a bucket's own rules say to a page of another origin. */
  readonly crossOriginRules: (request: HttpRequest) => Promise<CrossOriginAnswer>;
  /** Whether an action is one that links in messages call. */
  readonly isLink: (action: string) => boolean;
  readonly control: (request: ControlRequest) => Promise<ControlResponse>;
  /** Who signed a request for one of Squall's own paths. */
  readonly signer: (request: HttpRequest, body: () => Promise<Buffer>) => ReturnType<ControlRequest["signer"]>;
  readonly consoleFiles: ConsoleFiles;
  readonly pipeline: (request: HttpRequest) => Promise<WireResponse>;
  readonly surfaces: Surfaces;
  /** Whether a service answers at a host that is none of ours: a user's own domain name. */
  readonly servesHost: (host: string) => Promise<boolean>;
  /** Whether a connection of this machine's is a function's, where functions share the host's network. */
  readonly ownsConnection: (from: string, to: string) => Promise<boolean>;
  /** Fulfilled when every service has started: what comes before waits. */
  readonly started: Promise<void>;
}

/**
 * Tells apart what shares the port: services' surfaces (function URLs, buckets' websites) by their host or path, Squall's own paths (`/_squall/…`), the
 * console, and AWS's requests, which are all the others. Whichever it is, the host that is asked for must be one of ours.
 */
export function createFrontDoor(parts: FrontDoorParts): (request: HttpRequest) => Promise<WireResponse> {
  const { auth, hosts, crossOriginRules: rules, pipeline, started, surfaces } = parts;
  const answer = async (request: HttpRequest): Promise<WireResponse> => {
    const isConsole = hosts.isConsole(request.host);
    if (request.path.startsWith("/_squall/")) {
      if (await isOfFunction(parts, request)) return refuseFunction();
      return isolate(request, answerQuietly(request, await answerControl(parts, request)), hosts);
    }
    // At a bucket's host its path is an object's key.
    const surface = isConsole ? surfaces.ofOurHost(request) : undefined;
    if (surface) return isolate(request, await surface, hosts);
    const file = isConsole ? parts.consoleFiles(request) : undefined;
    return file ?? isolate(request, answerQuietly(request, await pipeline(request)), hosts);
  };
  const guarded =
    auth === "open" ? guardBrowser(answer, { hosts, rules, isLink: parts.isLink }) : guardControl(answer, { hosts });
  // Signatures name the host, so in `enforce` mode only what needs none is of use to a name that was pointed here.
  const needsOwnHost = (request: HttpRequest) => auth === "open" || isOfConsole(request) || isChange(request);
  // Web pages of anywhere may ask what has hosts of its own, as far as its own rules go.
  return async (request) => {
    // Whether it has started is what these ask.
    if (!request.path.startsWith("/_squall/health/")) await started;
    if (hasTwoHosts(request)) return refuseTwoHosts();
    // The server's own names come first: whoever may make a domain name would have all that goes to them, secrets included.
    const mayBeOfUser = mayBeDomain.test(request.host) && !hosts.isOurs(request);
    const isCustomDomain = mayBeOfUser && (await parts.servesHost(request.host));
    if (needsOwnHost(request) && !isCustomDomain && !hosts.isOurs(request)) return refuseHost(request);
    try {
      return await (surfaces.ofOwnHosts(isCustomDomain ? { ...request, isCustomDomain } : request) ?? guarded(request));
    } catch (error) {
      return answerQuietly(request, toFailure(error, request, parts.log));
    }
  };
}

/** Neither one label nor an address, nor one of AWS's. */
const mayBeDomain = /^(?![\d.]+$)(?!.*\.amazonaws\.com$)[^[:]+\.[^[:]+$/;

/** Node takes the first, what stands before it perhaps the last. Source: RFC 9112, 3.2. */
function hasTwoHosts({ rawHeaders }: HttpRequest): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts > 1;
}

function refuseTwoHosts(): WireResponse {
  const body = `${JSON.stringify({ message: "Refused: the request has more than one Host header." })}\n`;
  return { status: 400, headers: { "content-type": "application/json" }, body };
}

/** What is thrown where there are no errors of AWS's; its requests have been answered with theirs before. */
function toFailure(error: unknown, { method, host }: HttpRequest, log: Log): WireResponse {
  const isOurs = !(error instanceof AwsError);
  if (isOurs)
    log.error(`a fault in ${method} at ${host}`, { error: error instanceof Error ? error.stack : String(error) });
  return {
    status: isOurs ? 500 : (error.status ?? 400),
    headers: { "content-type": "application/json" },
    body: `${toVisibleJson(isOurs ? { message: "An internal error occurred." } : { code: error.code, message: error.message })}\n`,
  };
}

/**
 * Squall's own paths are for who runs it: functions are none of their business, but for links to what they may have (`GetFunction`). Where
 * functions have networks of their own a request says it by the way it came; else the kernel says whose connection it is.
 */
async function isOfFunction({ ownsConnection }: FrontDoorParts, request: HttpRequest): Promise<boolean> {
  if (request.method === "GET" && request.path.startsWith(blobLinkPrefix)) return false;
  if (request.isOfFunction || !request.ends) return request.isOfFunction ?? false;
  const { from, to } = request.ends();
  return ownsConnection(from, to);
}

function refuseFunction(): WireResponse {
  const message = "Refused: Squall's own paths are closed to functions.";
  return { status: 403, headers: { "content-type": "application/json" }, body: `${JSON.stringify({ message })}\n` };
}

async function answerControl({ control, signer }: FrontDoorParts, request: HttpRequest): Promise<WireResponse> {
  let collected: Promise<Buffer> | undefined;
  const collect = (limitBytes?: number) => {
    collected ??= request.body.collect(limitBytes);
    return collected;
  };
  const { status, headers, body } = await control({
    method: request.method,
    path: request.path,
    query: new URLSearchParams(request.rawQuery),
    body: collect,
    signer: () => signer(request, collect),
  });
  return { status, headers: { ...headers }, body };
}

function isOfConsole({ path }: HttpRequest): boolean {
  return path === "/" || /^\/_?console(?:\/|$)/.test(path);
}

/** Squall's own paths, where they do something. */
function isChange({ method, path }: HttpRequest): boolean {
  return method === "POST" && path.startsWith("/_squall/");
}
