import assert from "node:assert/strict";
import { test } from "node:test";
import { wireHabits } from "../services/s3/wire/wire-habits.ts";
import type { Signature } from "../services/signature/signature.ts";
import type { RequestHead } from "../wire/wire.ts";
import { withHoistedHeaders } from "./hoisted-headers.ts";
import type { Target } from "./identify.ts";

const head: RequestHead = {
  method: "PUT",
  path: "/bucket/key",
  query: [
    ["X-Amz-Signature", "f00"],
    ["x-amz-meta-venue", "123"],
    ["x-amz-acl", "private"],
    ["If-None-Match", "*"],
    ["x-amz-checksum-crc32", "AAAAAA=="],
    ["versionId", "1"],
  ],
  headers: { "x-amz-acl": "public-read" },
};
const s3 = { habits: wireHabits } as Target;
const presigned = { place: "query" } as Signature;

test("a presigned URL's query stands for headers that are not sent, its signature and checksums apart", () => {
  const { headers } = withHoistedHeaders(head, s3, presigned);
  assert.deepEqual(headers, { "x-amz-acl": "public-read", "if-none-match": "*", "x-amz-meta-venue": "123" });
});

test("only of a presigned URL, and only for a service that has it", () => {
  assert.equal(withHoistedHeaders(head, s3, undefined), head);
  assert.equal(withHoistedHeaders(head, s3, { expires: undefined } as Signature), head);
  assert.equal(withHoistedHeaders(head, { habits: {} } as Target, presigned), head);
});
