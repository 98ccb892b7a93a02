import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GetFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { allowUrl, askUrl, createUrl, type UrlFunction } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

let squall: TestSquall;
let client: LambdaClient;
before(async () => {
  squall = await startSquall();
  client = squall.client(LambdaClient);
});
after(() => squall.close());

const echo = `
import json
def handler(event, context):
    if event["rawPath"] == "/fail":
        raise ValueError("no good")
    if event["rawPath"] == "/plain":
        return {"a": 1}
    return {"statusCode": 201, "headers": {"X-Own": "yes"}, "cookies": ["a=1", "b=2"], "body": json.dumps(event)}
`;

test("a request is the function's event, its answer the response, as on AWS", async () => {
  const url = await createUrl(client, "echo", { runtime: "python3.11", source: echo });
  const { status, headers, body } = await askUrl(url, {
    method: "POST",
    path: "/some/path?x=1&x=2&y=%20z",
    headers: { "content-type": "application/json", cookie: "c=3; d=4", "user-agent": "test" },
    body: '{"k":"v"}',
  });
  assert.equal(status, 201);
  assert.equal(headers["x-own"], "yes");
  assert.deepEqual(headers["set-cookie"], ["a=1", "b=2"]);
  const event = JSON.parse(body);
  assert.equal(event.version, "2.0");
  assert.equal(event.rawPath, "/some/path");
  assert.equal(event.rawQueryString, "x=1&x=2&y=%20z");
  assert.deepEqual(event.queryStringParameters, { x: "1,2", y: " z" });
  assert.deepEqual(event.cookies, ["c=3", "d=4"]);
  assert.deepEqual([event.body, event.isBase64Encoded], ['{"k":"v"}', false]);
  assert.equal(event.headers["x-forwarded-for"], "127.0.0.1");
  assert.equal(event.headers["x-forwarded-port"], new URL(url).port);
  assert.equal(event.headers["x-forwarded-proto"], "http");
  assert.match(event.headers["x-amzn-trace-id"], /^Root=1-/);
  const { requestContext } = event;
  assert.equal(requestContext.requestId, headers["x-amzn-requestid"]);
  assert.equal(requestContext.http.method, "POST");
  assert.equal(requestContext.http.userAgent, "test");
  assert.equal(requestContext.accountId, "anonymous");
  assert.equal(requestContext.domainPrefix, new URL(url).hostname.split(".")[0]);
  assert.match(requestContext.time, /^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  assert.equal(requestContext.domainName, event.headers.host);
  const binary = JSON.parse((await askUrl(url, { method: "PUT", body: "\u0001" })).body);
  assert.deepEqual([binary.body, binary.isBase64Encoded], ["AQ==", true]);
});

test("what is no HTTP answer is the body of a 200; a failure is a 502", async () => {
  const { FunctionUrl: url = "" } = await client.send(new GetFunctionUrlConfigCommand({ FunctionName: "echo" }));
  const plain = await askUrl(url, { path: "/plain" });
  assert.deepEqual([plain.status, plain.headers["content-type"], plain.body], [200, "application/json", '{"a":1}']);
  const failed = await askUrl(url, { path: "/fail" });
  assert.deepEqual([failed.status, failed.body], [502, "Internal Server Error"]);
});

test("without the permission, or without a signature where one is needed, it is forbidden", async () => {
  const source = { runtime: "python3.11", source: echo } as const;
  const closed = await createUrl(client, "closed", source, {}, false);
  const refused = await askUrl(closed);
  assert.equal(refused.status, 403);
  assert.equal(refused.headers["x-amzn-errortype"], "AccessDeniedException");
  assert.match(refused.body, /^\{"Message":"Forbidden\. For troubleshooting Function URL authorization issues, see: /);
  await allowUrl(client, "closed");
  assert.equal((await askUrl(closed)).status, 201, "only reported: the function behind the URL is not open");
  const signed = await createUrl(client, "signed", source, { AuthType: "AWS_IAM" });
  assert.equal((await askUrl(signed)).status, 403);
  const authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";
  const { status, body } = await askUrl(signed, { headers: { authorization } });
  assert.equal(status, 201);
  assert.equal(JSON.parse(body).requestContext.authorizer.iam.accountId, "000000000000");
  const { hostname, port } = new URL(closed);
  const unknown = closed.replace(hostname.split(".")[0] ?? "", "a".repeat(32));
  assert.ok(port);
  const nobody = await askUrl(unknown);
  assert.deepEqual([nobody.status, nobody.body], [403, '{"Message":null}']);
});

test("CORS settings answer preflights and let the page read", async () => {
  const Cors = { AllowOrigins: ["https://page.example"], AllowMethods: ["PUT"], AllowHeaders: ["x-own"], MaxAge: 60 };
  const url = await createUrl(client, "cors", { runtime: "python3.11", source: echo }, { Cors });
  const origin = "https://page.example";
  const preflight = await askUrl(url, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "PUT" },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers["access-control-allow-origin"], origin);
  assert.equal(preflight.headers["access-control-allow-methods"], "PUT");
  assert.equal(preflight.headers["access-control-max-age"], "60");
  assert.equal((await askUrl(url, { headers: { origin } })).headers["access-control-allow-origin"], origin);
  const foreign = await askUrl(url, { headers: { origin: "https://other.example" } });
  assert.equal(foreign.headers["access-control-allow-origin"], undefined);
});

test("in the mode RESPONSE_STREAM the first piece comes before the function ends, with status and headers of its own", async () => {
  const source = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { "content-type": "text/plain" } });
  http.write("first ");
  await new Promise((resolve) => setTimeout(resolve, 500));
  http.end("last");
});`;
  const url = await createUrl(client, "streams", { runtime: "nodejs22.x", source }, { InvokeMode: "RESPONSE_STREAM" });
  const { status, headers, body, timesMs } = await askUrl(url);
  assert.deepEqual([status, headers["content-type"], body], [202, "text/plain", "first last"]);
  assert.ok((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0) > 300);
  const asked = await askUrl(url, { method: "HEAD" });
  assert.deepEqual([asked.status, asked.body, asked.headers["content-length"]], [202, "", undefined]);
});

/** A stream of a runtime of its own: `pieces` are written a moment after one another. */
function streaming(contentType: string | undefined, pieces: readonly (string | number)[]): UrlFunction {
  const write = (piece: string | number) => {
    const bytes = Buffer.from(typeof piece === "number" ? "\0".repeat(piece) : piece);
    return `printf '${[...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}'`;
  };
  const source = `#!/bin/bash
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while curl -sS -D /tmp/headers -o /dev/null "$api/next"; do
  id=$(grep -i '^lambda-runtime-aws-request-id:' /tmp/headers | tr -d '\\r' | cut -d' ' -f2)
  { ${pieces.map((piece) => `${write(piece)}; sleep 0.02;`).join(" ")} } |
    curl -sS -X POST -T - -H "Expect:" -H "Lambda-Runtime-Function-Response-Mode: streaming" ${
      contentType === undefined ? "" : `-H "Content-Type: ${contentType}"`
    } -o /dev/null "$api/$id/response"
