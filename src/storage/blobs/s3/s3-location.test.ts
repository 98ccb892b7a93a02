import assert from "node:assert/strict";
import { test } from "node:test";
import { UnusableStorageError } from "../../unusable-storage-error.ts";
import { toS3Location } from "./s3-location.ts";

test("a bucket alone is on AWS, in the region of the environment, with the environment's credentials", () => {
  assert.deepEqual(toS3Location("s3://pictures", "eu-west-1"), {
    bucket: "pictures",
    prefix: "",
    endpoint: "https://s3.eu-west-1.amazonaws.com",
    region: "eu-west-1",
    pathStyle: false,
    credentials: undefined,
  });
  assert.equal(toS3Location("s3://b-1?region=cn-north-1", "x").endpoint, "https://s3.cn-north-1.amazonaws.com.cn");
});

test("a prefix, an endpoint, a region and keys are read from the URL", () => {
  const url = "s3://me:a%2Fb%2B@Upper_case/a/deep%20one/?endpoint=http://store:8333/&region=here";
  assert.deepEqual(toS3Location(url, "eu-west-1"), {
    bucket: "Upper_case",
    prefix: "a/deep one/",
    endpoint: "http://store:8333",
    region: "here",
    pathStyle: true,
    credentials: { accessKeyId: "me", secretAccessKey: "a/b+" },
  });
});

test("what cannot be meant is refused, without a word of what may be a secret", () => {
  const wrong = [
    "s3://",
    "s3:///prefix",
    "s3://me:secret@bucket:9000",
    "s3://me:secret@bucket?endpoint=store:8333",
    "s3://bucket?endpoint=ftp://me:secret@store",
    "s3://bucket?endpoint=http://me:secret@store",
    "s3://secret@bucket",
    "s3://me:secret%@bucket",
    "s3://bucket?secret=1&acces=2",
    "s3://b",
  ];
  for (const url of wrong) {
    assert.throws(
      () => toS3Location(url, "x"),
      (error: Error) =>
        error instanceof UnusableStorageError &&
        /--blobs/.test(error.message) &&
        (url.includes("?secret") || !error.message.includes("secret")),
      url,
    );
  }
});
