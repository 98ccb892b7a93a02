import type { WireResponse } from "../wire/wire.ts";
import type { HttpRequest } from "./http/http-request.ts";

/**
 * In `open` mode any credentials pass, so any web page that the user visits could drive this server through his browser. Therefore
 * what comes from a browser must come from a page of this machine: its origin is a local name, and so is the host it asks for
 * (a foreign name that was pointed here is DNS rebinding). Programs send none of these headers and are not concerned.
 */
export function guardBrowser(
  answer: (request: HttpRequest) => Promise<WireResponse>,
): (request: HttpRequest) => Promise<WireResponse> {
  return async (request) => {
    const { origin } = request.headers;
    const site = request.headers["sec-fetch-site"];
    if (origin === undefined && site === undefined) return answer(request);
    if (!isLocal(request.host) || !isTrusted(request)) return refusal();
    if (origin === undefined) return answer(request);
    if (request.method === "OPTIONS" && request.headers["access-control-request-method"])
      return preflight(request, origin);
    const response = await answer(request);
    Object.assign(response.headers, allowOrigin(origin), { "access-control-expose-headers": exposedHeaders });
    return response;
  };
}

const exposedHeaders =
  "etag,date,x-amzn-requestid,x-amzn-errortype,x-amz-request-id,x-amz-id-2,x-amz-version-id,x-amz-function-error,x-amz-log-result,x-amz-executed-version";

function isTrusted(request: HttpRequest): boolean {
  const { origin } = request.headers;
  if (origin !== undefined) return isLocal(hostOf(origin));
  if (request.headers["sec-fetch-site"] !== "cross-site") return true;
  // A link from elsewhere may open a page or an object; the query protocols would let it change something, too.
  const isLink = request.method === "GET" && request.headers["sec-fetch-mode"] === "navigate";
  return isLink && !request.query.some(([name]) => name === "Action");
}

/** Names that resolve to this machine, and AWS's own, which reach it only by the machine's own configuration. */
function isLocal(host: string): boolean {
  return /^(?:.+\.)?localhost$|^127(?:\.\d+){3}$|^\[::1\]$|\.localhost\.localstack\.cloud$|\.amazonaws\.com$/.test(
    host,
  );
}

function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : "";
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

function refusal(): WireResponse {
  const message =
    "Refused: in open mode only pages of this machine may use Squall. Run it with --auth enforce to serve others.";
  return { status: 403, headers: { "content-type": "application/json" }, body: `${JSON.stringify({ message })}\n` };
}