done
`;
  // A program that sleeps between all bytes takes its time on a machine at work.
  return { runtime: "provided.al2023", source, Timeout: 60 };
}

const integration = "application/vnd.awslambda.http-integration-response";
const InvokeMode = "RESPONSE_STREAM" as const;

test("a prelude is known by its content type and read across its pieces", async () => {
  const prelude = '{"statusCode":201,"headers":{"X-Own":"yes","content-type":"text/plain"},"cookies":["a=1","b=2"]}';
  const long = `{"statusCode":201,"headers":{"x-long":"${"x".repeat(12_000)}"}}`;
  const three = [prelude.slice(0, 9), prelude.slice(9, 40), prelude.slice(40)];
  for (const [name, pieces] of [
    ["byte-by-byte", [...prelude, 1, 1, 1, 1, 1, 1, 1, 1, ..."body"]],
    ["three-pieces", [...three, 8, "bo", "dy"]],
    ["one-piece", [`${prelude}\0\0\0\0\0\0\0\0body`]],
    ["cut-end", [prelude, 3, 5, "body"]],
  ] as const) {
    const url = await createUrl(client, name, streaming(integration, pieces), { InvokeMode });
    const { status, headers, body } = await askUrl(url);
    assert.deepEqual(
      [status, body, headers["x-own"], headers["set-cookie"]],
      [201, "body", "yes", ["a=1", "b=2"]],
      name,
    );
  }
  const url = await createUrl(client, "long", streaming(integration, [long, 8, "body"]), { InvokeMode });
  const { status, headers, body } = await askUrl(url);
  assert.deepEqual([status, body, headers["x-long"]?.length], [201, "body", 12_000]);
});

test("without that content type nothing is a prelude, and the type that the runtime says reaches the client", async () => {
  const looksLikeOne = '{"statusCode":201}\0\0\0\0\0\0\0\0body';
  for (const [name, type, shown] of [
    ["typed", "text/event-stream", "text/event-stream"],
    ["untyped", undefined, "application/octet-stream"],
  ] as const) {
    const url = await createUrl(client, name, streaming(type, [looksLikeOne]), { InvokeMode });
    const { status, headers, body } = await askUrl(url);
    assert.deepEqual([status, headers["content-type"], body], [200, shown, looksLikeOne]);
  }
  const source = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType("image/png");
  stream.write(Buffer.from([0x89, 0x50]));
  try {
    stream.setContentType("text/plain");
  } catch (error) {
    stream.write(error.name);
  }
  stream.end();
});`;
  const url = await createUrl(client, "set-type", { runtime: "nodejs22.x", source }, { InvokeMode });
  const { headers, bytes } = await askUrl(url);
  assert.equal(headers["content-type"], "image/png");
  assert.equal(bytes.toString("latin1"), "\x89PInvalidStreamingOperation");
});

