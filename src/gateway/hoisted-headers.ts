import { fromQueryText } from "../services/s3/objects/unicode-header.ts";
import type { RequestHead } from "../wire/wire.ts";
import type { Target } from "./identify.ts";
import type { Signature } from "./signature/signature.ts";

/**
 * A presigned S3 URL may carry in its query what would otherwise be headers (`x-amz-acl`, `x-amz-meta-…`): presigners put it there so that
 * whoever uses the URL needs to send none. Checksums are left out: a presigner computes them of a body that is not there yet.
 * Source: "Authenticating Requests: Using Query Parameters", x-amz-* headers.
 */
export function withHoistedHeaders(head: RequestHead, target: Target, signature: Signature | undefined): RequestHead {
  if (target.facts.name !== "s3" || signature?.place !== "query") return head;
  let headers: Record<string, string> | undefined;
  for (const [name, value] of head.query) {
    const header = name.toLowerCase();
    if (!hoisted.test(header) || head.headers[header] !== undefined) continue;
    headers ??= { ...head.headers };
    headers[header] = fromQueryText(header, value);
  }
  return headers ? { ...head, headers } : head;
}

const hoisted =
  /^x-amz-(?!(?:algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|user-agent|sdk-checksum-algorithm|checksum-(?!mode$).*|trailer)$)/;
