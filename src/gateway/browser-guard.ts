import type { WireResponse } from "../wire/wire.ts";
import type { AllowedHosts } from "./allowed-hosts.ts";
import { type CrossOriginAnswer, firstSegment } from "./cross-origin.ts";
import type { HttpRequest } from "./http/http-request.ts";
import { isForm } from "./identify.ts";

export interface BrowserGuardParts {
  readonly hosts: AllowedHosts;
  /** What the rules of the request's own resource say, a bucket's CORS configuration. */
  readonly rules: (request: HttpRequest) => Promise<CrossOriginAnswer>;
  /** Whether an action is one that links in messages call. */
  readonly isLink: (action: string) => boolean;
}

/**
 * In `open` mode any credentials pass, so any web page that the user visits could drive this server through his browser. Therefore
 * what comes from a browser must come from a page of this machine; other pages may follow a link here, and ask for the objects of a
 * bucket whose own CORS rules let them. Programs send neither `Origin` nor `Sec-Fetch-Site` and are not concerned. The request's Host is
 * judged before.
 */
export function guardBrowser(
  answer: (request: HttpRequest) => Promise<WireResponse>,
  parts: BrowserGuardParts,
): (request: HttpRequest) => Promise<WireResponse> {
  return async (request) => ((await mayAsk(request, parts)) ? admit(answer, request, parts) : refusal(request));
}

async function mayAsk(request: HttpRequest, { hosts, rules, isLink }: BrowserGuardParts): Promise<boolean> {
  const { origin } = request.headers;
  if (origin === undefined) {
    if (!isHarmless(request, isLink)) return false;
    // The pages at a bucket's own host are whoever's has uploaded them; what they read is their bucket's.
    const isOfOwnHost = request.headers["sec-fetch-site"] === "same-origin" && !hosts.isConsole(request.host);
    return !isOfOwnHost || isNavigation(request) || isForOwnObjects(request, await rules(request));
  }
  if (hosts.isLocalOrigin(origin, request)) return true;
  const answer = await rules(request);
  if (isSameOrigin(request, origin)) return isForOwnObjects(request, answer);
  // A preflight that asks for no method is refused by the rules, in their own words.
  return (
    isForObjects(request, answer) &&
    (isReadByProgram(request) || request.method === "OPTIONS" || answer.headers !== undefined)
  );
}

/** Tells the browser what a page of this machine may see: everything, but for buckets with rules of their own. */
async function admit(
  answer: (request: HttpRequest) => Promise<WireResponse>,
  request: HttpRequest,
  { hosts, rules }: BrowserGuardParts,
): Promise<WireResponse> {
  const { origin } = request.headers;
  if (origin === undefined || isSameOrigin(request, origin) || !hosts.isLocalOrigin(origin, request)) {
    return answer(request);
  }
  // Where the object's bucket has rules, they decide for this machine's pages, too: what would fail on AWS is seen to fail.
  const ruled = await rules(request);
  if (ruled.hasRules && isForObjects(request, ruled)) return answer(request);
  if (ruled.isPreflight) return preflight(request, origin);
  const response = await answer(request);
  Object.assign(response.headers, allowOrigin(origin), { "access-control-expose-headers": exposedHeaders });
  return response;
}

/**
 * In `enforce` mode nothing is done for who doesn't sign but to try a password: which foreign pages need not do in a user's browser, nor
 * those that stand at a bucket's or a function's own host, whose origin is the request's.
 */
export function guardControl(
  answer: (request: HttpRequest) => Promise<WireResponse>,
  { hosts }: Pick<BrowserGuardParts, "hosts">,
): (request: HttpRequest) => Promise<WireResponse> {
  return async (request) => {
    const { origin } = request.headers;
    const isOwn = origin !== undefined && isSameOrigin(request, origin) && hosts.isConsole(request.host);
    const isForeign = origin !== undefined && !isOwn && !hosts.isLocalOrigin(origin, request);
    const isControl = request.method === "POST" && request.path.startsWith("/_squall/");
    return isControl && isForeign ? refusal(request) : answer(request);
  };
}

/** The answer to a request for a name that is none of this server's. */
export function refuseHost({ host }: HttpRequest): WireResponse {
  const isName = /^[a-z0-9._-]{1,253}$/.test(host);
  const name = isName ? host : "NAME";
  return forbidden(
    `Refused: ${isName ? host : "what the Host header says"} is not a name of this server, so a web page may have pointed it here. ` +
      `If it is yours, start Squall with --allow-host ${name}, or with SQUALL_ALLOW_HOST=${name} in its environment.`,
  );
}