test("a function that does not stream answers a URL that streams with its JSON, as recorded on AWS", async () => {
  const url = await createUrl(client, "not-streaming", { runtime: "python3.11", source: echo }, { InvokeMode });
  const { status, headers, body } = await askUrl(url);
  assert.deepEqual([status, headers["content-type"]], [200, "application/json"]);
  const answer = JSON.parse(body);
  assert.deepEqual([answer.statusCode, answer.cookies], [201, ["a=1", "b=2"]]);
  assert.equal(JSON.parse(answer.body).rawPath, "/");
  const failed = await askUrl(url, { path: "/fail" });
  assert.deepEqual([failed.status, failed.body], [502, "Internal Server Error"]);
});

test("a function that streams answers a URL that does not as a whole", async () => {
  const source = (how: string) => `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  ${how}
  stream.write("first ");
  stream.end("last");
});`;
  const from = 'stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { "x-own": "yes" } });';
  const url = await createUrl(client, "streams-whole", { runtime: "nodejs22.x", source: source(from) });
  const { status, headers, body } = await askUrl(url);
  assert.deepEqual([status, headers["x-own"], headers["content-length"], body], [202, "yes", "10", "first last"]);
  const plain = source('stream.setContentType("text/plain");');
  const other = await askUrl(await createUrl(client, "streams-plain", { runtime: "nodejs22.x", source: plain }));
  assert.deepEqual([other.status, other.headers["content-type"], other.body], [200, "text/plain", "first last"]);
});

test("a function that fails before its first piece is a 502; one that fails later breaks off", async () => {
  const source = (how: string) => `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 200 });
  ${how}
  throw new Error("no good");
});`;
  const early = await createUrl(client, "fails-early", { runtime: "nodejs22.x", source: source("") }, { InvokeMode });
  const { status, body } = await askUrl(early);
  assert.deepEqual([status, body], [502, "Internal Server Error"]);
  const later = source('http.write("some"); await new Promise((done) => setTimeout(done, 100));');
  const late = await createUrl(client, "fails-late", { runtime: "nodejs22.x", source: later }, { InvokeMode });
  await assert.rejects(askUrl(late), { code: "ECONNRESET" });
});

