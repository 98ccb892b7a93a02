import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListArchivesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

describe("EventBridge in the console", { skip: skipWithoutChromium, timeout: 180_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let events: EventBridgeClient;
  let QueueUrl: string;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    events = squall.client(EventBridgeClient);
    const { QueueUrl: url = "" } = await squall
      .client(SQSClient)
      .send(new CreateQueueCommand({ QueueName: "arrivals" }));
    QueueUrl = url;
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  const type = async (label: string, text: string) => {
    await view.page.getByRole("textbox", { name: label }).focus();
    await view.page.keyboard.press("Control+A");
    await view.page.keyboard.insertText(text);
  };

  const remove = async (name: string, says: string) => {
    const { page } = view;
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(says).waitFor();
  };

  it("creates a rule whose pattern is tested against a sample event, with a queue and an input transformer", async () => {
    const { page } = view;
    await view.open("/console/events/rules");
    await page.getByRole("link", { name: "Create rule" }).first().click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("orders");
    await type(
      "Event pattern",
      '{ "source": ["com.example.shop"], "detail": { "price": [{ "numeric": [">", 10] }] } }',
    );
    await page.getByRole("button", { name: "Test pattern" }).click();
    await page.getByText("Sample event did not match the event pattern").waitFor();
    await choose(page, "Sample events", "An event of one's own");
    await page.getByRole("button", { name: "Test pattern" }).click();
    await page.getByText("Sample event matched the event pattern").waitFor();
    await choose(page, "Kind of target 1", "SQS queue");
    await page.getByRole("button", { name: "Create rule" }).click();
    await page.getByText("Choose a queue, or enter its ARN.").waitFor();
    await page.getByRole("combobox", { name: "Queue", exact: true }).fill("arrivals");
    await page
      .getByRole("option", { name: /arrivals/ })
      .last()
      .click();
    await page.getByRole("button", { name: "Additional settings" }).click();
    await choose(page, "Configure target input", "Input transformer");
    await page.getByLabel("Target input transformer: input path").fill('{ "price": "$.detail.price" }');
    await page.getByLabel("Template").fill('"It costs <price>."');
    await view.check("the form");
    await page.getByRole("button", { name: "Create rule" }).click();
    await page.getByText("Rule orders was created successfully.").waitFor();
    const { Targets: [target] = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: "orders" }));
    assert.equal(target?.InputTransformer?.InputTemplate, '"It costs <price>."');
    await view.check("the rule");
  });

  it("sends an event, which arrives as the transformer made it", async () => {
    const { page } = view;
    await view.open("/console/events/buses/default/send-events");
    await page.getByLabel("Event source").fill("aws.shop");
    await page.getByText("Sources that begin with aws. are AWS's own.").waitFor();
    await page.getByLabel("Event source").fill("com.example.shop");
    await page.getByLabel("Detail type").fill("Order placed");
    await type("Event detail", '{ "price": 12 }');
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText(/The event was sent/).waitFor();
    const { Messages: [message] = [] } = await squall
      .client(SQSClient)
      .send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5 }));
    assert.equal(message?.Body, '"It costs 12."');
    await view.check("send events");
  });

  it("edits a rule into a schedule that says its next times, disables it, and deletes it", async () => {
    const { page } = view;
    await view.open("/console/events/rules/default/orders/edit");
    await page.getByRole("radio", { name: /^Schedule/ }).check();
    await page.getByLabel("Schedule expression").fill("cron(0 17 ? * MON-FRI *)");
    await page.getByText("At 17:00 (UTC), Monday to Friday.").waitFor();
    await page.getByRole("button", { name: "Update rule" }).click();
    await page.getByText("Rule orders was updated successfully.").waitFor();
    const rule = await events.send(new DescribeRuleCommand({ Name: "orders" }));
    assert.equal(rule.ScheduleExpression, "cron(0 17 ? * MON-FRI *)");
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: "orders" }));
    assert.equal(Targets.length, 1, "the target stays");
    await page.getByRole("button", { name: "Disable" }).click();
    await page.getByText("Rule orders was disabled successfully.").waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Rule orders was deleted successfully.").waitFor();
    assert.deepEqual((await events.send(new ListRulesCommand({}))).Rules, []);
    await view.check("the rule's end");
  });

  it("creates a bus, a connection and an API destination", async () => {
    const { page } = view;
    await view.open("/console/events/create-bus");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("shop");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText("Event bus shop was created successfully.").waitFor();
    await view.check("bus");
    await view.open("/console/events/create-connection");
    await page.getByLabel("Connection name").fill("weather");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText("Enter the name of the header.").waitFor();
    await page.getByLabel("API key name").fill("x-api-key");
    await page.getByLabel("Value").fill("secret");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText("Connection weather was created successfully.").waitFor();
    await view.open("/console/events/create-api-destination");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("forecast");
    await page.getByLabel("API destination endpoint").fill("https://api.example.com/forecast");
    await page.getByRole("combobox", { name: "Connection" }).fill("weather");
    await page
      .getByRole("option", { name: /weather/ })
      .last()
      .click();
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText("API destination forecast was created successfully.").waitFor();
    await page.getByRole("gridcell", { name: "https://api.example.com/forecast" }).waitFor();
    await view.check("API destination");
    await remove("forecast", "API destination forecast was deleted.");
    await view.open("/console/events/connections");
    await page.getByRole("gridcell", { name: /AUTHORIZED/i }).waitFor();
    await remove("weather", "Connection weather was deleted.");
    await view.check("connections");
  });

  it("archives what a bus gets, and replays it to a rule", async () => {
    const { page } = view;
    const sqs = squall.client(SQSClient);
    await events.send(new PutRuleCommand({ Name: "orders", EventPattern: '{ "source": ["com.example.shop"] }' }));
    const Arn = "arn:aws:sqs:us-east-1:000000000000:arrivals";
    await events.send(new PutTargetsCommand({ Rule: "orders", Targets: [{ Id: "1", Arn, InputPath: "$.detail" }] }));
    await view.open("/console/events/create-archive");
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("shop events");
    await page.getByText(/^Enter a name of up to 48 letters/).waitFor();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("shop-events");
    await page.getByLabel("Retention period (days) - optional").fill("7");
    await page.getByRole("checkbox", { name: "Filtering events by event pattern matching" }).check();
    await page.getByRole("button", { name: "Create archive" }).click();
    await page.getByText("Archive shop-events was created successfully.").waitFor();
    await page.getByRole("gridcell", { name: "7 days" }).waitFor();
    await page.getByRole("gridcell", { name: "ENABLED" }).waitFor();

    const arrived = async () => {
      const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
      return message?.Body;
    };
    const Entries = [{ Source: "com.example.shop", DetailType: "Order placed", Detail: '{"order":7}' }];
    await events.send(new PutEventsCommand({ Entries }));
    assert.equal(await arrived(), '{"order":7}');
    await page.getByRole("gridcell", { name: "1", exact: true }).waitFor();
    await view.check("archives");

    await page.getByRole("checkbox", { name: "Select shop-events" }).check();
    await page.getByRole("link", { name: "Start new replay" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("again");
    await page.getByLabel("End time (UTC)").fill("2020-01-01T00:00:00");
    await page.getByText("The end is after the start.").waitFor();
    await page.getByLabel("End time (UTC)").fill(new Date(Date.now() + 60_000).toISOString().slice(0, 19));
    await page.getByRole("button", { name: "Start Replay" }).click();
    await page.getByText("Replay again was started successfully.").waitFor();
    assert.equal(await arrived(), '{"order":7}');
    await page.getByRole("gridcell", { name: "COMPLETED" }).waitFor();
    await view.check("replays");

    await view.open("/console/events/archives");
    await remove("shop-events", "Archive shop-events was deleted.");
    assert.deepEqual((await events.send(new ListArchivesCommand({}))).Archives, []);
    await view.check("the archive's end");
  });
});

