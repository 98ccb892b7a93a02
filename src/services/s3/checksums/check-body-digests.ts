import { createHash } from "node:crypto";
import { badChecksum, badMd5, invalidDigest } from "../errors.ts";
import { algorithmNames, factsOf, headerOf } from "./algorithms.ts";
import { checkedValue } from "./announced-checksum.ts";

/**
 * Compares a small body (XML or JSON, all but objects' own bytes) with the digests that its request's headers or trailers tell. Throws
 * InvalidDigest, BadDigest and InvalidRequest. Source: "DeleteObjects", Content-MD5.
 */
export function checkBodyDigests(body: Uint8Array, headers: Readonly<Record<string, string>>): void {
  const md5 = headers["content-md5"];
  if (md5 !== undefined) checkMd5(body, md5);
  for (const algorithm of algorithmNames) {
    const value = headers[headerOf(algorithm)];
    if (value === undefined) continue;
    const hasher = factsOf(algorithm).create();
    hasher.update(body);
    if (checkedValue(algorithm, value) !== hasher.digest().toString("base64")) throw badChecksum(algorithm);
  }
}

function checkMd5(body: Uint8Array, text: string): void {
  const expected = Buffer.from(text, "base64");
  if (expected.length !== 16) throw invalidDigest(text);
  const computed = createHash("md5").update(body).digest();
  if (!computed.equals(expected)) throw badMd5(expected.toString("hex"), computed.toString("base64"));
}
