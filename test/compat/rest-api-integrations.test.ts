import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { TestInvokeMethodCommand } from "@aws-sdk/client-api-gateway";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { openToApis, startRestApis, uriOf } from "../support/rest-apis.ts";
import { zip } from "../support/zip.ts";

let apis: Awaited<ReturnType<typeof startRestApis>>;
before(async () => {
  apis = await startRestApis();
});
after(() => apis.close());

test("another server answers, as it was asked or by what is mapped", async () => {
  const api = await apis.makeApi();
  await api.method(await api.resource("{proxy+}"), {
    type: "HTTP_PROXY",
    integrationHttpMethod: "ANY",
    uri: apis.backendUrl("/in/{proxy}"),
    requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
  });
  const mapped = await api.method(await api.resource("mapped"), {
    type: "HTTP",
    integrationHttpMethod: "PUT",
    uri: apis.backendUrl("/mapped"),
    requestParameters: { "integration.request.querystring.q": "method.request.header.x-q" },
  });
  await mapped("200", {
    selectionPattern: "2\\d\\d",
    responseParameters: { "method.response.header.x-from": "integration.response.header.x-backend" },
  });
  await api.deploy();
  const proxied = await api.ask("/a/b?x=1", { method: "POST", body: "hi", headers: { "x-own": "1" } });
  const asked = JSON.parse(proxied.body);
  assert.deepEqual([proxied.status, proxied.headers["x-backend"]], [203, "yes"]);
  assert.deepEqual([asked.method, asked.url, asked.body, asked.headers["x-own"]], ["POST", "/in/a/b?x=1", "hi", "1"]);
  // Nobody leaves the path that the integration names.
  for (const path of ["/../admin", "/a/%2e%2e/%2e%2E/admin"]) {
    const { status, body } = await api.ask(path);
    assert.deepEqual([status, body], [400, '{"message":"Bad Request"}'], path);
  }
  const other = await api.ask("/mapped?x=1", { headers: { "x-q": "z", "x-own": "1" } });
  const told = JSON.parse(other.body);
  assert.deepEqual([other.status, other.headers["x-from"]], [200, "yes"]);
  assert.deepEqual([told.method, told.url, told.headers["x-own"]], ["PUT", "/mapped?q=z", undefined]);
});

test("a bucket answers behind a path, and no other bucket", async () => {
  const s3 = apis.squall.client(S3Client, { forcePathStyle: true });
  for (const Bucket of ["shown", "hidden"]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "of/key", Body: Bucket, ContentType: "application/json" }));
  }
  s3.destroy();
  const api = await apis.makeApi();
  const respond = await api.method(await api.resource("{key+}"), {
    type: "AWS",
    integrationHttpMethod: "GET",
    uri: "arn:aws:apigateway:us-east-1:s3:path/shown/of/{key}",
    requestParameters: { "integration.request.path.key": "method.request.path.key" },
  });
  await respond("200", {});
  await api.deploy();
  const shown = await api.ask("/key");
  assert.deepEqual([shown.status, shown.body], [200, "shown"]);
  for (const path of ["/..%2F..%2Fhidden%2Fof%2Fkey", "/../../hidden/of/key", "/%2e%2e/%2e%2e/hidden/of/key"])
    assert.equal((await api.ask(path)).status, 400, path);
});

test("an answer that does not come in time, or does not end, is said to be late", async () => {
  const api = await apis.makeApi();
  await api.method(await api.resource("{proxy+}"), {
    type: "HTTP_PROXY",
    integrationHttpMethod: "GET",
    uri: apis.backendUrl("/in/{proxy}"),
    requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
    timeoutInMillis: 100,
  });
  await api.deploy();
  for (const path of ["/late", "/half"]) {
    const { status, body } = await api.ask(path);
    assert.deepEqual([status, JSON.parse(body)], [504, { message: "Endpoint request timed out" }], path);
  }
});

