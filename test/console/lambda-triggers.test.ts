import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, ListSubscriptionsCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Browser } from "playwright-core";
import { labFiles, labRole } from "../support/lab.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { choose } from "./walk-first-lab.ts";

const name = "stopinator";
const path = `/console/lambda/functions/${name}`;

describe("triggers and destinations of a function in the console", {
  skip: skipWithoutChromium,
  timeout: 180_000,
}, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let lambda: LambdaClient;

  before(async () => {
    squall = await startSquall();
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
    lambda = squall.client(LambdaClient);
    for (const FunctionName of [name, "after"]) {
      await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: "python3.11",
          Handler: "lambda_function.lambda_handler",
          Role: labRole,
          Code: { ZipFile: labFiles.pythonZip() },
        }),
      );
      const waiting = { client: lambda, maxWaitTime: 60, minDelay: 0.05, maxDelay: 0.2 };
      await waitUntilFunctionActiveV2(waiting, { FunctionName });
    }
    await squall.client(SQSClient).send(new CreateQueueCommand({ QueueName: "orders" }));
    await squall.client(SNSClient).send(new CreateTopicCommand({ Name: "news" }));
  });
  after(async () => {
    await browser?.close();
    await squall?.close();
  });

  /** By the text of the course: Add trigger, EventBridge (CloudWatch Events), Create a new rule, everyMinute, rate(1 minute), Add. */
  it("runs a function every minute by the steps of a course", async () => {
    const { page } = view;
    await view.open(path);
    await page.getByRole("link", { name: "Add trigger" }).click();
    await choose(page, "Select a source", "EventBridge (CloudWatch Events)");
    await page.getByRole("radio", { name: "Create a new rule" }).check();
    await page.getByLabel("Rule name").fill("everyMinute");
    await page.getByRole("radio", { name: "Schedule expression" }).check();
    await page.getByLabel("Schedule expression").last().fill("rate(1 minutes)");
    await page.getByText(/^This is no schedule expression/).waitFor();
    await page.getByLabel("Schedule expression").last().fill("rate(1 minute)");
    await page.getByText("Every minute.").waitFor();
    await page.getByRole("button", { name: "Next 10 times" }).click();
    assert.equal(await page.getByTestId("schedule-preview").getByRole("listitem").count(), 10);
    await view.check("the form");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(`The trigger everyMinute was successfully added to function ${name}.`).waitFor();
    await page.getByRole("link", { name: "EventBridge (CloudWatch Events)" }).waitFor();
    const events = squall.client(EventBridgeClient);
    const rule = await events.send(new DescribeRuleCommand({ Name: "everyMinute" }));
    assert.deepEqual([rule.ScheduleExpression, rule.State], ["rate(1 minute)", "ENABLED"]);
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: "everyMinute" }));
    assert.match(Targets[0]?.Arn ?? "", /:function:stopinator$/);
    const { Policy = "" } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
    assert.match(Policy, /events\.amazonaws\.com.*rule\/everyMinute/);
    await view.check("the trigger");
  });

  it("disables the rule where the trigger stands, enables it, and takes both away", async () => {
    const { page } = view;
    const events = squall.client(EventBridgeClient);
    const state = async () => (await events.send(new DescribeRuleCommand({ Name: "everyMinute" }))).State;
    await view.open(`${path}?tab=configuration&section=triggers`);
    await page.getByRole("button", { name: "Disable trigger everyMinute" }).click();
    await page.getByRole("button", { name: "Enable trigger everyMinute" }).waitFor();
    assert.equal(await state(), "DISABLED");
    await page.getByRole("button", { name: "Enable trigger everyMinute" }).click();
    await page.getByRole("button", { name: "Disable trigger everyMinute" }).waitFor();
    assert.equal(await state(), "ENABLED");
    await page.getByRole("button", { name: "Delete trigger everyMinute" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("No triggers.").waitFor();
    await assert.rejects(state(), { name: "ResourceNotFoundException" });
    await view.check("without the rule");
  });

  it("adds a queue with its settings, and says what is wrong with them", async () => {
    const { page } = view;
    await view.open(`${path}/add/trigger`);
    await choose(page, "Select a source", "SQS");
    await page.getByRole("combobox", { name: "SQS queue" }).fill("orders");
    await page
      .getByRole("option", { name: /orders/ })
      .last()
      .click();
    await page.getByRole("checkbox", { name: "Activate trigger" }).uncheck();
    await page.getByLabel("Batch size").fill("20");
    await page.getByText("More than 10 need a batch window of at least 1 second.").waitFor();
    await page.getByLabel("Batch window - optional").fill("5");
    await page.getByRole("button", { name: "Additional settings" }).click();
    await page.getByRole("checkbox", { name: "Report batch item failures" }).check();
    await page.getByRole("button", { name: "Add filter criteria" }).click();
    await page.getByLabel("Filter criteria 1").fill('{ "body": { "colour": ["red"] } }');
    await view.check("queue");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(`The trigger orders was successfully added to function ${name}.`).waitFor();
    const { EventSourceMappings: [mapping] = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    assert.deepEqual(
      [mapping?.BatchSize, mapping?.MaximumBatchingWindowInSeconds, mapping?.FunctionResponseTypes],
      [20, 5, ["ReportBatchItemFailures"]],
    );
    await page.getByRole("button", { name: "Enable trigger orders" }).click();
    await page.getByRole("button", { name: "Disable trigger orders" }).waitFor();
    await view.check("mapping");
  });

  it("adds a topic, which is subscribed and may invoke, and takes it away", async () => {
    const { page } = view;
    await view.open(`${path}/add/trigger`);
    await choose(page, "Select a source", "SNS");
    await page.getByRole("combobox", { name: "SNS topic" }).fill("news");
    await page.getByRole("option", { name: /news/ }).last().click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(`The trigger news was successfully added to function ${name}.`).waitFor();
    await page.getByRole("link", { name: "SNS", exact: true }).waitFor();
    const sns = squall.client(SNSClient);
    const subscribed = async () => (await sns.send(new ListSubscriptionsCommand({}))).Subscriptions?.length;
    assert.equal(await subscribed(), 1);
    await page.getByRole("button", { name: "Delete trigger news" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("delete");
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(`The trigger news was successfully deleted from function ${name}.`).waitFor();
    assert.equal(await subscribed(), 0);
    await view.check("topic");
  });

  for (const [type, form, resource] of [
    ["SQS queue", "orders", /^arn:aws:sqs:.*:orders$/],
    ["SNS topic", "news", /^arn:aws:sns:.*:news$/],
    ["EventBridge event bus", "default", /^arn:aws:events:.*:event-bus\/default$/],
    ["Lambda function", "after", /^arn:aws:lambda:.*:function:after$/],
  ] as const) {
    it(`adds a destination: ${type}; and takes it away`, async () => {
      const { page } = view;
      await view.open(`${path}/add/destination`);
      await choose(page, "Destination type", type);
      await page.getByRole("combobox", { name: "Destination" }).fill(form);
      await page
        .getByRole("option", { name: new RegExp(form) })
        .last()
        .click();
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(`Your destination was successfully added to ${name}.`).waitFor();
      const configured = async () =>
        (await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }))).DestinationConfig;
      assert.match((await configured())?.OnFailure?.Destination ?? "", resource);
      await view.open(`${path}?tab=configuration&section=destinations`);
      await page.getByRole("link", { name: resource }).waitFor();
      await page.getByRole("button", { name: "Delete destination on failure" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await page.getByText(`The destination was successfully deleted from ${name}.`).waitFor();
      assert.equal((await configured())?.OnFailure?.Destination, undefined);
      await view.check(type);
    });
  }

  it("a schedule of EventBridge Scheduler, in a time zone, switched off and deleted", async () => {
    const { page } = view;
    await view.go(`${path}/add/trigger`);
    await choose(page, "Select a source", "EventBridge Scheduler");
    await page.getByLabel("Schedule name").fill("nightly");
    await page.getByLabel("Schedule expression").fill("cron(0 3 * * ? *)");
    await page.getByLabel("Time zone").fill("Mars/Base");
    await page.getByLabel("Payload - optional").fill("{");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(/^This is no time zone/).waitFor();
    await page
      .getByText(/^This is no JSON|JSON/)
      .first()
      .waitFor();
    await page.getByLabel("Time zone").fill("Europe/Berlin");
    await page.getByLabel("Payload - optional").fill('{"job":"night"}');
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(`The trigger nightly was successfully added to function ${name}.`).waitFor();
    await page.getByRole("link", { name: "nightly" }).waitFor();
    const scheduler = squall.client(SchedulerClient);
    const made = await scheduler.send(new GetScheduleCommand({ Name: "nightly" }));
    assert.deepEqual([made.ScheduleExpressionTimezone, made.Target?.Input], ["Europe/Berlin", '{"job":"night"}']);
    assert.match(made.Target?.RoleArn ?? "", /:role\/service-role\/Amazon_EventBridge_Scheduler_LAMBDA_/);
    await page.getByRole("button", { name: "Disable trigger nightly" }).click();
    await page.getByText("The trigger nightly is being disabled.").waitFor();
    assert.equal((await scheduler.send(new GetScheduleCommand({ Name: "nightly" }))).State, "DISABLED");
    await view.check("a schedule");
  });
});
