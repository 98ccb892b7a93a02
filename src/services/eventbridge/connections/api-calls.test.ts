import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sqs } from "../../sqs/service.ts";
import { events } from "../service.ts";
import { ApiDestinationCallers } from "./api-destination-callers.ts";

/** A bus whose events go to an API outside, which `answer` answers. */
async function open(context: TestContext, answer: () => Promise<void>) {
  const opened = await openServiceTest(context, [events, sqs]);
  const { call, asRoot } = opened;
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    seen.push(request.url ?? "");
    await answer();
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { ConnectionArn = "" } = await call("eventbridge", "CreateConnection", {
    Name: "c",
    AuthorizationType: "API_KEY",
    AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "v" } },
  });
  const { ApiDestinationArn = "" } = await call("eventbridge", "CreateApiDestination", {
    Name: "d",
    ConnectionArn,
    InvocationEndpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    HttpMethod: "POST",
    InvocationRateLimitPerSecond: 1,
  });
  const EventPattern = '{"source":["shop"]}';
  await call("eventbridge", "PutRule", { Name: "r", EventPattern });
  const RetryPolicy = { MaximumRetryAttempts: 0 };
  const RoleArn = `arn:aws:iam::${asRoot.account}:role/r`;
  await call("eventbridge", "PutTargets", {
    Rule: "r",
    Targets: [{ Id: "t", Arn: ApiDestinationArn, RoleArn, RetryPolicy }],
  });
  const put = (count: number) =>
    call("eventbridge", "PutEvents", {
      Entries: Array.from({ length: count }, () => ({ Source: "shop", DetailType: "order", Detail: "{}" })),
    });
  return { ...opened, seen, put, EventPattern };
}

test("what an API destination's rate lets wait is no failed try: without a retry it arrives all the same", async (context) => {
  const { put, seen, clock, table } = await open(context, async () => {});
  await put(5);
  for (let second = 1; second <= 5; second++) {
    await eventually(async () => {
      await table.host.storage.outbox.idle();
      await table.host.storage.timers.idle();
      return seen.length === second || undefined;
    }, `call ${second}`);
    clock.advance(1_000);
  }
  assert.equal(seen.length, 5);
});

test("calls that wait are spread over the seconds to come", () => {
  const callers = new ApiDestinationCallers();
  const at = Array.from({ length: 7 }, () => callers.place("arn", 2, 10_500));
  assert.deepEqual(at, [10_500, 10_500, 11_000, 11_000, 12_000, 12_000, 13_000]);
  assert.equal(callers.place("arn", 2, 11_000), 11_000);
  assert.equal(callers.place("other", 2, 10_500), 10_500);
});

test("an API that does not answer holds up nobody else's events", async (context) => {
  const { put, call, seen, EventPattern, table } = await open(context, () => new Promise(() => {}));
  const Policy = JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }],
  });
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q", Attributes: { Policy } });
  await call("eventbridge", "PutRule", { Name: "queue", EventPattern });
  const Targets = [{ Id: "t", Arn: "arn:aws:sqs:us-east-1:000000000000:q" }];
  for (let time = 0; time < 10; time++) await put(10);
  await eventually(async () => seen.length > 0 || undefined, "a call that hangs");
  await call("eventbridge", "PutTargets", { Rule: "queue", Targets });
  await put(1);
  await table.host.storage.outbox.idle();
  assert.equal((await call("sqs", "ReceiveMessage", { QueueUrl })).Messages?.length, 1);
});
