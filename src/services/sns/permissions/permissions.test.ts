import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../../iam/access/access-control.ts";
import { iam } from "../../iam/service.ts";
import { answerPath } from "../outbox/outbox-surfaces.ts";
import { sns } from "../service.ts";
import type { SnsState } from "../state.ts";

const account = "000000000000";

test("a topic that is denied is denied by whichever name: an ARN of another partition is none", async (context) => {
  const { call } = await openServiceTest(context, [sns, iam], { access: createAccessControl, auth: "enforce" });
  const { TopicArn = "" } = await call("sns", "CreateTopic", { Name: "secret" });
  const subscribed = { TopicArn, Protocol: "email", Endpoint: "a@example.com", ReturnSubscriptionArn: true };
  const { SubscriptionArn = "" } = await call("sns", "Subscribe", subscribed);
  const made = { Name: "app", Platform: "ADM", Attributes: { PlatformPrincipal: "p", PlatformCredential: "c" } };
  const { PlatformApplicationArn = "" } = await call("sns", "CreatePlatformApplication", made);
  const { User } = await call("iam", "CreateUser", { UserName: "u" });
  const everything = { Effect: "Allow", Action: "sns:*", Resource: "*" };
  const butThis = { Effect: "Deny", Action: "sns:*", Resource: [TopicArn, PlatformApplicationArn] };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [everything, butThis] });
  await call("iam", "PutUserPolicy", { UserName: "u", PolicyName: "p", PolicyDocument });
  const user = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" } as const;
  const denied = { code: /^(?:AuthorizationError|AccessDenied)/ };
  await assert.rejects(call("sns", "Publish", { TopicArn, Message: "m" }, user), denied);
  for (const start of ["arn:aws-cn:", "arn:x:", "x:aws:", "::"]) {
    const elsewhere = (arn: string) => arn.replace("arn:aws:", start);
    const wrong = { code: "InvalidParameterException" };
    await assert.rejects(call("sns", "Publish", { TopicArn: elsewhere(TopicArn), Message: "m" }, user), wrong);
    await assert.rejects(call("sns", "Publish", { TargetArn: elsewhere(TopicArn), Message: "m" }, user), wrong);
    await assert.rejects(call("sns", "DeleteTopic", { TopicArn: elsewhere(TopicArn) }, user), wrong);
    await assert.rejects(call("sns", "ListTagsForResource", { ResourceArn: elsewhere(TopicArn) }, user), wrong);
    const subscription = { SubscriptionArn: elsewhere(SubscriptionArn) };
    await assert.rejects(call("sns", "GetSubscriptionAttributes", subscription, user), wrong);
    await assert.rejects(call("sns", "Unsubscribe", subscription, user), wrong);
    const application = { PlatformApplicationArn: elsewhere(PlatformApplicationArn) };
    await assert.rejects(call("sns", "DeletePlatformApplication", application, user), wrong);
  }
  assert.equal((await call("sns", "ListSubscriptions", {})).Subscriptions?.length, 1);
});

test("tokens of subscriptions are for who may confirm them, not for who may only list them", async (context) => {
  const { call, table } = await openServiceTest(context, [sns, iam], { access: createAccessControl, auth: "enforce" });
  const { TopicArn = "" } = await call("sns", "CreateTopic", { Name: "asked" });
  const endpoint = { TopicArn, Protocol: "http", Endpoint: "http://127.0.0.1:9/", ReturnSubscriptionArn: true };
  const { SubscriptionArn = "" } = await call("sns", "Subscribe", endpoint);
  const { User } = await call("iam", "CreateUser", { UserName: "u" });
  const may = (Action: string, Resource = "*") =>
    call("iam", "PutUserPolicy", {
      UserName: "u",
      PolicyName: "p",
      PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] }),
    });
  const user = { kind: "user", account, arn: User?.Arn ?? "", userId: User?.UserId ?? "" } as const;
  const state = table.services.get("sns")?.state as SnsState;
  const ask = async (path: string) => {
    const request = { method: "GET", path, query: [], signer: async () => user };
    const { status, body } = await answerPath(path, request as never, { state, host: table.host });
    return { status, body: JSON.parse(String(body)) as { subscription_token?: string; messages?: unknown[] } };
  };
  const path = `/_aws/sns/subscription-tokens/${SubscriptionArn}`;
  await may("sns:ListSubscriptions");
  assert.equal((await ask("/_aws/sns/outbox")).status, 200);
  assert.equal((await ask(path)).status, 403);
  await may("sns:ConfirmSubscription", `${TopicArn}-other`);
  assert.equal((await ask(path)).status, 403);
  await may("sns:ConfirmSubscription", TopicArn);
  const { status, body } = await ask(path);
  assert.deepEqual([status, body.subscription_token?.length], [200, 288]);
  assert.equal((await ask(`${path}%20`)).status, 404);
  assert.equal((await ask("/_aws/sns/outbox")).status, 403);
});
