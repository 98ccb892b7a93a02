import type { RequestHead } from "../../platform/request-head.ts";
import type { Signature } from "./signature.ts";

/**
 * The headers of a request that its signature had to cover and does not: they were added by somebody else. What AWS lets pass unsigned
 * (`Range`, `Content-Type`, `Cache-Control` …) is in no `x-amz-` header; the hash of the body is compared with the body itself.
 */
export function unsignedHeaders(
  { headers }: RequestHead,
  { signedHeaders }: Signature,
  alsoRequired?: string,
): readonly string[] {
  let missing: string[] | undefined;
  for (const name in headers) {
    if (!name.startsWith("x-amz-") && name !== "host" && name !== alsoRequired) continue;
    if (name === "x-amz-content-sha256" || signedHeaders.includes(name)) continue;
    missing ??= [];
    missing.push(name);
  }
  return missing?.sort() ?? none;
}

const none: readonly string[] = [];
