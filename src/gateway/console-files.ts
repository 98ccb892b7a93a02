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
  const path = join(directory, normalize(`/${decodePath(name)}`));
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
      ...protections,
      "content-security-policy": contentSecurityPolicy(headers.host ?? ""),
    },
    body: method === "HEAD" ? undefined : content,
  };
}

/** Empty for a path that is badly encoded: no file has it. */
function decodePath(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

/** No page of elsewhere shows, opens or embeds the console, or learns which of its pages the user comes from. */
const protections = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
};

/**
 * Everything comes from here, and code from the console's own files alone: objects have the same origin. The design system sets inline
 * styles, pictures are shown from what the page has fetched.
 */
function contentSecurityPolicy(host: string): string {
  // An address in brackets is no source in this language.
  const files = /^[a-z0-9.:-]+$/i.test(host) ? `${host}${assetsPrefix}` : "'self'";
  return [
    "default-src 'none'",
    `script-src ${files}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

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
  return { status: 404, headers: { "content-type": "text/plain; charset=utf-8", ...protections }, body: text };
}
