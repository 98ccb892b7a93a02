import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import { readSignature, type Signature } from "../../services/signature/signature.ts";
import type { HttpRequest } from "../http/http-request.ts";
import { signedText } from "./canonical-request.ts";
import { createChunkVerifier } from "./chunk-signature.ts";
import { hmac, SigningKeys } from "./signing-key.ts";

/** The secret, dates and signatures of AWS's own documented examples. */
const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

function request(url: string, headers: Record<string, string>, method = "GET"): HttpRequest {
  const [path = "/", rawQuery = ""] = url.split("?");
  return {
    method,
    path,
    rawQuery,
    query: [...new URLSearchParams(rawQuery)],
    headers,
    host: headers.host ?? "",
    scheme: "http",
    sourceIp: "127.0.0.1",
    localAddress: () => "127.0.0.1",
    rawHeaders: [],
    // Nobody reads it here.
    body: undefined as never,
    signal: new AbortController().signal,
  };
}

function sign(
  from: HttpRequest,
  payloadHash: string,
  secretAccessKey = secret,
): { computed: string; given: Signature } {
  const given = readSignature(from);
  assert.ok(given);
  const key = new SigningKeys().of(secretAccessKey, given);
  return {
    computed: hmac(
      key,
      signedText(from, given, payloadHash, given.service === "s3" ? true : undefined).stringToSign,
    ).toString("hex"),
    given,
  };
}

const credential = (service: string, date: string) => `AKIAIOSFODNN7EXAMPLE/${date}/us-east-1/${service}/aws4_request`;

describe("signature version 4", () => {
  it("of S3's GET Object example", () => {
    const { computed, given } = sign(
      request("/test.txt", {
        host: "examplebucket.s3.amazonaws.com",
        range: "bytes=0-9",
        "x-amz-content-sha256": emptyHash,
        "x-amz-date": "20130524T000000Z",
        authorization: `AWS4-HMAC-SHA256 Credential=${credential("s3", "20130524")},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
      }),
      emptyHash,
    );
    assert.equal(computed, given.signature);
    assert.deepEqual([given.accessKeyId, given.region, given.service], ["AKIAIOSFODNN7EXAMPLE", "us-east-1", "s3"]);
  });

  it("of S3's presigned URL example", () => {
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(credential("s3", "20130524"))}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`;
    const { computed, given } = sign(
      request(`/test.txt?${query}`, { host: "examplebucket.s3.amazonaws.com" }),
      "UNSIGNED-PAYLOAD",
    );
    assert.equal(computed, given.signature);
    assert.equal(given.expires, "86400");
  });

  it("of IAM's ListUsers example", () => {
    const { computed, given } = sign(
      request("/?Action=ListUsers&Version=2010-05-08", {
        "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        host: "iam.amazonaws.com",
        "x-amz-date": "20150830T123600Z",
        authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7`,
      }),
      emptyHash,
      // That page writes the same secret with another character.
      "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    );
    assert.equal(computed, given.signature);
  });

  it("sorts query names before values", () => {
    const from = request("/?a=2&a-b=1&a=1", {
      host: "example.com",
      authorization: `AWS4-HMAC-SHA256 Credential=${credential("s3", "20130524")},SignedHeaders=host,Signature=00`,
    });
    const given = readSignature(from);
    assert.ok(given);
    const same = { ...from, rawQuery: "a=1&a=2&a-b=1" };
    assert.deepEqual(signedText(from, given, emptyHash), signedText(same, given, emptyHash));
  });
});

describe("chunk signatures", () => {
  const signature: Signature = {
    version: "v4",
    place: "header",
    credential: "",
    terminator: "aws4_request",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    date: "20130524",
    region: "us-east-1",
    service: "s3",
    signedHeaders: [],
    signature: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
    sessionToken: undefined,
    timestamp: "20130524T000000Z",
    expires: undefined,
  };
  const key = new SigningKeys().of(secret, signature);
  const principal = { kind: "root", account: "000000000000", arn: "", userId: "" } as const;
  const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

  it("of S3's chunked upload example", () => {
    const verifier = createChunkVerifier(signature, { principal, chunkKey: key });
    verifier?.verifyChunk(
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
      hashOf("a".repeat(65_536)),
    );
    verifier?.verifyChunk(
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
      hashOf("a".repeat(1_024)),
    );
    verifier?.verifyChunk("b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", hashOf(""));
  });

  it("refuse a chunk that was changed or has none", () => {
    for (const given of ["ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648", undefined]) {
      const verifier = createChunkVerifier(signature, { principal, chunkKey: key });
      assert.throws(() => verifier?.verifyChunk(given, hashOf("b")), { code: "SignatureDoesNotMatch" });
    }
  });
});