/**
 * Without an origin a browser can only read: every browser names one with what is no GET or HEAD. The query protocols would let a GET
 * change something, and an address that does so is no link, but for those that services put into messages: what they call is proved by a token or an id that no page
 * knows. Where the name is not of this machine by itself, browsers send no
 * `Sec-Fetch-Site` either; then they're known by what they call themselves.
 */
function isHarmless(request: HttpRequest, isLink: (action: string) => boolean): boolean {
  const { method, headers, query } = request;
  const site = headers["sec-fetch-site"];
  if (site === undefined && !isBrowser(headers["user-agent"])) return true;
  const actions = query.filter(([name]) => name === "Action");
  if (actions.length > 0) {
    const isFollowed = method === "GET" && (site === "none" || site === undefined || isNavigation(request));
    return isFollowed && actions.every(([, action]) => isLink(action));
  }
  if (site === undefined || site === "none") return true;
  if (method !== "GET" && method !== "HEAD") return false;
  return site !== "cross-site" || isNavigation(request);
}

/** A program may name an origin as it likes, and reads as if it had named none: browsers tell more of themselves, and a page cannot make them tell less without a preflight. */
function isReadByProgram({ method, headers, path }: HttpRequest): boolean {
  // What stands below an underscore is no bucket, but a function's address or Squall's own.
  if (path.startsWith("/_")) return false;
  const isProgram = headers["sec-fetch-site"] === undefined && !isBrowser(headers["user-agent"]);
  return isProgram && headers.upgrade === undefined && (method === "GET" || method === "HEAD");
}

/** Every browser of the last twenty years. */
function isBrowser(userAgent: string | undefined): boolean {
  return userAgent?.startsWith("Mozilla/") ?? false;
}

const exposedHeaders =
  "etag,date,x-amzn-requestid,x-amzn-errortype,x-amz-request-id,x-amz-id-2,x-amz-version-id,x-amz-function-error,x-amz-log-result,x-amz-executed-version";

/**
 * Whether a request is for what the rules speak of, a bucket's objects, and for nothing else: forms may name another service in their
 * body, and the service says what of a request reaches further.
 */
function isForObjects(request: HttpRequest, { target }: CrossOriginAnswer): boolean {
  const concernsOnly = target?.habits.concernsOnly;
  if (!concernsOnly || isForm(request) || request.path.startsWith("/_squall/")) return false;
  const resource = target.resource ?? firstSegment(request.path);
  const rest = target.resource === undefined ? request.path.slice(resource.length + 2) : request.path.slice(1);
  return concernsOnly(request, resource, rest);
}

function isForOwnObjects(request: HttpRequest, answer: CrossOriginAnswer): boolean {
  return answer.target?.resource !== undefined && isForObjects(request, answer);
}

function isNavigation({ headers }: HttpRequest): boolean {
  return headers["sec-fetch-mode"] === "navigate";
}

function isSameOrigin({ headers, scheme }: HttpRequest, origin: string): boolean {
  return origin.toLowerCase() === `${scheme}://${headers.host?.toLowerCase()}`;
}

function preflight({ headers }: HttpRequest, origin: string): WireResponse {
  return {
    status: 204,
    headers: {
      ...allowOrigin(origin),
      "access-control-allow-methods": "GET,HEAD,PUT,POST,DELETE,PATCH,OPTIONS",
      "access-control-allow-headers": headers["access-control-request-headers"] ?? "*",
      "access-control-max-age": "600",
    },
    body: undefined,
  };
}

function allowOrigin(origin: string): Record<string, string> {
  return { "access-control-allow-origin": origin, vary: "origin" };
}

function refusal({ headers }: HttpRequest): WireResponse {
  const { origin } = headers;
  const name = origin !== undefined && URL.canParse(origin) ? new URL(origin).hostname : "";
  return forbidden(
    "Refused: only pages of this machine may use Squall" +
      (name === "" ? ", and an address that calls an action is no link." : `, and ${name} is none. `) +
      (name === "" ? "" : `If the page is yours, start Squall with --allow-host ${name}.`),
  );
}

function forbidden(message: string): WireResponse {
  const headers = { "content-type": "application/json", "x-content-type-options": "nosniff" };
  return { status: 403, headers, body: `${JSON.stringify({ message })}\n` };
}
