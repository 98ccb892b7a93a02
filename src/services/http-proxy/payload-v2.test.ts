import assert from "node:assert/strict";
import { test } from "node:test";
import { toPayloadV2 } from "./payload-v2.ts";
import { decodePath, type ProxyRequest, toEventHeaders, toQueryParameters } from "./proxy-request.ts";

const facts = {
  apiId: "2cxn22odiwguak4feg4jtt7cwm0ziblr",
  accountId: "anonymous",
  signer: undefined,
  requestId: "d16a6b55-dea9-4b23-8499-eb85c3d2d904",
  nowMs: 1783711146671,
  scheme: "https",
  traceId: "Root=1-6a5145aa-290a323a5de9a2e0636377d4",
};

function requestOf(more: Partial<ProxyRequest>): ProxyRequest {
  return {
    method: "POST",
    path: "/",
    rawQuery: "",
    rawHeaders: [],
    sourceIp: "203.0.113.9",
    body: Buffer.alloc(0),
    ...more,
  };
}

const eventOf = (more: Partial<ProxyRequest>) => JSON.parse(toPayloadV2(requestOf(more), facts).toString());

test("an event as a function URL of AWS was recorded to make it", () => {
  const host = "2cxn22odiwguak4feg4jtt7cwm0ziblr.lambda-url.us-west-2.on.aws";
  const body = '{"unicode":"lambda-λ"}';
  const rawQuery =
    "repeat=one&repeat=two&redirect=https%3A%2F%2Fexample.com%2Fa&literalPlus=a+b&encodedPlus=a%2Bb&empty=";
  const event = eventOf({
    path: "/capture/space%20value",
    rawQuery,
    rawHeaders: [
      ...["Host", host, "User-Agent", "curl/8.7.1", "Accept", "*/*", "Connection", "keep-alive"],
      ...["Content-Type", "application/json", "Content-Length", "23", "Cookie", "session=abc123; theme=dark"],
      ...["X-Probe", "first", "x-probe", "second"],
    ],
    body: Buffer.from(body),
  });
  assert.deepEqual(event, {
    version: "2.0",
    routeKey: "$default",
    rawPath: "/capture/space%20value",
    rawQueryString: rawQuery,
    cookies: ["session=abc123", "theme=dark"],
    headers: {
      accept: "*/*",
      "content-length": "23",
      "content-type": "application/json",
      cookie: "session=abc123; theme=dark",
      host,
      "user-agent": "curl/8.7.1",
      "x-amzn-trace-id": facts.traceId,
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
      "x-probe": "first,second",
    },
    queryStringParameters: {
      empty: "",
      encodedPlus: "a+b",
      literalPlus: "a b",
      redirect: "https://example.com/a",
      repeat: "one,two",
    },
    requestContext: {
      accountId: "anonymous",
      apiId: facts.apiId,
      domainName: host,
      domainPrefix: facts.apiId,
      http: {
        method: "POST",
        path: "/capture/space value",
        protocol: "HTTP/1.1",
        sourceIp: "203.0.113.9",
        userAgent: "curl/8.7.1",
      },
      requestId: facts.requestId,
      routeKey: "$default",
      stage: "$default",
      time: "10/Jul/2026:19:19:06 +0000",
      timeEpoch: 1783711146671,
    },
    body,
    isBase64Encoded: false,
  });
});

test("a body that isn't text goes in base 64", () => {
  const bodyOf = (type: string | undefined, body: string | Buffer, encoding?: string) => {
    const rawHeaders = [
      ...(type === undefined ? [] : ["content-type", type]),
      ...(encoding === undefined ? [] : ["content-encoding", encoding]),
    ];
    const event = eventOf({ rawHeaders, body: Buffer.from(body) });
    assert.equal(
      event.isBase64Encoded ? Buffer.from(event.body, "base64").toString("latin1") : event.body,
      String(event.isBase64Encoded ? Buffer.from(body).toString("latin1") : body),
    );
    return event.isBase64Encoded;
  };
  for (const type of [
    "text/plain",
    "TEXT/HTML; charset=utf-8",
    "application/json",
    "application/json; charset=utf-8",
    "application/xml",
    "application/javascript",
    "application/problem+json",
    "application/soap+xml;charset=utf-8",
  ]) {
    assert.equal(bodyOf(type, "ü"), false, type);
  }
  for (const type of [
    undefined,
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "application/octet-stream",
    "application/jsonish",
    "application/x+jsonp",
    "image/svg",
    "text",
  ]) {
    assert.equal(bodyOf(type, "a=1"), true, type);
  }
  assert.equal(bodyOf("text/plain", Buffer.from([0xe9])), true, "Latin-1");
  assert.equal(bodyOf("application/json", "{}", "gzip"), true);
  assert.equal(bodyOf("application/json", "{}", "identity"), false);
  const without = eventOf({});
  assert.deepEqual(["body" in without, without.isBase64Encoded], [false, false]);
});

test("names that every object has are names like others", () => {
  const rawQuery = "constructor=1&__proto__=2&toString=3&toString=4";
  const parameters = eventOf({ rawQuery, rawHeaders: ["constructor", "a", "__proto__", "b"] });
  assert.deepEqual(Object.entries(parameters.queryStringParameters), [
    ["constructor", "1"],
    ["__proto__", "2"],
    ["toString", "3,4"],
  ]);
  assert.equal(parameters.headers.constructor, "a");
  assert.equal(Object.entries(parameters.headers).find(([name]) => name === "__proto__")?.[1], "b");
  assert.equal(eventOf({}).queryStringParameters, undefined);
  assert.equal(toQueryParameters("&&"), undefined);
});

test("what is about the connection stays here, and a body that came in chunks has a length", () => {
  const headers = toEventHeaders(
    requestOf({
      rawHeaders: [
        ":method",
        "POST",
        ":authority",
        "a.b",
        "Transfer-Encoding",
        "chunked",
        "TE",
        "trailers",
        "Upgrade",
        "h2c",
      ],
      body: Buffer.from("four"),
    }),
  );
  assert.deepEqual({ ...headers }, { host: "a.b", "content-length": "4" });
});

test("a path is decoded once, and what is no escape stays", () => {
  assert.equal(decodePath("/a%20b/%C3%BC%2F"), "/a b/ü/");
  assert.equal(decodePath("/%2541"), "/%41");
  assert.equal(decodePath("/pa2%Fth/%E9/%"), "/pa2%Fth/%E9/%");
});

test("the longest request target there can be is taken apart at once, whatever its shape", () => {
  const startedUs = process.cpuUsage();
  toQueryParameters("a=1&".repeat(16_000));
  toQueryParameters(Array.from({ length: 10_000 }, (_, at) => `k${at}`).join("&"));
  decodePath("%20".repeat(20_000));
  decodePath("%E9/".repeat(16_000));
  assert.ok(process.cpuUsage(startedUs).user < 1_000_000);
});

test("a path that begins with several slashes has one in the event", () => {
  const event = eventOf({ path: "//a//b" });
  assert.deepEqual([event.rawPath, event.requestContext.http.path], ["/a//b", "/a//b"]);
});
