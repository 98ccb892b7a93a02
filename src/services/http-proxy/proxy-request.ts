/** An HTTP request that a function is to answer, as the front hands it over that has received it. */
export interface ProxyRequest {
  readonly method: string;
  /** Still encoded, without what the front has it by (a stage, a URL's id). */
  readonly path: string;
  /** What follows the `?`, as the client wrote it. */
  readonly rawQuery: string;
  /** Names and values in turn, as they came: repeated ones are still several. */
  readonly rawHeaders: readonly string[];
  readonly sourceIp: string;
  readonly body: Buffer;
}

/**
 * The headers that a function is told of: lower-case names, values of one name joined by commas. What is about the connection to the front is
 * left out, and a body that came in chunks has its length: it is whole now. The object has no prototype: a client chooses the names.
 */
export function toEventHeaders({ rawHeaders, body }: ProxyRequest): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const given = (rawHeaders[at] ?? "").toLowerCase();
    const name = given === ":authority" ? "host" : given;
    if (name.startsWith(":") || ofConnection.has(name)) continue;
    const value = rawHeaders[at + 1] ?? "";
    const former = headers[name];
    headers[name] = former === undefined ? value : `${former}${name === "cookie" ? "; " : ","}${value}`;
  }
  if (body.length > 0) headers["content-length"] ??= String(body.length);
  return headers;
}

const ofConnection: ReadonlySet<string> = new Set([
  "connection",
  "expect",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The query's names and decoded values, those of one name joined by commas; undefined if there are none. */
export function toQueryParameters(rawQuery: string): Record<string, string> | undefined {
  if (rawQuery === "") return undefined;
  const values: Record<string, string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const former = values[name];
    if (former) former.push(value);
    else values[name] = [value];
  }
  const joined: Record<string, string> = Object.create(null);
  let isEmpty = true;
  for (const name in values) {
    joined[name] = values[name]?.join(",") ?? "";
    isEmpty = false;
  }
  return isEmpty ? undefined : joined;
}

/** The path with its escapes decoded; one that is no UTF-8 stays as it is. */
export function decodePath(path: string): string {
  if (!path.includes("%")) return path;
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
