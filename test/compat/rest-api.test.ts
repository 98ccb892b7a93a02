import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PutGatewayResponseCommand } from "@aws-sdk/client-api-gateway";
import { askUrl, type UrlAsk } from "../support/function-urls.ts";
import { startRestApis, uriOf } from "../support/rest-apis.ts";

let apis: Awaited<ReturnType<typeof startRestApis>>;
before(async () => {
  apis = await startRestApis();
});
after(() => apis.close());

test("a request is the function's event of a Lambda proxy integration, with its path encoded and null for what is absent", async () => {
  const api = await apis.makeApi();
  await api.method(await api.resource("{proxy+}"), {});
  await api.deploy();
  const ask = async (path: string, more: UrlAsk = {}) => JSON.parse((await api.ask(path, more)).body);
  const bare = await ask("/pets/");
  assert.deepEqual(
    [bare.resource, bare.path, bare.pathParameters, bare.requestContext.path],
    ["/{proxy+}", "/pets/", { proxy: "pets" }, "/dev/pets/"],
  );
  assert.deepEqual(
    [bare.queryStringParameters, bare.multiValueQueryStringParameters, bare.stageVariables, bare.body],
    [null, null, null, null],
  );
  const { requestContext } = bare;
  assert.deepEqual([requestContext.stage, requestContext.resourcePath], ["dev", "/{proxy+}"]);
  assert.equal(requestContext.identity.accountId, null);
  const full = await ask("/a%2Bb/x?q=1&q=2%203", {
    method: "POST",
    headers: { "X-Own": "yes", "content-type": "text/plain", constructor: "own" },
    body: "hello",
  });
  assert.deepEqual(
    [full.path, full.pathParameters, full.requestContext.path],
    ["/a%2Bb/x", { proxy: "a%2Bb/x" }, "/dev/a%2Bb/x"],
  );
  assert.deepEqual(
    [full.queryStringParameters, full.multiValueQueryStringParameters],
    [{ q: "2 3" }, { q: ["1", "2 3"] }],
  );
  assert.deepEqual([full.headers["X-Own"], full.multiValueHeaders["X-Own"]], ["yes", ["yes"]]);
  assert.equal(full.headers.constructor, "own");
  assert.deepEqual([full.body, full.isBase64Encoded, full.httpMethod], ["hello", false, "POST"]);
});

test("a function's answer is taken at its word or is a 502, and base 64 is decoded where the API has binary types", async () => {
  const api = await apis.makeApi({ binaryMediaTypes: ["image/png"] });
  await api.method(undefined, {});
  await api.deploy();
  const answer = (value: unknown, headers: Record<string, string> = {}) =>
    api.ask("/", { method: "POST", headers, body: JSON.stringify({ answer: value }) });
  const good = await answer({
    statusCode: 201,
    headers: { a: "1", flag: true },
    multiValueHeaders: { b: ["1", "2"] },
    body: "ok",
  });
  assert.deepEqual([good.status, good.body], [201, "ok"]);
  assert.deepEqual([good.headers.a, good.headers.flag, good.headers.b], ["1", "true", "1, 2"]);
  assert.equal(good.headers["content-type"], "application/json");
  assert.match(String(good.headers["x-amzn-requestid"]), /^[0-9a-f-]{36}$/);
  assert.ok(good.headers["x-amz-apigw-id"]);
  for (const bad of [{ statusCode: 200, other: 1 }, {}, "text", { statusCode: "none" }, { headers: { a: ["1"] } }]) {
    const refused = await answer(bad);
    assert.deepEqual([refused.status, refused.body], [502, '{"message": "Internal server error"}']);
    assert.equal(refused.headers["x-amzn-errortype"], "InternalServerErrorException");
  }
  const coded = { statusCode: 200, body: Buffer.from("bytes").toString("base64"), isBase64Encoded: true };
  assert.equal((await answer(coded)).body, coded.body);
  assert.equal((await answer(coded, { accept: "image/png" })).body, "bytes");
});

