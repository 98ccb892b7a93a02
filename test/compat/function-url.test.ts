import assert from "node:assert/strict";
import { type IncomingMessage, request } from "node:http";
import { after, before, test } from "node:test";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { zip } from "../support/zip.ts";

let squall: TestSquall;
let client: LambdaClient;
before(async () => {
  squall = await startSquall();
  client = squall.client(LambdaClient);
});
after(() => squall.close());

/** A function with a URL that everybody may call. */
async function createUrl(
  FunctionName: string,
  code: { runtime: "python3.11" | "nodejs22.x"; source: string },
  more: Partial<CreateFunctionUrlConfigCommandInput> = {},
  isPublic = true,
): Promise<string> {
  const isPython = code.runtime === "python3.11";
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: code.runtime,
      Handler: "index.handler",
      Role: labRole,
      Code: { ZipFile: zip({ [isPython ? "index.py" : "index.mjs"]: code.source }) },
    }),
  );
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 }, { FunctionName });
  const { FunctionUrl = "" } = await client.send(
    new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: "NONE", ...more }),
  );
  if (isPublic) {
    await allowUrl(FunctionName);
    await allowInvoke(FunctionName);
  }
  return FunctionUrl;
}

async function allowUrl(FunctionName: string): Promise<void> {
  await client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "public-url",
      Action: "lambda:InvokeFunctionUrl",
      Principal: "*",
      FunctionUrlAuthType: "NONE",
    }),
  );
}

async function allowInvoke(FunctionName: string): Promise<void> {
  await client.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: "public-invoke",
      Action: "lambda:InvokeFunction",
      Principal: "*",
      InvokedViaFunctionUrl: true,
    }),
  );
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** When each piece came. */
  readonly timesMs: readonly number[];
}

/** The URL's host need not resolve here: the server is asked by its address. */
function ask(
  url: string,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { port, host } = new URL(url);
  const { method = "GET", path = "/", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, method, path, headers: { ...headers, host } }, async (answer) => {
      let text = "";
      const timesMs: number[] = [];
      for await (const chunk of answer) {
        text += chunk;
        timesMs.push(performance.now());
      }
      resolve({ status: answer.statusCode, headers: answer.headers, body: text, timesMs });
    });
    call.on("error", reject);
    call.end(body);
  });
}

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
  const url = await createUrl("echo", { runtime: "python3.11", source: echo });
  const { status, headers, body } = await ask(url, {
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
  const binary = JSON.parse((await ask(url, { method: "PUT", body: "\u0001" })).body);
  assert.deepEqual([binary.body, binary.isBase64Encoded], ["AQ==", true]);
});

test("what is no HTTP answer is the body of a 200; a failure is a 502", async () => {
  const { FunctionUrl: url = "" } = await client.send(
    new (await import("@aws-sdk/client-lambda")).GetFunctionUrlConfigCommand({ FunctionName: "echo" }),
  );
  const plain = await ask(url, { path: "/plain" });
  assert.deepEqual([plain.status, plain.headers["content-type"], plain.body], [200, "application/json", '{"a":1}']);
  const failed = await ask(url, { path: "/fail" });
  assert.deepEqual([failed.status, failed.body], [502, "Internal Server Error"]);
});

test("without the permission, or without a signature where one is needed, it is forbidden", async () => {
  const source = { runtime: "python3.11", source: echo } as const;
  const closed = await createUrl("closed", source, {}, false);
  const refused = await ask(closed);
  assert.equal(refused.status, 403);
  assert.equal(refused.headers["x-amzn-errortype"], "AccessDeniedException");
  assert.match(refused.body, /^\{"Message":"Forbidden\. For troubleshooting Function URL authorization issues, see: /);
  await allowUrl("closed");
  assert.equal((await ask(closed)).status, 201, "only reported: the function behind the URL is not open");
  const signed = await createUrl("signed", source, { AuthType: "AWS_IAM" });
  assert.equal((await ask(signed)).status, 403);
  const authorization =
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0";
  const { status, body } = await ask(signed, { headers: { authorization } });
  assert.equal(status, 201);
  assert.equal(JSON.parse(body).requestContext.authorizer.iam.accountId, "000000000000");
  const { hostname, port } = new URL(closed);
  const unknown = closed.replace(hostname.split(".")[0] ?? "", "a".repeat(32));
  assert.ok(port);
  const nobody = await ask(unknown);
  assert.deepEqual([nobody.status, nobody.body], [403, '{"Message":null}']);
});

test("CORS settings answer preflights and let the page read", async () => {
  const Cors = { AllowOrigins: ["https://page.example"], AllowMethods: ["PUT"], AllowHeaders: ["x-own"], MaxAge: 60 };
  const url = await createUrl("cors", { runtime: "python3.11", source: echo }, { Cors });
  const origin = "https://page.example";
  const preflight = await ask(url, {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "PUT" },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers["access-control-allow-origin"], origin);
  assert.equal(preflight.headers["access-control-allow-methods"], "PUT");
  assert.equal(preflight.headers["access-control-max-age"], "60");
  assert.equal((await ask(url, { headers: { origin } })).headers["access-control-allow-origin"], origin);
  const foreign = await ask(url, { headers: { origin: "https://other.example" } });
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
  const url = await createUrl("streams", { runtime: "nodejs22.x", source }, { InvokeMode: "RESPONSE_STREAM" });
  const { status, headers, body, timesMs } = await ask(url);
  assert.deepEqual([status, headers["content-type"], body], [202, "text/plain", "first last"]);
  assert.ok((timesMs.at(-1) ?? 0) - (timesMs[0] ?? 0) > 300);
});
