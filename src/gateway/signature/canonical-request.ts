import { createHash } from "node:crypto";
import type { HttpRequest } from "../http/http-request.ts";
import type { Signature } from "./signature.ts";

/** The text that a version 4 signature signs, from the request as it came. Source: "Create a signed AWS API request". */
export function stringToSign(request: HttpRequest, signature: Signature, payloadHash: string): string {
  const canonical = [
    request.method,
    canonicalPath(request.path, signature.service),
    canonicalQuery(request.rawQuery),
    ...signature.signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name] ?? "")}`),
    "",
    signature.signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
  return [
    "AWS4-HMAC-SHA256",
    signature.timestamp,
    `${signature.date}/${signature.region}/${signature.service}/aws4_request`,
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
}

/** S3 signs the path as it stands in the URL; every other service signs it encoded once more, without dots and double slashes. */
function canonicalPath(path: string, service: string): string {
  if (service === "s3" || service === "s3express") return encodeUnreserved(path, true);
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encodeUnreserved(segment, false));
  }
  return `/${segments.join("/")}${segments.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

/** Encodes all but unreserved characters. `keepEncoded` leaves `%XX` and slashes, which S3's own encoding has made. */
function encodeUnreserved(text: string, keepEncoded: boolean): string {
  const pattern = keepEncoded ? /[^A-Za-z0-9\-._~%/]/g : /[^A-Za-z0-9\-._~]/g;
  return text.replace(pattern, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === "") return "";
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "" && !/^X-Amz-Signature=/i.test(pair))
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [reencode(pair), ""] : [reencode(pair.slice(0, at)), reencode(pair.slice(at + 1))];
    })
    .sort(byNameThenValue)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** Not as one text: `=` sorts behind `-` and `.`, which names may hold. */
function byNameThenValue(
  [aName = "", aValue = ""]: readonly string[],
  [bName = "", bValue = ""]: readonly string[],
): number {
  if (aName !== bName) return aName < bName ? -1 : 1;
  return aValue < bValue ? -1 : aValue > bValue ? 1 : 0;
}

function reencode(text: string): string {
  try {
    return encodeUnreserved(decodeURIComponent(text.replaceAll("+", "%20")), false);
  } catch {
    return text;
  }
}

function canonicalValue(value: string): string {
  return value.trim().replace(/ +/g, " ");
}
