import { createHash } from "node:crypto";

/**
 * S3's second id of a request (`x-amz-id-2`, in error bodies `HostId`), 76 characters. It follows from the first, so the header,
 * the error's body and the events of one request tell the same. Source: "Troubleshooting Amazon S3", request IDs.
 */
export function toHostId(requestId: string): string {
  return createHash("sha512").update(requestId).digest().subarray(0, 56).toString("base64");
}
