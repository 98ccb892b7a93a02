import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateAuthorizerCommand,
  CreateDeploymentCommand,
  CreateRequestValidatorCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  FlushStageCacheCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { askUrl, type UrlAsk } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

let squall: TestSquall;
let gateway: APIGatewayClient;
/** Another server, which tells what it was asked. */
let backend: Server;
const uriOf = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`;
const backendUrl = (path: string) => `http://127.0.0.1:${(backend.address() as AddressInfo).port}${path}`;

before(async () => {
  squall = await startSquall();
  gateway = squall.client(APIGatewayClient);
  backend = createServer((request, response) => {
    if (request.url === "/in/late") return;
    if (request.url === "/in/half") return void response.writeHead(200).write("half");
    const body: Buffer[] = [];
    request.on("data", (chunk) => body.push(chunk));
    request.on("end", () => {
      response.writeHead(203, { "content-type": "application/json", "x-backend": "yes" });
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(body).toString() }));
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, "127.0.0.1", resolve));
  const lambda = squall.client(LambdaClient);
  for (const [name, source] of Object.entries({ echo, plain, authorizer })) {
    await createFunction(lambda, name, zip({ "index.py": source }));
    const permission = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
    await lambda.send(new AddPermissionCommand({ FunctionName: name, ...permission }));
  }
});
after(async () => {
  backend.close();
  await squall.close();
});

/** Answers what its body says, or the event. */
const echo = `
import json
def handler(event, context):
    if event["body"] and event["body"].startswith("{\\"answer\\""):
        return json.loads(event["body"])["answer"]
    return {"statusCode": 200, "body": json.dumps(event)}
`;
const plain = `
def handler(event, context):
    if isinstance(event, dict) and "fail" in event:
        raise Exception(event["fail"])
    return event
`;
const authorizer = `
def handler(event, context):
    token = event.get("authorizationToken") or event["headers"].get("X-Token")
    if token == "broken":
        return {}
    effect = "Allow" if token == "good" else "Deny"
    statement = {"Effect": effect, "Action": "execute-api:Invoke", "Resource": event["methodArn"]}
    return {"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}, "context": {"n": 7}}
`;

async function makeApi(more: Partial<CreateRestApiCommandInput> = {}) {
  const { id: restApiId = "", rootResourceId = "" } = await gateway.send(
    new CreateRestApiCommand({ name: "api", ...more }),
  );
  const endpoint = `http://${restApiId}.execute-api.us-east-1.localhost:${new URL(squall.endpoint).port}/`;
  return {
    restApiId,
    resource: async (pathPart: string, parentId = rootResourceId) =>
      (await gateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id ?? "",
    method: async (
      resourceId: string | undefined,
      integration: Partial<PutIntegrationCommandInput>,
      settings: Partial<PutMethodCommandInput> = {},
    ) => {
      const place = { restApiId, resourceId: resourceId ?? rootResourceId, httpMethod: settings.httpMethod ?? "ANY" };
      await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE", ...settings }));
      const toFunction = { type: "AWS_PROXY", integrationHttpMethod: "POST", uri: uriOf("echo") } as const;
      await gateway.send(new PutIntegrationCommand({ ...place, ...toFunction, ...integration }));
      return async (statusCode: string, response: Partial<PutIntegrationResponseCommandInput> = {}) => {
        await gateway.send(new PutMethodResponseCommand({ ...place, statusCode }));
        await gateway.send(new PutIntegrationResponseCommand({ ...place, statusCode, ...response }));
      };
    },
    deploy: (variables: Record<string, string> = {}) =>
      gateway.send(new CreateDeploymentCommand({ restApiId, stageName: "dev", variables })),
    ask: (path: string, more: UrlAsk = {}) => askUrl(endpoint, { path: `/dev${path}`, ...more }),
  };
}

test("a request is the function's event of a Lambda proxy integration, with its path encoded and null for what is absent", async () => {
  const api = await makeApi();
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
  const api = await makeApi({ binaryMediaTypes: ["image/png"] });
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
    assert.deepEqual([refused.status, refused.body], [502, '{"message":"Internal server error"}']);
    assert.equal(refused.headers["x-amzn-errortype"], "InternalServerErrorException");
  }
  const coded = { statusCode: 200, body: Buffer.from("bytes").toString("base64"), isBase64Encoded: true };
  assert.equal((await answer(coded)).body, coded.body);
  assert.equal((await answer(coded, { accept: "image/png" })).body, "bytes");
});

