import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { createUrl } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

/** Where a client comes from decides by policies and stands in logs: only those whom the operator trusts may say it for others. */
let trusting: TestSquall;
let plain: TestSquall;

before(async () => {
  trusting = await startSquall({ trustedProxies: ["127.0.0.0/8", "::1"] });
  plain = await startSquall();
});
after(async () => {
  await Promise.all([trusting.close(), plain.close()]);
});

const source = "def handler(event, context):\n    return event\n";

/** What a function is told of who called its URL. */
async function ask(squall: TestSquall, headers: Record<string, string>) {
  const url = new URL(
    await createUrl(squall.client(LambdaClient), `f${Math.random()}`.replace(".", ""), {
      runtime: "python3.11",
      source,
    }),
  );
  const answer = await fetch(`${squall.endpoint}/_aws/lambda-url/${url.hostname.split(".")[0]}/`, { headers });
  const event = (await answer.json()) as {
    headers: Record<string, string>;
    requestContext: { http: { sourceIp: string } };
  };
  return { told: event.headers, sourceIp: event.requestContext.http.sourceIp };
}

const claims = {
  "x-forwarded-for": "192.0.2.66, 198.51.100.1",
  "x-forwarded-proto": "https",
  "x-forwarded-port": "443",
};

test("a trusted proxy's client is who asks, and what that client claims itself is passed on as its claim", async () => {
  const { told, sourceIp } = await ask(trusting, claims);
  assert.equal(sourceIp, "198.51.100.1");
  assert.equal(told["x-forwarded-for"], "192.0.2.66, 198.51.100.1");
  assert.equal(told["x-forwarded-proto"], "https");
});

test("of others nothing is believed", async () => {
  const { told, sourceIp } = await ask(plain, claims);
  assert.match(sourceIp, /^(127\.0\.0\.1|::1)$/);
  assert.equal(told["x-forwarded-proto"], "http");
});

test("URLs in answers are by the way the client came", async () => {
  const location = async (squall: TestSquall) => {
    const answer = await fetch(`${squall.endpoint}/?Action=CreateQueue&QueueName=way`, {
      method: "POST",
      headers: { "x-forwarded-proto": "https", authorization },
    });
    return /<QueueUrl>([^<]*)/.exec(await answer.text())?.[1];
  };
  assert.match((await location(trusting)) ?? "", /^https:\/\//);
  assert.match((await location(plain)) ?? "", /^http:\/\//);
});

/** In the open mode any signature passes. */
const authorization =
  "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0";
