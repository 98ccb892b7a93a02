import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const b = { Bucket: "pictures" };
const origin = "https://app.example.com";

/** The rules as such; what they mean to pages in `open` mode is in test/security/pages.test.ts. */
describe("CORS rules of a bucket", () => {
  let squall: TestSquall;
  let url: string;
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    const s3 = squall.client(S3Client, { forcePathStyle: true, credentials });
    await s3.send(new CreateBucketCommand(b));
    await s3.send(new PutObjectCommand({ ...b, Key: "k", Body: "seen" }));
    const rules = [
      {
        AllowedMethods: ["PUT"],
        AllowedOrigins: ["https://*.example.com"],
        AllowedHeaders: ["x-amz-*"],
        MaxAgeSeconds: 60,
        ExposeHeaders: ["ETag"],
      },
      { AllowedMethods: ["GET"], AllowedOrigins: ["*"] },
    ];
    await s3.send(new PutBucketCorsCommand({ ...b, CORSConfiguration: { CORSRules: rules } }));
    url = await getSignedUrl(s3, new GetObjectCommand({ ...b, Key: "k" }));
  });
  after(() => squall.close());

  const preflight = (path: string, method: string, headers?: string) =>
    fetch(`${squall.endpoint}${path}`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": method,
        ...(headers !== undefined && { "access-control-request-headers": headers }),
      },
    });

  it("answer preflights without a signature", async () => {
    const allowed = await preflight("/pictures/k", "PUT", "x-amz-meta-a, X-Amz-Date");
    assert.equal(allowed.status, 200);
    const shown = ["origin", "methods", "headers", "credentials"].map((name) =>
      allowed.headers.get(`access-control-allow-${name}`),
    );
    assert.deepEqual(shown, [origin, "PUT", "x-amz-meta-a, x-amz-date", "true"]);
    assert.deepEqual(
      [allowed.headers.get("access-control-max-age"), allowed.headers.get("access-control-expose-headers")],
      ["60", "ETag"],
    );
    for (const refused of [
      await preflight("/pictures/k", "DELETE"),
      await preflight("/pictures/k", "PUT", "content-type"),
      await preflight("/nobody/k", "GET"),
    ]) {
      assert.equal(refused.status, 403);
      assert.match(await refused.text(), /<Code>AccessForbidden<\/Code><Message>CORSResponse: /);
    }
  });

  it("let a page see answers, and errors", async () => {
    const seen = await fetch(url, { headers: { origin } });
    assert.deepEqual([seen.headers.get("access-control-allow-origin"), await seen.text()], ["*", "seen"]);
    const denied = await fetch(`${squall.endpoint}/pictures/k`, { headers: { origin } });
    assert.deepEqual([denied.status, denied.headers.get("access-control-allow-origin")], [403, "*"]);
    const elsewhere = await fetch(url);
    assert.equal(elsewhere.headers.get("access-control-allow-origin"), null);
  });
});