test("what has no method, no stage or is closed is refused in AWS's words, and gateway responses change them", async () => {
  const api = await apis.makeApi();
  await api.method(await api.resource("pets"), {}, { httpMethod: "GET" });
  await api.deploy();
  const missing = '{"message":"Missing Authentication Token"}';
  for (const more of [{ path: "/none" }, { path: "/pets", method: "POST" }]) {
    const { status, body, headers } = await api.ask(more.path, more.method ? { method: more.method } : {});
    assert.deepEqual([status, body], [403, missing]);
    assert.equal(headers["x-amzn-errortype"], "MissingAuthenticationTokenException");
  }
  await apis.gateway.send(
    new PutGatewayResponseCommand({
      restApiId: api.restApiId,
      responseType: "MISSING_AUTHENTICATION_TOKEN",
      statusCode: "404",
      responseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
      responseTemplates: { "application/json": '{"is":$context.error.messageString,"at":"$context.stage"}' },
    }),
  );
  await api.deploy();
  const changed = await api.ask("/none");
  assert.deepEqual([changed.status, changed.body], [404, '{"is":"Missing Authentication Token","at":"dev"}']);
  assert.equal(changed.headers["access-control-allow-origin"], "*");
  const path = `/restapis/${api.restApiId}/other/_user_request_/pets`;
  const closed = await askUrl(`${apis.squall.endpoint}/`, { path });
  assert.deepEqual([closed.status, closed.body], [403, '{"message":"Forbidden"}']);
  const served = await askUrl(`${apis.squall.endpoint}/`, { path: path.replace("other", "dev") });
  assert.equal(JSON.parse(served.body).requestContext.path, "/dev/pets");
});

test("a mock answers by its templates: selection by status, headers, overrides and what a template may do", async () => {
  const api = await apis.makeApi();
  const respond = await api.method(await api.resource("{id}"), {
    type: "MOCK",
    requestTemplates: {
      "application/json": `#if($input.params("fail") == "yes"){"statusCode": 500}#else{"statusCode": 200}#end`,
    },
  });
  await respond("500", { selectionPattern: "5\\d\\d", responseTemplates: { "application/json": '{"failed":true}' } });
  await respond("200", {
    responseParameters: { "method.response.header.X-Where": "'here'" },
    responseTemplates: {
      "application/json": `#set($all = [1..3])#set($context.responseOverride.header.X-Made = "yes")
#set($body = $util.parseJson('{"a":{"b":"q\\"x"}}'))
{"id":"$input.params('id')","stage":"$stageVariables.color","list":[#foreach($n in $all)$n#if($foreach.hasNext),#end#end],"b":"$util.escapeJavaScript($body.a.b)","method":"$context.httpMethod","none":"$!nothing"}`,
    },
  });
  await api.deploy({ color: "blue" });
  const answer = await api.ask("/7");
  assert.deepEqual(JSON.parse(answer.body), {
    id: "7",
    stage: "blue",
    list: [1, 2, 3],
    b: 'q"x',
    method: "GET",
    none: "",
  });
  assert.deepEqual([answer.status, answer.headers["x-where"], answer.headers["x-made"]], [200, "here", "yes"]);
  const failed = await api.ask("/7?fail=yes");
  assert.deepEqual([failed.status, failed.body], [500, '{"failed":true}']);
});

test("a function behind templates: its errors choose the response", async () => {
  const api = await apis.makeApi();
  const respond = await api.method(undefined, {
    type: "AWS",
    uri: uriOf("plain"),
    requestTemplates: { "application/json": `$input.json('$.inner')` },
    passthroughBehavior: "NEVER",
  });
  await respond("200", {
    responseTemplates: { "application/json": `{"x":$input.path('$.x'),"all":$input.json('$')}` },
  });
  await respond("404", {
    selectionPattern: ".*no such.*",
    responseTemplates: { "application/json": `{"why":"$input.path('$.errorMessage')"}` },
  });
  await api.deploy();
  const ask = (body: unknown, type = "application/json") =>
    api.ask("/", { method: "POST", headers: { "content-type": type }, body: JSON.stringify(body) });
  assert.deepEqual(JSON.parse((await ask({ inner: { x: 1 } })).body), { x: 1, all: { x: 1 } });
  const failed = await ask({ inner: { fail: "there is no such pet" } });
  assert.deepEqual([failed.status, failed.body], [404, '{"why":"there is no such pet"}']);
  for (const type of ["text/csv", "constructor", "__proto__"]) {
    const refused = await ask({}, type);
    assert.deepEqual([refused.status, refused.body], [415, '{"message":"Unsupported Media Type"}'], type);
  }
});

test("a resource that has not the method leaves it to a less specific one", async () => {
  const api = await apis.makeApi();
  const mock = { type: "MOCK", requestTemplates: { "application/json": '{"statusCode": 200}' } } as const;
  for (const [path, httpMethod] of [
    ["test", "POST"],
    ["{proxy+}", "OPTIONS"],
  ] as const) {
    const answer = await api.method(await api.resource(path), mock, { httpMethod });
    await answer("200", { responseTemplates: { "application/json": path } });
  }
  await api.deploy();
  assert.equal((await api.ask("/test", { method: "POST" })).body, "test");
  assert.equal((await api.ask("/test", { method: "OPTIONS" })).body, "{proxy+}");
  assert.equal((await api.ask("/test")).status, 403);
});
