import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import type { WireResponse } from "../wire/wire.ts";
import type { HttpRequest } from "./http/http-request.ts";

const assetsPrefix = "/_console/";

/** Undefined for a request that is not for the console: AWS's API calls share the port with the page. */
export type ConsoleFiles = (request: HttpRequest) => Promise<WireResponse> | undefined;

/**
 * Serves the built console: the page to a browser that opens `/` or a deep link below `/console`, and its files, which the build
 * has named by their content and compressed beside.
 */
export function createConsoleFiles(directory: string): ConsoleFiles {
  return (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return undefined;
    if (request.path.startsWith(assetsPrefix))
      return serveFile(directory, request.path.slice(assetsPrefix.length), request);
    return isPage(request) ? serveFile(directory, "index.html", request) : undefined;
  };
}

/** A signed request is an API call, even from a browser. */
function isPage({ path, headers, rawQuery }: HttpRequest): boolean {
  if (path !== "/" && path !== "/console" && !path.startsWith("/console/")) return false;
  if (headers.authorization !== undefined || /x-amz-|awsaccesskeyid|(?:^|&)action=/i.test(rawQuery)) return false;
  return headers.accept?.includes("text/html") ?? false;
}

async function serveFile(directory: string, name: string, { headers, method }: HttpRequest): Promise<WireResponse> {
  const decoded = decode(name);
  if (decoded === undefined) return notThere(name);
  const path = join(directory, normalize(`/${decoded}`));
  const encoding = encodings.find(({ coding }) => headers["accept-encoding"]?.includes(coding));
  const packed = encoding && (await readIfThere(path + encoding.suffix));
  const content = packed ?? (await readIfThere(path));
  if (!content) return notThere(name);
  return {
    status: 200,
    headers: {
      "content-type": contentTypes[extname(path)] ?? "application/octet-stream",
      ...(packed && encoding && { "content-encoding": encoding.coding }),
      "content-length": String(content.length),
      vary: "accept-encoding",
      "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      "x-content-type-options": "nosniff",
      "content-security-policy": contentSecurityPolicy,
    },
    body: method === "HEAD" ? undefined : content,
  };
}

/** Everything comes from here; the design system sets inline styles, pictures are shown from what the page has fetched. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join("; ");

const encodings = [
  { coding: "br", suffix: ".br" },
  { coding: "gzip", suffix: ".gz" },
] as const;

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
};

/** Undefined for what is no encoding of a name. */
function decode(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}

function notThere(name: string): WireResponse {
  const text =
    name === "index.html"
      ? "The console is not built: `npm run build` builds it. AWS clients can use this address all the same.\n"
      : "There is no such file.\n";
  return { status: 404, headers: { "content-type": "text/plain; charset=utf-8" }, body: text };
}
