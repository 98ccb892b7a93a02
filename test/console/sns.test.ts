import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose, typeCode } from "./walk-first-lab.ts";

describe("SNS in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let sns: SNSClient;
  let sqs: SQSClient;
  let QueueUrl: string;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    sns = squall.client(SNSClient);
    sqs = squall.client(SQSClient);
    QueueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: "inbox" }))).QueueUrl ?? "";
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const TopicArn = "arn:aws:sns:us-east-1:000000000000:news";

  it("creates a topic; a name that is taken is refused and changes nothing", async () => {
    const { page } = view;
    await view.open("/console/sns/topics");
    await page.getByRole("link", { name: "Create topic" }).first().click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("ne ws");
    await page.getByText("Use only letters, digits, hyphens (-) and underscores (_).").waitFor();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("news");
    await page.getByRole("textbox", { name: "Display name - optional" }).fill("The news");
    await page.getByRole("button", { name: "Create topic" }).click();
    await page.getByText("Topic news created successfully.").waitFor();
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    assert.equal(Attributes?.DisplayName, "The news");
    await view.check("topic");

    await view.open("/console/sns/create-topic");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("news");
    await page.getByRole("button", { name: "Create topic" }).click();
    await page.getByText("There is already a topic news. Nothing was changed.").waitFor();
    await view.check("taken name");
  });

  it("subscribes a queue with a filter; what is published arrives if it matches", async () => {
    const { page } = view;
    await view.open(`/console/sns/topics/${encodeURIComponent(TopicArn)}`);
    await page.getByRole("link", { name: "Create subscription" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Create subscription" }).waitFor();
    await choose(page, "Protocol", "Amazon SQS");
    await page.getByRole("button", { name: "Create subscription" }).click();
    await page.getByText("Enter an endpoint.").waitFor();
    await page.getByRole("combobox", { name: "Endpoint" }).fill("inbox");
    await page
      .getByRole("option", { name: /:inbox/ })
      .last()
      .click();
    await page.getByRole("checkbox", { name: "Enable raw message delivery" }).check();
    await page.getByRole("checkbox", { name: "Subscription filter policy" }).check();
    await typeCode(page, '{ "colour": ["red"]');
    await page.getByText(/^This is no JSON/).waitFor();
    await typeCode(page, '{ "colour": ["red"] }');
    await page.getByRole("button", { name: "Create subscription" }).click();
    await page.getByText("Subscription created successfully.").waitFor();
    await page.getByText("Confirmed", { exact: true }).waitFor();
    const { Subscriptions: [subscription] = [] } = await sns.send(new ListSubscriptionsCommand({}));
    const { Attributes = {} } = await sns.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn: subscription?.SubscriptionArn }),
    );
    assert.deepEqual(JSON.parse(Attributes.FilterPolicy ?? ""), { colour: ["red"] });
    assert.equal(Attributes.RawMessageDelivery, "true");
    await view.check("subscription");

    for (const [colour, body] of [
      ["blue", "a blue one"],
      ["red", "a red one"],
    ] as const) {
      await view.open(`/console/sns/topics/${encodeURIComponent(TopicArn)}/publish`);
      await page.getByRole("button", { name: "Publish message" }).click();
      await page.getByText("Enter a message.").waitFor();
      await page.getByLabel("Message body to send to the endpoint").fill(body);
      await page.getByRole("button", { name: "Add new attribute" }).click();
      await page.getByRole("textbox", { name: "Attribute name" }).fill("colour");
      await page.getByRole("textbox", { name: "Attribute value" }).fill(colour);
      await page.getByRole("button", { name: "Publish message" }).click();
      await page.getByText("Message published to topic news successfully.").waitFor();
    }
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    assert.deepEqual(
      Messages.map(({ Body }) => Body),
      ["a red one"],
    );
    await view.check("publish");
  });

  it("edits the subscription's filter", async () => {
    const { page } = view;
    const { Subscriptions: [subscription] = [] } = await sns.send(new ListSubscriptionsCommand({}));
    const SubscriptionArn = subscription?.SubscriptionArn ?? "";
    await view.open(`/console/sns/subscriptions/${encodeURIComponent(SubscriptionArn)}`);
    await page.getByRole("link", { name: "Edit" }).click();
    await page.locator(".cm-content").waitFor();
    await typeCode(page, '{ "colour": ["blue"] }');
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Subscription saved successfully.").waitFor();
    const { Attributes = {} } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    assert.deepEqual(JSON.parse(Attributes.FilterPolicy ?? ""), { colour: ["blue"] });
    await view.check("edit");
  });

  it("shows the mail that asks for a confirmation in the outbox, and confirms by its link's token", async () => {
    const { page } = view;
    await view.open("/console/sns/create-subscription");
    await page.getByRole("combobox", { name: "Topic ARN" }).fill(TopicArn);
    await page.keyboard.press("Escape");
    await choose(page, "Protocol", /^Email$/);
    await page.getByLabel("Endpoint").fill("anna");
    await page.getByText("Enter an email address: user@example.com.").waitFor();
    await page.getByLabel("Endpoint").fill("anna@example.com");
    await page.getByRole("button", { name: "Create subscription" }).click();
    await page.getByText(/It must be confirmed by its endpoint/).waitFor();
    await page.getByText("Pending confirmation").first().waitFor();
    await view.open("/console/sns/outbox");
    await page.getByRole("gridcell", { name: "anna@example.com" }).waitFor();
    await page.getByRole("gridcell").getByRole("link").first().click();
    const link = page.getByRole("dialog").getByRole("link", { name: /Confirm subscription/ });
    const href = (await link.getAttribute("href")) ?? "";
    await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
    await view.check("outbox");

    await view.open("/console/sns/subscriptions");
    await page.getByRole("checkbox", { name: "Select anna@example.com" }).check();
    await page.getByRole("button", { name: "Confirm subscription" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Confirm subscription" }).click();
    await dialog.getByText("Enter the URL, or the token.").waitFor();
    await dialog.getByLabel("Subscription confirmation URL").fill(href);
    await dialog.getByRole("button", { name: "Confirm subscription" }).click();
    await page.getByText("The subscription of anna@example.com was confirmed successfully.").waitFor();
    await view.check("confirmation");
  });

  it("deletes the topic when it is confirmed", async () => {
    const { page } = view;
    await view.open("/console/sns/topics");
    await page.getByRole("checkbox", { name: "Select news" }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete me");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Topic news deleted successfully.").waitFor();
    assert.deepEqual((await sns.send(new ListTopicsCommand({}))).Topics, []);
    await view.check("deletion");
  });
});