/** Writes a piece, and another when the API's method `gate` has been answered; what it is asked for else is said by its path. */
const streaming = `
export const handler = awslambda.streamifyResponse(async ({ path, requestContext }, stream) => {
  if (path === "/unsaid") return stream.end("no metadata");
  const metadata = { statusCode: 201, headers: { "x-own": "1" }, multiValueHeaders: { b: ["1", "2"] }, cookies: ["c=1", "d=2"] };
  stream = awslambda.HttpResponseStream.from(stream, metadata);
  stream.write("one ");
  if (path === "/broken") {
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new Error("in the middle");
  }
  const gate = await fetch(process.env.AWS_ENDPOINT_URL + "/restapis/" + requestContext.apiId + "/dev/_user_request_/gate");
  stream.end(await gate.text());
});
`;

test("answers are streamed from functions and endpoints as they come, and are broken off where those fail", async () => {
  const { lambda, makeApi, backendUrl, gate } = apis;
  await createFunction(lambda, "streaming", zip({ "index.mjs": streaming }), { Runtime: "nodejs22.x", Timeout: 60 });
  await openToApis(lambda, "streaming");
  const api = await makeApi();
  const stream = { responseTransferMode: "STREAM", timeoutInMillis: 60_000 } as const;
  const uri = uriOf("streaming")
    .replace("2015-03-31", "2021-11-15")
    .replace(/invocations$/, "response-streaming-invocations");
  for (const path of ["said", "unsaid", "broken"]) await api.method(await api.resource(path), { uri, ...stream });
  await api.method(await api.resource("echo"), stream);
  const toBackend = { type: "HTTP_PROXY", integrationHttpMethod: "GET" } as const;
  await api.method(await api.resource("gate"), { ...toBackend, uri: backendUrl("/in/gate") });
  await api.method(await api.resource("open"), { ...toBackend, ...stream, uri: backendUrl("/in/open") });
  const half = { ...toBackend, ...stream, uri: backendUrl("/in/half"), timeoutInMillis: 500 };
  await api.method(await api.resource("half"), half);
  await api.deploy();
  for (const [path, status] of [
    ["/said", 201],
    ["/open", 200],
  ] as const) {
    const answer = await api.open(path);
    assert.equal(answer.statusCode, status);
    const pieces = answer[Symbol.asyncIterator]();
    assert.equal(String((await pieces.next()).value), "one ", "before the rest is written");
    await eventually(async () => gate.listenerCount("open") > 0 || undefined, "somebody before the gate");
    gate.emit("open");
    assert.equal(String((await pieces.next()).value), "two");
    assert.ok((await pieces.next()).done);
    if (path === "/open") continue;
    assert.deepEqual([answer.headers["x-own"], answer.headers.b], ["1", "1, 2"]);
    assert.deepEqual(answer.headers["set-cookie"], ["c=1", "d=2"]);
    assert.match(String(answer.headers["x-amzn-requestid"]), /^[0-9a-f-]{36}$/);
  }
  const isBroken = ({ code }: { readonly code: string }) => code === "ECONNRESET" || undefined;
  // Where the machine stalls until the time is over, nothing has gone yet and it is a 504: another try.
  for (const path of ["/broken", "/half"]) await eventually(() => api.ask(path).then(() => undefined, isBroken), path);
  for (const path of ["/unsaid", "/echo"]) {
    const { status, body } = await api.ask(path);
    assert.deepEqual([status, body], [502, '{"message": "Internal server error"}'], path);
  }
});

test("a streamed answer is told as it was read, whole or in part", async () => {
  const { makeApi, backendUrl, gateway } = apis;
  const api = await makeApi();
  const resourceId = await api.resource("open");
  const stream = { type: "HTTP_PROXY", integrationHttpMethod: "GET", responseTransferMode: "STREAM" } as const;
  await api.method(resourceId, { ...stream, uri: backendUrl("/in/whole") }, { httpMethod: "GET" });
  const tested = await gateway.send(
    new TestInvokeMethodCommand({ restApiId: api.restApiId, resourceId, httpMethod: "GET" }),
  );
  assert.deepEqual([tested.status, tested.body], [203, '{"method":"GET"}']);
});