test("forms and what is compressed come in base 64, repeated headers joined, and paths as they were written", async () => {
  const { FunctionUrl: url = "" } = await client.send(new GetFunctionUrlConfigCommand({ FunctionName: "echo" }));
  const eventOf = async (request: Parameters<typeof askUrl>[1]) => JSON.parse((await askUrl(url, request)).body);
  const form = await eventOf({
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "a=1&b=ü",
  });
  assert.deepEqual([form.isBase64Encoded, Buffer.from(form.body, "base64").toString()], [true, "a=1&b=ü"]);
  const zipped = await eventOf({
    method: "POST",
    headers: { "content-type": "application/json", "content-encoding": "gzip" },
    body: "{}",
  });
  assert.equal(zipped.isBase64Encoded, true);
  const { headers, rawPath, requestContext, queryStringParameters } = await eventOf({
    path: "/a%2Fb/%C3%BC?constructor=1&__proto__=2",
    headers: { "x-many": ["one", "two"] },
  });
  assert.equal(headers["x-many"], "one,two");
  assert.equal(headers.host, new URL(url).host);
  assert.deepEqual([rawPath, requestContext.http.path], ["/a%2Fb/%C3%BC", "/a/b/ü"]);
  assert.deepEqual(Object.entries(queryStringParameters), [
    ["constructor", "1"],
    ["__proto__", "2"],
  ]);
});

test("the limit of 6 MB is the event's", async () => {
  const source = 'def handler(event, context):\n    return {"statusCode": 200, "body": str(len(event["body"]))}\n';
  const url = await createUrl(client, "sized", { runtime: "python3.11", source });
  const ask = (type: string, bytes: number) =>
    askUrl(url, { method: "POST", headers: { "content-type": type }, body: Buffer.alloc(bytes, "a") });
  assert.equal((await ask("text/plain", 6_000_000)).body, "6000000");
  for (const { status, headers, body } of [
    await ask("application/octet-stream", 5_000_000),
    await ask("text/plain", 6 * 1024 * 1024),
    await ask("text/plain", 20_000_000),
  ]) {
    assert.equal(status, 413);
    assert.equal(headers["x-amzn-errortype"], "RequestEntityTooLargeException");
    assert.deepEqual(JSON.parse(body), {
      Message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    });
  }
});

test("by the path form the function is told the path behind the id", async () => {
  const { FunctionUrl: url = "" } = await client.send(new GetFunctionUrlConfigCommand({ FunctionName: "echo" }));
  const id = new URL(url).hostname.split(".")[0];
  const { host } = new URL(squall.endpoint);
  for (const [path, rawPath] of [
    [`/_aws/lambda-url/${id}/a/b?c=1`, "/a/b"],
    [`/_aws/lambda-url/${id}/`, "/"],
    [`/_aws/lambda-url/${id}`, "/"],
  ] as const) {
    const { status, body } = await askUrl(squall.endpoint, { path, headers: { host } });
    assert.deepEqual([status, JSON.parse(body).rawPath, JSON.parse(body).headers.host], [201, rawPath, host]);
  }
  const unknown = await askUrl(squall.endpoint, { path: `/_aws/lambda-url/${"a".repeat(32)}/`, headers: { host } });
  assert.deepEqual([unknown.status, unknown.body], [403, '{"Message":null}']);
});

test("CORS settings take the place of what the function says of CORS, and keep its Vary", async () => {
  const source = `
def handler(event, context):
    headers = {"Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "https://function.example", "Access-Control-Allow-Methods": "PUT"}
    return {"statusCode": 200, "headers": headers, "body": "x"}
`;
  const Cors = { AllowOrigins: ["https://page.example"], ExposeHeaders: ["x-own"] };
  const url = await createUrl(client, "cors-both", { runtime: "python3.11", source }, { Cors });
  const { headers } = await askUrl(url, { headers: { origin: "https://page.example" } });
  assert.equal(headers["access-control-allow-origin"], "https://page.example");
  assert.equal(headers["access-control-allow-methods"], undefined);
  assert.equal(headers["access-control-expose-headers"], "x-own");
  assert.equal(headers.vary, "Accept-Encoding, Origin");
  const foreign = await askUrl(url, { headers: { origin: "https://function.example" } });
  assert.equal(foreign.headers["access-control-allow-origin"], undefined);
  const none = await createUrl(client, "cors-none", { runtime: "python3.11", source });
  const own = (await askUrl(none, { headers: { origin: "https://page.example" } })).headers;
  assert.deepEqual([own["access-control-allow-origin"], own.vary], ["https://function.example", "Accept-Encoding"]);
});
