import { isHeaderName, isPlainHeaderValue, toHeaderValue } from "../../platform/http-header.ts";
import type { WireResponse } from "../../wire/wire.ts";

/**
 * The one place where an answer's head is made such that Node can write it, whatever a service, a stored row or a user's function put in: Node
 * throws at what is no header, and the client would get a closed connection instead of an answer. Who can refuse such a header by AWS's
 * own words does so before. Changes `response` in place; true if every value is ASCII.
 */
export function makeWritable(response: WireResponse, isHttp2: boolean): boolean {
  const { headers } = response;
  if (!isFinalStatus(response.status)) response.status = 500;
  let isPlain = true;
  for (const name in headers) {
    // Node writes a list as so many headers, which only cookies need.
    const value: unknown = headers[name];
    if (typeof value === "string" && isPlainHeaderValue(value)) {
      if (!isHeaderName(name) || (isHttp2 && ofConnection.has(name.toLowerCase()))) delete headers[name];
      continue;
    }
    if (value === undefined || value === null || !isHeaderName(name)) delete headers[name];
    else if (Array.isArray(value)) {
      const written = value.map((each) => toHeaderValue(String(each)));
      isPlain &&= written.every(isPlainHeaderValue);
      headers[name] = written as never;
    } else {
      const written = toHeaderValue(String(value));
      isPlain &&= isPlainHeaderValue(written);
      headers[name] = written;
    }
  }
  if (!isPlain) putLengthLast(headers);
  return isPlain;
}

/** Behind a length, Node takes a Content-Disposition that isn't ASCII for bytes, and refuses them as no text. */
function putLengthLast(headers: Record<string, string>): void {
  for (const name of ["Content-Length", "content-length"]) {
    const length = headers[name];
    if (length === undefined) continue;
    delete headers[name];
    headers[name] = length;
  }
}

/** One below 200 would make the client wait for another. */
function isFinalStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 999;
}

/** HTTP/2 has no such headers. Source: RFC 9113, "Connection-Specific Header Fields". */
const ofConnection: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);
