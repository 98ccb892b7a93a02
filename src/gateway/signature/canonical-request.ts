import { createHash } from "node:crypto";
import type { SignedText } from "../../services/signature/auth-errors.ts";
import { type Signature, scopeOf } from "../../services/signature/signature.ts";
import type { HttpRequest } from "../http/http-request.ts";

/** The text that a version 4 signature signs, from the request as it came. Source: "Create a signed AWS API request". */
export function signedText(
  request: HttpRequest,
  signature: Signature,
  payloadHash: string,
  signsPathAsSent?: true,
): SignedText {
  const canonicalRequest = [
    request.method,
    signsPathAsSent ? pathAsSent(request.path) : canonicalPath(request.path),
    canonicalQuery(request.rawQuery),
    ...signature.signedHeaders.map((name) => `${name}:${canonicalValue(request, name)}`),
    "",
    signature.signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
  const stringToSign = [
    "AWS4-HMAC-SHA256",
    signature.timestamp,
    scopeOf(signature),
    createHash("sha256").update(canonicalRequest).digest("hex"),
  ].join("\n");
  return { stringToSign, canonicalRequest };
}

function pathAsSent(path: string): string {
  return path.split("/").map(reencodeSegment).join("/");
}

/** Encoded once more, without dots and double slashes. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encodeUnreserved(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

/** However a client has encoded a character, one form of it is signed, and a slash is always one. Source: recorded answers. */
function reencodeSegment(segment: string): string {
  if (plain.test(segment)) return segment;
  return segment.split(/%2f/i).map(reencode).join("/");
}

/** All but unreserved characters. */
function encodeUnreserved(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(/[^A-Za-z0-9\-._~]/gu, (character) => {
    let encoded = "";
    for (const byte of Buffer.from(character)) encoded += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    return encoded;
  });
}

const plain = /^[A-Za-z0-9\-._~]*$/;

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === "") return "";
  const pairs: (readonly [name: string, value: string])[] = [];
  for (const pair of rawQuery.split("&")) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = reencodeParameter(at < 0 ? pair : pair.slice(0, at));
    if (name.toLowerCase() === "x-amz-signature") continue;
    pairs.push([name, at < 0 ? "" : reencodeParameter(pair.slice(at + 1))]);
  }
  return pairs
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

function reencodeParameter(text: string): string {
  return plain.test(text) ? text : reencode(text.replaceAll("+", "%20"));
}

/** What is no encoding stands for itself: `100%` is `100%25`. */
function reencode(text: string): string {
  try {
    return encodeUnreserved(decodeURIComponent(text));
  } catch {
    return encodeUnreserved(text).replace(/%25([0-9A-Fa-f]{2})/g, (_all, hex: string) => `%${hex.toUpperCase()}`);
  }
}

/** A header that came several times is signed with a comma between its values, and no space. */
function canonicalValue({ headers, rawHeaders }: HttpRequest, name: string): string {
  const value = headers[name] ?? "";
  if (!value.includes(", ")) return foldSpaces(value);
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() === name) values.push(foldSpaces(rawHeaders[at + 1] ?? ""));
  }
  // What is read is what came, or the first of what may come once.
  return values.length > 1 && values.join(", ") === foldSpaces(value) ? values.join(",") : foldSpaces(value);
}

function foldSpaces(value: string): string {
  return value.trim().replace(/\s+/g, " ");
}
