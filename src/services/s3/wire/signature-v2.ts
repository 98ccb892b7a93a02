import type { SignedHead } from "../../../platform/request-head.ts";
import type { Signature } from "../../signature/signature.ts";
import { choosingNames } from "./sub-resource.ts";

/**
 * The texts of which a version 2 signature may sign one, from the request as it came; what Squall names in a refusal comes first. `bucket` is
 * the host's. Source: "Signing and authenticating REST requests (AWS signature version 2)".
 */
export function textsOfV2(request: SignedHead, signature: Signature, bucket: string | undefined): readonly string[] {
  const header = (name: string) => request.headers[name] ?? hoisted(request, signature, name) ?? "";
  const date = signature.place === "query" ? (signature.expires ?? "") : dateLine(request);
  const head = [request.method, header("content-md5"), header("content-type"), date].join("\n");
  const headers = canonicalHeaders(request, signature);
  const subresources = canonicalSubresources(request);
  return resourcePaths(request.path, bucket).map((path) => `${head}\n${headers}${path}${subresources}`);
}

/** `x-amz-date` is signed among the other headers, and then the line of the date is empty. */
function dateLine({ headers }: SignedHead): string {
  return headers["x-amz-date"] === undefined ? (headers.date ?? "") : "";
}

/** A presigner puts into the query what a client would have to send as a header. */
function hoisted({ query }: SignedHead, { place }: Signature, name: string): string | undefined {
  return place === "query" ? query.find(([key]) => key.toLowerCase() === name)?.[1] : undefined;
}

function canonicalHeaders({ headers, query }: SignedHead, { place }: Signature): string {
  const lines = new Map<string, string>();
  if (place === "query") {
    for (const [name, value] of query) if (isAmz(name)) lines.set(name.toLowerCase(), value);
  }
  for (const [name, value] of Object.entries(headers)) if (isAmz(name)) lines.set(name, value);
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value.trim().replace(/(?<!\s)\s*\n\s*/g, " ")}\n`)
    .join("");
}

function isAmz(name: string): boolean {
  return /^x-amz-/i.test(name);
}

/** boto3 signs the path of a bucket with a slash behind it, and may send it without one. */
function resourcePaths(path: string, bucket: string | undefined): readonly string[] {
  const full = bucket === undefined ? path : `/${bucket}${path}`;
  return /^\/[^/]+$/.test(full) ? [full, `${full}/`] : [full];
}

/** Unencoded, in the order of their names. What chooses another operation must be among them: nothing else signs it. */
function canonicalSubresources({ query }: SignedHead): string {
  const signed = query.filter(([name]) => signedNames.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (signed.length === 0) return "";
  return `?${signed.map(([name, value]) => (value === "" ? name : `${name}=${value}`)).join("&")}`;
}

/** All names that choose what is done, those of S3's later years too, and the parameters that say how. */
const signedNames: ReadonlySet<string> = new Set([
  ...choosingNames,
  ...["versionId", "select-type", "append", "storageClass", "defaultObjectAcl"],
  ...["response-cache-control", "response-content-disposition", "response-content-encoding"],
  ...["response-content-language", "response-content-type", "response-expires"],
]);
