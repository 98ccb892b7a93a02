import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it, test } from "node:test";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketLoggingCommand,
  PutBucketPolicyCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { toTaggingHeader } from "./form-tagging.ts";
import { readUploadForm } from "./multipart-form.ts";
import { checkUploadPolicy } from "./upload-policy.ts";

const b = { Bucket: "pictures" };
/** What S3 replaces by the name of the file. */
const filename = "\x24{filename}";

async function* inPieces(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

test("a form is read however it is cut into pieces, and its file may hold almost the delimiter", async () => {
  const file = "line\r\n--boundar\r\n--bound\r\n";
  const form = [
    `--boundary\r\nContent-Disposition: form-data; name="Key"\r\n\r\nfolder/${filename}\r\n`,
    '--boundary\r\nContent-Disposition: form-data; name="empty"\r\n\r\n\r\n',
    `--boundary\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n${file}\r\n`,
    '--boundary\r\nContent-Disposition: form-data; name="late"\r\n\r\nx\r\n--boundary--\r\n',
  ].join("");
  for (const length of [1, 2, 7, 64, 10_000]) {
    const read = await readUploadForm(inPieces(form, length), "multipart/form-data; boundary=boundary");
    assert.deepEqual(
      [...read.fields],
      [
        ["key", `folder/${filename}`],
        ["empty", ""],
      ],
    );
    assert.deepEqual([read.fileName, read.fileType], ["a.png", "image/png"]);
    let content = "";
    for await (const chunk of read.file) content += chunk;
    assert.equal(content, file);
  }
  const read = (text: string) => readUploadForm(inPieces(text, 100), "multipart/form-data; boundary=boundary");
  await assert.rejects(read("no form"), { name: "MalformedPOSTRequest" });
  await assert.rejects(read("--boundary--\r\n"), { name: "InvalidArgument", message: /exactly one file/ });
  const large = `--boundary\r\nContent-Disposition: form-data; name="a"\r\n\r\n${"x".repeat(30_000)}\r\n--boundary--`;
  await assert.rejects(read(large), { name: "MaxPostPreDataLengthExceeded" });
});

test("a policy's conditions are all checked, and every field must have one", () => {
  const nowMs = Date.UTC(2026, 0, 1);
  const check = (
    conditions: unknown[],
    fields: Record<string, string>,
    expiration = "2026-01-02T00:00:00Z",
    key?: string,
  ) => {
    const encoded = Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");
    return checkUploadPolicy(encoded, new Map(Object.entries({ bucket: "pictures", policy: encoded, ...fields })), {
      key,
      nowMs,
    });
  };
  const refuses = (message: RegExp, ...input: Parameters<typeof check>) =>
    assert.throws(() => check(...input), { name: "AccessDenied", message });
  const good = [{ bucket: "pictures" }, ["starts-with", "$key", "in/"], ["content-length-range", 1, 10]];
  assert.deepEqual(check(good, { key: "in/a" }), { leastBytes: 1, mostBytes: 10 });
  refuses(/Policy expired/, good, { key: "in/a" }, "2025-12-31T00:00:00Z");
  refuses(/Policy Condition failed: \["starts-with", "\$key", "in\/"\]/, good, { key: "out/a" });
  refuses(/Policy Condition failed: \["eq", "\$bucket", "others"\]/, [{ bucket: "others" }], {});
  check(good, { key: filename }, undefined, "in/photo");
  refuses(/Policy Condition failed: \["starts-with", "\$key", "in\/"\]/, good, { key: filename }, undefined, "out/a");
  refuses(/Extra input fields: acl/, good, { key: "in/a", acl: "private" });
  check([...good, ["eq", "$acl", "private"]], { key: "in/a", acl: "private", "x-ignore-this": "x" });
  refuses(/Extra input fields: bucket/, [["starts-with", "$key", ""]], { key: "in/a" });
  const invalid = (message: RegExp, ...input: Parameters<typeof check>) =>
    assert.throws(() => check(...input), { name: "InvalidPolicyDocument", message });
  invalid(/Invalid 'expiration' value/, good, { key: "in/a" }, "tomorrow");
  refuses(/\["content-length-range", "-1", "5"\]/, [...good, ["content-length-range", -1, 5]], { key: "in/a" });
  refuses(/\["eq", "acl", "private"\]/, [...good, ["eq", "acl", "private"]], { key: "in/a", acl: "private" });
  invalid(/Invalid Condition/, [...good, ["content-length-range", 0]], { key: "in/a" });
  invalid(/exactly one property/, [...good, {}], { key: "in/a" });
  assert.throws(() => checkUploadPolicy("e30=", new Map(), { key: undefined, nowMs }), {
    name: "InvalidPolicyDocument",
  });
});

test("the field tagging has XML, which becomes the header that says the same", () => {
  const xml =
    "<Tagging><TagSet><Tag><Key>a&amp;b</Key><Value>1 2</Value></Tag><Tag><Key>c</Key></Tag></TagSet></Tagging>";
  assert.equal(toTaggingHeader(xml), "a%26b=1+2&c=");
  assert.equal(toTaggingHeader("<Other></Other>"), "");
  for (const wrong of ["not-xml", "", "<Tagging>", "<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>"])
    assert.throws(() => toTaggingHeader(wrong), { name: "MalformedXML" });
});

describe("a browser's form, with --auth enforce", () => {
  let squall: TestSquall;
  let s3: S3Client;
  let key: { accessKeyId: string; secretAccessKey: string };
  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    key = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    s3 = squall.client(S3Client, { forcePathStyle: true, credentials: key });
    await s3.send(new CreateBucketCommand(b));
  });
  after(() => squall.close());

  /** As `createPresignedPost` of the SDKs makes it. */
  const presigned = (fields: Record<string, string>, conditions: unknown[] = []) => {
    const now = new Date();
    const amzDate = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
    const day = amzDate.slice(0, 8);
    const all = {
      ...fields,
      "x-amz-algorithm": "AWS4-HMAC-SHA256",
      "x-amz-credential": `${key.accessKeyId}/${day}/us-east-1/s3/aws4_request`,
      "x-amz-date": amzDate,
    };
    const expiration = new Date(now.getTime() + 60_000).toISOString();
    const named = Object.entries(all).map(([name, value]) => ({ [name]: value }));
    const policy = Buffer.from(JSON.stringify({ expiration, conditions: [b, ...named, ...conditions] })).toString(
      "base64",
    );
    const signing = [day, "us-east-1", "s3", "aws4_request"].reduce<Buffer | string>(
      (secret, text) => createHmac("sha256", secret).update(text).digest(),
      `AWS4${key.secretAccessKey}`,
    );
    return { ...all, policy, "x-amz-signature": createHmac("sha256", signing).update(policy).digest("hex") };
  };

  const post = async (fields: Record<string, string>, file = "content", type = "image/png") => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", new Blob([file], { type }), "a b.png");
    const answer = await fetch(`${squall.endpoint}/pictures`, { method: "POST", body: form, redirect: "manual" });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  it("uploads what its maker signed", async () => {
    const done = await post(presigned({ key: `in/${filename}`, "x-amz-meta-note": "x", "cache-control": "no-cache" }));
    assert.equal(done.status, 204, done.text);
    assert.match(done.headers.get("etag") ?? "", /^"[0-9a-f]{32}"$/);
    const got = await s3.send(new GetObjectCommand({ ...b, Key: "in/a b.png" }));
    assert.equal(await got.Body?.transformToString(), "content");
    assert.deepEqual([got.ContentType, got.Metadata, got.CacheControl], ["image/png", { note: "x" }, "no-cache"]);
  });

  it("answers as the form asks", async () => {
    const xml = await post(presigned({ key: "k&", success_action_status: "201" }));
    assert.equal(xml.status, 201);
    assert.match(
      xml.text,
      /<PostResponse><Location>http:[^<]*\/pictures\/k%26<\/Location><Bucket>pictures<\/Bucket><Key>k&amp;<\/Key><ETag>&quot;/,
    );
    const redirect = await post(presigned({ key: "k", success_action_redirect: "https://example.com/done?a=1" }));
    assert.equal(redirect.status, 303);
    assert.match(
      redirect.headers.get("location") ?? "",
      /^https:\/\/example\.com\/done\?a=1&bucket=pictures&key=k&etag=%22/,
    );
  });

  it("refuses what its maker did not sign", async () => {
    const refused = async (fields: Record<string, string>, code: string, file?: string) => {
      const { status, text } = await post({ ...fields, key: fields.key ?? "refused" }, file);
      assert.match(text, new RegExp(`<Code>${code}</Code>`));
      assert.ok(status === 400 || status === 403);
    };
    await refused({}, "AccessDenied");
    const { "x-amz-signature": _signature, ...unsigned } = presigned({ key: "refused" });
    await refused(unsigned, "InvalidArgument");
    await refused({ policy: unsigned.policy }, "AccessDenied");
    await refused({ ...presigned({ key: "refused" }), "x-amz-signature": "0".repeat(64) }, "SignatureDoesNotMatch");
    await refused({ ...presigned({ key: "refused" }), "x-amz-meta-more": "x" }, "AccessDenied");
    await refused({ ...presigned({ key: "other" }), key: "refused" }, "AccessDenied");
    await refused(presigned({ key: "refused" }, [["content-length-range", 1, 5]]), "EntityTooLarge");
    await refused(presigned({ key: "refused" }, [["content-length-range", 10, 20]]), "EntityTooSmall");
    await assert.rejects(s3.send(new HeadObjectCommand({ ...b, Key: "refused" })), { name: "NotFound" });
  });
});