describe("Scheduler in the console", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    await squall.client(SQSClient).send(new CreateQueueCommand({ QueueName: "arrivals" }));
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  it("creates a schedule in a group of its own, in a time zone, with a role made for it; edits it and deletes it", async () => {
    const { page } = view;
    const scheduler = squall.client(SchedulerClient);
    await view.open("/console/events/schedule-groups");
    await page.getByRole("button", { name: "Create schedule group" }).click();
    await page.getByRole("dialog").getByLabel("Schedule group name").fill("nightly");
    await page.getByRole("dialog").getByRole("button", { name: "Create schedule group" }).click();
    await page.getByText("Schedule group nightly was created successfully.").waitFor();

    await view.open("/console/events/create-schedule");
    await page.getByLabel("Schedule name").fill("report");
    await choose(page, "Schedule group", "nightly");
    await page.getByRole("combobox", { name: "Time zone" }).fill("Europe/Berlin");
    await page.keyboard.press("Escape");
    await page.getByLabel("Schedule expression").fill("cron(30 2 * * ? *)");
    await page.getByText("At 02:30 (Europe/Berlin).").waitFor();
    await choose(page, "Target API", "Amazon SQS: SendMessage");
    await page.getByRole("combobox", { name: "Target", exact: true }).fill("arrivals");
    await page
      .getByRole("option", { name: /arrivals/ })
      .last()
      .click();
    await page.getByRole("button", { name: "Create schedule" }).click();
    await page.getByText("Enter a message.").waitFor();
    await page.getByLabel("Message", { exact: true }).fill("make the report");
    await view.check("the form");
    await page.getByRole("button", { name: "Create schedule" }).click();
    await page.getByText("Your schedule report is being created.").waitFor();
    const schedule = await scheduler.send(new GetScheduleCommand({ GroupName: "nightly", Name: "report" }));
    assert.equal(schedule.ScheduleExpressionTimezone, "Europe/Berlin");
    assert.match(schedule.Target?.RoleArn ?? "", /:role\/service-role\/Amazon_EventBridge_Scheduler_\d+$/);
    await view.check("the schedule");

    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("Schedule expression").fill("rate(2 hours)");
    await page.getByText("Every 2 hours.").waitFor();
    await page.getByRole("button", { name: "Save schedule" }).click();
    await page.getByText("Your schedule report was updated successfully.").waitFor();
    const changed = await scheduler.send(new GetScheduleCommand({ GroupName: "nightly", Name: "report" }));
    assert.deepEqual([changed.ScheduleExpression, changed.Target?.Input], ["rate(2 hours)", "make the report"]);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("Schedule report was deleted.").waitFor();
    assert.deepEqual((await scheduler.send(new ListSchedulesCommand({}))).Schedules, []);
    await view.check("the schedule's end");
  });
});
