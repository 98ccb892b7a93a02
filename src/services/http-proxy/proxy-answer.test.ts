import assert from "node:assert/strict";
import { test } from "node:test";
import { BadProxyAnswer } from "./bad-proxy-answer.ts";
import { readProxyAnswer } from "./proxy-answer.ts";

function read(answer: unknown) {
  return readText(JSON.stringify(answer));
}

function readText(text: string, contentType = "application/json") {
  const { status, headers, body } = readProxyAnswer(Buffer.from(text), contentType);
  return { status, headers: { ...headers }, body: body.toString("latin1") };
}

const json = { "content-type": "application/json" };

test("what has no statusCode is the body of a 200, as recorded on AWS", () => {
  const cases: readonly (readonly [string, string])[] = [
    ['{"hello": "world"}', '{"hello":"world"}'],
    ['["hello", 3, true]', '["hello",3,true]'],
    ['"hello"', "hello"],
    ["3", "3"],
    ["3.1", "3.1"],
    ["true", "true"],
    ["null", "null"],
    [
      '{ "n": 12345678901234567890, "f": 1.0, "s": "a  b\\u0041\\n" }',
      '{"n":12345678901234567890,"f":1.0,"s":"a  bA\\n"}',
    ],
    ['{"statusCode": null}', '{"statusCode":null}'],
    ['[{"statusCode": 201}]', '[{"statusCode":201}]'],
  ];
  for (const [answer, body] of cases) assert.deepEqual(readText(answer), { status: 200, headers: json, body }, answer);
});

test("what is no JSON goes as the runtime has said it is", () => {
  const body = "Hello, world!";
  assert.deepEqual(readText(body, "text/plain"), { status: 200, headers: { "content-type": "text/plain" }, body });
});

test("null is nothing", () => {
  const answer = { statusCode: 204, headers: null, cookies: null, body: null, isBase64Encoded: null };
  assert.deepEqual(read(answer), { status: 204, headers: json, body: "" });
  assert.deepEqual(read({ statusCode: 200, headers: { a: null }, multiValueHeaders: null }).headers, json);
});

test("status, headers, cookies and body as given", () => {
  assert.deepEqual(read({ statusCode: "418", body: "i'm a teapot" }), {
    status: 418,
    headers: json,
    body: "i'm a teapot",
  });
  assert.equal(read({ statusCode: 200, body: { hello: [1] } }).body, '{"hello":[1]}');
  const headers = { "Content-Type": "text/html", "X-Number": 3, "X-True": true, "x-list": ["a", "b"] };
  assert.deepEqual(read({ statusCode: 201, headers, cookies: ["a=1", "b=2"] }).headers, {
    "content-type": "text/html",
    "x-number": "3",
    "x-true": "true",
    "x-list": "a,b",
    "set-cookie": ["a=1", "b=2"],
  });
  assert.deepEqual(
    read({ statusCode: 200, headers: { "set-cookie": "c=3" }, cookies: ["a=1"] }).headers["set-cookie"],
    ["c=3", "a=1"],
  );
  assert.deepEqual(read({ statusCode: 200, headers: { "Set-Cookie": "a=1", "sEt-cookie": ["b=2"] } }).headers, {
    ...json,
    "set-cookie": ["a=1", "b=2"],
  });
  assert.equal(read({ statusCode: 200, body: "iVBORw==", isBase64Encoded: true }).body, "\x89PNG");
});

test("headers of the connection are the front's", () => {
  const { headers } = read({
    statusCode: 200,
    headers: {
      "Content-Length": "3",
      "Transfer-Encoding": "chunked",
      Connection: "close",
      "Keep-Alive": "timeout=5",
      TE: "trailers",
      Trailer: "x",
      Upgrade: "h2c",
      Date: "yesterday",
      Server: "mine",
      Host: "other",
      "WWW-Authenticate": "Basic",
      "x-amzn-RequestId": "forged",
    },
  });
  assert.deepEqual(headers, {
    ...json,
    "x-amzn-Remapped-content-length": "3",
    "x-amzn-Remapped-connection": "close",
    "x-amzn-Remapped-trailer": "x",
    "x-amzn-Remapped-upgrade": "h2c",
    "x-amzn-Remapped-date": "yesterday",
    "x-amzn-Remapped-server": "mine",
    "x-amzn-Remapped-host": "other",
    "x-amzn-Remapped-www-authenticate": "Basic",
    "x-amzn-Remapped-x-amzn-requestid": "forged",
  });
});

test("names that every object has are headers like others", () => {
  const { headers } = readText('{"statusCode":200,"headers":{"__proto__":"a","constructor":"b"}}');
  assert.deepEqual(Object.entries(headers), [
    ["__proto__", "a"],
    ["constructor", "b"],
    ["content-type", "application/json"],
  ]);
});

test("what cannot be sent is refused", () => {
  for (const bad of [
    { statusCode: 0 },
    { statusCode: 100 },
    { statusCode: 199 },
    { statusCode: 600 },
    { statusCode: 200.5 },
    { statusCode: "" },
    { statusCode: "ok" },
    { statusCode: "0xC8" },
    { statusCode: "2e2" },
    { statusCode: " 200" },
    { statusCode: [200] },
    { statusCode: true },
    { statusCode: 200, headers: "a" },
    { statusCode: 200, headers: ["a"] },
    { statusCode: 200, headers: { "a b": "1" } },
    { statusCode: 200, headers: { "": "1" } },
    { statusCode: 200, headers: { a: "1\r\nset-cookie: b=1" } },
    { statusCode: 200, headers: { a: "☃" } },
    { statusCode: 200, headers: { a: { b: 1 } } },
    { statusCode: 200, headers: { a: [{}] } },
    { statusCode: 200, cookies: "a=1" },
    { statusCode: 200, cookies: [{}] },
    { statusCode: 200, cookies: ["a=1\n"] },
    { statusCode: 200, body: "no base 64!", isBase64Encoded: true },
    { statusCode: 200, body: "A", isBase64Encoded: true },
  ]) {
    assert.throws(() => read(bad), BadProxyAnswer, JSON.stringify(bad));
  }
});

test("6 MB of white space, escapes or base 64 take no time to speak of", () => {
  const startedUs = process.cpuUsage();
  readText(`[${" ".repeat(6_000_000)}1]`);
  readText(`["${"\\u0041".repeat(1_000_000)}"]`);
  readText(`[${'"a", '.repeat(1_000_000)}1]`);
  read({ statusCode: 200, body: "AAAA".repeat(1_500_000), isBase64Encoded: true });
  assert.throws(() => read({ statusCode: 200, body: `${"=".repeat(4_000_000)}A`, isBase64Encoded: true }));
  assert.ok(process.cpuUsage(startedUs).user < 5_000_000);
});
