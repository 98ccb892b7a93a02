import assert from "node:assert/strict";
import { test } from "node:test";
import { openServicesWire } from "../../../test/support/wire.ts";
import type { AwsError } from "../../platform/aws-error.ts";
import type { ServiceCodec } from "../wire.ts";

const wire = openServicesWire();
const s3 = await wire.codec("s3");
const lambda = await wire.codec("lambda");

test("S3: operations that share a path are told apart by query and headers", () => {
  const copy = { "x-amz-copy-source": "/b/k" };
  const cases: readonly (readonly [request: string, headers: Record<string, string>, operation: string])[] = [
    ["GET /", {}, "ListBuckets"],
    ["GET /b", {}, "ListObjects"],
    ["GET /b?list-type=2", {}, "ListObjectsV2"],
    ["GET /b/?list-type=2&prefix=a", {}, "ListObjectsV2"],
    ["GET /b?versions", {}, "ListObjectVersions"],
    ["GET /b?location", {}, "GetBucketLocation"],
    ["GET /b?notification", {}, "GetBucketNotificationConfiguration"],
    ["GET /b?uploads", {}, "ListMultipartUploads"],
    ["PUT /b", {}, "CreateBucket"],
    ["PUT /b?versioning", {}, "PutBucketVersioning"],
    ["POST /b?delete", {}, "DeleteObjects"],
    ["HEAD /b", {}, "HeadBucket"],
    ["HEAD /b/k", {}, "HeadObject"],
    ["GET /b/k", {}, "GetObject"],
    ["GET /b/k?x-id=GetObject&X-Amz-Expires=900", {}, "GetObject"],
    ["GET /b/k?acl", {}, "GetObjectAcl"],
    ["GET /b/k?tagging&versionId=v", {}, "GetObjectTagging"],
    ["GET /b/k?uploadId=u", {}, "ListParts"],
    ["PUT /b/k", {}, "PutObject"],
    ["PUT /b/k", copy, "CopyObject"],
    ["PUT /b/k?partNumber=1&uploadId=u", {}, "UploadPart"],
    ["PUT /b/k?partNumber=1&uploadId=u", copy, "UploadPartCopy"],
    ["POST /b/k?uploads", {}, "CreateMultipartUpload"],
    ["POST /b/k?uploadId=u", {}, "CompleteMultipartUpload"],
    ["DELETE /b/k", {}, "DeleteObject"],
    ["DELETE /b/k?uploadId=u", {}, "AbortMultipartUpload"],
    ["DELETE /b/k?tagging", {}, "DeleteObjectTagging"],
    ["POST /b/k?select&select-type=2", {}, "SelectObjectContent"],
    // AWS ignores the SDK's hint.
    ["DELETE /b/k?uploadId=u&x-id=DeleteObject", {}, "AbortMultipartUpload"],
    ["GET /b/k?x-id=ListParts", {}, "GetObject"],
    ["PUT /b/k?x-id=PutObject", copy, "CopyObject"],
    ["DELETE /b?analytics", {}, "DeleteBucketAnalyticsConfiguration"],
    ["GET /b?list-type=1&list-type=2", {}, "ListObjects"],
    ["POST /WriteGetObjectResponse", {}, "WriteGetObjectResponse"],
  ];
  for (const [request, headers, operation] of cases) assert.equal(route(s3, request, headers).name, operation, request);
});

test("S3: the bucket is the first segment unless the host named it; keys keep slashes and encoded characters", () => {
  assert.deepEqual(route(s3, "GET /b/a/b%2Fc//d%20e/").labels, { Bucket: "b", Key: "a/b/c//d e/" });
  assert.deepEqual(route(s3, "GET /a/b", {}, "bucket").labels, { Bucket: "bucket", Key: "a/b" });
  assert.deepEqual(route(s3, "GET /", {}, "bucket").labels, { Bucket: "bucket" });
  assert.equal(route(s3, "GET /", {}, "bucket").name, "ListObjects");
  assert.deepEqual(route(s3, "GET /b/100%").labels, { Bucket: "b", Key: "100%" });
});

test("S3: only an upload's body is streamed", () => {
  assert.equal(route(s3, "PUT /b/k").streamsInput, true);
  assert.equal(route(s3, "PUT /b/k?partNumber=1&uploadId=u").streamsInput, true);
  assert.equal(route(s3, "PUT /b?versioning").streamsInput, false);
  assert.equal(route(s3, "GET /b/k").streamsInput, false);
});

test("labels are split before they are decoded, so an ARN is one label", () => {
  const routed = route(lambda, "GET /2015-03-31/functions/arn%3Aaws%3Alambda%3A%2Fx");
  assert.deepEqual([routed.name, routed.labels], ["GetFunction", { FunctionName: "arn:aws:lambda:/x" }]);
  assert.equal(route(lambda, "GET /2015-03-31/functions/").name, "ListFunctions");
  assert.equal(route(lambda, "GET /2015-03-31/functions").name, "ListFunctions");
});

test("a missing required parameter is no unknown operation", () => {
  assert.equal(route(lambda, "DELETE /2017-03-31/tags/arn").name, "UntagResource");
});

test("a literal of the query chooses its operation, also without what that requires", () => {
  assert.equal(route(lambda, "GET /2018-10-31/layers?find=LayerVersion").name, "GetLayerVersionByArn");
  assert.equal(route(lambda, "GET /2018-10-31/layers?find=x").name, "ListLayers");
});

test("S3: a sub-resource without a route for the method is no request for the whole", () => {
  assertRefused(() => route(s3, "DELETE /b?acl"), "MethodNotAllowed", 405);
  assertRefused(() => route(s3, "DELETE /b/k?retention"), "MethodNotAllowed", 405);
  assertRefused(() => route(s3, "PUT /b/k?uploadId=u"), "MethodNotAllowed", 405);
  assertRefused(() => route(s3, "PUT /b/k?partNumber=1"), "InvalidArgument", 400);
  assertRefused(() => route(s3, "GET /b/k?policyStatus"), "MethodNotAllowed", 405);
  assertRefused(() => route(s3, "HEAD /b/k?acl"), "MethodNotAllowed", 405);
  assertRefused(() => route(s3, "GET /?acl"), "MethodNotAllowed", 405);
  assertRefused(() => route(s3, "PUT /b?acl&policy"), "InvalidArgument", 400);
  assertRefused(() => route(s3, "DELETE /b?versionId=v"), "InvalidArgument", 400);
});

test("what no operation has is refused as each service does", () => {
  assertRefused(() => route(lambda, "GET /2015-03-31/nothing"), "UnknownOperationException", 404);
  assertRefused(() => route(lambda, "PATCH /2015-03-31/functions"), "UnknownOperationException", 404);
  assertRefused(() => route(s3, "PATCH /b/k"), "MethodNotAllowed", 405);
});

function route(codec: ServiceCodec, request: string, headers: Record<string, string> = {}, bucket?: string) {
  const [method = "", target = ""] = request.split(" ");
  const [path = "", search = ""] = target.split("?");
  const head = { method, path, query: [...new URLSearchParams(search)], headers };
  return codec.route(codec.facts.protocols[0]!, head, undefined, bucket);
}

function assertRefused(run: () => unknown, code: string, status: number): void {
  assert.throws(run, (error: AwsError) => error.code === code && error.status === status);
}