test("what has no method, no stage or is closed is refused in AWS's words, and gateway responses change them", async () => {
  const api = await makeApi();
  await api.method(await api.resource("pets"), {}, { httpMethod: "GET" });
  await api.deploy();
  const missing = '{"message":"Missing Authentication Token"}';
  for (const more of [{ path: "/none" }, { path: "/pets", method: "POST" }]) {
    const { status, body, headers } = await api.ask(more.path, more.method ? { method: more.method } : {});
    assert.deepEqual([status, body], [403, missing]);
    assert.equal(headers["x-amzn-errortype"], "MissingAuthenticationTokenException");
  }
  await gateway.send(
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
  const closed = await askUrl(`${squall.endpoint}/`, { path });
  assert.deepEqual([closed.status, closed.body], [403, '{"message":"Forbidden"}']);
  const served = await askUrl(`${squall.endpoint}/`, { path: path.replace("other", "dev") });
  assert.equal(JSON.parse(served.body).requestContext.path, "/dev/pets");
});

test("a mock answers by its templates: selection by status, headers, overrides and what a template may do", async () => {
  const api = await makeApi();
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
  const api = await makeApi();
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

test("another server answers, as it was asked or by what is mapped", async () => {
  const api = await makeApi();
  await api.method(await api.resource("{proxy+}"), {
    type: "HTTP_PROXY",
    integrationHttpMethod: "ANY",
    uri: backendUrl("/in/{proxy}"),
    requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
  });
  const mapped = await api.method(await api.resource("mapped"), {
    type: "HTTP",
    integrationHttpMethod: "PUT",
    uri: backendUrl("/mapped"),
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
  const s3 = squall.client(S3Client, { forcePathStyle: true });
  for (const Bucket of ["shown", "hidden"]) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "of/key", Body: Bucket, ContentType: "application/json" }));
  }
  s3.destroy();
  const api = await makeApi();
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
  const api = await makeApi();
  await api.method(await api.resource("{proxy+}"), {
    type: "HTTP_PROXY",
    integrationHttpMethod: "GET",
    uri: backendUrl("/in/{proxy}"),
    requestParameters: { "integration.request.path.proxy": "method.request.path.proxy" },
    timeoutInMillis: 100,
  });
  await api.deploy();
  for (const path of ["/late", "/half"]) {
    const { status, body } = await api.ask(path);
    assert.deepEqual([status, JSON.parse(body)], [504, { message: "Endpoint request timed out" }], path);
  }
});

test("authorizers, IAM and resource policies decide who may call", async () => {
  const api = await makeApi({
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/dev/*" },
        { Effect: "Deny", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/dev/GET/closed" },
      ],
    }),
  });
  const { restApiId } = api;
  const make = async (type: "TOKEN" | "REQUEST", name: string) =>
    (
      await gateway.send(
        new CreateAuthorizerCommand({
          restApiId,
          name: type,
          type,
          authorizerUri: uriOf("authorizer"),
          identitySource: `method.request.header.${name}`,
        }),
      )
    ).id;
  const token = await make("TOKEN", "Authorization");
  const request = await make("REQUEST", "X-Token");
  await api.method(await api.resource("token"), {}, { authorizationType: "CUSTOM", authorizerId: token });
  await api.method(await api.resource("request"), {}, { authorizationType: "CUSTOM", authorizerId: request });
  await api.method(await api.resource("iam"), {}, { authorizationType: "AWS_IAM" });
  await api.method(await api.resource("closed"), {});
  await api.deploy();
  const good = await api.ask("/token", { headers: { authorization: "good" } });
  assert.deepEqual(JSON.parse(good.body).requestContext.authorizer, { principalId: "me", n: "7" });
  assert.equal((await api.ask("/request", { headers: { "X-Token": "good" } })).status, 200);
  const refusals = [
    ["/token", {}, 401, '{"message":"Unauthorized"}'],
    [
      "/token",
      { authorization: "bad" },
      403,
      '{"message":"User is not authorized to access this resource with an explicit deny"}',
    ],
    ["/token", { authorization: "broken" }, 500, '{"message":null}'],
    ["/iam", {}, 403, '{"message":"Missing Authentication Token"}'],
  ] as const;
  for (const [path, headers, status, body] of refusals) {
    const answer = await api.ask(path, { headers });
    assert.deepEqual([answer.status, answer.body], [status, body]);
  }
  const closed = await api.ask("/closed");
  assert.equal(closed.status, 403);
  assert.match(
    closed.body,
    /^\{"message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:/,
  );
});

test("keys of usage plans open methods until their quota is used up, and validators refuse what lacks a parameter", async () => {
  const api = await makeApi();
  const { restApiId } = api;
  const { id: requestValidatorId } = await gateway.send(
    new CreateRequestValidatorCommand({ restApiId, name: "v", validateRequestParameters: true }),
  );
  await api.method(undefined, {}, { apiKeyRequired: true });
  await api.method(
    await api.resource("checked"),
    {},
    {
      requestValidatorId,
      requestParameters: { "method.request.querystring.q": true, "method.request.header.h": true },
    },
  );
  await api.deploy();
  const { id: keyId, value = "" } = await gateway.send(new CreateApiKeyCommand({ name: "k", enabled: true }));
  const plan = await gateway.send(
    new CreateUsagePlanCommand({
      name: "p",
      apiStages: [{ apiId: restApiId, stage: "dev" }],
      quota: { limit: 2, period: "MONTH" },
    }),
  );
  assert.deepEqual((await api.ask("/", { headers: { "x-api-key": value } })).body, '{"message":"Forbidden"}');
  await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId: plan.id, keyId, keyType: "API_KEY" }));
  const statuses = [];
  for (let at = 0; at < 3; at += 1) statuses.push((await api.ask("/", { headers: { "x-api-key": value } })).status);
  assert.deepEqual(statuses, [200, 200, 429]);
  assert.equal((await api.ask("/", { headers: { "x-api-key": value } })).body, '{"message":"Limit Exceeded"}');
  assert.equal((await api.ask("/")).status, 403);
  const unchecked = await api.ask("/checked?q=1");
  assert.deepEqual([unchecked.status, unchecked.body], [400, '{"message":"Missing required request parameters: [h]"}']);
  assert.equal((await api.ask("/checked?q=1", { headers: { h: "1" } })).status, 200);
});

test("a stage's settings throttle its methods, and its access log tells of each request", async () => {
  const api = await makeApi();
  await api.method(undefined, {});
  await api.deploy();
  const logs = squall.client(CloudWatchLogsClient);
  await logs.send(new CreateLogGroupCommand({ logGroupName: "rest" }));
  const destinationArn = "arn:aws:logs:us-east-1:000000000000:log-group:rest";
  const patch = (path: string, value: string) =>
    gateway.send(
      new UpdateStageCommand({
        restApiId: api.restApiId,
        stageName: "dev",
        patchOperations: [{ op: "replace", path, value }],
      }),
    );
  await patch("/accessLogSettings/destinationArn", destinationArn);
  await patch(
    "/accessLogSettings/format",
    "$context.httpMethod $context.resourcePath $context.status $context.requestId",
  );
  const { headers } = await api.ask("/");
  const line = `GET / 200 ${headers["x-amzn-requestid"]}`;
  await eventually(async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: "rest" }));
    return events.find(({ message }) => message === line);
  }, "the access log");
  await patch("/*/*/throttling/burstLimit", "0");
  const { status, body } = await api.ask("/");
  assert.deepEqual([status, body], [429, '{"message":"Too Many Requests"}']);
});

test("answers are kept by the parameters that tell them apart, until their time is over or they are to be forgotten", async () => {
  const api = await makeApi();
  const { restApiId } = api;
  const resourceId = await api.resource("{id}");
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await api.method(
    resourceId,
    {
      type: "HTTP",
      integrationHttpMethod: "GET",
      uri: backendUrl("/in/kept"),
      cacheKeyParameters: ["method.request.path.id", "method.request.querystring.q"],
    },
    {
      httpMethod: "GET",
      requestParameters: { "method.request.path.id": true, "method.request.querystring.q": false },
    },
  );
  const byStatus = { selectionPattern: "203", responseTemplates: { "application/json": "$context.requestId" } };
  await gateway.send(new PutMethodResponseCommand({ ...place, statusCode: "200" }));
  await gateway.send(new PutIntegrationResponseCommand({ ...place, statusCode: "200", ...byStatus }));
  await api.deploy();
  const patch = (path: string, value: string) =>
    gateway.send(
      new UpdateStageCommand({ restApiId, stageName: "dev", patchOperations: [{ op: "replace", path, value }] }),
    );
  const body = async (path: string, more: UrlAsk = {}) => (await api.ask(path, more)).body;
  assert.notEqual(await body("/a"), await body("/a"), "a stage keeps nothing unless it is told to");
  const stage = await patch("/cacheClusterEnabled", "true");
  assert.deepEqual([stage.cacheClusterSize, stage.cacheClusterStatus], ["0.5", "CREATE_IN_PROGRESS"]);
  await assert.rejects(patch("/cacheClusterSize", "7"), { name: "BadRequestException" });
  await patch("/*/*/caching/enabled", "true");
  const first = await body("/a?q=1");
  assert.equal(await body("/a?q=1&other=2"), first);
  assert.notEqual(await body("/b?q=1"), first);
  assert.notEqual(await body("/a?q=2"), first);
  const anew = { headers: { "cache-control": "max-age=0" } };
  const ignored = await api.ask("/a?q=1", anew);
  assert.equal(ignored.body, first, "nobody without permission forgets what is kept");
  assert.match(String(ignored.headers.warning), /^199 /);
  await patch("/*/*/caching/unauthorizedCacheControlHeaderStrategy", "FAIL_WITH_403");
  assert.equal((await api.ask("/a?q=1", anew)).status, 403);
  await patch("/*/*/caching/requireAuthorizationForCacheControl", "false");
  const second = await body("/a?q=1", anew);
  assert.notEqual(second, first);
  assert.equal(await body("/a?q=1"), second);
  await gateway.send(new FlushStageCacheCommand({ restApiId, stageName: "dev" }));
  const third = await body("/a?q=1");
  assert.notEqual(third, second);
  const advance = (advanceMilliseconds: number) =>
    fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body: JSON.stringify({ advanceMilliseconds }) });
  await advance(200_000);
  assert.equal(await body("/a?q=1"), third);
  await advance(101_000);
  assert.notEqual(await body("/a?q=1"), third, "after five minutes it is asked for anew");
});

test("executions are logged as far as the stage says, and only with a role for it", async () => {
  const logs = squall.client(CloudWatchLogsClient);
  const api = await makeApi();
  const { restApiId } = api;
  const answer = await api.method(await api.resource("good"), {
    type: "MOCK",
    requestTemplates: { "application/json": '{"statusCode": 200}' },
  });
  await answer("200", { responseTemplates: { "application/json": "fine" } });
  await api.method(await api.resource("bad"), { type: "MOCK", requestTemplates: { "application/json": "{}" } });
  await api.deploy();
  const patch = (path: string, value: string) =>
    gateway.send(
      new UpdateStageCommand({ restApiId, stageName: "dev", patchOperations: [{ op: "replace", path, value }] }),
    );
  const cloudwatchRoleArn = (op: "replace" | "remove") =>
    gateway.send(
      new UpdateAccountCommand({
        patchOperations: [{ op, path: "/cloudwatchRoleArn", value: "arn:aws:iam::000000000000:role/logs" }],
      }),
    );
  await assert.rejects(patch("/*/*/logging/loglevel", "INFO"), {
    message: "CloudWatch Logs role ARN must be set in account settings to enable logging",
  });
  await cloudwatchRoleArn("replace");
  const logGroupName = `API-Gateway-Execution-Logs_${restApiId}/dev`;
  const linesOf = async (requestId: unknown, most: string) =>
    eventually(async () => {
      const { events = [] } = await logs
        .send(new FilterLogEventsCommand({ logGroupName, filterPattern: `"${requestId}"` }))
        .catch(() => ({ events: [] }));
      const lines = events.map(({ message = "" }) => message.replace(`(${requestId}) `, ""));
      return lines.some((line) => line.startsWith(most)) ? lines : undefined;
    }, `the line ${most}`);
  const ask = async (path: string) => (await api.ask(path)).headers["x-amzn-requestid"];

  await patch("/*/*/logging/loglevel", "ERROR");
  const unsaid = await ask("/good");
  const failed = await linesOf(await ask("/bad"), "Method completed");
  assert.match(failed[0] ?? "", /^Execution failed due to configuration error: /);
  assert.deepEqual(failed.slice(1), ["Method completed with status: 500"]);
  await patch("/*/*/logging/loglevel", "INFO");
  const told = await linesOf(await ask("/good"), "Method completed");
  assert.match(told[0] ?? "", /^Starting execution for request: /);
  assert.deepEqual(told.slice(1), [
    "HTTP Method: GET, Resource Path: /good",
    "Successfully completed execution",
    "Method completed with status: 200",
  ]);
  await patch("/*/*/logging/dataTrace", "true");
  const traced = await linesOf(await ask("/good"), "Method completed");
  assert.ok(traced.includes("Method response body after transformations: fine"), traced.join("\n"));
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: `"${unsaid}"` }));
  assert.deepEqual(events, [], "ERROR tells of nothing that went well");
  await cloudwatchRoleArn("remove");
});

test("a resource that has not the method leaves it to a less specific one", async () => {
  const api = await makeApi();
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
