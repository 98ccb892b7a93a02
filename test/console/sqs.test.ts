import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

describe("SQS in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let sqs: SQSClient;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    sqs = squall.client(SQSClient);
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const urlOf = async (QueueName: string) => (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? "";
  const attributesOf = async (name: string) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: await urlOf(name), AttributeNames: ["All"] })))
      .Attributes ?? {};

  it("creates a dead-letter queue and a queue with every kind of setting; fields say what is wrong with them", async () => {
    const { page } = view;
    await sqs.send(new CreateQueueCommand({ QueueName: "orders-dlq" }));
    await view.open("/console/sqs/queues");
    await page.getByRole("link", { name: "Create queue" }).first().click();
    await page.getByRole("button", { name: "Create queue" }).click();
    await page.getByText("Enter a name for the queue.").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("my orders");
    await page.getByText("Use only letters, digits, hyphens (-), and underscores (_).").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("orders");
    await page.getByRole("spinbutton", { name: "Visibility timeout", exact: true }).fill("13");
    await choose(page, "Unit of visibility timeout", "Hours");
    await page.locator("[data-problem]").getByText("Should be between 0 seconds and 12 hours.").first().waitFor();
    await choose(page, "Unit of visibility timeout", "Minutes");
    await page.getByLabel("Receive message wait time (seconds)").fill("5");
    await page
      .getByRole("radiogroup", { name: /undeliverable/ })
      .getByRole("radio", { name: "Enabled" })
      .check();
    await page.getByRole("combobox", { name: "Choose queue" }).fill("orders-dlq");
    await page
      .getByRole("option", { name: /orders-dlq/ })
      .last()
      .click();
    await page.getByLabel("Maximum receives").fill("2");
    await page.getByRole("button", { name: "Add new tag" }).click();
    await page.getByRole("textbox", { name: "Key" }).fill("team");
    await page.getByRole("textbox", { name: "Value" }).fill("shop");
    await view.check("create queue");
    await page.getByRole("button", { name: "Create queue" }).click();
    await page.getByText("Queue orders created successfully.").waitFor();
    const attributes = await attributesOf("orders");
    assert.equal(attributes.VisibilityTimeout, "780");
    assert.equal(attributes.ReceiveMessageWaitTimeSeconds, "5");
    assert.deepEqual(JSON.parse(attributes.RedrivePolicy ?? ""), {
      deadLetterTargetArn: "arn:aws:sqs:us-east-1:000000000000:orders-dlq",
      maxReceiveCount: 2,
    });
    assert.match(attributes.Policy ?? "", /__owner_statement/);
    const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: await urlOf("orders") }));
    assert.deepEqual(Tags, { team: "shop" });
    await view.check("queue");
  });

  it("refuses a name that is taken, and changes nothing", async () => {
    const { page } = view;
    await view.open("/console/sqs/create-queue");
    await page.getByLabel("Name", { exact: true }).fill("orders");
    await page.getByRole("button", { name: "Create queue" }).click();
    await page.getByText("There is already a queue orders. Nothing was changed.").waitFor();
    assert.equal((await attributesOf("orders")).VisibilityTimeout, "780");
    await view.check("taken name");
  });

  it("sends messages, looks at them without a receive, and polls for them", async () => {
    const { page } = view;
    await view.open("/console/sqs/queues/orders/send-receive");
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("Enter a message.").waitFor();
    await page.getByLabel("Message body").fill('{"order":1}');
    await page.getByRole("button", { name: "Message attributes - optional" }).click();
    await page.getByRole("button", { name: "Add new attribute" }).click();
    await page.getByRole("textbox", { name: "Attribute name" }).fill("colour");
    await page.getByRole("textbox", { name: "Attribute value" }).fill("red");
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("Your message has been sent and is ready to be received.").waitFor();

    await view.open("/console/sqs/queues/orders?tab=look");
    await page.getByRole("gridcell", { name: '{"order":1}' }).waitFor();
    await page.getByRole("link", { name: /^[0-9a-f-]{36}$/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByTestId("message-body").getByText('"order": 1').waitFor();
    await dialog.getByRole("tab", { name: "Attributes" }).click();
    await dialog.getByRole("cell", { name: "red" }).waitFor();
    await dialog.getByRole("button", { name: "Done" }).click();
    const seen = await attributesOf("orders");
    assert.deepEqual([seen.ApproximateNumberOfMessages, seen.ApproximateNumberOfMessagesNotVisible], ["1", "0"]);
    await view.check("look");

    await view.open("/console/sqs/queues/orders/send-receive");
    await page.getByRole("button", { name: "Poll for messages" }).click();
    await page.getByRole("gridcell", { name: '{"order":1}' }).waitFor();
    // The poll goes on, and what is sent meanwhile comes at once.
    const QueueUrl = await urlOf("orders");
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "the second" }));
    await page.getByRole("gridcell", { name: "the second" }).waitFor();
    await page.getByRole("button", { name: "Stop polling" }).click();
    assert.equal(await page.getByRole("button", { name: "Stop polling" }).isDisabled(), true);
    const inFlight = await attributesOf("orders");
    assert.equal(inFlight.ApproximateNumberOfMessagesNotVisible, "2");
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "after the stop" }));
    for (const one of await page.getByRole("checkbox", { name: /^Select [0-9a-f-]{36}$/ }).all()) await one.check();
    await page.getByRole("button", { name: "Delete messages" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Successfully deleted 2 messages.").waitFor();
    assert.equal(await page.getByRole("gridcell", { name: "after the stop" }).count(), 0);
    const left = await attributesOf("orders");
    assert.deepEqual([left.ApproximateNumberOfMessages, left.ApproximateNumberOfMessagesNotVisible], ["1", "0"]);
    await view.check("send and receive");
  });

  it("redrives a dead-letter queue, with the task's progress", async () => {
    const { page } = view;
    const QueueUrl = await urlOf("orders");
    for (let times = 0; times < 3; times++) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
      const [message] = Messages;
      if (message)
        await sqs.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl,
            ReceiptHandle: message.ReceiptHandle,
            VisibilityTimeout: 0,
          }),
        );
    }
    await view.open("/console/sqs/queues/orders?tab=redrive");
    await page.getByText("This queue is no dead-letter queue").waitFor();
    await view.open("/console/sqs/queues/orders-dlq?tab=dlq");
    await page.getByRole("tabpanel").getByRole("link", { name: "orders" }).waitFor();
    await page.getByRole("tab", { name: "Look" }).click();
    await page.getByRole("gridcell", { name: "after the stop" }).waitFor();
    await page.getByRole("tab", { name: "Dead-letter queue redrive tasks" }).click();
    await page.getByRole("tabpanel").getByRole("button", { name: "Start DLQ redrive" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "DLQ redrive" }).click();
    await page.getByText("The redrive of orders-dlq has started.").waitFor();
    await page.getByRole("gridcell", { name: "COMPLETED" }).waitFor();
    await page.getByRole("gridcell", { name: "1 of 1" }).waitFor();
    assert.equal((await attributesOf("orders")).ApproximateNumberOfMessages, "1");
    await view.check("redrive");
  });

  it("edits a queue: what is not touched stays; purges it, and deletes it when it is confirmed", async () => {
    const { page } = view;
    await view.open("/console/sqs/queues/orders/edit");
    await page.getByLabel("Maximum message size (KiB)").fill("2000");
    await page.getByRole("button", { name: "Save" }).click();
    await page.locator("[data-problem]").getByText("Should be between 1 KiB and 1024 KiB.").first().waitFor();
    await page.getByLabel("Maximum message size (KiB)").fill("256");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Queue orders saved successfully.").waitFor();
    const attributes = await attributesOf("orders");
    assert.equal(attributes.MaximumMessageSize, "262144");
    assert.equal(attributes.VisibilityTimeout, "780");
    assert.match(attributes.RedrivePolicy ?? "", /orders-dlq/);

    await page.getByRole("tab", { name: "Tagging" }).click();
    await page.getByRole("button", { name: "Manage tags" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove team" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Save changes" }).click();
    await page.getByText("Successfully edited the tags of queue orders.").waitFor();
    const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: await urlOf("orders") }));
    assert.deepEqual(Tags, {});

    await view.open("/console/sqs/queues");
    await page.getByRole("checkbox", { name: "Select orders", exact: true }).check();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Purge" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("purge");
    await page.getByRole("dialog").getByRole("button", { name: "Purge" }).click();
    await page.getByText("Queue orders purged successfully.").waitFor();
    assert.equal((await attributesOf("orders")).ApproximateNumberOfMessages, "0");
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: "Delete" });
    assert.equal(await confirm.isDisabled(), true, "nothing is deleted before it is confirmed");
    await page.getByRole("dialog").getByRole("textbox").fill("confirm");
    await confirm.click();
    await page.getByText("Queue orders deleted successfully.").waitFor();
    assert.deepEqual(
      (await sqs.send(new ListQueuesCommand({}))).QueueUrls?.map((url) => url.split("/").at(-1)),
      ["orders-dlq"],
    );
    await view.check("deletion");
  });

  it("creates a FIFO queue, whose messages need a group; the search finds it", async () => {
    const { page } = view;
    await view.open("/console/sqs/create-queue");
    await page.getByRole("radio", { name: /FIFO/ }).check();
    await page.getByLabel("Name", { exact: true }).fill("steps");
    await page.getByRole("button", { name: "Create queue" }).click();
    await page.getByText("The name of a FIFO queue ends with .fifo.", { exact: true }).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("steps.fifo");
    await page.getByRole("checkbox", { name: "Content-based deduplication" }).check();
    await page.getByRole("button", { name: "Create queue" }).click();
    await page.getByText("Queue steps.fifo created successfully.").waitFor();
    await page.getByRole("link", { name: "Send and receive messages" }).click();
    await page.getByLabel("Message body").fill("one");
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("A message of a FIFO queue needs a group.").waitFor();
    await page.getByLabel("Message group ID").fill("a");
    await page.getByRole("button", { name: "Send message" }).click();
    await page.getByText("Your message has been sent and is ready to be received.").waitFor();
    await page.getByRole("combobox", { name: "Search for services and features" }).fill("steps");
    await page.getByRole("option", { name: /steps\.fifo/ }).click();
    await page.getByRole("heading", { level: 1, name: "steps.fifo" }).waitFor();
    await view.check("FIFO");
  });
});
