import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { pictures as b, openS3Test, textOf } from "../../../../test/support/s3.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import type { S3State } from "../state.ts";
import { answerWebsite } from "./answer-website.ts";

const everybody = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::pictures/*" },
    { Effect: "Allow", Principal: "*", Action: "s3:ListBucket", Resource: "arn:aws:s3:::pictures" },
  ],
};

async function openSite(context: TestContext, configuration: object, pages: Readonly<Record<string, object>> = {}) {
  const harness = await openS3Test(context, [], { auth: "enforce", access: createAccessControl });
  const { call, table } = harness;
  await call("s3", "DeletePublicAccessBlock", b);
  await call("s3", "PutBucketPolicy", { ...b, Policy: JSON.stringify(everybody) });
  await call("s3", "PutBucketWebsite", { ...b, WebsiteConfiguration: configuration });
  for (const [Key, page] of Object.entries(pages)) await call("s3", "PutObject", { ...b, Key, ...page });
  const state = table.services.get("s3")?.state as S3State;
  const visit = async (path: string, method = "GET", headers: Record<string, string> = {}) => {
    const host = "pictures.s3-website.localhost:4566";
    const request = { bucket: "pictures", requestId: "0123456789ABCDEF", method, path, headers, host };
    const { status, headers: shown, body } = await answerWebsite(request, state, table.host);
    const text = typeof body === "string" || body === undefined ? (body ?? "") : await textOf(body);
    return { status, headers: shown, text };
  };
  return { ...harness, visit };
}

const html = (Body: string) => ({ Body: Body as never, ContentType: "text/html" });

test("pages, index documents and the way into a folder", async (context) => {
  const { visit } = await openSite(
    context,
    { IndexDocument: { Suffix: "index.html" } },
    { "index.html": html("home"), "a/index.html": html("folder a"), "b c.html": html("with a space") },
  );
  const home = await visit("/");
  assert.deepEqual([home.status, home.text, home.headers["content-type"]], [200, "home", "text/html"]);
  assert.equal((await visit("/a/")).text, "folder a");
  assert.equal((await visit("/b%20c.html")).text, "with a space");
  const folder = await visit("/a");
  assert.deepEqual([folder.status, folder.headers.location], [302, "/a/"]);
  const missing = await visit("/none");
  assert.equal(missing.status, 404);
  assert.match(missing.text, /<li>Code: NoSuchKey<\/li>\n.*<li>Key: none<\/li>/s);
  assert.equal((await visit("/", "POST")).status, 405);
  assert.equal((await visit("/", "GET", { "if-none-match": home.headers.etag ?? "" })).status, 304);
  assert.equal((await visit("/", "GET", { range: "bytes=0-1" })).text, "ho");
});

test("an error document is shown with the error's status, and says so if it is missing itself", async (context) => {
  const configuration = { IndexDocument: { Suffix: "index.html" }, ErrorDocument: { Key: "error.html" } };
  const { visit, call } = await openSite(context, configuration, { "error.html": html("sorry") });
  const missing = await visit("/none");
  assert.deepEqual([missing.status, missing.text], [404, "sorry"]);
  await call("s3", "DeleteObject", { ...b, Key: "error.html" });
  assert.match((await visit("/none")).text, /Custom Error Document/);
});

test("what the policy does not give to everybody is forbidden", async (context) => {
  const { visit, call } = await openSite(context, { IndexDocument: { Suffix: "i" } }, { i: html("secret") });
  assert.equal((await visit("/")).status, 200);
  await call("s3", "DeleteBucketPolicy", b);
  const refused = await visit("/");
  assert.equal(refused.status, 403);
  assert.ok(!refused.text.includes("secret"));
});

test("redirects: of an object, by rules about keys and errors, and of everything", async (context) => {
  const rules = [
    { Condition: { KeyPrefixEquals: "docs/" }, Redirect: { ReplaceKeyPrefixWith: "documents/" } },
    {
      Condition: { HttpErrorCodeReturnedEquals: "404" },
      Redirect: { HostName: "other.example", Protocol: "https", HttpRedirectCode: "302", ReplaceKeyWith: "lost" },
    },
  ];
  const { visit, call } = await openSite(
    context,
    { IndexDocument: { Suffix: "index.html" }, RoutingRules: rules },
    { moved: { Body: "x" as never, WebsiteRedirectLocation: "/elsewhere" } },
  );
  const located = async (path: string) => {
    const { status, headers } = await visit(path);
    return [status, headers.location];
  };
  assert.deepEqual(await located("/moved"), [301, "/elsewhere"]);
  assert.deepEqual(await located("/docs/a"), [301, "http://pictures.s3-website.localhost:4566/documents/a"]);
  assert.deepEqual(await located("/none"), [302, "https://other.example/lost"]);
  const everything = { RedirectAllRequestsTo: { HostName: "other.example", Protocol: "https" as const } };
  await call("s3", "PutBucketWebsite", { ...b, WebsiteConfiguration: everything });
  assert.deepEqual(await located("/any/thing"), [301, "https://other.example/any/thing"]);
});

test("a website's configuration is checked, kept and deleted", async (context) => {
  const { call } = await openS3Test(context);
  const put = (WebsiteConfiguration: object) => call("s3", "PutBucketWebsite", { ...b, WebsiteConfiguration });
  await assert.rejects(put({}), { name: "InvalidArgument" });
  await assert.rejects(put({ IndexDocument: { Suffix: "a/b" } }), { name: "InvalidArgument" });
  await assert.rejects(put({ RedirectAllRequestsTo: { HostName: "x" }, IndexDocument: { Suffix: "i" } }), {
    name: "InvalidArgument",
  });
  const withRule = (rule: object) => put({ IndexDocument: { Suffix: "i" }, RoutingRules: [rule] });
  await assert.rejects(withRule({ Redirect: { ReplaceKeyWith: "a", ReplaceKeyPrefixWith: "b" } }), {
    name: "InvalidRequest",
  });
  await assert.rejects(withRule({ Redirect: { Protocol: "ftp" } }), { name: "InvalidRequest" });
  await assert.rejects(withRule({ Redirect: { HttpRedirectCode: "200" } }), { name: "InvalidRequest" });
  await put({ IndexDocument: { Suffix: "i" } });
  assert.deepEqual(await call("s3", "GetBucketWebsite", b), { IndexDocument: { Suffix: "i" } });
  await call("s3", "DeleteBucketWebsite", b);
  await assert.rejects(call("s3", "GetBucketWebsite", b), { name: "NoSuchWebsiteConfiguration" });
});
