import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { askUrl, createUrl, speakRaw } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

/**
 * What a function answers is not to be trusted with the connection to its client: who controls a part of an answer (a header, a body) must not
 * be able to end it early, to hold the client, or to put an answer of his own before the next one.
 */
let squall: TestSquall;
let whole: string;
let streamed: string;

/** Answers what it is told to. */
const told = `
import base64, json
def handler(event, context):
    return json.loads(base64.b64decode(event["headers"]["x-answer"]))
`;

const toldStreamed = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const { body, ...prelude } = JSON.parse(Buffer.from(event.headers["x-answer"], "base64"));
  const http = awslambda.HttpResponseStream.from(stream, prelude);
  http.write(body ?? "");
  http.end();
});`;

before(async () => {
  squall = await startSquall();
  const client = squall.client(LambdaClient);
  whole = await createUrl(client, "told", { runtime: "python3.11", source: told });
  streamed = await createUrl(
    client,
    "told-streamed",
    { runtime: "nodejs22.x", source: toldStreamed },
    {
      InvokeMode: "RESPONSE_STREAM",
    },
  );
});
after(() => squall.close());

const encode = (answer: object) => Buffer.from(JSON.stringify(answer)).toString("base64");

/** Two requests on one connection, the first to be answered with `answer`; gives the bytes and how many answers they are. */
async function speakTwice(url: string, answer: object, method = "GET"): Promise<{ heard: string; statuses: string[] }> {
  const ask = (what: object, verb: string, more = "") =>
    `${verb} / HTTP/1.1\r\nhost: ${new URL(url).host}\r\nx-answer: ${encode(what)}\r\n${more}\r\n`;
  const second = ask({ statusCode: 299, body: "second" }, "GET", "connection: close\r\n");
  const heard = await speakRaw(url, ask(answer, method) + second);
  return { heard, statuses: [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status ?? "") };
}

const smuggled = "HTTP/1.1 222 Smuggled\r\ncontent-length: 0\r\n\r\n";
const hostile: readonly (readonly [string, object])[] = [
  ["a content-length that is too short", { "content-length": "3" }],
  ["a content-length that is too long", { "Content-Length": "100000" }],
  ["no number for a content-length", { "content-length": "3, 4" }],
  ["transfer-encoding", { "Transfer-Encoding": "chunked" }],
  ["both", { "transfer-encoding": "chunked", "content-length": "1" }],
  ["an end of the connection", { connection: "close" }],
  ["hop-by-hop headers", { connection: "x-a, keep-alive", "keep-alive": "timeout=1", te: "trailers", upgrade: "h2c" }],
  ["trailers", { trailer: "x-a" }],
];

for (const mode of ["whole", "streamed"] as const) {
  for (const [what, headers] of hostile) {
    test(`${what} in a ${mode} answer does not touch the next answer on the connection`, async () => {
      const url = mode === "whole" ? whole : streamed;
      const { heard, statuses } = await speakTwice(url, { statusCode: 200, headers, body: "0\r\n\r\n and more" });
      assert.deepEqual(statuses, ["200", "299"], heard);
      assert.match(heard, /second/);
      const head = heard.slice(0, heard.indexOf("\r\n\r\n")).toLowerCase();
      assert.doesNotMatch(head, /\r\n(?:te|trailer|upgrade): /);
      assert.equal([...head.matchAll(/\r\n(?:content-length|transfer-encoding): /g)].length, 1, head);
      const { body } = await askUrl(url, {
        headers: { "x-answer": encode({ statusCode: 200, headers, body: "all of it" }) },
      });
      assert.equal(body, "all of it");
    });
  }

  test(`an answer within the body of a ${mode} answer stays its body`, async () => {
    const url = mode === "whole" ? whole : streamed;
    for (const [method, status] of [
      ["HEAD", 200],
      ["GET", 204],
      ["GET", 304],
    ] as const) {
      const { heard, statuses } = await speakTwice(url, { statusCode: status, body: smuggled }, method);
      assert.deepEqual(statuses, [String(status), "299"], `${method} ${status}: ${heard}`);
    }
  });

  test(`what is no header makes a ${mode} answer a 502, not a header of somebody's choice`, async () => {
    const url = mode === "whole" ? whole : streamed;
    for (const answer of [
      { statusCode: 200, headers: { "x-a": `1\r\n\r\n${smuggled}` } },
      { statusCode: 200, headers: { "x-a": "1\nset-cookie: b=1" } },
      { statusCode: 200, headers: { "x-a\r\nset-cookie": "1" } },
      { statusCode: 200, headers: { "x-a": "☃" } },
      { statusCode: 200, headers: { "x-a": "\u0000" } },
      { statusCode: 200, cookies: ["a=1\r\nx-b: 1"] },
      { statusCode: 101 },
      { statusCode: 1000 },
      { statusCode: "200 OK\r\nx-b: 1" },
    ]) {
      const { heard, statuses } = await speakTwice(url, { ...answer, body: "body" });
      assert.deepEqual(statuses, ["502", "299"], `${JSON.stringify(answer)}: ${heard}`);
      assert.match(heard, /Internal Server Error/);
      assert.doesNotMatch(heard, /set-cookie|x-b/i);
    }
  });
}

test("a prelude without an end is given up, and holds neither the client nor the server", async () => {
  const client = squall.client(LambdaClient);
  const source = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType("application/vnd.awslambda.http-integration-response");
  stream.write('{"statusCode":200,"headers":{"a":"');
  for (let at = 0; at < 80; at += 1) stream.write("x".repeat(64 * 1024));
  stream.end();
});`;
  const url = await createUrl(client, "endless", { runtime: "nodejs22.x", source }, { InvokeMode: "RESPONSE_STREAM" });
  const { status, body } = await askUrl(url);
  assert.deepEqual([status, body], [502, "Internal Server Error"]);
});

test("by the path form a page is kept apart from the console, whose host it shares", async () => {
  const id = new URL(whole).hostname.split(".")[0];
  const answer = {
    statusCode: 200,
    headers: { "content-type": "text/html", "content-security-policy": "x", "Clear-Site-Data": '"*"' },
    body: "<p>",
  };
  const { port } = new URL(squall.endpoint);
  const ask = (headers: Record<string, string>) =>
    askUrl(squall.endpoint, {
      path: `/_aws/lambda-url/${id}/`,
      headers: { host: `localhost:${port}`, "x-answer": encode(answer), ...headers },
    });
  const { status, headers } = await ask({ "sec-fetch-dest": "document", "sec-fetch-site": "none" });
  assert.deepEqual(
    [status, headers["content-security-policy"], headers["clear-site-data"]],
    [200, "sandbox", undefined],
  );
  assert.equal((await ask({ origin: "https://elsewhere.example" })).status, 403);
  const key = `_aws/lambda-url/${id}/object`;
  const object = await askUrl(squall.endpoint, { path: `/${key}`, headers: { host: `bucket.localhost:${port}` } });
  assert.match(object.body, /<Code>NoSuchBucket<\/Code>/, "at a bucket's host it is an object's key");
});
