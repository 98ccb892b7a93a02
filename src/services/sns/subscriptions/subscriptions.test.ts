import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

interface Received {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A program that people subscribe, which answers as it is told. */
async function startEndpoint(statusOf: (count: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      const status = statusOf(received.length);
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, received, close: () => new Promise((resolve) => server.close(resolve)) };
}

describe("subscriptions", () => {
  let squall: TestSquall;
  let sns: SNSClient;
  before(async () => {
    squall = await startSquall();
    sns = squall.client(SNSClient);
  });
  after(async () => {
    sns.destroy();
    await squall.close();
  });

  const topic = async (Name: string, Attributes?: Record<string, string>) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? "";
  const subscribe = async (TopicArn: string, Protocol: string, Endpoint: string, Attributes?: Record<string, string>) =>
    (await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true })))
      .SubscriptionArn ?? "";
  const attributesOf = async (SubscriptionArn: string) =>
    (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes ?? {};
  const set = (SubscriptionArn: string, AttributeName: string, AttributeValue: string) =>
    sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
  const refused = (message: string | RegExp) => ({ name: "InvalidParameterException", message });
  const queue = "arn:aws:sqs:us-east-1:000000000000:q";

  test("what belongs to the caller is confirmed at once, once for each endpoint; other attributes are refused", async () => {
    const arn = await topic("own");
    const first = await subscribe(arn, "sqs", queue, { RawMessageDelivery: "TrUe" });
    assert.equal(await subscribe(arn, "sqs", queue), first);
    await assert.rejects(
      subscribe(arn, "sqs", queue, { RawMessageDelivery: "false" }),
      refused("Invalid parameter: Attributes Reason: Subscription already exists with different attributes"),
    );
    assert.deepEqual(await attributesOf(first), {
      ConfirmationWasAuthenticated: "true",
      Endpoint: queue,
      Owner: "000000000000",
      PendingConfirmation: "false",
      Protocol: "sqs",
      RawMessageDelivery: "true",
      SubscriptionArn: first,
      SubscriptionPrincipal: "arn:aws:iam::000000000000:user/key-test",
      TopicArn: arn,
    });
  });

  test("endpoints and attributes that are none are refused in AWS's words", async () => {
    const arn = await topic("refusing");
    for (const [protocol, endpoint, message] of [
      ["pigeon", "home", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon"],
      ["http", "https://a", "Invalid parameter: Endpoint must match the specified protocol"],
      ["sms", "+15--551234567", "Invalid SMS endpoint: +15--551234567"],
      ["sqs", "q", "Invalid parameter: SQS endpoint ARN"],
      ["sqs", `${queue}.fifo`, /FIFO SQS Queues can not be subscribed to standard SNS topics/],
      ["firehose", "arn:aws:firehose:us-east-1:000000000000:deliverystream/s", /firehose/],
    ] as const)
      await assert.rejects(subscribe(arn, protocol, endpoint), refused(message));
    const subscription = await subscribe(arn, "sqs", queue);
    for (const [name, value, message] of [
      ["Unknown", "x", "Invalid parameter: AttributeName"],
      ["RawMessageDelivery", "", "Invalid parameter: RawMessageDelivery: Invalid value []. Must be true or false."],
      ["RedrivePolicy", '{"deadLetterTargetArn":"x"}', /deadLetterTargetArn is an invalid arn/],
      ["FilterPolicy", '{"a":"b"}', /"a" must be an object or an array/],
      ["FilterPolicy", '{"a":{"b":["c"]}}', /does not support nested filter policy/],
      ["FilterPolicyScope", "Body", /Please use either MessageBody or MessageAttributes/],
      ["ReplayPolicy", "{}", /archives of messages/],
    ] as const)
      await assert.rejects(set(subscription, name, value), refused(message));
    // What a policy is taken away by, also by Terraform.
    for (const none of ["{}", ""]) {
      await set(subscription, "FilterPolicy", '{"a":["b"]}');
      assert.equal((await attributesOf(subscription)).FilterPolicy, '{"a":["b"]}');
      await set(subscription, "FilterPolicy", none);
      assert.equal((await attributesOf(subscription)).FilterPolicy, undefined);
    }
    await assert.rejects(attributesOf(`${arn}:x`), {
      name: "NotFoundException",
      message: "Subscription does not exist",
    });
  });

  test("lists have pages of a hundred; a topic takes its subscriptions along", async () => {
    const arn = await topic("listed");
    for (let index = 0; index < 101; index++) await subscribe(arn, "sms", `+1555${String(index).padStart(7, "0")}`);
    const list = (NextToken?: string) => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: arn, NextToken }));
    const first = await list();
    assert.equal(first.Subscriptions?.length, 100);
    const second = await list(first.NextToken);
    assert.deepEqual([second.Subscriptions?.length, second.NextToken], [1, undefined]);
    const all = await sns.send(new ListSubscriptionsCommand({}));
    assert.equal(all.Subscriptions?.length, 100);
    const rest = await sns.send(new ListSubscriptionsCommand({ NextToken: all.NextToken }));
    assert.ok((rest.Subscriptions?.length ?? 0) > 0);
    await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
    await topic("listed");
    assert.equal((await list()).Subscriptions?.length, 0);
  });

  test("an HTTP endpoint is asked, confirms by the link, gets signed messages, and is asked again when a link cancels it", async () => {
    const endpoint = await startEndpoint();
    const arn = await topic("hooks", { SignatureVersion: "2" });
    const pending = await sns.send(new SubscribeCommand({ TopicArn: arn, Protocol: "http", Endpoint: endpoint.url }));
    assert.equal(pending.SubscriptionArn, "pending confirmation");
    const asked = await eventually(async () => endpoint.received[0], "the question");
    assert.equal(asked.headers["x-amz-sns-message-type"], "SubscriptionConfirmation");
    const question = JSON.parse(asked.body);
    await checkSignature(question);
    await sns.send(new PublishCommand({ TopicArn: arn, Message: "too early" }));
    const wrong = await fetch(question.SubscribeURL.replace(/Token=.*/, "Token=abc123"));
    assert.match(await wrong.text(), /<Message>Invalid parameter: Token<\/Message>/);
    // As a browser follows a link.
    const browser = { "user-agent": "Mozilla/5.0", "sec-fetch-site": "none" };
    const confirmed = await fetch(question.SubscribeURL, { headers: browser });
    assert.match(await confirmed.text(), /<ConfirmSubscriptionResult><SubscriptionArn>arn:aws:sns/);
    await sns.send(new PublishCommand({ TopicArn: arn, Message: "now", Subject: "Subject" }));
    const notified = await eventually(async () => endpoint.received[1], "the message");
    const message = JSON.parse(notified.body);
    assert.deepEqual([message.Message, message.SignatureVersion], ["now", "2"]);
    await checkSignature(message);
    const link = await fetch(message.UnsubscribeURL, { headers: browser });
    assert.equal(link.status, 200);
    const cancelled = await eventually(async () => endpoint.received[2], "the question");
    const back = JSON.parse(cancelled.body);
    assert.equal(back.Type, "UnsubscribeConfirmation");
    const counts = async () => (await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }))).Attributes;
    assert.deepEqual([(await counts())?.SubscriptionsConfirmed, (await counts())?.SubscriptionsDeleted], ["0", "1"]);
    await sns.send(new ConfirmSubscriptionCommand({ TopicArn: arn, Token: back.Token }));
    assert.equal((await counts())?.SubscriptionsConfirmed, "1");
    assert.equal(endpoint.received.length, 3);
    await endpoint.close();
  });

  test("an attribute that is no JSON is refused in the words of AWS's parser", async () => {
    const arn = await topic("no-json");
    const subscription = await subscribe(arn, "sms", "+15550100");
    const source = "[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]";
    for (const AttributeName of ["FilterPolicy", "RedrivePolicy"]) {
      const given = { SubscriptionArn: subscription, AttributeName, AttributeValue: "{invalidjson}" };
      await assert.rejects(sns.send(new SetSubscriptionAttributesCommand(given)), {
        name: "InvalidParameterException",
        message: `Invalid parameter: ${AttributeName}: failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name\n at ${source}`,
      });
    }
  });

  test("who has asked for signatures is not unsubscribed by a link", async () => {
    const endpoint = await startEndpoint();
    const arn = await topic("careful");
    const subscription = await subscribe(arn, "http", endpoint.url);
    const question = JSON.parse((await eventually(async () => endpoint.received[0], "the question")).body);
    const confirm = { TopicArn: arn, Token: question.Token, AuthenticateOnUnsubscribe: "true" };
    await sns.send(new ConfirmSubscriptionCommand(confirm));
    const link = `${squall.endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription}`;
    assert.equal((await fetch(link)).status, 403);
    assert.equal((await attributesOf(subscription)).ConfirmationWasAuthenticated, "true");
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
    await assert.rejects(attributesOf(subscription), { name: "NotFoundException" });
    await endpoint.close();
  });

  test("a mail asks for the confirmation, with a link that gives it; then mails come", async () => {
    const arn = await topic("mails", { DisplayName: "Shop" });
    const subscription = await subscribe(arn, "email", "a@example.com");
    const mails = async () => {
      const answer = await fetch(`${squall.endpoint}/_aws/sns/outbox?kind=email&to=a%40example.com`);
      return ((await answer.json()) as { messages: { subject: string; body: string; confirmationUrl?: string }[] })
        .messages;
    };
    const [mail] = await eventually(async () => ((await mails()).length > 0 ? mails() : undefined), "the mail");
    assert.equal(mail?.subject, "AWS Notification - Subscription Confirmation");
    assert.equal((await attributesOf(subscription)).PendingConfirmation, "true");
    assert.equal((await fetch(mail?.confirmationUrl ?? "")).status, 200);
    assert.equal((await attributesOf(subscription)).PendingConfirmation, "false");
    await sns.send(new PublishCommand({ TopicArn: arn, Message: "hello", Subject: "News" }));
    const [news] = await eventually(async () => ((await mails()).length > 1 ? mails() : undefined), "the mail");
    assert.equal(news?.subject, "News");
    assert.match(news?.body ?? "", /^hello\n/);
  });

  async function checkSignature(message: Record<string, string>): Promise<void> {
    const names =
      message.Type === "Notification"
        ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
        : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
    const text = names.flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`])).join("");
    const pem = await (await fetch(message.SigningCertURL ?? "")).text();
    const signature = Buffer.from(message.Signature ?? "", "base64");
    assert.ok(verify("sha256", Buffer.from(text), createPublicKey(pem), signature));
  }
});
