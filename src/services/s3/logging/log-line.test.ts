import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnsweredRequest } from "../../service.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { toLogLine } from "./log-line.ts";

const bucket = { account: "000000000000", name: "pictures" } as Bucket;
const request: AnsweredRequest = {
  operation: "GetObject",
  input: { Key: "a b" },
  principal: { kind: "anonymous", account: "", arn: "anonymous", userId: "anonymous" },
  requestId: "0123456789ABCDEF",
  method: "GET",
  uri: "/a%20b",
  headers: { host: "localhost" },
  sourceIp: "127.0.0.1",
  status: 200,
  errorCode: undefined,
  bytesSent: 5,
  totalMs: 1,
};
const plain = toLogLine(bucket, request, 0);

test("nothing that a client writes makes another line or another field of its request's line", () => {
  const forged = 'a" 200 - "\n\r\u0085\u2028\u009b forged';
  const hostile: Partial<AnsweredRequest>[] = [
    { input: { Key: forged } },
    { input: { Key: "a", VersionId: forged } },
    { uri: `/a${forged}` },
    { headers: { host: forged } },
    { headers: { host: "a", referer: forged, "user-agent": forged } },
    { principal: { kind: "user", account: "1", arn: forged, userId: "a" } as never },
  ];
  for (const part of hostile) {
    const line = toLogLine(bucket, { ...request, ...part }, 0);
    assert.match(line, /^[\x20-\x7e]*\n$/);
    assert.equal(fieldsOf(line), fieldsOf(plain), line);
  }
});

function fieldsOf(line: string): number {
  return line.match(/"[^"]*"|\[[^\]]*\]|[^ ]+/g)?.length ?? 0;
}
