import type { WireResponse } from "../wire/wire.ts";
import type { AllowedHosts } from "./allowed-hosts.ts";
import type { HttpRequest } from "./http/http-request.ts";

/**
 * Objects, errors and all else that is answered beside the console share its origin, and a browser would let a page among them read the
 * console's session. So whatever a browser gets there is a page without an origin, without scripts and without a window that opened it,
 * and of the type that it's said to be. All answers are so, not only those that open as a page: a browser may show later what it has
 * kept of a picture. A bucket's own host, a website's and a function URL's are origins of their own, whose pages run as on AWS.
 * What has been allowed as a further name of this server is one, though it could be a bucket's (`squall.localhost`).
 * PDF files stay as they are: browsers show them by a program of their own, outside the origin, and not at all in a sandbox.
 */
export function isolate(request: HttpRequest, response: WireResponse, hosts: PageHosts): WireResponse {
  if (!isOfBrowser(request) || (!hosts.isConsole(request.host) && hosts.isOfResource(request.host))) return response;
  response.headers["x-content-type-options"] = "nosniff";
  response.headers["cross-origin-opener-policy"] = "same-origin";
  if (!isPdf(response)) response.headers["content-security-policy"] = "sandbox";
  return response;
}

export type PageHosts = Pick<AllowedHosts, "isConsole" | "isOfResource">;

/** Browsers send `Sec-Fetch-…` to where their user's word is kept from others, which a plain name of the network is not. */
function isOfBrowser({ headers }: HttpRequest): boolean {
  return (
    headers["sec-fetch-dest"] !== undefined ||
    headers["sec-fetch-mode"] === "navigate" ||
    (headers.accept?.includes("text/html") ?? false) ||
    (headers["user-agent"]?.startsWith("Mozilla/") ?? false)
  );
}

function isPdf({ headers }: WireResponse): boolean {
  return headers["content-type"] === "application/pdf" || headers["Content-Type"] === "application/pdf";
}