test("a form is in the bucket's access log like any other request, also one that is refused", async () => {
  await using squall = await startSquall();
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  const logs = { Bucket: "logs" };
  for (const bucket of [b, logs]) await s3.send(new CreateBucketCommand(bucket));
  const Statement = [
    {
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::logs/*",
    },
  ];
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
  await s3.send(new PutBucketPolicyCommand({ ...logs, Policy }));
  const LoggingEnabled = { TargetBucket: "logs", TargetPrefix: "" };
  await s3.send(new PutBucketLoggingCommand({ ...b, BucketLoggingStatus: { LoggingEnabled } }));
  for (const [name, status] of [
    ["key", 204],
    ["no-key", 400],
  ] as const) {
    const body = new FormData();
    body.set(name, "a b");
    body.set("file", new Blob(["content"]), "a");
    const { status: given, headers } = await fetch(`${squall.endpoint}/pictures`, { method: "POST", body });
    assert.equal(given, status);
    assert.match(headers.get("x-amz-request-id") ?? "", /^[0-9A-Z]{16}$/);
    assert.notEqual(headers.get("x-amz-id-2"), null);
  }
  await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body: '{"advanceMilliseconds":61000}' });
  const Key = await eventually(
    async () => (await s3.send(new ListObjectsV2Command(logs))).Contents?.[0]?.Key,
    "the access log",
  );
  const { Body } = await s3.send(new GetObjectCommand({ ...logs, Key }));
  const lines = (await Body?.transformToString())?.split("\n").filter((line) => line.includes(" REST.POST."));
  assert.match(lines?.[0] ?? "", / REST\.POST\.OBJECT a\+b "POST \/pictures HTTP\/1\.1" 204 - /);
  assert.match(lines?.[1] ?? "", / REST\.POST\.BUCKET - "POST \/pictures HTTP\/1\.1" 400 InvalidArgument /);
});
